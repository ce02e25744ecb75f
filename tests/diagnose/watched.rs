//! Groups that were watched: recorded ones, and ones that are made up picture by picture.

use std::collections::BTreeMap;

use kskill::finding::Confidence;
use kskill::sources::cluster::{Partition, Series, Snapshot, Topic};

use super::made::{Made, RESTARTED, Seen, WELL, diagnosed, with};
use super::{assert_has, find, ids};

#[test]
fn nothing_is_wrong_with_a_group_that_keeps_up() {
    let diagnosis = WELL.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(ids(&diagnosis.harmless), ["keeping-up"]);
    assert_eq!(diagnosis.seen.lag, Some(20.0));
    assert_eq!(diagnosis.seen.arrival, Some(20.0));
}

#[test]
fn commits_that_come_in_steps_are_no_growing_lag() {
    // Five seconds of records at once: the lag swings between 0 and 100.
    let made = Made { committed: |_, at| Some(1000 + 10 * (at / 5 * 5)), ..WELL };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(diagnosis.seen.consumed, Some(20.0));
    assert_eq!(diagnosis.seen.growing, Some(false));
}

#[test]
fn a_shortage_says_how_many_members_it_takes() {
    // 20/s arrive, two members do 8/s each.
    let made = Made { committed: |_, at| Some(900 + 8 * at), ..WELL };
    let diagnosis = made.diagnosed();
    let short = &diagnosis.causes[0];
    assert_eq!(short.id, "fewer-partitions-than-needed");
    assert_has(
        &short.evidence,
        &["20/s arrive and 16/s are committed", "it takes 3 members", "2 partitions give work to 2"],
    );
    assert_has(&[short.remedies[1].action.clone()], &["4 partitions"]);
    assert_eq!(diagnosis.seen.catch_up_ms, None, "never at this rate");
    assert_eq!(diagnosis.seen.growing, Some(true));
}

#[test]
fn a_member_too_few_is_told_with_the_partitions_that_are_free() {
    let made = Made { committed: |_, at| Some(900 + 8 * at), members: |_| vec![("a-1", "a", vec![0, 1])], ..WELL };
    let short = &made.diagnosed().causes[0];
    assert_eq!(short.id, "arrival-above-capacity");
    assert_has(&short.evidence, &["1 member is at work and does 16/s", "14,000 more records wait every hour"]);
    // 20 / 16 / 0.8 = 1.56, so 2 of 16/s: 32/s, 12/s more than arrive, for the 320 + 120 that wait.
    let remedy = &short.remedies[0];
    assert_has(std::slice::from_ref(&remedy.action), &["run 2 members instead of 1"]);
    assert_has(remedy.effect.as_slice(), &["32/s for 20/s", "26.7 s"]);
}

#[test]
fn a_burst_drains_and_is_no_shortage() {
    let made = Made { partition: |_, _| with(5000, 5000), committed: |_, at| Some(4000 + 20 * at), ..WELL };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    let burst = find(&diagnosis.harmless, "burst-draining");
    // 2 x 400 are left, 40/s are committed.
    assert_has(&burst.evidence, &["from 2,000 records to 800", "gone in 20 s"]);
    assert_eq!(diagnosis.seen.catch_up_ms, Some(20_000.0));
}

#[test]
fn a_burst_within_the_watch_drains_too() {
    let made = Made {
        partition: |_, at| if at < 10 { with(1000 + 10 * at, 1000 + 10 * at) } else { with(2000, 2000) },
        committed: |_, at| Some(if at < 10 { 1000 + 10 * at } else { 1100 + 20 * (at - 10) }),
        ..WELL
    };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert!(ids(&diagnosis.harmless).contains(&"burst-draining"), "{:?}", ids(&diagnosis.harmless));
}

/// Both are started anew, one after the other.
fn deployed(at: i64) -> Vec<Seen> {
    match at {
        0..8 => vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])],
        8..10 => vec![("b-1", "b", vec![0, 1])],
        10..18 => vec![("a-2", "a", vec![0]), ("b-1", "b", vec![1])],
        18..20 => vec![("a-2", "a", vec![0, 1])],
        _ => vec![("a-2", "a", vec![0]), ("b-2", "b", vec![1])],
    }
}

#[test]
fn restarts_are_the_cause_only_where_the_lag_stands_without_them() {
    let slow = Made { committed: |_, at| Some(500 + 5 * at), members: deployed, ..WELL }.diagnosed();
    assert!(ids(&slow.causes).contains(&"arrival-above-capacity"), "{:?}", ids(&slow.causes));
    assert!(!ids(&slow.causes).contains(&"restarts-without-static-members"), "{:?}", ids(&slow.causes));
    let held_up = RESTARTED.diagnosed();
    assert!(ids(&held_up.causes).contains(&"restarts-without-static-members"), "{:?}", ids(&held_up.causes));
    assert!(!ids(&held_up.causes).contains(&"arrival-above-capacity"), "{:?}", ids(&held_up.causes));
}

