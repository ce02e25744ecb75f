//! Kubernetes' `ConfigMap`s whose values are files: each is read as the file that it is.

use super::yaml::Page;
use super::{Config, File, containers, home};
use crate::sources::tree::Node;

/// The configs in the texts of the `ConfigMap`s in the documents.
pub(super) fn configs(file: &File, pages: &[Page]) -> Vec<Config> {
    let mut configs = Vec::new();
    for page in pages {
        maps(file, page, &page.root, &mut configs);
    }
    configs
}

fn maps(file: &File, page: &Page, node: &Node, configs: &mut Vec<Config>) {
    match node.get("kind").and_then(Node::as_text) {
        Some("List") => {
            node.get("items").iter().flat_map(|items| items.items()).for_each(|item| maps(file, page, item, configs));
        }
        Some("ConfigMap") => {
            let Some(data) = node.get("data") else { return };
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for (key, value) in data.entries().filter(|(key, _)| key.text.contains('.')) {
                let Some(range) = page.block(key, value) else { continue };
                let path = if folder.is_empty() { key.text.clone() } else { format!("{folder}/{}", key.text) };
                let inner = home::read(&File { path: &path, text: &file.text[range.clone()] });
                configs
                    .extend(inner.into_iter().flat_map(|inner| inner.configs).map(|config| config.moved(range.start)));
            }
            let variables = data.entries().map(|(key, value)| page.setting(key.text.clone(), key, value));
            configs.extend(containers::spring_of(
                &variables.filter(|set| set.key.starts_with("SPRING_")).collect::<Vec<_>>(),
            ));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::super::yaml::pages;
    use super::*;

    #[test]
    fn files_within_are_read_at_their_places() {
        let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  producer.properties: |\n    bootstrap.servers=a:9092\n    linger.ms=5\n  application-prod.yml: |-\n    spring:\n      kafka:\n        consumer:\n          group-id: g\n  SPRING_KAFKA_PRODUCER_ACKS: \"1\"\n  note.txt: hello\n";
        let file = File { path: "k8s/map.yaml", text };
        let all = configs(&file, &pages(&file).pages);
        let [producer, consumer, variables] = &all[..] else { panic!("three: {all:?}") };
        let linger = producer.get("linger.ms").expect("is there");
        assert_eq!((&text[linger.key_at.clone()], &text[linger.value_at.clone()]), ("linger.ms", "5"));
        let group = consumer.get("spring.kafka.consumer.group-id").expect("is there");
        assert_eq!((&text[group.value_at.clone()], consumer.environment), ("g", Some("production")));
        assert_eq!(variables.role, Role::Producer);
    }
}
