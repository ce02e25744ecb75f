//! That a check writes nothing, proven three ways: it needs no right to write, it sends no request that writes, and nothing
//! is there afterwards that was not there before.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::own::{Own, commit, make_topic, send, tool};
use crate::proxy::Proxy;
use crate::run::{Run, Running};

const SECRET: &str = "nobody-shall-read-this";

/// An authorizer; `auditor` and `stranger` may nothing that is not given to them.
fn authorized() -> String {
    let users: String = ["auditor", "stranger"].map(|user| format!(" user_{user}=\"{SECRET}\"")).concat();
    format!(
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n\
         super.users=User:ANONYMOUS;User:auditors-chief\n\
         listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required{users};\n"
    )
}

/// Gives `auditor` what reading takes, and nothing else.
fn allow(bootstrap: &str) {
    let acl = |on: &[&str], operations: &[&str]| {
        let mut arguments = vec!["--bootstrap-server", bootstrap, "--add", "--allow-principal", "User:auditor"];
        for operation in operations {
            arguments.extend(["--operation", operation]);
        }
        arguments.extend(on);
        tool("org.apache.kafka.tools.AclCommand", &arguments);
    };
    std::thread::scope(|scope| {
        scope.spawn(|| acl(&["--topic", "*"], &["Describe", "DescribeConfigs"]));
        scope.spawn(|| acl(&["--group", "*"], &["Describe"]));
        scope.spawn(|| acl(&["--cluster"], &["Describe", "DescribeConfigs"]));
    });
}

fn check_as(user: &str, cluster: &Own, more: &[&str]) -> Run {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("client.properties");
    let text = format!(
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=\
         org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{user}\" password=\"{SECRET}\";\n"
    );
    fs::write(&file, text).expect("it can be written");
    let file = file.to_string_lossy().into_owned();
    let address = cluster.get("SASL_PLAINTEXT");
    Run::check(&[&["--bootstrap-server", address, "--command-config", &file], more].concat(), "15s")
}

/// What a check recorded.
fn saved(run: impl FnOnce(&str) -> Run) -> (Run, Value) {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml");
    let run = run(&file.to_string_lossy());
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err));
    assert!(!text.contains(SECRET), "no secret is saved");
    assert!(!text.contains("auditor"), "nor who may do what: {text}");
    let mut seen: Value = yaml_serde::from_str(&text).expect("it is YAML");
    // Ages are counted from when one looked.
    for partition in seen["topics"]
        .as_array_mut()
        .into_iter()
        .flatten()
        .filter_map(|topic| topic["partitions"].as_array_mut())
        .flatten()
    {
        if let Some(since) = partition.as_object_mut().and_then(|partition| partition.remove("since")) {
            assert_eq!(
                since.as_object().map(serde_json::Map::len),
                Some(9),
                "an offset for each age and share: {since}"
            );
        }
    }
    (run, seen)
}