#[test]
fn readers_that_are_no_members_are_seen_by_what_they_commit() {
    let keeps_up = Made { members: |_| Vec::new(), state: |_| "Empty", ..WELL }.diagnosed();
    assert_eq!(ids(&keeps_up.causes), Vec::<&str>::new());
    assert_has(&find(&keeps_up.beside, "read-without-members").evidence, &["assign()"]);
    let slow = Made { committed: |_, at| Some(500 + 5 * at), members: |_| Vec::new(), state: |_| "Empty", ..WELL };
    assert_eq!(ids(&slow.diagnosed().causes), ["arrival-above-readers"]);
    let gone = Made { committed: |_, _| Some(500), members: |_| Vec::new(), state: |_| "Empty", ..WELL };
    assert_eq!(ids(&gone.diagnosed().causes), ["nobody-reads"]);
}

#[test]
fn restarts_one_after_the_other_are_a_deployment() {
    let made = Made { members: deployed, ..WELL };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    let restart = find(&diagnosis.harmless, "rebalances-at-a-restart");
    assert_has(&restart.evidence, &["2 members left and came back", "a and b", "a loop that was busy beyond"]);
}

#[test]
fn members_that_come_back_again_and_again_are_a_loop() {
    let made = Made {
        members: |at| match at {
            0..6 => vec![("a-1", "a", vec![0, 1])],
            6..8 | 14..16 => vec![],
            8..14 => vec![("a-2", "a", vec![0, 1])],
            _ => vec![("a-3", "a", vec![0, 1])],
        },
        state: |at| if matches!(at, 6..8 | 14..16) { "Empty" } else { "Stable" },
        committed: |_, _| Some(900),
        ..WELL
    };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes)[0], "rebalance-loop");
    assert!(!ids(&diagnosis.causes).contains(&"commits-not-advancing"), "the loop is why");
    assert_has(&diagnosis.causes[0].evidence, &["2 members left and 2 came back", "one of them 2 times"]);
}

#[test]
fn a_lag_of_one_behind_transactions_is_harmless() {
    let made = Made { partition: |_, _| with(1000, 1000), committed: |_, _| Some(999), ..WELL };
    let diagnosis = made.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(ids(&diagnosis.harmless), ["lag-of-one"]);
    let stands = Made { partition: |_, _| with(1000, 1000), committed: |_, _| Some(900), ..WELL }.diagnosed();
    assert_eq!(ids(&stands.causes), ["commits-not-advancing"]);
}

#[test]
fn an_open_transaction_is_told_from_a_stuck_record() {
    let held = Made {
        partition: |id, at| if id == 0 { with(1000 + 10 * at, 950) } else { with(1000 + 10 * at, 1000 + 10 * at) },
        committed: |id, at| Some(if id == 0 { 950 } else { 990 + 10 * at }),
        ..WELL
    };
    let diagnosis = held.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["open-transaction"]);
    assert_has(&diagnosis.causes[0].evidence, &["orders-0", "350 offsets before the end"]);
    let stuck = Made { partition: WELL.partition, ..held }.diagnosed();
    assert_eq!(ids(&stuck.causes), ["stuck-partition"]);
    assert_has(&stuck.causes[0].evidence, &["orders-0", "read by a"]);
    // Who reads uncommitted records goes on behind the transaction.
    let unaffected = Made { committed: WELL.committed, ..held }.diagnosed();
    assert_eq!(ids(&unaffected.causes), Vec::<&str>::new());
}

#[test]
fn partitions_without_a_leader_are_named() {
    let made = Made {
        committed: |id, at| Some(if id == 0 { 990 + 10 * at } else { 900 }),
        partition: |id, at| Partition { leader: (id == 0).then_some(1), ..with(1000 + 10 * at, 1000 + 10 * at) },
        ..WELL
    };
    let causes = made.diagnosed().causes;
    assert_eq!(causes[0].id, "partition-without-leader");
    assert_has(&causes[0].evidence, &["orders-1"]);
}

#[test]
fn a_group_without_members_is_told() {
    let made = Made { members: |_| vec![], state: |_| "Empty", committed: |_, _| Some(900), ..WELL };
    let causes = made.diagnosed().causes;
    assert_eq!(causes[0].id, "nobody-reads");
    assert_has(&causes[0].evidence, &["20/s go on arriving"]);
}

#[test]
fn consumers_that_have_just_started_are_given_time() {
    let made = Made {
        members: |at| if at < 3 { vec![] } else { vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])] },
        state: |at| if at < 3 { "Empty" } else { "Stable" },
        committed: |_, at| Some(if at < 5 { 500 } else { 500 + 22 * (at - 5) }),
        ..WELL
    };
    let diagnosis = made.diagnosed();
    assert!(ids(&diagnosis.harmless).contains(&"just-started"), "{:?}", ids(&diagnosis.harmless));
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
}

