//! Groups as they were met at work: what was said of each of them once, and was wrong.

use kskill::finding::Confidence;
use kskill::sources::cluster::{Partition, Series};

use super::made::{Made, Seen, WELL, diagnosed, to, with};
use super::{assert_has, find, ids};

/// One member has both: it works off 9,000 records of the first partition, and has not begun with the second.
const QUEUED: Made = Made {
    partition: |_, at| to(10_000 + 10 * at),
    committed: |id, at| Some(if id == 0 { 1000 + 100 * (at / 5 * 5) } else { 75 }),
    members: |_| vec![("a-1", "rdkafka", vec![0, 1])],
    ..WELL
};

#[test]
fn a_partition_whose_member_works_off_another_one_awaits_its_turn() {
    let diagnosis = QUEUED.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    let waits = find(&diagnosis.beside, "partition-awaits-turn");
    assert_has(&waits.evidence, &["orders-1: ", "records wait (10,225)", "hand out what they have fetched"]);
    assert!(waits.remedies.iter().all(|one| !one.action.contains("--shift-by")));
}

#[test]
fn a_partition_stands_still_where_its_member_is_at_the_end_of_others() {
    let poison = Made { committed: |id, at| Some(if id == 0 { 10_000 + 10 * (at / 5 * 5) } else { 75 }), ..QUEUED };
    let diagnosis = poison.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["stuck-partition"]);
    let skip = diagnosis.causes[0].remedies.last().expect("a remedy");
    assert_has(std::slice::from_ref(&skip.action), &["only after you have seen in its log", "--shift-by 1"]);
    // The backlog is another member's.
    let other = Made { members: |_| vec![("a-1", "rdkafka", vec![0]), ("b-1", "rdkafka", vec![1])], ..QUEUED };
    assert_eq!(ids(&other.diagnosed().causes), ["stuck-partition"]);
    // Nobody is in the group: perhaps the same process reads both.
    let assigned = Made { members: |_| vec![], state: |_| "Empty", ..QUEUED };
    assert!(!ids(&assigned.diagnosed().causes).contains(&"stuck-partition"));
}

fn with_names(made: &Made, instance: fn(&str) -> Option<&'static str>) -> Series {
    let mut series = made.series();
    for group in series.snapshots.iter_mut().flat_map(|seen| &mut seen.groups) {
        for member in group.members.iter_mut().flatten() {
            member.instance = instance(&member.client).map(str::to_owned);
        }
    }
    series
}

/// Both are started anew so fast that no picture shows them gone.
fn restarted(at: i64) -> Vec<Seen> {
    vec![(if at < 10 { "a-1" } else { "a-2" }, "a", vec![0]), (if at < 20 { "b-1" } else { "b-2" }, "b", vec![1])]
}

#[test]
fn a_static_member_that_comes_back_is_no_rebalance() {
    let made = Made { members: restarted, ..WELL };
    let named = |client: &str| Some(if client == "a" { "one" } else { "two" });
    let diagnosis = diagnosed(&with_names(&made, named));
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(diagnosis.seen.rebalances, Some(0.0));
    let restart = find(&diagnosis.harmless, "rebalances-at-a-restart");
    assert_has(&restart.evidence, &["2 members left and came back", "without a rebalance"]);
    assert_eq!(restart.remedies.len(), 0, "there was no pause to make shorter");
    assert_eq!(diagnosed(&with_names(&made, |_| None)).seen.rebalances, Some(2.0));
}

/// The same with the topic gone after so many seconds, and its positions with it or not.
fn deleted(after: usize, with_positions: bool) -> Series {
    let mut series = WELL.series();
    for seen in series.snapshots.iter_mut().skip(after) {
        for partition in seen.topics.iter_mut().flat_map(|topic| &mut topic.partitions) {
            *partition = Partition { start: None, end: None, stable: None, ..partition.clone() };
        }
        if with_positions {
            seen.groups.iter_mut().for_each(|group| group.committed = Some(std::collections::BTreeMap::new()));
        }
    }
    series
}

#[test]
fn a_topic_that_goes_while_it_is_watched_is_told() {
    let diagnosis = diagnosed(&deleted(12, true));
    assert_eq!(ids(&diagnosis.causes), ["topic-gone"]);
    assert_eq!(ids(&diagnosis.harmless), Vec::<&str>::new());
    assert_has(&diagnosis.causes[0].evidence, &["orders: 12 s after", "2 members stayed"]);
    assert_eq!(diagnosis.seen.arrival, None, "nothing arrives in what is not there");
    // Brokers that do not answer hide the ends alone.
    assert!(!ids(&diagnosed(&deleted(12, false)).causes).contains(&"topic-gone"));
    // One picture alone may lack an answer.
    assert!(!ids(&diagnosed(&deleted(30, true)).causes).contains(&"topic-gone"));
}

