//! YAML and JSON files: read once, and shown to everybody whose settings may be in them.

use super::yaml::{self, Page};
use super::{Config, File, Reading, binder, configmap, connect, containers, design, quarkus, spring, strimzi};

/// Who may have settings in a document.
type Reader = fn(&File, &[Page]) -> Vec<Config>;

const READERS: &[Reader] = &[
    strimzi::configs,
    binder::yaml,
    spring::yaml,
    quarkus::yaml,
    containers::configs,
    configmap::configs,
    connect::configs,
    design::configs,
];

/// Words without which no reader finds anything.
const SIGNS: &[&str] = &[
    "kafka.strimzi.io",
    "KAFKA_",
    "CONNECT_",
    "connector.class",
    "messaging",
    "kafka-streams",
    "spring",
    "Spring",
    "SPRING",
    "ConfigMap",
    "kskill:",
];

/// The configs of a YAML or JSON file.
pub(super) fn read(file: &File) -> Option<Reading> {
    if !speaks_of_kafka(file.text) {
        return None;
    }
    let all = yaml::pages(file);
    let configs: Vec<Config> = READERS.iter().flat_map(|reader| reader(file, &all.pages)).collect();
    // Editors and build tools have JSON with remarks, which is none.
    // A map without Kafka's name is Kafka's only by what is found in its files.
    let named = file.extension() != "json" && names_kafka(file.text);
    let ours = named || file.text.contains("connector.class") || !configs.is_empty();
    let reading = Reading { configs, problems: if ours { all.problems } else { Vec::new() } };
    (!reading.configs.is_empty() || !reading.problems.is_empty()).then_some(reading)
}

fn speaks_of_kafka(text: &str) -> bool {
    let has = |sign: &&str| text.contains(*sign);
    names_kafka(text) && SIGNS.iter().any(has) || ["ConfigMap", ".properties"].iter().all(has)
}

fn names_kafka(text: &str) -> bool {
    ["kafka", "KAFKA", "Kafka", "connector.class"].iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kafkas_is_not_parsed() {
        for text in ["a: [", "name: kafka\nb: [", "spring: {datasource: ["] {
            assert!(read(&File { path: "a.yml", text }).is_none(), "{text}");
        }
        assert!(read(&File { path: "a.yml", text: "image: apache/kafka\nenv: {KAFKA_A: [\n" }).is_some());
    }

    #[test]
    fn a_map_of_files_is_judged_by_them() {
        let map = |files: &str| format!("kind: ConfigMap\nmetadata: {{name: shop}}\ndata:\n{files}");
        let of = |text: &str| read(&File { path: "a.yaml", text });
        let reading =
            of(&map("  producer.properties: |\n    enable.idempotence=true\n    acks=1\n")).expect("is Kafka's");
        assert_eq!(reading.configs[0].settings.len(), 2);
        assert!(of(&map("  log4j.properties: |\n    rootLogger.level=info\n")).is_none());
        assert!(of(&map("  a.properties: [\n")).is_none(), "what is broken is nobody's");
    }

    #[test]
    fn documents_of_one_file_may_be_of_several_kinds() {
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec: {partitions: 3}\n---\nspring: {kafka: {consumer: {group-id: g}}}\n--- \na: [\n";
        let reading = read(&File { path: "all.yaml", text }).expect("is Kafka's");
        assert_eq!((reading.configs.len(), reading.problems.len()), (2, 1));
    }
}
