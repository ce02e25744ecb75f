//! JSON objects that hold the keys of a client as they are, for a program that hands them to it.

use super::classify::classify;
use super::yaml::{self, Page};
use super::{Config, File, Reading, USED_ELSEWHERE, span};
use crate::sources::tree::Node;

/// A key that no such object lacks, as JSON writes it.
const ADDRESSES: &[&str] = &["bootstrap.servers", "metadata.broker.list"];

/// The configs of a JSON file.
pub(super) fn json(file: &File) -> Option<Reading> {
    if !ADDRESSES.iter().any(|key| file.text.contains(key)) {
        return None;
    }
    let mut configs = Vec::new();
    // What JSON is broken is the business of the program that reads it: it need not even be Kafka's.
    for page in yaml::pages(file).pages {
        find(&page, &page.root, &mut configs);
    }
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

fn find(page: &Page, node: &Node, configs: &mut Vec<Config>) {
    if ADDRESSES.iter().any(|key| node.entry(key).is_some_and(|(_, value)| value.as_text().is_some())) {
        configs.extend(config(page, node));
        return;
    }
    node.entries().for_each(|(_, value)| find(page, value, configs));
    node.items().for_each(|item| find(page, item, configs));
}

fn config(page: &Page, node: &Node) -> Option<Config> {
    let settings = page.flat(node);
    let whose = classify(&settings.iter().map(|setting| setting.key.as_str()))?;
    let head = settings.first().map_or(0..0, span);
    // Keys that several clients have do not show which of them reads this.
    let client = whose.client.filter(|client| *client == "librdkafka");
    Some(Config { client, open: Some(USED_ELSEWHERE), settings, ..Config::new(whose.role, head) })
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    #[test]
    fn objects_with_the_keys_of_a_client_are_configs() {
        let text = "{\"kafka\": [{\"bootstrap.servers\": \"a:9092\", \"group.id\": \"g\", \"enable.auto.offset.store\": false}], \"x\": 1}";
        let reading = json(&File { path: "app.json", text }).expect("is Kafka's");
        let [config] = &reading.configs[..] else { panic!("one") };
        assert_eq!((config.role, config.client), (Role::Consumer, Some("librdkafka")));
        assert_eq!((config.settings.len(), config.open.is_some()), (3, true));
        let text = "{\"bootstrap.servers\": \"a:9092\", \"acks\": \"all\"}";
        let reading = json(&File { path: "app.json", text }).expect("is Kafka's");
        assert_eq!(reading.configs[0].client, None, "Java's or librdkafka's");
        assert!(json(&File { path: "a.json", text: "{\"name\": \"bootstrap\"}" }).is_none());
    }
}
