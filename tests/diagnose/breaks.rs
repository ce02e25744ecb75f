//! What changes in the middle of a watch: a burst that comes late, commits that stop, a position that leaps.

use kskill::finding::Confidence;

use super::made::{Made, Seen, WELL, to};
use super::{assert_has, find, ids};

fn one(_: i64) -> Vec<Seen> {
    vec![("a-1", "a", vec![0, 1])]
}

/// A thousand records come in each partition after 20 s, and its member works off 50/s of each from then on.
const LATE: Made = Made {
    partition: |_, at| to(1000 + 10 * at + if at < 20 { 0 } else { 1000 }),
    committed: |_, at| Some(1000 + if at < 20 { 10 * at } else { 200 + 50 * (at - 20) }),
    members: one,
    ..WELL
};

#[test]
fn a_burst_late_in_the_watch_drains_and_is_no_shortage() {
    let told = LATE.diagnosed();
    assert_eq!(ids(&told.causes), Vec::<&str>::new());
    let burst = find(&told.harmless, "burst-draining");
    assert_has(
        &burst.evidence,
        &["from 2,000 records to 1,200", "100/s are committed and 20/s arrive since it was at"],
    );
    // 1,200 at 80/s.
    assert_eq!((told.seen.growing, told.seen.catch_up_ms), (Some(false), Some(15_000.0)));
    let hot = Made {
        partition: |id, at| to(1000 + 10 * at + if id == 0 && at >= 20 { 1000 } else { 0 }),
        committed: |id, at| Some(1000 + if id == 1 || at < 20 { 10 * at } else { 200 + 50 * (at - 20) }),
        members: WELL.members,
        ..LATE
    };
    assert_eq!(ids(&hot.diagnosed().causes), Vec::<&str>::new());
}

#[test]
fn a_lag_that_rises_to_the_end_stays_a_shortage() {
    let rises = Made { committed: |_, at| Some(1000 + 8 * at), ..LATE };
    assert_eq!(ids(&rises.diagnosed().causes), ["fewer-partitions-than-needed"]);
    // A burst every ten seconds, each on top of what the one before left.
    let again = Made {
        partition: |_, at| to(1000 + 100 * ((at + 1) / 10)),
        committed: |_, at| Some(900 + 8 * at),
        length: 28,
        ..LATE
    };
    let told = again.diagnosed();
    assert!(!ids(&told.harmless).contains(&"burst-draining"), "{:?}", ids(&told.harmless));
}

/// The second partition is committed each second, and no more from the eighth second on.
const HANGS: Made = Made { committed: |id, at| Some(1000 + 10 * if id == 1 { at.min(8) } else { at }), ..WELL };

#[test]
fn commits_that_stop_in_the_middle_are_told() {
    let told = HANGS.diagnosed();
    assert_eq!((ids(&told.causes), ids(&told.harmless)), (vec!["commits-stopped"], vec![]));
    let stopped = &told.causes[0];
    assert_eq!(stopped.confidence, Confidence::Medium);
    assert_has(
        &stopped.evidence,
        &["orders-1: nothing was committed in the last 22 s", "wait (220)", "every 1 s", "by b"],
    );
    assert!(stopped.title.contains("while others go on"), "{}", stopped.title);
    let all = Made { committed: |_, at| Some(1000 + 10 * at.min(8)), ..WELL }.diagnosed();
    assert!(find(&all.causes, "commits-stopped").title.contains("the group stopped"), "{:?}", ids(&all.causes));
}

#[test]
fn a_pause_that_is_usual_or_has_a_reason_is_no_stop() {
    let stopped = |made: Made| ids(&made.diagnosed().causes).contains(&"commits-stopped");
    // Nothing comes any more.
    let empty = |id: i32, at: i64| to(1000 + 10 * if id == 1 { at.min(8) } else { at });
    assert!(!stopped(Made { partition: empty, ..HANGS }));
    // It is committed every five seconds.
    let seldom = |id: i32, at: i64| Some(1000 + 10 * if id == 1 { at.min(18) / 5 * 5 } else { at });
    assert!(!stopped(Made { committed: seldom, ..HANGS }));
    // Its member works off a burst in the other one.
    let burst = |id: i32, at: i64| to(1000 + 10 * at + if id == 0 && at > 8 { 3000 } else { 0 });
    let other = |id: i32, at: i64| Some(1000 + if id == 1 { 10 * at.min(8) } else { 10 * at + 50 * (at - 8).max(0) });
    assert!(!stopped(Made { partition: burst, committed: other, members: one, ..HANGS }));
}

#[test]
fn a_lag_that_rose_is_not_called_steady() {
    // Too short a stop to be told, and too long for a swing.
    let told = Made { length: 12, ..HANGS }.diagnosed();
    assert!(!ids(&told.causes).contains(&"steady-lag"), "{:?}", ids(&told.causes));
    let steady = Made { committed: |_, at| Some(10 * at), ..WELL }.diagnosed();
    assert_eq!(ids(&steady.causes), ["steady-lag"]);
}

