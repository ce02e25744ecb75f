//! Every example's design, proven on a real Kafka: its topics are created exactly as designed, and real clients are built
//! with exactly its configs, produce, consume, and log no warning. And `kskill lint` says error of the config of a topic
//! exactly where a broker refuses to make it, and of a connector where a Connect worker does.
//!
//! The brokers and clients are those of `tests/testbed`; `KSKILL_TEST_BOOTSTRAP` names a cluster that is there instead.

mod cluster;
#[path = "../differential/compare.rs"]
mod compare;
mod connect;
mod designs;
#[path = "../differential/generate.rs"]
mod generate;
#[path = "../differential/judge.rs"]
mod judge;
mod probe;
#[path = "../catalog/samples.rs"]
mod samples;
mod topic_configs;
mod worker;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use cluster::Cluster;
use designs::{CLIENTS, Designed, EXAMPLES, design};
use probe::{Answer, run_probe};

/// What clients say at the start that is no complaint about the config, by client and a part of the line.
const KNOWN_NOTICES: [(&str, &str, &str); 8] = [
    ("kafka-python", "No partition metadata", "it looks for its group's coordinator before the first metadata arrive"),
    ("kafka-python", "It is blocking the event loop", "the test machine was busy"),
    ("", "CONCURRENT_TRANSACTIONS", "the coordinator is still completing the transaction before"),
    ("", "oordinator load in progress", "a fresh broker's first producer ids"),
    ("", "coordinator is loading", "a fresh broker's first group or transaction"),
    ("", "coordinator is not available", "a fresh broker's first group"),
    ("", "oordinator not available", "a fresh broker's first group"),
    ("confluent-kafka", "FAIL|", "a broker closed an idle connection"),
];

/// Whether a client's line is on the list above.
fn is_known(client: &str, line: &str) -> bool {
    KNOWN_NOTICES.iter().any(|(of, part, _)| client.starts_with(of) && line.contains(part))
}

/// The cluster that stands for an environment: one broker, or three.
fn topology(environment: &str) -> &'static Cluster {
    if environment == "development" { Cluster::one() } else { Cluster::three() }
}

#[test]
fn topics_are_created_exactly_as_designed() {
    let designs: Vec<Designed> = EXAMPLES.map(|example| design(example, None)).into();
    let mut failures = Vec::new();
    for environment in ["development", "production"] {
        if environment == "production" && !topology(environment).has_three() {
            println!("skipped: production's topics, which need three brokers");
            continue;
        }
        failures.extend(create_and_compare(&designs, environment));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Creates the topics of all designs, in one process of the probe; each name begins with that of its example.
fn create_and_compare(designs: &[Designed], environment: &str) -> Vec<String> {
    let env = json!({"KAFKA_PLAIN_BOOTSTRAP": topology(environment).get("PLAINTEXT")});
    let wanted: BTreeMap<&str, Vec<Value>> =
        designs.iter().map(|designed| (designed.name.as_str(), designed.topics(environment))).collect();
    let create: Vec<Value> =
        wanted.iter().map(|(id, topics)| json!({"id": id, "create_topics": topics, "env": env})).collect();
    let mut failures = Vec::new();
    for created in run_probe("java", &create) {
        let place = format!("{} in {environment}", created.id);
        if created.error.is_some() || !created.warnings.is_empty() {
            failures.push(format!("{place}: {:?} {:?}", created.error, created.warnings));
        }
        let found: BTreeMap<&str, &Value> =
            created.topics.iter().map(|topic| (topic["name"].as_str().unwrap_or_default(), topic)).collect();
        for topic in &wanted[created.id.as_str()] {
            let name = topic["name"].as_str().unwrap_or_default();
            if found.get(name) != Some(&topic) {
                failures.push(format!("{place}: designed {topic}, the broker has {:?}", found.get(name)));
            }
        }
    }
    let names: Vec<&Value> = wanted.values().flatten().map(|topic| &topic["name"]).collect();
    run_probe("java", &[json!({"id": "delete", "delete_topics": names, "env": env})]);
    failures
}

#[test]
fn every_client_takes_the_configs() {
    let mut jobs: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut expected = Vec::new();
    // Kept until the probes have read their files.
    let mut designs = Vec::new();
    for (client, probe) in CLIENTS {
        create_topic_of(client);
        for example in EXAMPLES {
            let designed = design(example, Some(client));
            for job in designed.jobs(client, topology) {
                expected.push((client, job["id"].as_str().unwrap_or_default().to_owned()));
                jobs.entry(probe).or_default().push(job);
            }
            designs.push(designed);
        }
    }
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let running: Vec<_> = jobs.iter().map(|(probe, jobs)| scope.spawn(move || patiently(probe, jobs))).collect();
        running.into_iter().flat_map(|probe| probe.join().expect("a probe's thread")).collect()
    });
    let failures: Vec<String> = expected.iter().filter_map(|(client, id)| complaint(client, id, &answers)).collect();
    println!("{} configs with real clients", expected.len());
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), expected.len(), failures.join("\n"));
}

/// Runs the jobs, and once more those that failed or complained: a wrong config does so twice, a time-out of a busy
/// machine or a group on a fresh broker does not.
fn patiently(probe: &str, jobs: &[Value]) -> Vec<Answer> {
    let (mut fine, others): (Vec<Answer>, Vec<Answer>) = run_probe(probe, jobs).into_iter().partition(is_fine);
    if !others.is_empty() {
        let again = |job: &&Value| others.iter().any(|answer| job["id"] == answer.id);
        fine.extend(run_probe(probe, &jobs.iter().filter(again).cloned().collect::<Vec<_>>()));
    }
    fine
}

/// Whether a job was done without a complaint that is worth a second look. Its id ends with the client.
fn is_fine(answer: &Answer) -> bool {
    let client = answer.id.rsplit('/').next().unwrap_or_default();
    answer.ok && answer.warnings.iter().all(|line| is_known(client, line))
}

/// What is wrong with a job's answer, if anything.
fn complaint(client: &str, id: &str, answers: &[Answer]) -> Option<String> {
    let Some(answer) = answers.iter().find(|answer| answer.id == id) else { return Some(format!("{id}: no answer")) };
    let warnings: Vec<&String> = answer.warnings.iter().filter(|line| !is_known(client, line)).collect();
    let fine = answer.ok && warnings.is_empty();
    (!fine).then(|| format!("{id}: ok {}, error {:?}, warnings {warnings:?}", answer.ok, answer.error))
}

/// A topic per client: one library cannot always read what another compressed.
fn create_topic_of(client: &str) {
    for environment in ["development", "production"] {
        let env = json!({"KAFKA_PLAIN_BOOTSTRAP": topology(environment).get("PLAINTEXT")});
        let replicas = if topology(environment).has_three() { 3 } else { 1 };
        let topic = json!({"name": designs::probe_topic(client), "partitions": 3, "replication_factor": replicas, "config": {}});
        let answers = run_probe("java", &[json!({"id": "topic", "create_topics": [topic], "env": env})]);
        assert!(answers.iter().all(|answer| answer.ok), "{client}: {:?}", answers[0].error);
    }
}
