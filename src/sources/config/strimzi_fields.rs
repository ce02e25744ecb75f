//! The fields of Strimzi's resources beside `config`: Kubernetes knows each of them by name.

use super::strimzi::Resource;
use super::{Given, Unread};
use crate::sources::tree::Node;

/// The newest Strimzi whose fields stand here.
const NEWEST: &str = "1.2";

/// A part of a resource, and its fields in all versions from 0.10 on.
struct Part {
    kind: &'static str,
    /// What leads to it from `spec` on.
    below: Option<&'static str>,
    fields: &'static [&'static str],
}

const PARTS: &[Part] = &[
    Part { kind: "KafkaTopic", below: None, fields: &["config", "partitions", "replicas", "topicName"] },
    Part { kind: "KafkaUser", below: None, fields: &["authentication", "authorization", "quotas", "template"] },
    Part {
        kind: "KafkaConnector",
        below: None,
        fields: &[
            "alterOffsets",
            "autoRestart",
            "class",
            "config",
            "listOffsets",
            "pause",
            "state",
            "tasksMax",
            "version",
        ],
    },
    Part {
        kind: "KafkaNodePool",
        below: None,
        fields: &["jvmOptions", "replicas", "resources", "roles", "storage", "template"],
    },
    Part {
        kind: "Kafka",
        below: None,
        fields: &[
            "clientsCa",
            "clusterCa",
            "cruiseControl",
            "entityOperator",
            "jmxTrans",
            "kafka",
            "kafkaExporter",
            "maintenanceTimeWindows",
            "topicOperator",
            "zookeeper",
        ],
    },
    Part {
        kind: "Kafka",
        below: Some("kafka"),
        fields: &[
            "affinity",
            "authorization",
            "brokerRackInitImage",
            "config",
            "image",
            "jmxOptions",
            "jvmOptions",
            "listeners",
            "livenessProbe",
            "logging",
            "metadataVersion",
            "metrics",
            "metricsConfig",
            "quotas",
            "rack",
            "readinessProbe",
            "replicas",
            "resources",
            "storage",
            "template",
            "tieredStorage",
            "tlsSidecar",
            "tolerations",
            "version",
        ],
    },
];

impl Resource<'_> {
    /// What stands among the fields of the resource and is none of them.
    pub(super) fn strangers(&self, kind: &str) -> Vec<Unread> {
        PARTS.iter().filter(|part| part.kind == kind).flat_map(|part| self.strangers_in(part)).collect()
    }

    fn strangers_in(&self, part: &Part) -> Vec<Unread> {
        let node = match part.below {
            Some(field) => self.spec.get(field),
            None => Some(self.spec),
        };
        let there = node.map(|node| node.entries().map(|(key, _)| key.text.as_str()).collect::<Vec<_>>());
        let there = there.unwrap_or_default();
        let path = part.below.map_or_else(|| "spec".to_owned(), |field| format!("spec.{field}"));
        let takes_config = part.fields.contains(&"config");
        let stranger = |(key, value): (&_, &Node)| {
            let key: &crate::sources::tree::Key = key;
            if part.fields.contains(&key.text.as_str()) || !is_field(&key.text) {
                return None;
            }
            let setting = self.page.setting(key.text.clone(), key, value);
            let below = takes_config && key.text.contains('.');
            let among = part.fields.iter().copied().filter(|field| !below && !there.contains(field)).collect();
            let place = if below { ": settings of Kafka stand below `config`, one level deeper" } else { "" };
            let because = format!(
                "is no field of `{path}` in a {} (Strimzi up to {NEWEST}){place}; kubectl refuses the resource, and where nobody checks, the line is dropped",
                part.kind
            );
            Some(Unread { setting, because, among })
        };
        node.into_iter().flat_map(Node::entries).filter_map(stranger).collect()
    }
}

/// Whether it can be a field: not what a template or a patch of kustomize has in the place of one.
fn is_field(key: &str) -> bool {
    let plain = !key.starts_with(['$', '<', '(']) && !key.starts_with("x-");
    plain && matches!(Given::of_text(key), Given::Text(_))
}