#[test]
fn an_open_transaction_holds_back_a_group_without_a_position_too() {
    let held = Made { partition: |_, at| with(700 + 10 * at, 0), committed: |_, _| None, ..WELL };
    let diagnosis = held.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["open-transaction"]);
    assert_eq!(diagnosis.causes[0].confidence, Confidence::Context);
    assert_has(&diagnosis.causes[0].evidence, &["orders-0 and orders-1", "has committed no position"]);
    let without = Made { partition: WELL.partition, ..held }.diagnosed();
    assert_eq!(ids(&without.causes), ["no-committed-position"]);
}

#[test]
fn what_ends_a_transaction_is_told_by_how_safe_it_is() {
    let held = Made { partition: |_, at| with(1000 + 10 * at, 990), committed: |_, _| Some(990), ..WELL }.diagnosed();
    let remedies = &find(&held.causes, "open-transaction").remedies;
    let at = |part: &str| remedies.iter().position(|one| one.action.contains(part)).expect("it is told");
    assert!(at("describe-producers") < at("let it end by itself"));
    assert!(at("let it end by itself") < at("forceTerminateTransaction --transactionalId"));
    let abort = at("kafka-transactions.sh abort");
    assert!(at("forceTerminateTransaction --transactionalId") < abort);
    assert!(remedies[abort].action.starts_with("only one that kafka-transactions.sh find-hanging"));
    let warned = remedies[abort].cost.as_deref().is_some_and(|cost| cost.contains("never for one that list shows"));
    assert!(warned, "{:?}", remedies[abort].cost);
}

/// A loop that is late: the one in the group is waited for while the other comes back.
const LATE: Made = Made {
    length: 20,
    committed: |_, _| None,
    members: |at| match at {
        0..5 => vec![("b-1", "rdkafka", vec![]), ("a-1", "rdkafka", vec![0, 1])],
        5..8 => vec![("a-1", "rdkafka", vec![0, 1])],
        8..15 => vec![("a-1", "rdkafka", vec![0, 1]), ("b-2", "rdkafka", vec![])],
        _ => vec![("b-2", "rdkafka", vec![0, 1])],
    },
    state: |at| if matches!(at, 0..5 | 8..15) { "PreparingRebalance" } else { "Stable" },
    ..WELL
};

#[test]
fn a_group_that_is_never_settled_and_commits_nothing_is_told() {
    let diagnosis = LATE.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["unsettled-without-commits"]);
    assert_eq!(diagnosis.causes[0].confidence, Confidence::Context);
    assert_has(&diagnosis.causes[0].evidence, &["not one commit came within 20 s", "2 members left and 1 came"]);
    let commits = Made { committed: WELL.committed, ..LATE }.diagnosed();
    assert!(!ids(&commits.causes).contains(&"unsettled-without-commits"));
}

#[test]
fn members_of_one_name_are_not_called_one_of_them() {
    let loops = Made {
        length: 40,
        members: |at| match at % 20 {
            0..8 if at < 20 => vec![("a-1", "rdkafka", vec![0]), ("b-1", "rdkafka", vec![1])],
            8..10 | 18..20 => vec![],
            10..18 if at < 20 => vec![("a-2", "rdkafka", vec![0]), ("b-2", "rdkafka", vec![1])],
            0..8 => vec![("a-3", "rdkafka", vec![0]), ("b-3", "rdkafka", vec![1])],
            _ => vec![("a-4", "rdkafka", vec![0]), ("b-4", "rdkafka", vec![1])],
        },
        ..WELL
    };
    let told = loops.diagnosed();
    let cause = find(&told.causes, "rebalance-loop");
    assert_has(&cause.evidence, &["came back under another member id: members named rdkafka"]);
    assert_has(std::slice::from_ref(&cause.remedies[0].action), &["whether a process ends and is started again"]);
}

#[test]
fn a_watch_that_was_too_short_is_said_to_be() {
    let short = Made { length: 6, committed: |_, at| Some(900 + at / 4 * 4), ..WELL }.diagnosed();
    assert_eq!(ids(&short.causes), Vec::<&str>::new());
    assert_eq!(ids(&short.harmless), Vec::<&str>::new());
    let text = kskill::render::diagnose::text(&short, 100);
    assert!(text.contains("too early to say"), "{text}");
    assert!(!text.contains("nothing wrong was seen"), "{text}");
}
