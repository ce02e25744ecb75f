//! Every key with every sample, against the `ConfigDef`s of the jars, oldest and newest.

use std::io::Write as _;
use std::process::{Command, Stdio};

use kskill::knowledge::catalog::{Catalog, Kind, Reading, Typed};

use crate::catalog;
use crate::samples::VALUES;

const FAMILIES: &[&str] = &[
    "broker",
    "client-metrics",
    "connect-distributed",
    "connect-standalone",
    "group",
    "java-admin",
    "java-consumer",
    "java-producer",
    "java-streams",
    "sink-connector",
    "source-connector",
    "topic",
];

/// Keys whose validator asks more than the catalogue says: algorithms, addresses, expressions, plugins' versions.
const UNJUDGED: &[&str] = &[
    "inter.worker.key.generation.algorithm",
    "inter.worker.signature.algorithm",
    "inter.worker.verification.algorithms",
    "response.http.headers.config",
    "listeners",
    "admin.listeners",
    "application.server",
    "topics.regex",
    "topology.optimization",
    "rack.aware.assignment.tags",
    "transforms",
    "predicates",
    "topic.creation.groups",
    "controller.quorum.bootstrap.servers",
    "controller.quorum.voters",
    "follower.replication.throttled.replicas",
    "leader.replication.throttled.replicas",
    "inter.broker.protocol.version",
    "log.message.format.version",
    "message.format.version",
    "sasl.oauthbearer.jwt.validator.class",
];

/// What clients and brokers read before their `ConfigDef`s had it: there is nothing to ask of them.
fn is_undefined(family: &str, version: &str, key: &str) -> bool {
    key == "config.providers" && version == "2.8" && !family.starts_with("connect-")
}

struct Case {
    family: &'static str,
    key: String,
    value: String,
    read: Result<Reading, String>,
}

fn cases(catalog: &Catalog, version: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for family in FAMILIES.iter().filter_map(|name| Some((*name, catalog.family(name)?))) {
        let keys = family.1.names().filter_map(|name| family.1.key(version, name));
        // a class must be there to be taken, and of a password there is nothing to read
        let keys = keys.filter(|key| !matches!(key.kind, Kind::Class | Kind::Password) && key.status.is_there());
        for key in keys.filter(|key| !UNJUDGED.contains(&key.name.as_str()) && !key.name.ends_with(".plugin.version")) {
            if is_undefined(family.0, version, &key.name) {
                continue;
            }
            let own = key
                .one_of
                .iter()
                .flat_map(|word| [word.clone(), word.to_uppercase(), word.to_lowercase(), format!(" {word} ")]);
            for value in VALUES.iter().map(|value| (*value).to_owned()).chain(own) {
                let read = key.read(&value).map_err(|refusal| refusal.to_string());
                cases.push(Case { family: family.0, key: key.name.clone(), value, read });
            }
        }
    }
    cases
}

/// What the jars say, line by line.
fn answers(version: &str, cases: &[Case]) -> Vec<String> {
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/catalog/generate.sh");
    let mut child = Command::new(tool)
        .args(["--read", &format!("kafka@{version}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let mut input = child.stdin.take().expect("it is piped");
    let lines: Vec<String> =
        cases.iter().map(|case| format!("{}\t{}\t{}\n", case.family, case.key, case.value)).collect();
    let text = lines.concat();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("the tool ends");
    writer.join().expect("the writer ends").expect("the tool reads all");
    assert!(output.status.success(), "the tool failed");
    String::from_utf8(output.stdout).expect("it prints text").lines().map(str::to_owned).collect()
}

fn agrees(reading: &Reading, real: &str) -> bool {
    match &reading.value {
        Typed::Boolean(value) => real == value.to_string(),
        Typed::Integer(value) => real == value.to_string(),
        Typed::Number(value) => {
            real.parse::<f64>().is_ok_and(|real| real.to_bits() == value.to_bits() || real.is_nan())
        }
        Typed::Text(value) => real == value,
        // newer versions drop what is named twice
        Typed::List(items) => real == items.join("|"),
        Typed::Default => false,
    }
}

fn compare(version: &str, least: usize) {
    let catalog = catalog();
    let cases = cases(&catalog, version);
    let answers = answers(version, &cases);
    assert_eq!(answers.len(), cases.len(), "one answer each");
    let mut wrong = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let same = match (&case.read, answer.strip_prefix('+')) {
            (Ok(reading), Some(real)) => agrees(reading, real),
            (Err(_), None) => true,
            _ => false,
        };
        if !same {
            wrong.push(format!("{} {}={:?}: read {:?}, Java {answer}", case.family, case.key, case.value, case.read));
        }
    }
    let refused = answers.iter().filter(|answer| *answer == "-").count();
    assert!(cases.len() > least && refused > least / 4, "{} compared, {refused} refused", cases.len());
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
}

#[test]
fn every_value_is_read_as_kafka_2_8_reads_it() {
    compare("2.8", 40_000);
}

#[test]
fn every_value_is_read_as_kafka_4_3_reads_it() {
    compare("4.3", 60_000);
}