#[test]
fn describe_is_all_that_it_takes() {
    let cluster = Own::start("one", &authorized());
    let bootstrap = cluster.get("PLAINTEXT");
    make_topic(bootstrap, "orders", 3, 1);
    send(bootstrap, "orders", 10);
    commit(bootstrap, "billing", "orders", 4);
    allow(bootstrap);

    let (run, seen) = saved(|to| check_as("auditor", &cluster, &["--format", "json", "--save", to]));
    assert!(run.is_answer(), "{}{}", run.out, run.err);
    assert_eq!(run.json()["missing"], Value::Array(Vec::new()), "{}", run.out);
    assert_eq!(run.json()["summary"]["version"], "4.3", "by the keys that brokers show");
    let (_, all) = saved(|to| Run::check(&["--bootstrap-server", bootstrap, "--save", to], "15s"));
    for part in ["topics", "groups", "topic_config"] {
        assert_eq!(seen[part], all[part], "{part} are what one sees who may do everything");
    }
    assert_eq!(seen["groups"][0]["committed"]["orders"]["0"], 4);
    assert!(seen["broker_config"].as_object().is_some_and(|settings| settings.len() > 100), "brokers' settings");
    assert_eq!((&seen["acls"]["entries"], &seen["acls"]["principals"]), (&5.into(), &1.into()));

    // Only to look at records takes more.
    let run = check_as("auditor", &cluster, &["--format", "json", "--sample", "10"]);
    let missing = json!([{
        "what": "what the records of orders are like",
        "why": "the principal needs Read on the topics, which nothing but --sample needs",
    }]);
    assert_eq!(run.json()["missing"], missing, "{}", run.out);
    assert_eq!(run.json()["summary"]["groups"], 1, "all else is learnt: {}", run.out);

    // One who may nothing is told so, once for each thing, and learns what everybody may.
    let run = check_as("stranger", &cluster, &[]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(
        run.out.contains("no topic was listed: the cluster has none, or the principal may describe none"),
        "{}",
        run.out
    );
    assert_eq!(run.out.matches("DescribeConfigs on the cluster").count(), 1, "{}", run.out);
    assert_eq!(run.out.matches("groups that the principal may not describe").count(), 1, "{}", run.out);
}

/// Kafka's numbers of the requests that only read, and of those that come before any other.
const READING: [i16; 14] = [
    2,  // ListOffsets
    3,  // Metadata
    9,  // OffsetFetch
    10, // FindCoordinator
    15, // DescribeGroups
    16, // ListGroups
    17, // SaslHandshake
    18, // ApiVersions
    29, // DescribeAcls
    32, // DescribeConfigs
    36, // SaslAuthenticate
    60, // DescribeCluster
    69, // ConsumerGroupDescribe
    75, // DescribeTopicPartitions
];

#[test]
fn no_request_writes() {
    let (proxy, _cluster) = Proxy::before_orders();
    let bootstrap = proxy.address();

    let (run, seen) =
        saved(|to| Run::check(&["--bootstrap-server", &bootstrap, "--format", "json", "--save", to], "15s"));
    assert_eq!(run.json()["missing"], Value::Array(Vec::new()), "{}", run.out);
    assert_eq!(seen["groups"][0]["committed"]["orders"]["0"], 4, "it learns of groups, too");
    let nameless = proxy.requests_of("rdkafka");
    let watching = ["diagnose", "--bootstrap-server", &bootstrap, "--group", "billing", "--for", "3s"];
    let run = Running::start(&watching).wait(Duration::from_secs(60));
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(proxy.requests_of("rdkafka"), nameless, "all of kskill's clients have its name");
    let requests = proxy.requests_of("kskill");
    for known in [2, 3, 9, 15, 16, 32] {
        assert!(requests.contains(&known), "the proxy sees request {known}: {requests:?}");
    }
    let writing: Vec<&i16> = requests.iter().filter(|number| !READING.contains(number)).collect();
    assert!(writing.is_empty(), "requests that do not only read: {writing:?}");
}

#[test]
fn nothing_is_there_afterwards_that_was_not_before() {
    let cluster = Own::start("one", "auto.create.topics.enable=true\n");
    let bootstrap = cluster.get("PLAINTEXT");
    let before = logs(cluster.directory());
    let look = |more: &[&str]| {
        let (run, mut seen) = saved(|to| {
            Run::check(&[&["--bootstrap-server", bootstrap, "--format", "json", "--save", to], more].concat(), "15s")
        });
        assert_eq!(run.json()["summary"]["topics"], 0, "{}", run.out);
        seen["taken"] = Value::Null;
        seen
    };
    let first = look(&[]);
    let of = ["--bootstrap-server", bootstrap, "--topic", "orders", "--group", "billing"];
    assert!(Run::check(&of, "15s").refused().contains("no topic that was listed matches"));
    assert_eq!(look(&[]), first, "topics, groups and settings");
    assert_eq!(logs(cluster.directory()), before, "what the broker keeps on its disk");
    assert!(before.iter().all(|name| !name.starts_with("__consumer_offsets")), "{before:?}");
}

/// The folders in which a node keeps its partitions.
pub fn logs(directory: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(directory.join("node-1")).expect("the node has a folder").flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
