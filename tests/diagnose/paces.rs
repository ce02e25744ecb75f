//! Who falls behind slowly, who does less than the others, and what a watch says against what is told of the work.

use std::collections::BTreeMap;

use kskill::diagnose::Settles;
use kskill::finding::Confidence;
use kskill::sources::cluster::Partition;

use super::made::{Made, WELL, diagnosed, to, with};
use super::{assert_has, find, ids};

/// 100/s arrive in each partition, and what was worked off is committed every five seconds.
const STEPS: Made =
    Made { partition: |_, at| to(1000 + 100 * at), committed: |_, at| Some(990 + 100 * (at / 5 * 5)), ..WELL };

#[test]
fn a_tenth_too_little_is_not_keeping_up() {
    let diagnosis = STEPS.diagnosed();
    assert_eq!((ids(&diagnosis.causes), ids(&diagnosis.harmless)), (vec![], vec!["keeping-up"]));
    assert_eq!(find(&diagnosis.harmless, "keeping-up").confidence, Confidence::High);
    let short = Made { committed: |_, at| Some(990 + 90 * (at / 5 * 5)), ..STEPS }.diagnosed();
    assert_eq!(ids(&short.harmless), Vec::<&str>::new());
    assert_eq!(ids(&short.causes), ["fewer-partitions-than-needed"]);
    assert_has(&short.causes[0].evidence, &["200/s arrive and 180/s are committed", "2 members are at work"]);
}

#[test]
fn two_commits_say_it_less_surely() {
    let told = Made { length: 13, ..STEPS }.diagnosed();
    assert_eq!(find(&told.harmless, "keeping-up").confidence, Confidence::Medium);
    assert_has(&find(&told.harmless, "keeping-up").evidence, &["only 2 commits were seen"]);
}

#[test]
fn a_record_that_is_older_than_two_commits_is_no_keeping_up() {
    let mut series = STEPS.series();
    series.waiting_since = BTreeMap::from([("orders".to_owned(), series.snapshots[30].taken - 6_000)]);
    assert_eq!(ids(&diagnosed(&series).harmless), ["keeping-up"]);
    series.waiting_since = BTreeMap::from([("orders".to_owned(), series.snapshots[30].taken - 25_500)]);
    assert!(!ids(&diagnosed(&series).harmless).contains(&"keeping-up"));
}

#[test]
fn nothing_keeps_up_that_loses_records() {
    // A hundred offsets are gone, and it does a quarter of what arrives.
    let made = Made {
        partition: |_, at| Partition { start: Some(900 + 100 * at), ..to(1000 + 100 * at) },
        committed: |_, at| Some(800 + 25 * (at / 5 * 5)),
        ..STEPS
    };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), ["records-deleted-unread", "fewer-partitions-than-needed"]);
    assert_has(&told.causes[0].evidence, &["200/s arrive and 50/s are committed", "only puts it off"]);
    assert_eq!(ids(&told.harmless), Vec::<&str>::new());
    assert_eq!(told.seen.growing, Some(true));
}

#[test]
fn an_age_that_another_picture_refutes_is_not_told() {
    let mut series = Made { retention: "8000", ..STEPS }.series();
    let last = series.snapshots[30].taken;
    series.waiting_since = BTreeMap::from([("orders".to_owned(), last - 7_000_000)]);
    assert_eq!(diagnosed(&series).seen.lag_ms, Some(7_000_000.0));
    // No record is older than a minute.
    for partition in &mut series.snapshots[0].topics[0].partitions {
        partition.since = BTreeMap::from([(last - 60_000, 0)]);
    }
    let told = diagnosed(&series);
    assert!(!told.seen.lag_is_age, "{:?}", told.seen);
    assert!(!ids(&told.causes).contains(&"retention-overtakes"), "{:?}", ids(&told.causes));
}

