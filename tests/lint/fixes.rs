//! Fixes change what they are about and nothing else.

use crate::run::Directory;

const PRODUCER: &str = "bootstrap.servers=a:9092\n";
const CONSUMER: &str = "bootstrap.servers=a:9092\ngroup.id=g\ngroup.protocol=classic\n";

/// A rule, whether its fix is safe, what stands below the first lines before, and after.
const CASES: &[(&str, bool, &str, &str, &str)] = &[
    (
        "producer-idempotence-acks",
        true,
        PRODUCER,
        "acks = 1\nenable.idempotence=true\n",
        "acks = all\nenable.idempotence=true\n",
    ),
    (
        "producer-idempotence-in-flight",
        true,
        PRODUCER,
        "acks=all\nmax.in.flight.requests.per.connection: 9\n",
        "acks=all\nmax.in.flight.requests.per.connection: 5\n",
    ),
    (
        "producer-idempotence-retries",
        true,
        PRODUCER,
        "enable.idempotence=true\nretries=0\n",
        "enable.idempotence=true\nretries=2147483647\n",
    ),
    ("producer-idempotence-silently-off", false, PRODUCER, "acks=1\n", "acks=all\n"),
    (
        "producer-delivery-below-request",
        false,
        PRODUCER,
        "acks=all\ndelivery.timeout.ms=10000\n",
        "acks=all\ndelivery.timeout.ms=30005\n",
    ),
    ("consumer-heartbeat-session", true, CONSUMER, "heartbeat.interval.ms=45000\n", "heartbeat.interval.ms=15000\n"),
    (
        "consumer-heartbeat-third",
        true,
        CONSUMER,
        "session.timeout.ms=6000\n",
        "session.timeout.ms=6000\nheartbeat.interval.ms=2000\n",
    ),
    ("consumer-session-range", false, CONSUMER, "session.timeout.ms=2400000\n", "session.timeout.ms=1800000\n"),
    (
        "consumer-session-poll",
        false,
        CONSUMER,
        "socket.keepalive.enable=true\nmax.poll.interval.ms=40000\nsession.timeout.ms=45000\n",
        "socket.keepalive.enable=true\nmax.poll.interval.ms=40000\nsession.timeout.ms=40000\n",
    ),
    (
        "consumer-new-protocol-keys",
        true,
        "bootstrap.servers=a:9092\ngroup.id=g\n",
        "group.protocol=consumer\n# c\nsession.timeout.ms=9000\nmax.poll.records=5\n",
        "group.protocol=consumer\n# c\nmax.poll.records=5\n",
    ),
    (
        "key-misspelled-refused",
        true,
        PRODUCER,
        "acks=all\nsocket.timeout.ms=1000\nqueue.buffering.max.mesages=5\n",
        "acks=all\nsocket.timeout.ms=1000\nqueue.buffering.max.messages=5\n",
    ),
    ("key-misspelled", false, PRODUCER, "acks=all\nLingerMs = 5 \n", "acks=all\nlinger.ms = 5 \n"),
    ("key-twice", true, PRODUCER, "acks=all\nlinger.ms=1\n# c\nlinger.ms=2\n", "acks=all\n# c\nlinger.ms=2\n"),
    ("key-of-another-role", false, PRODUCER, "acks=all\ncheck.crcs=false\n", "acks=all\n"),
    ("key-removed-since", false, "process.roles=broker\nnode.id=1\n", "zookeeper.connect=z:2181\n", ""),
];

#[test]
fn every_fix_does_what_its_rule_says() {
    for (rule, safe, head, before, after) in CASES {
        let text = format!("{head}{before}");
        let directory = Directory::with(&[("a.properties", text.as_str())]);
        let is_it = |found: &String| found.ends_with(&format!(" {rule}"));
        assert!(directory.found(&[]).iter().any(is_it), "{rule} is not found: {:?}", directory.found(&[]));
        directory.lint(&["--fix"]);
        if !safe {
            assert!(directory.found(&[]).iter().any(is_it), "{rule} is mended although that is not safe");
            directory.lint(&["--fix", "--unsafe"]);
        }
        assert_eq!(directory.read("a.properties"), format!("{head}{after}"), "{rule}");
        assert!(!directory.found(&[]).iter().any(is_it), "{rule} is there after its fix");
    }
}

