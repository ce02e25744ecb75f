//! `MirrorMaker` 2's own `.properties`: clusters by their short names, and what is copied from one to the other.

use std::collections::BTreeSet;

use super::{Config, File, Given, Named, Reading, Role, Setting, properties, span};

const LAID_OVER: &str = "MirrorMaker adds settings of its own, and those of other prefixes";
const SOURCE: &str = "org.apache.kafka.connect.mirror.MirrorSourceConnector";

/// The configs of a file that names its clusters; none of any other.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if !file.text.contains("clusters") {
        return None;
    }
    let settings: Vec<Setting> = properties::entries(file).into_iter().map(properties::Entry::into_setting).collect();
    let clusters = settings.iter().find(|setting| setting.key == "clusters")?;
    let clusters = Named::list(clusters);
    let names: Vec<&str> = clusters.iter().map(|cluster| cluster.name.as_str()).collect();
    let is_flow = |key: &str| key.split_once("->").is_some_and(|(from, _)| names.contains(&from));
    if !settings.iter().any(|setting| is_flow(&setting.key)) {
        return None;
    }
    let mut configs: Vec<Config> = Vec::new();
    for name in &names {
        for role in [Role::Producer, Role::Consumer] {
            configs.extend(client(&settings, name, role));
        }
    }
    configs.extend(flows(&settings, &names));
    Some(Reading { configs, problems: Vec::new() })
}

/// The clients of a cluster: `a.producer.acks`, where anything is said of them at all.
fn client(settings: &[Setting], cluster: &str, role: Role) -> Option<Config> {
    let within = format!("{cluster}.{}.", role.kind());
    let others = format!("{}.", role.kind());
    let own = |setting: &&Setting| setting.key.starts_with(&within);
    let first = settings.iter().find(own)?;
    let named = |prefix: &str, setting: &Setting| {
        let key = setting.key.strip_prefix(prefix)?;
        Some(Setting { key: key.to_owned(), ..setting.clone() })
    };
    // What is said of the cluster holds for all of its clients; `a.tasks.max` is for none of them.
    let common = |setting: &Setting| {
        let setting = named(&format!("{cluster}."), setting)?;
        let connects = ["bootstrap.servers", "security.", "ssl.", "sasl."];
        connects.iter().any(|start| setting.key.starts_with(start)).then_some(setting)
    };
    let nearest: BTreeSet<&str> = settings.iter().filter_map(|setting| setting.key.strip_prefix(&within)).collect();
    let further = |setting: &Setting| {
        let found = common(setting).or_else(|| named(&others, setting))?;
        (!nearest.contains(found.key.as_str())).then_some(found)
    };
    let kept = settings.iter().filter_map(|setting| named(&within, setting).or_else(|| further(setting))).collect();
    let name = Some(Given::Text(cluster.to_owned()));
    let head = span(first);
    Some(Config { client: Some("java"), name, open: Some(LAID_OVER), settings: kept, ..Config::new(role, head) })
}

/// What is copied from one cluster to another: a connector for each pair that is switched on.
fn flows(settings: &[Setting], names: &[&str]) -> Vec<Config> {
    let mut configs: Vec<Config> = Vec::new();
    for enabled in settings.iter().filter(|setting| setting.key.ends_with(".enabled") && setting.key.contains("->")) {
        let Some(pair) = enabled.key.strip_suffix(".enabled") else { continue };
        let known = pair.split_once("->").is_some_and(|(from, to)| names.contains(&from) && names.contains(&to));
        if !known || enabled.value.text() != Some("true") {
            continue;
        }
        let within = format!("{pair}.");
        let own = settings.iter().filter_map(|setting| {
            let key = setting.key.strip_prefix(&within).filter(|key| *key != "enabled")?;
            Some(Setting { key: key.to_owned(), ..setting.clone() })
        });
        let class = Setting {
            key: "connector.class".to_owned(),
            value: Given::Text(SOURCE.to_owned()),
            key_at: enabled.key_at.clone(),
            value_at: enabled.key_at.clone(),
        };
        let settings = std::iter::once(class).chain(own).collect();
        let name = Some(Given::Text(pair.to_owned()));
        let head = span(enabled);
        configs.push(Config { name, open: Some(LAID_OVER), settings, ..Config::new(Role::Connector, head) });
    }
    configs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_say_whose_it_is() {
        let text = "clusters = a, b\na.bootstrap.servers = a:9092\nb.bootstrap.servers = b:9092\nb.producer.acks = 1\nproducer.acks = all\nproducer.linger.ms = 5\na.consumer.fetch.min.bytes = 1\na->b.enabled = true\na->b.topics = .*\nb->a.enabled = false\n";
        let reading = properties(&File { path: "mm2.properties", text }).expect("is a mirror's");
        let [consumer, producer, flow] = &reading.configs[..] else { panic!("three: {reading:?}") };
        let keys = |config: &Config| config.settings.iter().map(|setting| setting.key.clone()).collect::<Vec<_>>();
        assert_eq!(
            (consumer.role, keys(consumer)),
            (Role::Consumer, vec!["bootstrap.servers".to_owned(), "fetch.min.bytes".to_owned()])
        );
        assert_eq!(keys(producer), ["bootstrap.servers", "acks", "linger.ms"]);
        assert_eq!(producer.get("acks").and_then(|acks| acks.value.text()), Some("1"));
        assert_eq!((flow.role, keys(flow)), (Role::Connector, vec!["connector.class".to_owned(), "topics".to_owned()]));
        assert!(properties(&File { path: "a.properties", text: "clusters=a,b\nx=1\n" }).is_none());
    }
}
