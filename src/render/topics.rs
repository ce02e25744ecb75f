//! The script that creates the topics.

use serde_json::{Value as Json, json};

use super::brief::brief;
use super::layout::shell_word as shell;
use super::template::fill;
use crate::design::{Design, ENVIRONMENTS, Topic};

/// A script for `kafka-topics.sh`: `./topics.sh development|production`.
#[must_use]
pub fn script(design: &Design) -> String {
    let environments: Vec<_> = ENVIRONMENTS
        .iter()
        .map(|environment| {
            let topics: Vec<_> = design.topics.iter().map(|topic| describe(design, topic, environment)).collect();
            json!({"name": environment, "topics": topics})
        })
        .collect();
    let values = json!({"system": brief(&design.system, 60), "environments": environments});
    fill("topics/kafka-topics.sh", include_str!("../../templates/topics/kafka-topics.sh"), &values)
}

fn describe(design: &Design, topic: &Topic, environment: &str) -> Json {
    let config = topic.config.get(environment).iter().map(|(key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        shell(&format!("{key}={value}"))
    });
    let subject = format!("topic/{}", topic.name);
    let mut rows = design.decisions.iter().filter(|row| row.subject == subject && row.env == environment);
    let partitions = rows.find(|row| row.fact == "topic.partitions").map(|row| brief(&row.because, 84));
    json!({
        "name": shell(&topic.name),
        "because": brief(&topic.because, 96),
        "partitions": topic.partitions.get(environment),
        "partitions_because": partitions.unwrap_or_default(),
        "replication_factor": topic.replication_factor.get(environment),
        "config": config.collect::<Vec<_>>(),
    })
}
