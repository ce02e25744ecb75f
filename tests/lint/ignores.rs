//! Remarks keep a rule from being applied, and are judged themselves.

use crate::run::Directory;

const BROKEN: &str = "bootstrap.servers=a:9092\nenable.idempotence=true\nacks=1\n";

#[test]
fn a_remark_above_the_line_silences_its_rule_there() {
    let text = "bootstrap.servers=a:9092\n# kskill: ignore[producer-idempotence-acks] a test of the refusal\n\
                enable.idempotence=true\nacks=1\n";
    let directory = Directory::with(&[("a.properties", text), ("b.properties", BROKEN)]);
    assert_eq!(directory.found(&[]), ["b.properties:2 producer-idempotence-acks"], "only in its file");
    let said = directory.lint(&["a.properties"]);
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains("1 finding ignored with a remark"), "{}", said.out);
}

#[test]
fn remarks_are_judged_themselves() {
    let text = "# kskill: ignore[producer-idempotence-acks]\nenable.idempotence=true\nacks=1\n\
                # kskill: ignore[producer-idempotence-akcs] typo\nlinger.ms=5\n\
                # kskill: ignore[producer-idempotence-in-flight] long mended\nmax.in.flight.requests.per.connection=5\n";
    let directory = Directory::with(&[("a.properties", text)]);
    let expected =
        ["a.properties:1 ignore-without-reason", "a.properties:4 ignore-unknown-rule", "a.properties:6 ignore-unused"];
    assert_eq!(directory.found(&[]), expected);
    let said = directory.lint(&["--format", "concise"]);
    assert!(said.out.contains("did you mean `producer-idempotence-acks`?"), "{}", said.out);
    assert_eq!(said.code, Some(0), "they are no errors");
}

#[test]
fn what_a_run_cannot_tell_is_not_called_unused() {
    let text = "bootstrap.servers=a:9092\nacks=all\n# kskill: ignore[value-is-default] said for the reader\nlinger.ms=5\n\
                # kskill: ignore[producer-linger-above-ack] needs a target\n# kskill: ignore[nonsense] no rule\nbatch.size=1000\n";
    let directory = Directory::with(&[("a.properties", text)]);
    // A rule that does not exist shows that the others were looked at.
    assert_eq!(directory.found(&[]), ["a.properties:6 ignore-unknown-rule"]);
}

#[test]
fn a_remark_above_either_of_two_lines_that_collide_counts() {
    let text = "bootstrap.servers=a:9092\nenable.idempotence=true\n\
                # kskill: ignore[producer-idempotence-acks] a test of the refusal\nacks=1\n";
    assert_eq!(Directory::with(&[("a.properties", text)]).found(&[]), Vec::<String>::new());
}

const TOPIC: &str = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\n\
                     metadata: {name: orders, labels: {strimzi.io/cluster: c}}\nspec:\n  partitions: 3\n  \
                     # kskill: ignore[topic-single-replica] dev only\n  replicas: 3\n  config:\n    \
                     # kskill: ignore[topic-insync-one] dev only\n    min.insync.replicas: 2\n";

#[test]
fn what_is_for_production_alone_is_unused_where_that_keeps_it() {
    let directory = Directory::with(&[("topic.yaml", TOPIC)]);
    let unused = ["topic.yaml:6 ignore-unused", "topic.yaml:9 ignore-unused"];
    assert_eq!(directory.found(&["--environment", "production"]), unused);
    assert_eq!(directory.found(&["--environment", "development"]), Vec::<String>::new(), "needed elsewhere, maybe");
    assert_eq!(directory.found(&[]), Vec::<String>::new(), "it is not known where this is");
    let used = TOPIC.replace("replicas: 3", "replicas: 1");
    let directory = Directory::with(&[("topic.yaml", &used)]);
    let found = directory.found(&["--environment", "production"]);
    assert!(!found.contains(&unused[0].to_owned()), "{found:?}");
}

#[test]
fn what_is_not_known_of_one_file_is_known_of_another() {
    let remark = "# kskill: ignore[producer-idempotence-acks] old\n";
    let known = format!("bootstrap.servers=a:9092\n{remark}enable.idempotence=true\nacks=all\n");
    let hidden = format!("bootstrap.servers=a:9092\n{remark}enable.idempotence=true\nacks=${{ACKS}}\n");
    let directory = Directory::with(&[("a.properties", &known), ("b.properties", &hidden)]);
    assert_eq!(directory.found(&[]), ["a.properties:2 ignore-unused"]);
}

#[test]
fn two_remarks_may_be_about_one_line() {
    let text = "const { Kafka } = require('kafkajs');\nconst kafka = new Kafka({ brokers: ['k:9092'] });\nconst consumer = kafka.consumer({\n  groupId: 'g',\n  // kskill: ignore[consumer-session-range] slow\n  sessionTimeout: 4500, heartbeatIntervl: 5, // kskill: ignore[key-misspelled] x\n});\n";
    let directory = Directory::with(&[("a.js", text)]);
    assert_eq!(directory.found(&[]), Vec::<String>::new());
    assert!(directory.lint(&[]).out.contains("2 findings ignored"));
}

#[test]
fn a_remark_without_brackets_is_told_and_prose_is_not() {
    let text = "bootstrap.servers=a:9092\n# kskill: ignore producer-idempotence-acks a test of the refusal\n\
                enable.idempotence=true\nacks=1\n# kskill: ignore this file one day\n";
    let directory = Directory::with(&[("a.properties", text)]);
    assert_eq!(
        directory.found(&[]),
        ["a.properties:2 ignore-without-brackets", "a.properties:3 producer-idempotence-acks"]
    );
}
