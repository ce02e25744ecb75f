//! What is said, where the words or the numbers in them are easily wrong.

use serde_json::{Value, json};

use crate::run::recorded;

const NOW: u64 = 1_795_309_297_533;

fn topic(name: &str, replicas: &[u32], isr: &[u32], ends: &[Option<u64>]) -> Value {
    let partition = |(id, end): (usize, &Option<u64>)| {
        let mut partition = json!({"id": id, "leader": 1, "replicas": replicas, "isr": isr});
        if let Some(end) = end {
            partition["start"] = json!(0);
            partition["end"] = json!(end);
        }
        partition
    };
    json!({"name": name, "partitions": ends.iter().enumerate().map(partition).collect::<Vec<_>>(), "config": {}})
}

fn cluster(taken: u64, brokers: &[u32], topics: &[Value]) -> Value {
    let broker = |id: &u32| json!({"id": id, "host": "b", "port": 9092, "config": {}});
    let brokers: Vec<Value> = brokers.iter().map(broker).collect();
    json!({"taken": taken, "brokers": brokers, "topics": topics, "groups": []})
}

/// The message of the only finding of a rule.
fn message(cluster: &Value, rule: &str) -> String {
    let said: Value = serde_json::from_str(&recorded(cluster, &["--format", "json"])).expect("JSON");
    let all = said["findings"].as_array().expect("findings").iter();
    let found: Vec<&Value> = all.filter(|one| one["rule"] == rule).collect();
    assert_eq!(found.len(), 1, "{rule}: {said:#}");
    found[0]["message"].as_str().expect("text").to_owned()
}

/// What is said of two looks.
fn since(now: &Value, before: &Value) -> String {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("earlier.yaml");
    std::fs::write(&file, before.to_string()).expect("it can be written");
    let text = recorded(now, &["--since", &file.to_string_lossy()]);
    let line = text.split_once("since the earlier look: ").expect("it is said").1;
    line.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn only_brokers_that_are_there_are_slow() {
    let gone = cluster(NOW, &[1, 2], &[topic("orders", &[1, 2, 3], &[1], &[None])]);
    let message = message(&gone, "topic-copies-slow");
    assert!(message.contains("(on broker 2), although the broker is there"), "{message}");
}

#[test]
fn that_nothing_was_written_is_said_only_of_what_is_known() {
    let then = NOW - 600_000;
    let look = |taken: u64, topics: &[Value]| cluster(taken, &[1], topics);
    let quiet = topic("quiet", &[1], &[1], &[Some(5)]);
    let unknown = topic("unknown", &[1], &[1], &[None]);
    let new = topic("new", &[1], &[1], &[Some(99_999)]);
    let before = look(then, &[quiet.clone(), unknown.clone()]);
    assert_eq!(since(&look(NOW, std::slice::from_ref(&quiet)), &before), "nothing was written");
    assert_eq!(
        since(&look(NOW, &[quiet.clone(), unknown.clone()]), &before),
        "nothing was written that is known of; what came into unknown is not known, for want of offsets in one of the looks"
    );
    assert_eq!(
        since(&look(NOW, &[new.clone(), quiet.clone(), unknown.clone()]), &before),
        "new: new +99,999; what came into unknown is not known, for want of offsets in one of the looks"
    );
    // Who did not ask for all of them cannot tell what is new.
    let mut part = before.clone();
    part["only_topics"] = json!("quiet");
    assert_eq!(
        since(&look(NOW, &[new, quiet]), &part),
        "nothing was written that is known of; what came into new is not known, for want of offsets in one of the looks"
    );
}

#[test]
fn a_cluster_without_topics_is_told_from_a_filter_that_matches_none() {
    let mut empty = cluster(NOW, &[1], &[]);
    let says = |cluster: &Value| {
        let text = recorded(cluster, &[]);
        text.lines().find(|line| line.starts_with("no topic")).map(str::to_owned)
    };
    let none = "no topic was listed: the cluster has none, or the principal may describe none";
    assert_eq!(says(&empty).as_deref(), Some(none));
    empty["only_topics"] = json!("zzz*");
    assert_eq!(says(&empty).as_deref(), Some("no topic that was listed matches zzz*"));
    empty["missing"] = json!([{"what": "the partitions of the topic zzz", "why": "no answer", "list": "topics"}]);
    assert_eq!(says(&empty), None, "that is said already");
    empty["only_groups"] = json!("mailr");
    let text = recorded(&empty, &[]);
    assert!(text.contains("no group that was listed matches mailr"), "{text}");
}

#[test]
fn what_everybody_may_is_said_with_where_from() {
    let mut open = cluster(NOW, &[1, 2], &[]);
    let allowed =
        |operation: &str, on: &str, from: &str| json!({"operation": operation, "on": on, "name": "*", "from": from});
    open["acls"] = json!({"entries": 5, "principals": 0, "everybody": [
        allowed("Read", "Topic", "*"),
        allowed("Read", "Group", "*"),
        allowed("Write", "Topic", "10.0.0.5"),
        allowed("IdempotentWrite", "Cluster", "*"),
        allowed("Describe", "Cluster", "*"),
    ]});
    let message = message(&open, "cluster-everybody-may");
    assert!(message.contains("do this: Read on group * and Write on topic * from 10.0.0.5;"), "{message}");
}

#[test]
fn brokers_differ_where_somebody_set_what_all_ought_to_share() {
    let set = |value: &str, source: &str| json!({"value": value, "source": source});
    let mut two = cluster(NOW, &[1, 2], &[]);
    let differing = |two: &Value| {
        let said: Value = serde_json::from_str(&recorded(two, &["--format", "json"])).expect("JSON");
        let all = said["findings"].as_array().expect("findings").iter();
        all.filter(|one| one["rule"] == "cluster-settings-differ").count()
    };
    two["brokers"][0]["config"] = json!({
        // Its machine has more of them.
        "num.replica.fetchers": set("4", "file"),
        "num.recovery.threads.per.data.dir": set("4", "file"),
        "log.cleaner.dedupe.buffer.size": set("268435456", "file"),
        // Another version.
        "message.max.bytes": set("1000012", "default"),
        // The same in another order.
        "log.cleanup.policy": set("compact,delete", "file"),
    });
    two["brokers"][1]["config"] = json!({
        "num.replica.fetchers": set("1", "default"),
        "num.recovery.threads.per.data.dir": set("2", "default"),
        "log.cleaner.dedupe.buffer.size": set("134217728", "default"),
        "message.max.bytes": set("1048588", "default"),
        "log.cleanup.policy": set("delete, compact", "file"),
    });
    assert_eq!(differing(&two), 0);
    two["brokers"][0]["config"]["message.max.bytes"] = set("1000012", "file");
    let message = message(&two, "cluster-settings-differ");
    assert!(message.contains("message.max.bytes (1000012 on broker 1, 1048588 on broker 2);"), "{message}");
}