/// One of three does half of what arrives for it.
const SLOW: Made = Made {
    partitions: 3,
    partition: |_, at| to(1000 + 20 * at),
    committed: |id, at| Some(if id == 1 { 400 + 10 * (at / 5 * 5) } else { 990 + 20 * (at / 5 * 5) }),
    members: |_| vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1]), ("c-1", "c", vec![2])],
    host: |id| if id == "b-1" { "/10.0.0.7" } else { "/10.0.0.1" },
    ..WELL
};

#[test]
fn one_member_that_is_slow_is_no_lack_of_members() {
    let told = SLOW.diagnosed();
    assert_eq!(ids(&told.causes), ["slow-member"]);
    assert_has(
        &told.causes[0].evidence,
        &["b on 10.0.0.7 has orders-1: 20/s arrive there", "it commits 10/s", "the others commit 20/s each"],
    );
    assert_has(&told.causes[0].will_not_help, &["more members", "more partitions"]);
    // All of them are.
    let all = Made { committed: |_, at| Some(400 + 10 * (at / 5 * 5)), ..SLOW }.diagnosed();
    assert_eq!(ids(&all.causes), ["fewer-partitions-than-needed"]);
    assert_has(&all.causes[0].evidence, &["3 members are at work and do 10/s each"]);
}

#[test]
fn members_that_wait_are_not_counted_as_capacity() {
    // One has two of three partitions: 40/s for the 30/s that it can do.
    let made = Made {
        committed: |id, at| Some(if id == 2 { 990 + 20 * (at / 5 * 5) } else { 400 + 15 * (at / 5 * 5) }),
        members: |_| vec![("a-1", "a", vec![0, 1]), ("b-1", "b", vec![2])],
        ..SLOW
    };
    let told = made.diagnosed();
    let short = find(&told.causes, "arrival-above-capacity");
    assert_has(&short.evidence, &["of 2 members at work 1 always has some to do and does 30/s"]);
    assert_has(&[short.remedies[0].action.clone()], &["run 3 members instead of 2"]);
}

#[test]
fn a_second_member_is_the_first_remedy_where_a_partition_is_free() {
    let made = Made {
        partition: |_, at| to(1000 + 60 * at),
        committed: |_, at| Some(400 + 22 * (at / 5 * 5)),
        members: |_| vec![("a-1", "a", vec![0, 1])],
        ..WELL
    };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), ["fewer-partitions-than-needed"]);
    assert_has(&[told.causes[0].remedies[0].action.clone()], &["run 2 members instead of 1"]);
    assert_has(told.causes[0].remedies[0].effect.as_slice(), &["88/s instead of 44/s"]);
    assert_has(&told.causes[0].will_not_help, &["more than 2 members alone"]);
}

#[test]
fn partitions_without_a_position_are_counted_as_arriving_and_waiting() {
    let first = Made {
        partition: |_, at| to(10_000 + 10 * at),
        committed: |id, at| (id == 1).then_some(1000 + 70 * (at / 5 * 5)),
        members: |_| vec![("a-1", "a", vec![0, 1])],
        ..WELL
    };
    let told = first.diagnosed();
    assert_eq!(ids(&told.causes), Vec::<&str>::new());
    assert_has(&find(&told.harmless, "one-partition-first").evidence, &["orders-0: no position yet", "10,300 records"]);
    assert_has(&find(&told.harmless, "burst-draining").evidence, &["70/s are committed and 20/s arrive"]);
    assert_eq!((told.seen.arrival, told.seen.without_position), (Some(20.0), Some(1.0)));
    // 7,200 and 10,300 at 50/s.
    assert_eq!(told.seen.catch_up_ms, Some(350_000.0));
    // It catches up in one partition, and is too slow for both.
    let short = Made { committed: |id, at| (id == 1).then_some(500 + 15 * (at / 5 * 5)), ..first }.diagnosed();
    assert_eq!(ids(&short.causes), ["arrival-above-capacity"]);
    assert_has(&short.causes[0].evidence, &["have no position before them yet"]);
    assert_eq!((short.seen.growing, short.seen.catch_up_ms), (Some(true), None));
    // Its member is done with the other partition.
    let idle = Made { committed: |id, at| (id == 1).then_some(9_990 + 10 * at), ..first }.diagnosed();
    assert_eq!(ids(&idle.causes), ["no-committed-position"]);
}

