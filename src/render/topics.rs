//! The script that creates the topics.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::brief::brief;
use super::layout::{shell_word as shell, wrap};
use super::template::fill;
use crate::design::{Decision, Design, ENVIRONMENTS, Topic};

/// A script for `kafka-topics.sh`: `./topics.sh development|production`.
#[must_use]
pub fn script(design: &Design) -> String {
    let of_partitions = design.decisions.iter().filter(|row| row.fact == "topic.partitions");
    let reasons: Reasons = of_partitions.map(|row| ((row.subject.as_str(), row.env.as_str()), row)).collect();
    let environments: Vec<_> = ENVIRONMENTS
        .iter()
        .map(|environment| {
            let topics: Vec<_> = design.topics.iter().map(|topic| describe(&reasons, topic, environment)).collect();
            json!({"name": environment, "topics": topics})
        })
        .collect();
    let values = json!({"system": brief(&design.system, 60), "environments": environments});
    fill("topics/kafka-topics.sh", include_str!("../../templates/topics/kafka-topics.sh"), &values)
}

/// Why the topics of each environment have so many partitions.
type Reasons<'a> = HashMap<(&'a str, &'a str), &'a Decision>;

fn describe(reasons: &Reasons, topic: &Topic, environment: &str) -> Json {
    let config = topic.config.get(environment).iter().map(|(key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        shell(&format!("{key}={value}"))
    });
    let subject = format!("topic/{}", topic.name);
    let partitions = reasons.get(&(subject.as_str(), environment)).map(|row| comment(&row.because, 84));
    json!({
        "name": shell(&topic.name),
        "because": comment(&topic.because, 96),
        "partitions": topic.partitions.get(environment),
        "partitions_because": partitions.unwrap_or_default(),
        "replication_factor": topic.replication_factor.get(environment),
        "config": config.collect::<Vec<_>>(),
    })
}

/// A reason in the lines of a comment.
fn comment(text: &str, width: usize) -> Vec<String> {
    wrap(&brief(text, 2 * width), width)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::render::sample;

    fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
        let mut command = Command::new("sh");
        command
            .args(["-c", &script(&sample::design()), "topics.sh"])
            .args(arguments)
            .env_remove("KAFKA_BOOTSTRAP_SERVERS");
        let output = command.envs(environment.iter().copied()).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), text)
    }

    #[test]
    fn each_topic_is_created_as_designed() {
        let environment = [("KAFKA_TOPICS", "echo kafka-topics"), ("KAFKA_BOOTSTRAP_SERVERS", "b:9092")];
        let create = "kafka-topics --bootstrap-server b:9092 --create --if-not-exists --topic";
        let keep = "--config retention.ms=604800000";
        let expected = format!(
            "{create} task --partitions 6 --replication-factor 3 --config min.insync.replicas=2 {keep}\n\
             {create} task.notification-service.dlt --partitions 1 --replication-factor 3 --config min.insync.replicas=2 {keep}\n"
        );
        assert_eq!(run(&["production"], &environment), (Some(0), expected));
        let secret = [environment[0], environment[1], ("KAFKA_COMMAND_CONFIG", "a b.properties")];
        let (_, text) = run(&["development"], &secret);
        assert!(text.contains("b:9092 --command-config a b.properties --create"), "{text}");
    }

    #[test]
    fn a_topic_that_is_there_with_fewer_partitions_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let tool = folder.path().join("tool.sh");
        let told = |tool_says: &str| {
            std::fs::write(&tool, format!("case \"$*\" in *--describe*) echo '{tool_says}' ;; esac\n")).unwrap();
            let tool = format!("sh {}", tool.display());
            run(&["production"], &[("KAFKA_TOPICS", &tool), ("KAFKA_BOOTSTRAP_SERVERS", "b:9092")])
        };
        let (code, text) = told("Topic: task\tTopicId: x\tPartitionCount: 3\tReplicationFactor: 3");
        assert_eq!((code, text.lines().count()), (Some(0), 1), "{text}");
        assert!(text.starts_with("task is there with 3 of 6 partitions: "), "{text}");
        assert_eq!(told("Topic: task\tPartitionCount: 6").1, "");
    }

    #[test]
    fn what_is_missing_is_said() {
        let (code, text) = run(&["staging"], &[("KAFKA_BOOTSTRAP_SERVERS", "b:9092")]);
        assert_eq!((code, text.as_str()), (Some(2), "usage: topics.sh development|production\n"));
        let (_, text) = run(&["production"], &[]);
        assert!(text.contains("KAFKA_BOOTSTRAP_SERVERS: the brokers, such as localhost:9092"), "{text}");
    }
}
