//! Connectors of Kafka Connect in JSON and YAML: as they are sent to its REST interface, alone, or in a list.

use super::yaml::{Page, given};
use super::{Config, File, Given, Named, Role};
use crate::sources::tree::Node;

/// The connectors in the documents.
pub(super) fn configs(_: &File, pages: &[Page]) -> Vec<Config> {
    let mut configs = Vec::new();
    for page in pages {
        find(page, &page.root, None, &mut configs);
    }
    configs
}

/// Whatever says which class the connector is of is a connector's config, wherever it stands.
fn find(page: &Page, node: &Node, name: Option<&Given>, configs: &mut Vec<Config>) {
    if node.entry("connector.class").is_some_and(|(_, class)| class.as_text().is_some()) {
        configs.push(connector(page, node, name));
        return;
    }
    let own = node.get("name").filter(|name| name.as_text().is_some()).map(given);
    for (_, value) in node.entries() {
        find(page, value, own.as_ref(), configs);
    }
    for item in node.items() {
        find(page, item, None, configs);
    }
}

fn connector(page: &Page, node: &Node, name: Option<&Given>) -> Config {
    let settings = page.flat(node);
    let at = |key: &str| settings.iter().find(|setting| setting.key == key);
    let head = at("connector.class").map_or(0..0, super::span);
    let reads = at("topics").map(Named::list).unwrap_or_default();
    let name = at("name").map(|name| name.value.clone()).or_else(|| name.cloned());
    let open = page.templated.then_some("a template decides what is in it");
    Config { name, open, settings, reads, ..Config::new(Role::Connector, head) }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    fn read(text: &str) -> Vec<Config> {
        let file = File { path: "a.json", text };
        configs(&file, &pages(&file).pages)
    }

    #[test]
    fn connectors_are_found_in_every_form() {
        let wrapped = r#"{"name": "s", "config": {"connector.class": "a.B", "tasks.max": "2", "topics": "x, y"}}"#;
        let [config] = &read(wrapped)[..] else { panic!("one") };
        assert_eq!((config.role, &config.name), (Role::Connector, &Some(Given::Text("s".to_owned()))));
        assert_eq!(config.settings.len(), 3);
        assert_eq!(&wrapped[config.settings[1].value_at.clone()], "\"2\"");
        assert_eq!(config.reads.len(), 2);
        let flat = r#"{"name": "s", "connector.class": "a.B", "tasks.max": 2, "transforms": ["a", "b"]}"#;
        let [config] = &read(flat)[..] else { panic!("one") };
        assert_eq!(config.name, Some(Given::Text("s".to_owned())));
        assert_eq!(config.settings[2].value, Given::Number("2".to_owned()));
        assert_eq!(read(&format!("[{wrapped}, {flat}]")).len(), 2);
        assert!(read(r#"{"name": "kafkajs", "dependencies": {"kafkajs": "2"}}"#).is_empty());
    }
}