#[test]
fn a_member_that_joins_is_told() {
    let made = Made {
        length: 40,
        partition: |_, at| to(1000 + 40 * at),
        committed: |_, at| Some(if at < 20 { 800 + 25 * (at / 5 * 5) } else { 1300 + 50 * ((at - 20) / 5 * 5) }),
        members: |at| {
            if at < 20 { vec![("a-1", "a", vec![0, 1])] } else { vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])] }
        },
        ..WELL
    };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), Vec::<&str>::new());
    let joined = find(&told.harmless, "scaled-up");
    assert_has(&joined.evidence, &["1 member joined and none left", "100/s are committed and 80/s arrive"]);
    // 2 x 300 behind at 20/s.
    assert_eq!(told.seen.catch_up_ms, Some(30_000.0));
}

const ANSWERS: &str = "system: billing
client: confluent-kafka-python
events: [{name: orders, key: order_id, rate: 200/s}]
consumers:
  - {name: billing, reads: [orders], processing: TIME}
";

#[test]
fn an_answer_that_the_watch_refutes_does_not_hold() {
    let made = Made {
        partition: |_, at| to(1000 + 30 * at),
        committed: |_, at| Some(400 + 25 * (at / 5 * 5)),
        members: |_| vec![("a-1", "a", vec![0, 1])],
        ..WELL
    };
    let slow = made.described(&ANSWERS.replace("TIME", "200ms..400ms"));
    assert_eq!(ids(&slow.causes), ["arrival-above-capacity"]);
    let refuted = find(&slow.beside, "answer-refuted");
    assert_has(&refuted.evidence, &["50/s, which is 20 ms per record", "or the answer is too high"]);
    let fast = made.described(&ANSWERS.replace("TIME", "1ms..2ms"));
    assert_eq!(ids(&fast.causes)[0], "arrival-above-capacity");
    assert_has(&find(&fast.beside, "answer-refuted").evidence, &["50/s, which is 20 ms per record"]);
    let fits = made.described(&ANSWERS.replace("TIME", "15ms..25ms"));
    assert!(!ids(&fits.beside).contains(&"answer-refuted"), "{:?}", ids(&fits.beside));
    // Who waits for records may be able to do more.
    let waits = WELL.described(&ANSWERS.replace("TIME", "1ms..2ms"));
    assert!(!ids(&waits.beside).contains(&"answer-refuted"), "{:?}", ids(&waits.beside));
}

#[test]
fn what_shrinks_slower_than_one_commit_swings_is_not_called_steady_at_once() {
    let told = Made { length: 9, committed: |_, at| Some(100 * (at / 5 * 5)), ..STEPS }.diagnosed();
    assert!(!ids(&told.causes).contains(&"steady-lag"), "{:?}", ids(&told.causes));
    let longer = told.open.iter().any(|open| open.settles.contains(&Settles::Longer));
    assert!(longer, "{:?}", told.open);
}

#[test]
fn deletion_that_has_passed_is_not_about_to() {
    let made = Made {
        partition: |_, at| Partition { start: Some(960 + 10 * at), ..with(1000 + 10 * at, 1000 + 10 * at) },
        committed: |_, at| Some(900 + 5 * at),
        ..WELL
    };
    let told = made.diagnosed();
    assert!(ids(&told.causes).contains(&"records-deleted-unread"), "{:?}", ids(&told.causes));
    assert!(!ids(&told.causes).contains(&"retention-overtakes"), "{:?}", ids(&told.causes));
}
