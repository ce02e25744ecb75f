//! More of what goes wrong with groups, on real ones: what is deleted before it is read, restarts, a session that is too
//! short for the handler, members that do not go together, and readers that are no members.

use std::path::Path;
use std::thread::{Scope, scope, sleep};
use std::time::Duration;

use super::bench::Bench;
use super::{Case, first, ids, joined, nothing_wrong, settle, watch_all};

const TOPICS: [(&str, usize); 7] =
    [("deleted", 1), ("overtaken", 1), ("restarted", 2), ("rolling", 2), ("script", 1), ("mixed", 2), ("by-hand", 2)];

/// The work of the script, as somebody would describe it.
const SCRIPT: &str = "system: script
client: kafkajs
events:
  - {name: record, rate: 1/s, key: id}
consumers:
  - {name: script, reads: [record], processing: 8s..9s, current: {sessionTimeout: 6000}}
";

/// What a member is told that shares partitions in this way.
fn sharing(how: &str) -> String {
    let by = "org.apache.kafka.common.serialization.StringDeserializer";
    format!(
        "group.id=mixed\nkey.deserializer={by}\nvalue.deserializer={by}\n\
         partition.assignment.strategy=org.apache.kafka.clients.consumer.{how}\n"
    )
}

fn cases(folder: &Path) -> Vec<Case> {
    let case = |group, length, checks| Case { group, length, further: Vec::new(), checks };
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let answers = ["--answers".to_owned(), file("script.yaml", SCRIPT)];
    let configs = ["RangeAssignor", "RoundRobinAssignor"]
        .map(|how| ["--client-config".to_owned(), file(&format!("{how}.properties"), &sharing(how))]);
    vec![
        case(
            "deleted",
            "12s",
            &[
                ("why", |d| first(d) == "nobody-reads"),
                ("what is gone", |d| ids(d, "causes").contains(&"records-deleted-unread")),
            ],
        ),
        case("overtaken", "25s", &[("it is said", |d| ids(d, "causes").contains(&"retention-overtakes"))]),
        case(
            "restarted",
            "25s",
            &[("no fault", nothing_wrong), ("a restart", |d| ids(d, "harmless").contains(&"rebalances-at-a-restart"))],
        ),
        case("rolling", "25s", &[("restarts", |d| first(d) == "restarts-without-static-members")]),
        case("script", "40s", &[("a loop", |d| first(d) == "rebalance-loop")]),
        Case {
            further: answers.to_vec(),
            ..case("script", "40s", &[("the session", |d| first(d) == "handler-beyond-session")])
        },
        Case {
            further: configs.concat(),
            ..case("mixed", "12s", &[("who does not get in", |d| first(d) == "mixed-assignors")])
        },
        case(
            "by-hand",
            "20s",
            &[
                ("no fault", nothing_wrong),
                ("it keeps up", |d| ids(d, "harmless").contains(&"keeping-up")),
                ("without members", |d| ids(d, "beside").contains(&"read-without-members")),
            ],
        ),
    ]
}

#[test]
fn further_faults_of_groups_are_named() {
    let bench = Bench::with(&TOPICS);
    let folder = tempfile::tempdir().expect("a folder");
    let cases = cases(folder.path());
    let wrong: Vec<String> = scope(|scope| {
        let _ends = bench.ends();
        start(&bench, scope);
        settle(&bench, &cases);
        let bench = &bench;
        let runs = watch_all(bench, &cases, scope);
        // While they are watched, each goes and comes back once.
        for group in ["restarted", "rolling"] {
            scope.spawn(move || {
                sleep(Duration::from_secs(4));
                bench.restart(group, "member-0");
                sleep(Duration::from_secs(9));
                bench.restart(group, "member-1");
            });
        }
        let cut_short = scope.spawn(|| bench.interrupted("by-hand"));
        let wrong = joined(runs);
        let seen = cut_short.join();
        bench.end();
        let pictures = seen.expect("Ctrl-C ends it")["summary"]["pictures"].as_f64();
        assert!(pictures.is_some_and(|pictures| (3.0..20.0).contains(&pictures)), "{pictures:?}");
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn start<'s>(bench: &'s Bench, scope: &'s Scope<'s, '_>) {
    let ms = Duration::from_millis;
    for (topic, records, partitions) in [("deleted", 100, 1), ("overtaken", 6000, 1), ("script", 200, 1)] {
        bench.burst(topic, records, partitions);
    }
    bench.commit("deleted", 5);
    // Deletion begins far behind it, and is faster than the reader.
    bench.commit("overtaken", 3000);
    scope.spawn(move || {
        let _deletion = [
            bench.java_helper("delete", &["deleted", "50", "0"]),
            bench.java_helper("delete", &["overtaken", "300", "60"]),
        ];
        bench.wait();
    });
    scope.spawn(move || bench.read("overtaken", ms(50), 1, &[]));
    for name in ["member-0", "member-1"] {
        scope.spawn(move || bench.read_and_restart("restarted", name, ms(1), ms(1000)));
        // One alone does less than what arrives, and both do a little more.
        scope.spawn(move || bench.read_and_restart("rolling", name, ms(32), ms(7000)));
    }
    scope.spawn(move || {
        let _reader = bench.script("script", 8500, 6000);
        bench.wait();
    });
    for how in ["range", "roundrobin"] {
        scope.spawn(move || bench.read("mixed", ms(1), 1, &[("partition.assignment.strategy", how)]));
    }
    scope.spawn(move || bench.read_by_hand("by-hand", 2));
    for (topic, rate, partitions) in
        [("overtaken", 30, 1), ("restarted", 20, 2), ("rolling", 55, 2), ("mixed", 10, 2), ("by-hand", 20, 2)]
    {
        let evenly = move |number: u32| i32::try_from(number % partitions).unwrap_or(0);
        scope.spawn(move || bench.produce(topic, rate, evenly));
    }
}