#[test]
fn a_key_that_the_stated_version_lacks_goes() {
    let directory = Directory::with(&[("a.properties", "process.roles=broker\nnode.id=1\nzookeeper.connect=z:2181\n")]);
    assert_eq!(directory.found(&["--kafka", "4.1"]).last().map(String::as_str), Some("a.properties:3 key-removed"));
    directory.lint(&["--kafka", "4.1", "--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), "process.roles=broker\nnode.id=1\n");
}

const MESSY: &str = "\u{feff}# the orders\r\nbootstrap.servers=a:9092\r\n  acks : 1   \r\nenable.idempotence=true\r\n\r\n\
                     ! five are allowed\r\nmax.in.flight.requests.per.connection=7\r\nlingerms=5\r\n";

#[test]
fn comments_breaks_and_blanks_stay() {
    let directory = Directory::with(&[("a.properties", MESSY)]);
    let said = directory.lint(&["--fix"]);
    assert!(said.err.contains("mended 2 findings in 1 file"), "{}", said.err);
    let expected = MESSY.replace("1   ", "all").replace("=7", "=5");
    assert_eq!(directory.read("a.properties"), expected);
    assert_eq!(directory.found(&[]), ["a.properties:8 key-misspelled"], "what is safe to mend is mended");
    directory.lint(&["--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), expected.replace("lingerms", "linger.ms"));
    let said = directory.lint(&["--fix", "--unsafe"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "nothing is left to do");
}

#[test]
fn a_diff_changes_nothing() {
    let directory = Directory::with(&[("a.properties", "bootstrap.servers=a:9092\nacks=1\nenable.idempotence=true\n")]);
    let said = directory.lint(&["--diff"]);
    let expected = "--- a.properties\n+++ a.properties\n@@ -1,3 +1,3 @@\n bootstrap.servers=a:9092\n-acks=1\n+acks=all\n \
                    enable.idempotence=true\n";
    assert_eq!(said.out, expected);
    assert_eq!(said.code, Some(1), "the error is there still");
    assert!(directory.read("a.properties").contains("acks=1"));
}

#[test]
fn what_is_ignored_is_not_mended() {
    let text = "acks=1\n# kskill: ignore[producer-idempotence-acks] shows the refusal\nenable.idempotence=true\n";
    let directory = Directory::with(&[("a.properties", text)]);
    directory.lint(&["--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), text);
}

#[test]
fn a_key_is_not_renamed_to_one_that_is_there() {
    let text = "bootstrap.servers=a:9092\nacks=all\nlinger.ms=1\nlingerms=5\n";
    let directory = Directory::with(&[("a.properties", text)]);
    directory.lint(&["--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), text, "nobody can say which value is meant");
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let directory = Directory::with(&[("real.txt", "bootstrap.servers=a:9092\nacks=1\nenable.idempotence=true\n")]);
    let real = directory.path().join("real.txt");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("setting rights");
    symlink("real.txt", directory.path().join("a.properties")).expect("making a link");
    directory.lint(&["a.properties", "--fix"]);
    let link = std::fs::symlink_metadata(directory.path().join("a.properties")).expect("it is there");
    assert!(link.is_symlink(), "the link is replaced by a file");
    assert!(directory.read("real.txt").contains("acks=all"));
    assert_eq!(std::fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn flags_that_mean_nothing_are_refused() {
    let directory = Directory::with(&[("a.properties", "acks=1\n")]);
    let said = directory.lint(&["--unsafe"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("add --fix or --diff"), "{}", said.err);
}

#[test]
fn another_unit_is_named_and_not_written() {
    let topic = |key: &str| {
        format!(
            "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {{name: a}}\nspec:\n  partitions: 3\n  replicas: 3\n  config:\n    {key}: 604800000\n"
        )
    };
    for key in ["retention.hours", "retention.days", "retention.minutes", "retention.s"] {
        let directory = Directory::with(&[("topic.yaml", &topic(key))]);
        let said = directory.lint(&["--fix", "--unsafe", "--format", "concise"]);
        assert!(said.out.contains("the key is `retention.ms`, in milliseconds"), "{key}: {said:?}");
        assert_eq!(directory.read("topic.yaml"), topic(key));
    }
    let directory = Directory::with(&[("topic.yaml", &topic("retention.mss"))]);
    directory.lint(&["--fix"]);
    assert_eq!(directory.read("topic.yaml"), topic("retention.ms"));
}

#[test]
fn a_key_with_another_name_gets_it_and_one_whose_successor_takes_other_values_stays() {
    let before = "process.roles=broker\nnode.id=1\ndelegation.token.master.key=${KEY}\nlog.message.timestamp.difference.max.ms=5\n";
    let directory = Directory::with(&[("a.properties", before)]);
    directory.lint(&["--kafka", "4.3", "--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), before.replace("token.master.key", "token.secret.key"));
}

#[test]
fn sarama_is_given_few_retries() {
    let code = |retries: &str| {
        format!(
            "package main\n\nimport \"github.com/IBM/sarama\"\n\nfunc main() {{\n\tc := sarama.NewConfig()\n\tc.Producer.Idempotent = true\n\tc.Producer.RequiredAcks = sarama.WaitForAll\n\tc.Net.MaxOpenRequests = 1\n\tc.Producer.Retry.Max = {retries}\n\tc.Producer.Return.Successes = true\n\tsarama.NewSyncProducer([]string{{\"k:9092\"}}, c)\n}}\n"
        )
    };
    let directory = Directory::with(&[("main.go", &code("0"))]);
    directory.lint(&["--fix"]);
    assert_eq!(directory.read("main.go"), code("10"));
}

#[test]
fn a_heartbeat_does_not_follow_a_session_that_is_wrong_itself() {
    let directory = Directory::with(&[(
        "a.properties",
        "bootstrap.servers=k:9092\ngroup.id=g\nsession.timeout.ms=45\nheartbeat.interval.ms=3000\n",
    )]);
    directory.write(
        "orders.js",
        "const { Kafka } = require('kafkajs');\nconst kafka = new Kafka({ brokers: ['k:9092'] });\nconst consumer = kafka.consumer({ groupId: 'g', sessionTimeout: 30, heartbeatInterval: 3000 });\n",
    );
    let (java, node) = (directory.read("a.properties"), directory.read("orders.js"));
    directory.lint(&["--fix"]);
    assert_eq!((directory.read("a.properties"), directory.read("orders.js")), (java.clone(), node.clone()));
    assert!(!directory.lint(&["--format", "json", "a.properties"]).out.contains("heartbeat.interval.ms=15"));
    directory.lint(&["--fix", "--unsafe"]);
    assert_eq!(directory.read("a.properties"), java.replace("=45", "=45000"), "it was meant in seconds");
    assert_eq!(directory.read("orders.js"), node.replace("sessionTimeout: 30", "sessionTimeout: 30000"));
    // Who says that these brokers take such a session is taken at their word.
    let ignored = "group.id=g\n# kskill: ignore[consumer-session-range] our brokers take it\nsession.timeout.ms=4500\nheartbeat.interval.ms=4000\n";
    directory.write("a.properties", ignored);
    directory.lint(&["a.properties", "--fix"]);
    assert_eq!(directory.read("a.properties"), ignored.replace("=4000", "=1500"));
}

#[test]
fn what_is_shown_is_what_is_written() {
    let before = "name=inventory\nconnector.class=io.debezium.connector.postgresql.PostgresConnector\ntasks.max=1\ndatabase.hostname=db\ndatabase.dbname=x\ndatabase.user=u\ndatabase.server.name=shop\nplugin.name=pgoutput\n";
    let directory = Directory::with(&[("inventory.properties", before)]);
    let report: serde_json::Value = serde_json::from_str(&directory.lint(&["--format", "json"]).out).expect("a report");
    let findings = report["findings"].as_array().expect("a list");
    let renamed = findings.iter().find(|one| one["rule"] == "debezium-prefix-renamed").expect("the finding");
    assert_eq!(renamed["fix"]["edits"].as_array().map(Vec::len), Some(1), "{renamed}");
    assert_eq!(renamed["fix"]["edits"][0]["text"], "topic.prefix=shop", "{renamed}");
    let shown = directory.lint(&[]).out;
    assert!(shown.contains("topic.prefix=shop") && !shown.contains("~ database.server.name"), "{shown}");
    directory.lint(&["--fix", "--unsafe"]);
    let after = before.replace("database.server.name", "topic.prefix");
    assert_eq!(directory.read("inventory.properties"), after);
}