#[test]
fn deletion_that_comes_near_is_told_before_it_arrives() {
    // 400 behind are 20 s of arrivals, and records are kept for 25 s.
    let near = Made { committed: |_, at| Some(800 + 10 * at), retention: "25000", ..WELL };
    let mut series = near.series();
    assert!(
        !ids(&diagnosed(&series).causes).contains(&"retention-overtakes"),
        "it does not grow, and its age is not known"
    );
    series.waiting_since.insert("orders".to_owned(), series.snapshots[30].taken - 20_000);
    let told = diagnosed(&series);
    let told = find(&told.causes, "retention-overtakes");
    assert_eq!(told.confidence, Confidence::High);
    assert_has(&told.evidence, &["of orders goes back 20 s", "keeps records for 25 s"]);
    assert_has(&[told.remedies[0].action.clone()], &["retention.ms of orders"]);
    let gone = Made {
        partition: |_, at| Partition { start: Some(960 + 10 * at), ..with(1000 + 10 * at, 1000 + 10 * at) },
        committed: |_, at| Some(900 + 10 * at),
        ..WELL
    };
    let lost = &gone.diagnosed().causes[0];
    assert_eq!(lost.id, "records-deleted-unread");
    assert_has(&lost.evidence, &["120 offsets"]);
}

#[test]
fn positions_that_go_back_or_beyond_are_told() {
    let back = Made { committed: |_, at| Some(if at < 15 { 990 + 10 * at } else { 10 * at }), ..WELL };
    assert_eq!(back.diagnosed().causes[0].id, "offsets-reset");
    let beyond = Made { partition: |_, _| with(50, 50), committed: |_, _| Some(1000), ..WELL };
    assert_eq!(beyond.diagnosed().causes[0].id, "position-beyond-end");
}

#[test]
fn topics_that_nobody_reads_any_more_are_no_lag() {
    let mut snapshots: Vec<Snapshot> = (0..=30).map(|at| WELL.snapshot(at)).collect();
    for snapshot in &mut snapshots {
        let old = Partition { id: 0, ..with(9000, 9000) };
        snapshot.topics.push(Topic { name: "old".to_owned(), partitions: vec![old], config: None });
        let committed = snapshot.groups[0].committed.as_mut().expect("positions");
        committed.insert("old".to_owned(), BTreeMap::from([(0, 100)]));
    }
    let diagnosis = diagnosed(&Series { group: "billing".to_owned(), snapshots, ..Series::default() });
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(diagnosis.seen.lag, Some(20.0));
    assert_has(&find(&diagnosis.beside, "topics-left-behind").evidence, &["old: what was committed there"]);
}

#[test]
fn a_topic_that_some_pictures_lack_is_no_progress() {
    let mut snapshots: Vec<Snapshot> = (0..=30).map(|at| WELL.snapshot(at)).collect();
    snapshots[7].topics[0].partitions.remove(1);
    let diagnosis = diagnosed(&Series { group: "billing".to_owned(), snapshots, ..Series::default() });
    assert_eq!(ids(&diagnosis.harmless), ["keeping-up"]);
    assert_eq!(diagnosis.seen.arrival, Some(20.0));
}

#[test]
fn one_picture_shows_what_stands_and_not_what_moves() {
    let diagnosis =
        diagnosed(&Series { group: "billing".to_owned(), snapshots: vec![WELL.snapshot(0)], ..Series::default() });
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!((diagnosis.seen.lag, diagnosis.seen.arrival), (Some(20.0), None));
    assert!(diagnosis.open.iter().any(|open| open.id == "arrival-above-capacity"), "{:?}", diagnosis.open);
}

#[test]
fn the_lag_in_time_is_the_age_of_the_oldest_record_where_that_is_known() {
    let snapshots: Vec<Snapshot> = (0..=30).map(|at| WELL.snapshot(at)).collect();
    let since = snapshots[30].taken - 90_000;
    let waiting_since = BTreeMap::from([("orders".to_owned(), since)]);
    let diagnosis = diagnosed(&Series { group: "billing".to_owned(), waiting_since, snapshots, ..Series::default() });
    assert_eq!((diagnosis.seen.lag_ms, diagnosis.seen.lag_is_age), (Some(90_000.0), true));
    // 20 records at 20/s
    assert_eq!(WELL.diagnosed().seen.lag_ms, Some(1000.0));
}

#[test]
fn a_series_is_read_as_it_was_written() {
    let series = Series {
        group: "billing".to_owned(),
        waiting_since: BTreeMap::from([("orders".to_owned(), 1_794_999_000_000)]),
        silent: vec![1_795_000_000_500],
        snapshots: (0..3).map(|at| WELL.snapshot(at)).collect(),
    };
    let text = yaml_serde::to_string(&series).expect("it is written");
    assert_eq!(Series::read(&text, None), Ok(series));
}
