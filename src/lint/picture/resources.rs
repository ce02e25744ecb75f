//! What Kubernetes, and the operator behind it, make of a resource beside its settings.

use super::Picture;
use crate::facts::{Id, Origin, Value};
use crate::lint::Source;
use crate::sources::config::{Config, Given, Role};

/// The longest name of a topic that the brokers take.
const LONGEST_TOPIC: usize = 249;

/// The longest name of a resource that Kubernetes takes.
const LONGEST_RESOURCE: usize = 253;

impl Picture<'_> {
    /// Notes what is not seen from the settings alone.
    pub(super) fn tell_resource(&mut self, id: Id, source: &Source, config: &Config) {
        let mut set = |fact: &str, value: Value| self.facts.set(id, fact, value, Origin::Structure);
        let resource = config.resource.as_ref();
        let (of_topic, labelled) = match config.role {
            Role::Topic => (true, true),
            Role::User | Role::Connector | Role::NodePool => (false, true),
            Role::Broker => {
                let number = matches!(config.get("metadataVersion").map(|set| &set.value), Some(Given::Number(_)));
                set("metadata_as_number", Value::Bool(number));
                (false, false)
            }
            _ => return,
        };
        if labelled {
            let alone = resource.is_some_and(|resource| resource.unlabelled) && !source.kustomized;
            set("unlabelled", Value::Bool(alone));
        }
        if of_topic {
            let name = config.name.as_ref().and_then(Given::text);
            set("name_refusal", Value::from(name.and_then(refusal_of_topic).unwrap_or_default()));
            let name = resource.and_then(|resource| resource.name.as_deref());
            set("resource_refused", Value::from(name.filter(|name| !is_resource(name)).unwrap_or_default()));
            let quoted = ["partitions", "replication.factor"].iter().find(|key| {
                let count = config.get(key).map(|set| &set.value);
                resource.is_some() && matches!(count, Some(Given::Text(text)) if text.parse::<u32>().is_ok())
            });
            set("quoted", Value::from(quoted.map_or("", |key| if *key == "partitions" { key } else { "replicas" })));
        }
        if let Some(nodes) = config.nodes {
            let fact = if of_topic { "cluster_nodes" } else { "nodes" };
            set(fact, Value::from(f64::from(nodes)));
        }
    }
}

/// Why the brokers make no topic of that name, as the end of a sentence.
fn refusal_of_topic(name: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    match name {
        "" => Some("is empty"),
        "." | ".." => Some("would be a directory's"),
        _ if !name.chars().all(fits) => Some("has signs beside letters of a to z, digits, `.`, `_` and `-`"),
        _ if name.len() > LONGEST_TOPIC => Some("is longer than 249 letters"),
        _ => None,
    }
}

/// Whether Kubernetes takes a name: small letters, digits and `-` in parts with dots between them.
fn is_resource(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let part =
        |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.chars().all(fits);
    name.len() <= LONGEST_RESOURCE && name.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_kafka_and_kubernetes_take() {
        for name in ["orders", "Orders_v1.dead-letters", "...", "a..b", &"x".repeat(249)] {
            assert_eq!(refusal_of_topic(name), None, "{name}");
        }
        for name in ["", ".", "..", "orders/eu", "a b", "bestellungen-ü", &"x".repeat(250)] {
            assert!(refusal_of_topic(name).is_some(), "{name}");
        }
        for name in ["orders", "orders.v1-a", "0"] {
            assert!(is_resource(name), "{name}");
        }
        for name in ["Orders", "my_topic", "-a", "a.", "a..b", ""] {
            assert!(!is_resource(name), "{name}");
        }
    }
}