/// One partition, 20,000 behind; its reader does 10/s and goes to the end after 15 s.
const LEAPS: Made = Made {
    partitions: 1,
    partition: |_, at| to(21_000 + 10 * at),
    committed: |_, at| Some(if at < 15 { 1000 } else { 21_000 } + 10 * at),
    members: |_| vec![("a-1", "a", vec![0])],
    ..WELL
};

#[test]
fn a_leap_to_the_end_is_not_called_health() {
    let told = LEAPS.diagnosed();
    assert_eq!((ids(&told.causes), ids(&told.harmless)), (vec!["position-leapt"], vec![]));
    let leap = &told.causes[0];
    assert_eq!(leap.confidence, Confidence::Medium);
    assert_has(
        &leap.evidence,
        &["orders-0: 15 s before the end", "over 20,010 records", "10/s at the most", "skipped"],
    );
    assert_eq!(told.seen.catch_up_ms, None);
}

#[test]
fn a_fast_reader_does_not_leap() {
    let leaps = |made: Made| ids(&made.diagnosed().causes).contains(&"position-leapt");
    // It catches up in several steps.
    let steps = |_: i32, at: i64| Some(1000 + 10 * at + 5000 * (at - 11).clamp(0, 4));
    assert!(!leaps(Made { committed: steps, ..LEAPS }));
    // It had nothing to do before a batch came.
    let batch = |_: i32, at: i64| to(1000 + 10 * at + if at < 13 { 0 } else { 20_000 });
    assert!(!leaps(Made { partition: batch, ..LEAPS }));
    // Its position stood: nothing shows how fast it is.
    let stood = |_: i32, at: i64| Some(if at < 15 { 1000 } else { 21_000 + 10 * at });
    assert!(!leaps(Made { committed: stood, ..LEAPS }));
    // It goes on far from the end.
    let far = |_: i32, at: i64| Some(if at < 15 { 1000 } else { 15_000 } + 10 * at);
    assert!(!leaps(Made { committed: far, ..LEAPS }));
}

#[test]
fn an_end_that_moves_back_is_no_reset_by_hand() {
    let made = Made {
        partition: |_, at| to(1000 + 10 * at - if at < 15 { 0 } else { 250 }),
        committed: |_, at| Some(1000 + 10 * at - if at < 15 { 0 } else { 250 }),
        ..WELL
    };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), ["end-moved-back"]);
    assert_has(&told.causes[0].evidence, &["orders-0 and orders-1", "unclean election"]);
}

/// Four partitions and two members: 40/s come in the first one, 10/s in each other.
const HOT: Made = Made {
    partitions: 4,
    partition: |id, at| to(2000 + if id == 0 { 40 * at } else { 10 * at }),
    committed: |id, at| Some(1000 + if id == 0 { 15 * at } else { 1000 + 8 * at }),
    members: |_| vec![("a-1", "a", vec![0, 1]), ("b-1", "b", vec![2, 3])],
    ..WELL
};

#[test]
fn members_are_not_promised_to_help_a_partition_that_is_too_much_for_one() {
    let told = Made { members: one_of_four, ..HOT }.diagnosed();
    assert!(!ids(&told.causes).contains(&"skewed-partition"), "one member: {:?}", ids(&told.causes));
    let short = &told.causes[0];
    assert_eq!(short.id, "arrival-above-capacity");
    assert_has(&short.will_not_help, &["more members alone: orders-0 gets 40/s, more than the 39/s"]);
    let promised = short.remedies.iter().any(|remedy| remedy.action.starts_with("run "));
    assert!(!promised, "{:?}", short.remedies);
    // Two members, of which the hot one is busy with one partition more than it can do.
    let skewed = HOT.diagnosed();
    assert_eq!(ids(&skewed.causes), ["skewed-partition"]);
    assert_has(&[skewed.causes[0].remedies[2].effect.clone().unwrap_or_default()], &["does 23/s now", "50/s"]);
}

fn one_of_four(_: i64) -> Vec<Seen> {
    vec![("a-1", "a", vec![0, 1, 2, 3])]
}

#[test]
fn nobody_is_told_to_do_less_than_now() {
    // Twelve members do up to 20/s, and two partitions get 30/s.
    let made = Made {
        partitions: 12,
        partition: |id, at| to(1000 + if id < 2 { 30 * at } else { 5 * at }),
        committed: |id, at| Some(if id < 2 { 900 + 20 * at } else { 1000 + 5 * at }),
        members: |_| (0..12).map(|id| (NAMES[id], NAMES[id], vec![id.try_into().unwrap_or(0)])).collect(),
        ..WELL
    };
    let told = made.diagnosed();
    let short = find(&told.causes, "arrival-above-capacity");
    let effects: Vec<String> = short.remedies.iter().filter_map(|remedy| remedy.effect.clone()).collect();
    assert_has(&effects, &["a member does 20/s now, and the one that has orders-", "would have to do 37.5/s"]);
}

const NAMES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
