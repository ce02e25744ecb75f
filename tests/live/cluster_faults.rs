//! Faults of a real cluster of three brokers: each is named by its rule, and nothing false is said beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use serde_json::Value;

use crate::healthy::{SERIOUS, Said, check, look, no_warning, said};
use crate::own::{Own, commit, make_topic, send, tool};
use crate::run::Running;

/// How long Kafka may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Members of a group that read until this is dropped.
struct Members {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Members {
    fn start(bootstrap: &str, group: &str, topics: &[&str], number: usize) -> Self {
        Self::begin(bootstrap, group, topics, number, "earliest")
    }

    /// Members that begin there where nothing is committed.
    fn begin(bootstrap: &str, group: &str, topics: &[&str], number: usize, begin: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let member = |index: usize| {
            let consumer: BaseConsumer = client(bootstrap)
                .set("group.id", group)
                .set("client.id", format!("{group}-{index}"))
                .set("auto.offset.reset", begin)
                .set("partition.assignment.strategy", "range")
                .set("auto.commit.interval.ms", "200")
                .create()
                .expect("a consumer");
            consumer.subscribe(topics).expect("topics");
            let stop = stop.clone();
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    // What goes wrong while brokers fail is what the test is about.
                    let _ = consumer.poll(Duration::from_millis(100));
                }
            })
        };
        let threads = (0..number).map(member).collect();
        Self { stop, threads }
    }
}

impl Drop for Members {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn client(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("log_level", "2");
    config
}

fn make(bootstrap: &str, topics: &[(&str, usize, usize)]) {
    thread::scope(|scope| {
        for (name, partitions, copies) in topics {
            scope.spawn(move || make_topic(bootstrap, name, *partitions, *copies));
        }
    });
}

/// Looks until the cluster is as expected.
fn until(bootstrap: &str, what: &str, as_expected: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        // A run that begins in the moment in which a broker fails may learn nothing.
        let Some(found) = look(bootstrap, &[]) else {
            assert!(begun.elapsed() < PATIENCE, "{what}: nobody answers");
            continue;
        };
        if as_expected(&found) {
            return found;
        }
        let all = said(&found, &["info", "warning", "error"]);
        assert!(begun.elapsed() < PATIENCE, "{what}: {all:#?}");
        thread::sleep(Duration::from_millis(300));
    }
}

fn is_said(found: &Value, rule: &str, path: &str) -> bool {
    said(found, &["info", "warning", "error"]).contains(&one(rule, path))
}

fn one(rule: &str, path: &str) -> Said {
    (rule.to_owned(), path.to_owned())
}

/// A producer in the middle of a transaction.
fn open_transaction(bootstrap: &str, topic: &str) -> BaseProducer {
    let producer: BaseProducer = client(bootstrap).set("transactional.id", "left-open").create().expect("a producer");
    producer.init_transactions(PATIENCE).expect("transactions");
    producer.begin_transaction().expect("a transaction");
    for number in 0..10 {
        let text = number.to_string();
        producer.send(BaseRecord::to(topic).key(&text).payload(&text)).map_err(|(e, _)| e).expect("sent");
    }
    producer.flush(PATIENCE).expect("all are sent");
    producer
}

