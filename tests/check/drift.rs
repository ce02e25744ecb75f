//! `--design`: a cluster beside what was decided for it.

use std::path::Path;

use serde_json::{Value, json};

use kskill::knowledge::Live;

use crate::rulebook;
use crate::run::{kskill, recorded};

/// The topics of a design, as a cluster shows them that was made from it.
fn as_designed(design: &Value, environment: &str) -> Value {
    let topics = design["topics"].as_array().expect("topics").iter();
    let topics = topics.filter(|topic| topic["partitions"][environment].is_u64()).map(|topic| {
        let copies = topic["replication_factor"][environment].as_u64().expect("copies");
        let partition = |id: u64| {
            let brokers: Vec<u64> = (0..copies).map(|at| (id + at) % copies.max(3) + 1).collect();
            json!({"id": id, "leader": brokers[0], "replicas": brokers, "isr": brokers})
        };
        let partitions: Vec<Value> =
            (0..topic["partitions"][environment].as_u64().expect("some")).map(partition).collect();
        let config = topic["config"][environment].as_object().expect("settings").iter();
        let config: serde_json::Map<String, Value> = config
            .map(|(key, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (key.clone(), json!({"value": text, "source": "topic"}))
            })
            .collect();
        json!({"name": topic["name"], "partitions": partitions, "config": config})
    });
    let brokers: Vec<Value> =
        (1..=9).map(|id| json!({"id": id, "host": format!("b{id}"), "port": 9092, "config": {}})).collect();
    let groups = design["consumers"].as_array().expect("consumers").iter().map(|consumer| {
        json!({"name": consumer["group"], "kind": "classic", "state": "Empty", "members": [], "committed": {}})
    });
    json!({
        "taken": 1_795_309_297_533_u64,
        "brokers": brokers,
        "topics": topics.collect::<Vec<_>>(),
        // What nobody sets is as Kafka has it.
        "topic_config": {
            "cleanup.policy": {"value": "delete", "source": "default"},
            "retention.ms": {"value": "604800000", "source": "default"},
            "min.insync.replicas": {"value": "1", "source": "default"},
            "max.message.bytes": {"value": "1048588", "source": "default"},
        },
        "groups": groups.collect::<Vec<_>>(),
    })
}

/// A design and a cluster that was made from it, in a folder.
fn designed(answers: &Path) -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("there is room");
    let out = folder.path().join("out");
    let run = kskill(&["recommend", "--answers", &answers.to_string_lossy(), "--out", &out.to_string_lossy()]);
    assert!(run.status.success(), "{run:?}");
    let run = kskill(&["recommend", "--answers", &answers.to_string_lossy(), "--format", "json"]);
    (folder, serde_json::from_slice(&run.stdout).expect("a design"))
}

fn findings(folder: &Path, cluster: &Value, environment: Option<&str>) -> Vec<Value> {
    let design = folder.join("out/design.yaml");
    let design = design.to_string_lossy();
    let mut arguments = vec!["--design", &design, "--format", "json", "--fail-on", "never"];
    arguments.extend(environment.into_iter().flat_map(|one| ["--environment", one]));
    let said: Value = serde_json::from_str(&recorded(cluster, &arguments)).expect("JSON");
    said["findings"].as_array().expect("findings").clone()
}

/// What is said of the design: rule, resource, what it has and what was found.
fn drift(folder: &Path, cluster: &Value, environment: Option<&str>) -> Vec<String> {
    let all = findings(folder, cluster, environment);
    all.iter()
        .filter(|one| one["rule"].as_str().is_some_and(|rule| rule.starts_with("drift-")))
        .map(|one| {
            assert!(one["because"].as_str().is_some_and(|because| !because.is_empty()), "{one}");
            format!("{} {} {} {}", one["rule"], one["path"], one["expected"], one["found"]).replace('"', "")
        })
        .collect()
}

fn example(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join("answers.yaml")
}

