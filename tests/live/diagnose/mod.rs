//! `kskill diagnose` on real groups: each fault is named, and what is no fault is not called one.

mod bench;
mod further;
mod readers;

use std::path::Path;
use std::thread::{Scope, ScopedJoinHandle, scope, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;

use bench::Bench;

const TOPICS: [(&str, usize); 9] = [
    ("slow-java", 2),
    ("slow-native", 2),
    ("stuck", 3),
    ("held", 1),
    ("skewed", 4),
    ("burst", 2),
    ("idle", 2),
    ("healthy", 3),
    ("few", 1),
];

/// How long a group may take to be there.
const PATIENCE: Duration = Duration::from_secs(30);

/// Members need this long to join and to commit for the first time.
const SETTLING: Duration = Duration::from_secs(9);

/// The work behind the slow loops, as somebody would describe it.
const SLOW: &str = "system: slow
client: java
events:
  - {name: record, rate: 5/s, key: id}
consumers:
  - {name: slow-java, reads: [record], processing: 500ms..600ms}
";

/// What its client is told.
const SLOW_CONFIG: &str = "group.id=slow-java
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
max.poll.interval.ms=6000
max.poll.records=20
";

fn ids<'a>(diagnosis: &'a Value, what: &str) -> Vec<&'a str> {
    let all = diagnosis[what].as_array().expect("a list");
    all.iter().map(|cause| cause["id"].as_str().expect("an id")).collect()
}

fn first(diagnosis: &Value) -> &str {
    ids(diagnosis, "causes").first().copied().unwrap_or("nothing")
}

fn nothing_wrong(diagnosis: &Value) -> bool {
    ids(diagnosis, "causes").is_empty()
}

fn evidence(diagnosis: &Value, word: &str) -> bool {
    diagnosis["causes"][0]["evidence"].to_string().contains(word)
}