/// Deletes the first records of a topic's first partition, as retention does.
fn delete_before(bootstrap: &str, folder: &Path, topic: &str, offset: i64) {
    let file = folder.join("delete.json");
    let text =
        format!(r#"{{"version": 1, "partitions": [{{"topic": "{topic}", "partition": 0, "offset": {offset}}}]}}"#);
    fs::write(&file, text).expect("it can be written");
    let file = file.to_string_lossy();
    let of = ["--bootstrap-server", bootstrap, "--offset-json-file", &file];
    tool("org.apache.kafka.tools.DeleteRecordsCommand", &of);
}

/// A recorded look, as if it had been ten minutes earlier.
fn long_ago(bootstrap: &str, folder: &Path) -> PathBuf {
    let file = folder.join("earlier.yaml");
    check(bootstrap, &["--save", &file.to_string_lossy()]);
    let text = fs::read_to_string(&file).expect("it was recorded");
    let taken = text.lines().find_map(|line| line.strip_prefix("taken: ")).expect("when");
    let earlier = taken.parse::<i64>().expect("a number") - 600_000;
    fs::write(&file, text.replacen(&format!("taken: {taken}"), &format!("taken: {earlier}"), 1)).expect("written");
    file
}

/// What is wrong with clients and topics while all brokers are there.
fn quiet_faults(cluster: &Own, folder: &Path) -> (Vec<Members>, BaseProducer) {
    let bootstrap = cluster.get("PLAINTEXT");
    let all = [("single", 1, 1), ("pair", 2, 3), ("ledger", 1, 3), ("short", 1, 3), ("nobody", 3, 3)];
    let one_each: Vec<(&str, usize, usize)> = ["part-a", "part-b", "part-c"].map(|name| (name, 1, 3)).to_vec();
    make(bootstrap, &[&all[..], &one_each].concat());
    let members = vec![
        Members::start(bootstrap, "spare", &["pair"], 3),
        Members::start(bootstrap, "uneven", &["part-a", "part-b", "part-c"], 2),
    ];
    send(bootstrap, "short", 100);
    commit(bootstrap, "left", "orders", 0);
    commit(bootstrap, "overtaken", "short", 5);
    delete_before(bootstrap, folder, "short", 50);
    (members, open_transaction(bootstrap, "ledger"))
}

#[test]
fn each_fault_is_named_and_nothing_beside_it() {
    let cluster = Own::start("three", "");
    let bootstrap = cluster.get("PLAINTEXT");
    let folder = tempfile::tempdir().expect("there is room");
    make(bootstrap, &[("orders", 6, 3)]);
    send(bootstrap, "orders", 200);
    let _busy = Members::start(bootstrap, "busy", &["orders"], 3);
    until(bootstrap, "a group at work", |found| {
        found["summary"]["groups"] == 1
            && said(found, &SERIOUS).is_empty()
            && !is_said(found, "group-rebalancing", "group/busy")
    });
    no_warning(&cluster);

    let (_members, _transaction) = quiet_faults(&cluster, folder.path());
    let expected: BTreeSet<Said> = [
        one("topic-single-replica", "topic/single"),
        one("group-assignment-skewed", "group/uneven"),
        one("position-records-lost", "position/overtaken/short"),
    ]
    .into();
    let found = until(bootstrap, "faults of clients and topics", |found| said(found, &SERIOUS) == expected);
    for (rule, path) in [
        ("group-idle-members", "group/spare"),
        ("topic-never-written", "topic/nobody"),
        ("position-nobody-reads", "position/left/orders"),
        ("position-nobody-reads", "position/overtaken/short"),
        ("topic-transaction-open", "topic/ledger"),
    ] {
        assert!(is_said(&found, rule, path), "{rule} of {path}: {found:#}");
    }

    let earlier = long_ago(bootstrap, folder.path());
    let found = check(bootstrap, &["--since", &earlier.to_string_lossy()]);
    let more: BTreeSet<Said> = said(&found, &SERIOUS).difference(&expected).cloned().collect();
    assert_eq!(more, [one("topic-transaction-stuck", "topic/ledger")].into(), "{found:#}");

    brokers_fail(&cluster, &expected);
}

/// Kills the broker that has the only copy of `single`, then another.
fn brokers_fail(cluster: &Own, before: &BTreeSet<Said>) {
    let all: Vec<&str> = cluster.get("PLAINTEXT").split(',').collect();
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("now.yaml");
    check(cluster.get("PLAINTEXT"), &["--save", &file.to_string_lossy(), "--topic", "single"]);
    let text = fs::read_to_string(&file).expect("it was recorded");
    let holder = text.lines().find_map(|line| line.trim().strip_prefix("leader: ")).expect("a leader");
    let first: usize = holder.parse().expect("a number");
    let left: Vec<usize> = (1..=3).filter(|number| *number != first).collect();
    let bootstrap = left.iter().map(|number| all[number - 1]).collect::<Vec<_>>().join(",");

    cluster.signal(&format!("broker-{first}"), "KILL");
    let found = until(&bootstrap, "one broker of three is gone", |found| {
        is_said(found, "cluster-brokers-gone", "cluster") && is_said(found, "topic-offline", "topic/single")
    });
    let more: BTreeSet<Said> = said(&found, &SERIOUS).difference(before).cloned().collect();
    let rules: BTreeSet<&str> = more.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(rules, ["cluster-brokers-gone", "topic-offline"].into(), "{found:#}");
    let gone = found["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == "cluster-brokers-gone");
    assert!(gone.expect("it is said")["message"].as_str().expect("text").contains(&format!("broker {first} holds")));

    cluster.signal(&format!("broker-{}", left[0]), "KILL");
    let found = until(all[left[1] - 1], "two brokers of three are gone", |found| {
        is_said(found, "topic-below-min-insync", "topic/orders")
    });
    assert!(!is_said(&found, "topic-copies-slow", "topic/orders"), "{found:#}");
    assert!(!is_said(&found, "topic-below-min-insync", "topic/single"), "it has no leader, which is said instead");
}

#[test]
fn positions_that_brokers_forgot_are_named() {
    let cluster = Own::start("one", "offsets.retention.minutes=1\noffsets.retention.check.interval.ms=1000\n");
    let bootstrap = cluster.get("PLAINTEXT");
    let folder = tempfile::tempdir().expect("there is room");
    make_topic(bootstrap, "orders", 1, 1);
    send(bootstrap, "orders", 20);
    commit(bootstrap, "billing", "orders", 7);
    let earlier = folder.path().join("earlier.yaml");
    let earlier = earlier.to_string_lossy();
    let found = check(bootstrap, &["--save", &earlier]);
    assert!(is_said(&found, "position-nobody-reads", "position/billing/orders"), "{found:#}");
    let begun = Instant::now();
    loop {
        let found = check(bootstrap, &["--since", &earlier]);
        if is_said(&found, "position-forgotten", "position/billing/orders") {
            assert!(!is_said(&found, "position-nobody-reads", "position/billing/orders"), "{found:#}");
            return come_back(bootstrap);
        }
        assert!(begun.elapsed() < 3 * PATIENCE, "{found:#}");
        thread::sleep(Duration::from_secs(2));
    }
}

/// Its service is there again, and begins at the end: what it had still to read is skipped. One that is new and began there
/// looks the same, so that it is no cause, and is told beside.
fn come_back(bootstrap: &str) {
    let _members = Members::begin(bootstrap, "billing", &["orders"], 1, "latest");
    let at_work =
        |found: &Value| found["summary"]["groups"] == 1 && !is_said(found, "group-rebalancing", "group/billing");
    until(bootstrap, "it is back", at_work);
    let diagnose =
        ["diagnose", "--bootstrap-server", bootstrap, "--group", "billing", "--for", "18s", "--format", "json"];
    let run = Running::start(&diagnose).wait(PATIENCE);
    let told = &run.json()["beside"][0];
    assert_eq!(told["id"], "no-position-yet", "{}", run.out);
    assert!(told["evidence"].to_string().contains("its offsets expired"), "{told:#}");
}