#[test]
fn a_cluster_that_was_made_from_a_design_is_as_designed() {
    for name in ["bookstore", "shop-orders", "task-api", "ordered-tasks"] {
        let (folder, design) = designed(&example(name));
        for environment in ["development", "production"] {
            let cluster = as_designed(&design, environment);
            assert_eq!(
                drift(folder.path(), &cluster, Some(environment)),
                Vec::<String>::new(),
                "{name}, {environment}"
            );
            let all = findings(folder.path(), &cluster, Some(environment));
            let of = |one: &Value| rulebook().rules.get(one["rule"].as_str()?).map(|rule| rule.live);
            assert!(all.iter().all(|one| of(one) != Some(Live::Never)), "{name}, {environment}: {all:#?}");
            assert_eq!(drift(folder.path(), &cluster, None), Vec::<String>::new(), "{name}, {environment} not said");
        }
    }
}

#[test]
fn what_is_otherwise_is_said_with_what_the_design_has() {
    let (folder, design) = designed(&example("bookstore"));
    let mut cluster = as_designed(&design, "production");
    let topics = cluster["topics"].as_array_mut().expect("topics");
    topics[0]["config"]["min.insync.replicas"] = json!({"value": "1", "source": "topic"});
    topics[0]["config"]["flush.ms"] = json!({"value": "10", "source": "topic"});
    topics[0]["config"]["retention.ms"] = json!({"value": "3600000", "source": "topic"});
    let mut other = topics[0].clone();
    other["name"] = json!("other");
    topics.push(other);
    cluster["groups"] = json!([{"name": "somebody", "kind": "classic", "committed": {}}]);
    let said = drift(folder.path(), &cluster, Some("production"));
    assert_eq!(
        said,
        [
            "drift-setting topic/order 604800000 3600000",
            "drift-groups-beside cluster null somebody",
            "drift-topics-beside cluster null other",
            "drift-setting-beside topic/order null 10",
        ]
    );
    // The design takes one copy in step where records may be lost; these may not.
    let all = findings(folder.path(), &cluster, Some("production"));
    assert!(all.iter().any(|one| one["rule"] == "topic-insync-one" && one["path"] == "topic/order"), "{all:#?}");
}

#[test]
fn fewer_partitions_than_the_design_has_are_said_and_more_are_not() {
    let (folder, design) = designed(&example("bookstore"));
    let mut cluster = as_designed(&design, "production");
    let partitions = cluster["topics"][0]["partitions"].as_array_mut().expect("partitions");
    let one = partitions.pop().expect("a partition");
    assert_eq!(drift(folder.path(), &cluster, Some("production")), ["drift-setting topic/order 6 5"]);
    assert_eq!(drift(folder.path(), &cluster, None), Vec::<String>::new(), "it may be for development");
    let partitions = cluster["topics"][0]["partitions"].as_array_mut().expect("partitions");
    partitions.extend([one.clone(), one]);
    assert_eq!(drift(folder.path(), &cluster, Some("production")), Vec::<String>::new());
}

#[test]
fn a_group_of_the_design_that_nobody_reads_for_is_not_to_be_deleted() {
    let (folder, design) = designed(&example("shop-orders"));
    let mut cluster = as_designed(&design, "production");
    for partition in cluster["topics"][0]["partitions"].as_array_mut().expect("partitions") {
        (partition["start"], partition["end"]) = (json!(0), json!(500));
    }
    let topic = cluster["topics"][0]["name"].as_str().expect("a name").to_owned();
    let name = cluster["groups"][0]["name"].as_str().expect("a name").to_owned();
    cluster["groups"][0]["committed"] = json!({&topic: {"0": 100, "1": 500}});
    let said = drift(folder.path(), &cluster, Some("production"));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with(&format!("drift-group-unread group/{name} ")), "{said:?}");
    assert!(said[0].ends_with(&format!(" 400 offsets of `{topic}` lie")), "{said:?}");
    let deletes =
        |all: &[Value]| all.iter().any(|one| one["first"].as_str().is_some_and(|first| first.contains("--delete ")));
    assert!(!deletes(&findings(folder.path(), &cluster, Some("production"))));
    cluster["groups"][0]["committed"] = json!({&topic: {"0": 500}});
    let all = findings(folder.path(), &cluster, Some("production"));
    assert!(all.iter().any(|one| one["rule"] == "group-empty") && !deletes(&all), "{all:#?}");
    cluster["groups"][0]["name"] = json!("somebody-else");
    assert!(deletes(&findings(folder.path(), &cluster, Some("production"))), "a group beside the design");
}