/// What must be so, in words and by what is said.
type Check = (&'static str, fn(&Value) -> bool);

/// A group that is watched for a while, and what must be so then.
struct Case {
    group: &'static str,
    length: &'static str,
    further: Vec<String>,
    checks: &'static [Check],
}

fn cases(folder: &Path) -> Vec<Case> {
    let (answers, config) = (folder.join("answers.yaml"), folder.join("consumer.properties"));
    std::fs::write(&answers, SLOW).expect("written");
    std::fs::write(&config, SLOW_CONFIG).expect("written");
    let paths = [
        "--answers".to_owned(),
        answers.display().to_string(),
        "--client-config".to_owned(),
        config.display().to_string(),
    ];
    let case = |group, length, checks| Case { group, length, further: Vec::new(), checks };
    vec![
        Case {
            further: paths.to_vec(),
            ..case(
                "slow-java",
                "35s",
                &[
                    ("the loop is first", |d| first(d) == "poll-batch-above-interval"),
                    ("it is certain", |d| d["causes"][0]["confidence"] == "high"),
                ],
            )
        },
        case("slow-java", "35s", &[("a loop of rebalances", |d| first(d) == "rebalance-loop")]),
        case("slow-native", "35s", &[("a loop of rebalances", |d| first(d) == "rebalance-loop")]),
        case(
            "stuck",
            "20s",
            &[("it is stuck", |d| first(d) == "stuck-partition"), ("the partition", |d| evidence(d, "stuck-0"))],
        ),
        case("held", "15s", &[("a transaction", |d| first(d) == "open-transaction")]),
        case(
            "skewed",
            "25s",
            &[("one partition", |d| first(d) == "skewed-partition"), ("its name", |d| evidence(d, "skewed-2"))],
        ),
        case(
            "burst",
            "20s",
            &[
                ("no shortage", nothing_wrong),
                ("it drains", |d| ids(d, "harmless").contains(&"burst-draining")),
                ("when it is over", |d| d["summary"]["catch_up_ms"].as_f64() > Some(1000.0)),
                // It was sent some seconds before the watch of 20 began.
                ("its age", |d| {
                    d["summary"]["lag_ms"].as_f64().is_some_and(|age| (25_000.0..120_000.0).contains(&age))
                }),
                ("the age is the records' own", |d| d["summary"]["lag_is_age"] == true),
            ],
        ),
        case("idle", "20s", &[("idle members", |d| ids(d, "causes").contains(&"idle-members"))]),
        case(
            "healthy",
            "20s",
            &[("nothing is wrong", nothing_wrong), ("it keeps up", |d| ids(d, "harmless").contains(&"keeping-up"))],
        ),
        case("few", "20s", &[("more partitions are needed", |d| first(d) == "fewer-partitions-than-needed")]),
    ]
}

/// Everything that is made wrong, side by side, and what is to be said of it.
#[test]
fn faults_of_groups_are_named() {
    let bench = Bench::with(&TOPICS);
    let folder = tempfile::tempdir().expect("a folder");
    let cases = cases(folder.path());
    let wrong: Vec<String> = scope(|scope| {
        let _ends = bench.ends();
        start(&bench, scope);
        settle(&bench, &cases);
        let wrong = joined(watch_all(&bench, &cases, scope));
        bench.end();
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let refused = bench.refused("haelthy");
    assert!(refused.contains("did you mean healthy?"), "{refused}");
}

/// Waits until all groups are there and at work; a machine that is busy starts Java late.
fn settle(bench: &Bench, cases: &[Case]) {
    sleep(SETTLING);
    let begun = Instant::now();
    // One that does not come is what its own watch fails with.
    while begun.elapsed() < PATIENCE && cases.iter().any(|case| !bench.has(case.group)) {
        sleep(Duration::from_secs(1));
    }
}

/// Watches all groups side by side.
fn watch_all<'s>(bench: &'s Bench, cases: &'s [Case], scope: &'s Scope<'s, '_>) -> Vec<Run<'s>> {
    cases.iter().map(|case| scope.spawn(move || watched(bench, case))).collect()
}

/// What is not said of them that should be.
fn joined(runs: Vec<Run>) -> Vec<String> {
    runs.into_iter().flat_map(|run| run.join().unwrap_or_else(|_| vec!["no diagnosis".to_owned()])).collect()
}

/// A group that is being watched.
type Run<'s> = ScopedJoinHandle<'s, Vec<String>>;

/// What is not said of a group that should be.
fn watched(bench: &Bench, case: &Case) -> Vec<String> {
    let further: Vec<&str> = case.further.iter().map(String::as_str).collect();
    let diagnosis = bench.diagnose(case.group, case.length, &further);
    let failed = case.checks.iter().filter(|(_, holds)| !holds(&diagnosis));
    failed.map(|(what, _)| format!("{}: {what}: {diagnosis:#}", case.group)).collect()
}

fn start<'s>(bench: &'s Bench, scope: &'s Scope<'s, '_>) {
    let ms = Duration::from_millis;
    for (topic, records, partitions) in
        [("slow-java", 4000, 2), ("slow-native", 4000, 2), ("burst", 3000, 2), ("stuck", 60, 3), ("held", 10, 1)]
    {
        bench.burst(topic, records, partitions);
    }
    for name in ["member-0", "member-1"] {
        scope.spawn(move || {
            let settings = ["max.poll.interval.ms=6000", "max.poll.records=20", "auto.offset.reset=earliest"];
            let own = ["group.id=slow-java".to_owned(), format!("client.id={name}")];
            let settings = [settings.map(str::to_owned).as_slice(), &own].concat();
            let _reader = bench.java_reader("slow-java", 500, &settings);
            while bench.goes_on() {
                sleep(ms(200));
            }
        });
        // session.timeout.ms may not be longer than max.poll.interval.ms in librdkafka.
        scope.spawn(move || {
            let settings = [("max.poll.interval.ms", "6000"), ("session.timeout.ms", "6000"), ("client.id", name)];
            bench.read("slow-native", ms(500), 20, &settings);
        });
        for _ in 0..2 {
            scope.spawn(move || bench.read("skewed", ms(50), 1, &[]));
            scope.spawn(move || bench.read("idle", ms(100), 1, &[]));
        }
        // One of the groups speaks the newer protocol.
        scope.spawn(move || bench.read("burst", ms(25), 1, &[("group.protocol", "consumer")]));
    }
    scope.spawn(move || bench.read_and_stick("stuck"));
    scope.spawn(move || bench.open_transaction("held"));
    scope.spawn(move || bench.read("held", ms(1), 1, &[]));
    scope.spawn(move || bench.read("healthy", ms(1), 1, &[]));
    scope.spawn(move || bench.read("few", ms(100), 1, &[]));
    let evenly = |topic, rate, partitions: u32| {
        scope.spawn(move || bench.produce(topic, rate, |number| i32::try_from(number % partitions).unwrap_or(0)));
    };
    evenly("stuck", 30, 3);
    evenly("idle", 40, 2);
    evenly("healthy", 20, 3);
    evenly("few", 30, 1);
    let nearly_all_in_one =
        |number: u32| if number.is_multiple_of(10) { i32::try_from(number / 10 % 4).unwrap_or(0) } else { 2 };
    scope.spawn(move || bench.produce("skewed", 45, nearly_all_in_one));
}
