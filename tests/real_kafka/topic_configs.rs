//! Generated configs of topics, judged by `kskill lint` and by a broker that is asked whether it would make them.

use std::sync::Arc;

use kskill::knowledge::catalog::{Catalog, Key};
use kskill::sources::config::Role;
use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::compare::{Client, Exception, compare};
use crate::generate::{Case, Field, Relation, Written, strangers};
use crate::probe::Conversation;

/// How many topics a broker is asked about in one request.
const BATCH: usize = 200;

/// Keys that need more than a config: replicas that are there.
const UNJUDGED: &[&str] = &["follower.replication.throttled.replicas", "leader.replication.throttled.replicas"];

const RELATIONS: &[Relation] = &[
    &[
        ("min.compaction.lag.ms", &["0", "1", "1000", "86400000"]),
        ("max.compaction.lag.ms", &["1", "999", "1000", "1001", "9223372036854775807"]),
        ("cleanup.policy", &["compact", "compact,delete", "delete"]),
    ],
    &[
        ("remote.storage.enable", &["true", "false"]),
        ("cleanup.policy", &["compact", "delete", "delete,compact"]),
        ("remote.log.copy.disable", &["true", "false"]),
        ("remote.log.delete.on.disable", &["true", "false"]),
    ],
    &[
        ("retention.ms", &["-1", "604800000", "1000"]),
        ("local.retention.ms", &["-2", "-1", "1000", "1001", "604800001"]),
        ("remote.storage.enable", &["true", "false"]),
    ],
    &[
        ("retention.bytes", &["-1", "1073741824", "1000"]),
        ("local.retention.bytes", &["-2", "-1", "1000", "1001", "1073741825"]),
        ("remote.storage.enable", &["true", "false"]),
    ],
    &[
        ("min.insync.replicas", &["1", "2", "0"]),
        ("replication.factor", &["1"]),
        ("partitions", &["1", "12"]),
        ("unclean.leader.election.enable", &["true", "false"]),
    ],
    &[
        ("segment.bytes", &["1048575", "1048576", "1073741824", "14"]),
        ("retention.bytes", &["1", "1048576", "-1", "-2"]),
        ("segment.ms", &["0", "1", "604800000"]),
        ("segment.jitter.ms", &["0", "604800001"]),
    ],
    &[
        ("compression.type", &["gzip", "lz4", "zstd", "snappy", "producer", "uncompressed", "none"]),
        ("compression.gzip.level", &["-1", "0", "9", "10"]),
        ("compression.lz4.level", &["0", "1", "17", "18"]),
        ("compression.zstd.level", &["-131072", "22", "23"]),
    ],
];

const EXCEPTIONS: &[Exception] = &[Exception::Unseen {
    says: "Tiered Storage functionality is disabled in the broker",
    why: "whether a broker has other storage is no matter of the topic's config",
}];

fn field(version: &str) -> Field {
    let catalog = Catalog::embedded();
    let family = catalog.family("topic").expect("there is such a family");
    let judged = |key: &Arc<Key>| key.status.is_there() && !UNJUDGED.contains(&key.name.as_str());
    Field {
        role: Role::Topic,
        base: &[],
        keys: family.names().filter_map(|name| family.key(version, name)).filter(judged).collect(),
        strangers: strangers(&catalog, &["topic"], version, &["broker", "java-producer"]),
        relations: RELATIONS.to_vec(),
        written: Written::Text,
    }
}

/// What the broker says of each of the topics that it would not make.
fn ask(java: &mut Conversation, bootstrap: &str, cases: &[Case]) -> Vec<Option<String>> {
    let mut said = Vec::new();
    for cases in cases.chunks(BATCH) {
        let topics: Vec<Value> = cases.iter().enumerate().map(|(place, case)| topic(place, case)).collect();
        let env = json!({"KAFKA_PLAIN_BOOTSTRAP": bootstrap});
        let answer = java.ask(&json!({"id": "topics", "validate_topics": topics, "env": env}));
        assert!(answer.ok, "{:?}", answer.error);
        said.extend((0..cases.len()).map(|place| answer.refused.get(&name(place)).cloned()));
    }
    said
}

/// A topic as the probe wants it: how many partitions it has is no setting there.
fn topic(place: usize, case: &Case) -> Value {
    let mut config = case.config.clone();
    let mut number = |key: &str| config.shift_remove(key).and_then(|value| value.as_str()?.parse::<i32>().ok());
    let (partitions, replicas) = (number("partitions"), number("replication.factor"));
    json!({"name": name(place), "partitions": partitions, "replication_factor": replicas, "config": config})
}

fn name(place: usize) -> String {
    format!("validated-{place}")
}

#[test]
fn errors_of_topics_are_what_a_broker_refuses() {
    let versions = include_str!("../testbed/versions.env");
    let version = versions.lines().find_map(|line| line.strip_prefix("KAFKA_VERSION=")).expect("it is there");
    let client = Client {
        id: "broker",
        version: version.to_owned(),
        fields: vec![field(version)],
        exceptions: EXCEPTIONS,
        home: None,
    };
    let bootstrap = Cluster::one().get("PLAINTEXT");
    let mut java = Conversation::start("java");
    compare(&client, &mut |cases| ask(&mut java, bootstrap, cases));
}