#[test]
fn copies_that_are_there_need_no_more_brokers() {
    let (folder, design) = designed(&example("shop-orders"));
    let cluster = as_designed(&design, "production");
    // The design has one broker for development, and this cluster three.
    let all = findings(folder.path(), &cluster, Some("development"));
    assert!(all.iter().any(|one| one["rule"] == "drift-setting"), "{all:#?}");
    assert!(!all.iter().any(|one| one["rule"] == "topic-replicas-above-brokers"), "{all:#?}");
}

#[test]
fn what_is_not_there_is_said_unless_it_was_not_asked_for() {
    let (folder, design) = designed(&example("shop-orders"));
    let mut cluster = as_designed(&design, "production");
    cluster["topics"] = json!([]);
    cluster["groups"] = json!([]);
    let all = drift(folder.path(), &cluster, Some("production"));
    let of = |all: &[String], rule: &str| all.iter().filter(|one| one.starts_with(rule)).count();
    let topics = design["topics"].as_array().expect("topics").len();
    assert_eq!((of(&all, "drift-topic-missing"), of(&all, "drift-group-missing")), (topics, 3), "{all:#?}");
    cluster["only_topics"] = json!("audit*");
    cluster["only_groups"] = json!("payment-*");
    let some = drift(folder.path(), &cluster, Some("production"));
    assert_eq!((of(&some, "drift-topic-missing"), of(&some, "drift-group-missing")), (0, 1), "{some:#?}");
    cluster["brokers"] = json!([{"id": 1, "host": "b1", "port": 9092}]);
    assert_eq!(of(&drift(folder.path(), &cluster, Some("production")), "drift-brokers cluster 3 1"), 1);
}

#[test]
fn records_without_a_key_are_said_where_the_design_keeps_order_by_key() {
    let (folder, design) = designed(&example("bookstore"));
    let mut cluster = as_designed(&design, "production");
    let mut sampled = json!({"partitions": 1, "records": 500, "null_keys": 0, "tombstones": 0, "keys": 9, "framed": 0, "unframed": 9});
    let mut said = |null_keys: u64| {
        sampled["null_keys"] = json!(null_keys);
        let topics = design["topics"].as_array().expect("topics").iter().filter_map(|topic| topic["name"].as_str());
        let topics: serde_json::Map<String, Value> = topics.map(|name| (name.to_owned(), sampled.clone())).collect();
        cluster["sample"] = json!({"each": 100, "topics": topics});
        drift(folder.path(), &cluster, Some("production"))
    };
    assert_eq!(said(0), Vec::<String>::new());
    assert_eq!(said(12), ["drift-keys-missing topic/order a key in each 12 of 500 records read have no key"]);
}

#[test]
fn without_an_environment_what_the_design_has_in_each_is_said() {
    let (folder, design) = designed(&example("bookstore"));
    let mut cluster = as_designed(&design, "production");
    let config = &mut cluster["topics"][0]["config"];
    config["retention.ms"] = json!({"value": "3600000", "source": "topic"});
    config["min.insync.replicas"] = json!({"value": "5", "source": "topic"});
    assert_eq!(
        drift(folder.path(), &cluster, None),
        [
            "drift-setting topic/order 2 in production; 1 in development 5",
            "drift-setting topic/order 604800000 3600000"
        ]
    );
    cluster["topics"] = json!([]);
    assert_eq!(
        drift(folder.path(), &cluster, None),
        [
            "drift-topic-missing topic/order 6 partitions, 3 copies in production; 3 partitions, 1 copy in development null"
        ]
    );
    let all = findings(folder.path(), &cluster, None);
    let missing = all.iter().find(|one| one["rule"] == "drift-topic-missing").expect("it is said");
    let because = missing["because"].as_str().expect("a reason");
    assert!(because.starts_with("in production: ") && because.contains("; in development: "), "{because}");
}
