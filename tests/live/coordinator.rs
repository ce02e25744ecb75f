//! A group whose coordinator moves while it is watched, as at each restart of a broker.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::own::{Own, commit, make_topic, send, tool};

#[test]
fn a_group_is_watched_on_when_another_broker_looks_after_it() {
    let cluster = Own::start("three", "offsets.topic.num.partitions=1\n");
    let bootstrap = cluster.get("PLAINTEXT").to_owned();
    make_topic(&bootstrap, "orders", 2, 3);
    send(&bootstrap, "orders", 10);
    commit(&bootstrap, "billing", "orders", 4);
    let arguments = ["diagnose", "--bootstrap-server", &bootstrap, "--group", "billing", "--for", "20s"];
    let mut kskill = Command::new(env!("CARGO_BIN_EXE_kskill"));
    let watch = kskill.args(arguments).args(["--format", "json"]).stdout(Stdio::piped()).spawn().expect("it starts");
    thread::sleep(Duration::from_secs(2));
    for replicas in ["1,2,3", "2,3,1", "3,1,2"] {
        hand_over(&cluster, &bootstrap, replicas);
    }
    let ended = watch.wait_with_output().expect("it ends");
    assert!(ended.status.success(), "{:?}", ended.status);
    let said: Value = serde_json::from_slice(&ended.stdout).expect("it prints JSON");
    // A look that is lost to each move is no harm.
    assert!(said["summary"]["pictures"].as_f64() > Some(14.0), "{said:#}");
    assert_eq!(said["summary"]["lag"], 6.0);
}

/// Has the first of these brokers look after all groups.
fn hand_over(cluster: &Own, bootstrap: &str, replicas: &str) {
    let file = cluster.directory().join("replicas.json");
    let all = format!(r#"{{"topic": "__consumer_offsets", "partition": 0, "replicas": [{replicas}]}}"#);
    fs::write(&file, format!(r#"{{"version": 1, "partitions": [{all}]}}"#)).expect("it can be written");
    let of = ["--bootstrap-server", bootstrap];
    let file = file.display().to_string();
    let to = ["--reassignment-json-file", &file, "--execute"];
    tool("org.apache.kafka.tools.reassign.ReassignPartitionsCommand", &[&of[..], &to].concat());
    let first = ["--election-type", "preferred", "--topic", "__consumer_offsets", "--partition", "0"];
    tool("org.apache.kafka.tools.LeaderElectionCommand", &[&of[..], &first].concat());
}
