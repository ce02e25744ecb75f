//! What is said, where the words or the numbers in them are easily wrong.

use serde_json::{Value, json};

use crate::run::{kskill, recorded};

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
    assert!(refused(&empty, &[]).contains("no topic that was listed matches --topic zzz*:"));
    empty["missing"] = json!([{"what": "the partitions of the topic zzz", "why": "no answer", "list": "topics"}]);
    assert_eq!(says(&empty), None, "that is said already");
    empty["only_groups"] = json!("mailr");
    assert!(refused(&empty, &[]).contains("no group that was listed matches --group mailr:"));
}

/// Why it says nothing of a recorded cluster.
fn refused(cluster: &Value, more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml");
    std::fs::write(&file, cluster.to_string()).expect("it can be written");
    let run = kskill(&[&["check", "--from", &file.to_string_lossy()], more].concat());
    assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0), "{run:?}");
    String::from_utf8(run.stderr).expect("text")
}

#[test]
fn a_part_of_a_recorded_cluster_can_be_asked_for() {
    let mut whole =
        cluster(NOW, &[1, 2, 3], &[topic("mail", &[1], &[1], &[None]), topic("orders", &[1], &[1], &[None])]);
    let text = recorded(&whole, &["--topic", "ord*"]);
    assert!(text.contains("topic/orders") && !text.contains("topic/mail"), "{text}");
    assert!(refused(&whole, &["--topic", "ordres*"]).contains("matches --topic ordres*:"));
    assert!(refused(&whole, &["--group", "billing"]).contains("matches --group billing:"));
    whole["only_topics"] = json!("ord*");
    assert!(refused(&whole, &["--topic", "mail"]).contains("was recorded with --topic ord*"));
}

#[test]
fn what_could_not_be_seen_is_not_called_right() {
    let mut quiet = cluster(NOW, &[1, 2, 3], &[topic("orders", &[1, 2, 3], &[1, 2, 3], &[None])]);
    assert!(recorded(&quiet, &[]).contains("nothing to object to: "));
    quiet["missing"] = json!([{"what": "which groups there are", "why": "no answer in time", "list": "groups"}]);
    let text = recorded(&quiet, &[]);
    assert!(text.contains("nothing to object to in what could be seen: "), "{text}");
}

/// What to do first about the only finding of a rule.
fn first(cluster: &Value, rule: &str) -> String {
    let said: Value = serde_json::from_str(&recorded(cluster, &["--format", "json"])).expect("JSON");
    let found = said["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == rule);
    found.and_then(|one| one["first"].as_str()).unwrap_or_else(|| panic!("{rule}: {said:#}")).to_owned()
}

#[test]
fn retention_is_to_be_raised_where_it_can_have_deleted() {
    const MINUTE: u64 = 60_000;
    let first = |end: u64, policy: &str, kept: &str| {
        let mut lost = cluster(NOW, &[1], &[topic("orders", &[1], &[1], &[Some(end)])]);
        lost["topics"][0]["partitions"][0]["start"] = json!(100);
        // What is left was written within the last five minutes.
        lost["topics"][0]["partitions"][0]["since"] = json!({(NOW - 5 * MINUTE).to_string(): 100});
        let set = |value: &str| json!({"value": value, "source": "topic"});
        lost["topics"][0]["config"] =
            json!({"cleanup.policy": set(policy), "retention.ms": set(kept), "retention.bytes": set("-1")});
        lost["groups"] = json!([{"name": "late", "kind": "classic", "state": "Empty", "members": [], "committed": {"orders": {"0": 10}}}]);
        self::first(&lost, "position-records-lost")
    };
    assert!(first(200, "delete", "300000").starts_with("to save what is left, raise retention.ms of `orders` now, "));
    assert!(first(200, "delete", "604800000").starts_with("find out what deletes: "));
    assert!(first(200, "compact", "300000").starts_with("find out what deletes: "));
    let nothing = first(100, "delete", "604800000");
    assert!(nothing.starts_with("nothing is left to save; ") && nothing.contains("raise retention.ms"), "{nothing}");
}

#[test]
fn what_lets_producers_write_again_is_said_where_all_copies_are_asked_for() {
    let first = |insync: &str, isr: &[u32]| {
        let mut lost = cluster(NOW, &[1, 2], &[topic("orders", &[1, 2, 3], isr, &[None])]);
        lost["topics"][0]["config"] = json!({"min.insync.replicas": {"value": insync, "source": "topic"}});
        self::first(&lost, "topic-below-min-insync")
    };
    let lowered = |first: &str| first.contains("--entity-name orders --alter --add-config min.insync.replicas=2 lets");
    assert!(lowered(&first("3", &[1, 2])));
    assert!(!lowered(&first("3", &[1])), "one is in step, and two would still be asked for");
    assert!(!first("2", &[1]).contains("--alter"), "one may be away, and two are");
}

#[test]
fn a_silent_broker_is_taken_for_one_of_the_same_version() {
    let catalog = kskill::knowledge::catalog::Catalog::embedded();
    let family = catalog.family("broker").expect("brokers have keys");
    let shown = |name: &&str| family.key("4.3", name).is_some_and(|key| key.status.is_there() && !key.internal);
    let keys: serde_json::Map<String, Value> = family
        .names()
        .filter(shown)
        .map(|name| (name.to_owned(), json!({"value": "1", "source": "default"})))
        .collect();
    let mut pair = cluster(NOW, &[1, 2], &[topic("orders", &[1, 2], &[1, 2], &[None])]);
    pair["topics"][0]["config"] = json!({"min.insync.replicas": {"value": "3", "source": "topic"}});
    pair["brokers"][0]["config"] = Value::Object(keys);
    pair["brokers"][1].as_object_mut().expect("a broker").remove("config");
    let told = message(&pair, "topic-insync-above-replicas");
    assert!(told.ends_with("its brokers ask for all 2, so that one broker restart stops them"), "{told}");
}

#[test]
fn what_nobody_reads_is_no_work_for_more_members() {
    let mut cluster = cluster(NOW, &[1], &[topic("old", &[1], &[1], &[Some(50_000)])]);
    cluster["topics"].as_array_mut().expect("topics").push(topic("orders", &[1], &[1], &[Some(9), Some(9)]));
    cluster["groups"] = json!([{
        "name": "billing", "kind": "classic", "state": "Stable",
        "members": [{"client": "b", "host": "/10.0.0.9", "assigned": {"orders": [0, 1]}}],
        "committed": {"orders": {"0": 9, "1": 9}, "old": {"0": 1}},
    }]);
    let text = recorded(&cluster, &[]);
    assert!(text.contains("position-not-subscribed") && !text.contains("group-one-member-behind"), "{text}");
    cluster["groups"][0]["members"][0]["assigned"]["old"] = json!([0]);
    assert!(recorded(&cluster, &[]).contains("group-one-member-behind"));
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
    // No restart takes back what a broker was given while it runs.
    two["brokers"][0]["config"]["message.max.bytes"] = set("1000012", "broker");
    assert_eq!(differing(&two), 0);
    let undo = first(&two, "cluster-settings-set-apart");
    assert!(
        undo.contains("--entity-type brokers --entity-name 1 --alter --delete-config message.max.bytes;"),
        "{undo}"
    );
}
