//! What looks like a fault and is none, or is another one than it seems.

use std::collections::BTreeMap;

use kskill::diagnose::Diagnosis;
use kskill::finding::Confidence;
use kskill::sources::cluster::Partition;

use super::made::{Made, WELL, diagnosed, to, with};
use super::{assert_has, find, ids};

fn assert_well(diagnosis: &Diagnosis, why: &str) {
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert!(ids(&diagnosis.harmless).contains(&why), "{why} is not among {:?}", ids(&diagnosis.harmless));
}

/// The first partition is a transaction of old, the second one goes on.
const MARKER: Made = Made {
    partition: |id, at| to(if id == 0 { 1000 } else { 1000 + 10 * at }),
    committed: |id, at| Some(if id == 0 { 999 } else { 990 + 10 * at }),
    ..WELL
};

#[test]
fn the_end_marker_of_a_transaction_is_no_poison_record() {
    let diagnosis = MARKER.diagnosed();
    assert_well(&diagnosis, "lag-of-one");
    assert_has(&find(&diagnosis.harmless, "lag-of-one").evidence, &["orders-0: one offset before the end"]);
    let two = Made { committed: |id, at| Some(if id == 0 { 998 } else { 990 + 10 * at }), ..MARKER };
    assert_eq!(ids(&two.diagnosed().causes), ["stuck-partition"]);
}

#[test]
fn the_end_marker_of_a_transaction_is_no_loss() {
    let marker = Made {
        partition: |id, at| Partition { start: Some(if id == 0 { 1000 } else { 0 }), ..(MARKER.partition)(id, at) },
        ..MARKER
    };
    assert_eq!(ids(&marker.diagnosed().causes), Vec::<&str>::new());
    // One offset before others: perhaps a record.
    let one = Made {
        partition: |id, at| Partition { start: Some(if id == 0 { 996 } else { 0 }), ..(MARKER.partition)(id, at) },
        committed: |id, at| Some(if id == 0 { 995 } else { 990 + 10 * at }),
        ..MARKER
    };
    let told = one.diagnosed();
    let lost = find(&told.causes, "records-deleted-unread");
    assert_eq!(lost.confidence, Confidence::Medium);
    assert_has(&lost.evidence, &["1 offset beyond what the group has committed", "or the end marker"]);
}

/// Six tasks that commit once a minute, each at a time of its own.
const MINUTELY: Made = Made {
    partitions: 6,
    committed: |id, at| {
        let id = i64::from(id);
        Some(1000 + 10 * ((at + 60 - 10 * id - 5).div_euclid(60) * 60 - 60 + 10 * id + 5))
    },
    members: |_| {
        let ids = ["a", "b", "c", "d", "e", "f"];
        (0..6).zip(ids).map(|(partition, id)| (id, id, vec![partition])).collect()
    },
    ..WELL
};

#[test]
fn tasks_that_commit_once_a_minute_are_not_stuck() {
    let diagnosis = MINUTELY.diagnosed();
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_eq!(diagnosis.seen.growing, None);
    let stuck = diagnosis.open.iter().find(|open| open.id == "stuck-partition").expect("it cannot be told yet");
    assert_eq!(stuck.settles.iter().collect::<Vec<_>>(), [&kskill::diagnose::Settles::Longer]);
    let longer = Made { length: 200, ..MINUTELY };
    assert_well(&longer.diagnosed(), "keeping-up");
}

#[test]
fn a_watch_without_a_commit_shows_no_growing_lag() {
    let made = Made { committed: |_, _| Some(990), members: |_| vec![], ..WELL };
    assert_eq!(made.diagnosed().seen.growing, Some(true), "nobody is there to commit");
    let diagnosis =
        Made { members: |_| vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1]), ("c-1", "c", vec![])], ..made }
            .diagnosed();
    assert_eq!(diagnosis.seen.growing, None);
    assert_eq!(ids(&diagnosis.causes), ["commits-not-advancing"]);
}

#[test]
fn deletion_by_size_is_not_mended_by_a_longer_time() {
    // 30/s are deleted, 20/s arrive, 10/s are read.
    let made = Made {
        partition: |_, at| Partition { start: Some(500 + 30 * at), ..to(3000 + 20 * at) },
        committed: |_, at| Some(2000 + 10 * at),
        ..WELL
    };
    let diagnosis = made.diagnosed();
    let told = find(&diagnosis.causes, "retention-overtakes");
    // 900 offsets are between after half a minute, and get fewer by 20/s.
    assert_has(&told.evidence, &["reached in 45 s"]);
    assert_has(&[told.remedies[0].action.clone()], &["retention.bytes"]);
    assert!(!told.remedies.iter().any(|remedy| remedy.action.contains("retention.ms")), "{:?}", told.remedies);
}

#[test]
fn one_segment_that_is_deleted_is_no_speed() {
    let made = Made {
        partition: |_, at| Partition { start: Some(if at < 15 { 0 } else { 100_000 }), ..to(2_000_000 + 22 * at) },
        committed: |_, at| Some(500_000 + 20 * at),
        ..WELL
    };
    let diagnosis = made.diagnosed();
    assert!(!ids(&diagnosis.causes).contains(&"retention-overtakes"), "{:?}", ids(&diagnosis.causes));
    assert!(diagnosis.open.iter().any(|open| open.id == "retention-overtakes"), "{:?}", diagnosis.open);
}

#[test]
fn the_age_of_records_is_compared_with_the_time_of_their_own_topic() {
    // What is two hours old is kept for a week; the topic that keeps an hour is read to its end.
    let mut series = Made { topics: &["orders", "slow"], ..WELL }.series();
    for snapshot in &mut series.snapshots {
        let config = snapshot.topics[0].config.as_mut().expect("settings");
        config.get_mut("retention.ms").expect("it is set").value = Some("3600000".to_owned());
        let committed = snapshot.groups[0].committed.as_mut().expect("positions");
        committed.get_mut("slow").expect("it is read").values_mut().for_each(|at| *at -= 900);
    }
    let last = series.snapshots[30].taken;
    let since = |orders, slow| BTreeMap::from([("orders".to_owned(), last - orders), ("slow".to_owned(), last - slow)]);
    series.waiting_since = since(1_000, 7_200_000);
    let told = diagnosed(&series);
    assert!(!ids(&told.causes).contains(&"retention-overtakes"), "{:?}", ids(&told.causes));
    series.waiting_since = since(3_000_000, 1_000);
    let told = diagnosed(&series);
    let near = find(&told.causes, "retention-overtakes");
    assert_has(&near.evidence, &["of orders goes back 50 min", "keeps records for 1 h"]);
}

#[test]
fn a_deployment_that_starts_new_containers_is_nothing_wrong() {
    let made = Made {
        members: |at| match at {
            0..8 => vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])],
            8..10 => vec![("b-1", "b", vec![0, 1])],
            10..18 => vec![("a-2", "a", vec![0]), ("b-1", "b", vec![1])],
            18..20 => vec![("a-2", "a", vec![0, 1])],
            _ => vec![("a-2", "a", vec![0]), ("b-2", "b", vec![1])],
        },
        host: |id| match id {
            "a-1" => "/10.0.0.1",
            "b-1" => "/10.0.0.2",
            "a-2" => "/10.0.0.3",
            _ => "/10.0.0.4",
        },
        ..WELL
    };
    let diagnosis = made.diagnosed();
    assert_well(&diagnosis, "members-replaced");
    assert_has(&find(&diagnosis.harmless, "members-replaced").evidence, &["2 members left and as many came"]);
}

#[test]
fn a_transaction_of_two_seconds_is_not_called_one_that_hangs() {
    let held = Made { partition: |_, at| with(1000 + 10 * at, 950), committed: |_, _| Some(950), ..WELL };
    let short = Made { length: 2, ..held }.diagnosed();
    assert!(!ids(&short.causes).contains(&"open-transaction"), "{:?}", ids(&short.causes));
    let told = held.diagnosed();
    assert_eq!(told.causes[0].confidence, Confidence::Medium);
    let long = Made { length: 60, ..held }.diagnosed();
    assert_eq!((long.causes[0].id.as_str(), long.causes[0].confidence), ("open-transaction", Confidence::High));
    // In one of two partitions the group has not come so far yet.
    let mixed = Made {
        partition: |_, at| with(2000 + 10 * at, 1950),
        committed: |id, at| Some(if id == 0 { 1950 } else { 1000 + 5 * at }),
        ..WELL
    };
    let told = mixed.diagnosed();
    assert_has(&find(&told.causes, "open-transaction").evidence, &["orders-0: "]);
}

#[test]
fn one_picture_in_which_commits_are_newer_than_ends_is_no_reset() {
    let made = Made { partition: |_, _| to(1000), committed: |_, _| Some(1005), length: 0, ..WELL };
    assert_eq!(ids(&made.diagnosed().causes), Vec::<&str>::new());
    assert_eq!(ids(&Made { length: 1, ..made }.diagnosed().causes), ["position-beyond-end"]);
}

const ANSWERS: &str = "
system: billing
client: java
events: [{name: orders, key: order_id, rate: 20/s}]
consumers:
  - {name: billing, reads: [orders], processing: 10ms..20ms, limits: {mail: 5/s}}
";

#[test]
fn a_limit_that_what_was_watched_refutes_is_no_cause() {
    let diagnosis = WELL.described(ANSWERS);
    assert_eq!(ids(&diagnosis.causes), Vec::<&str>::new());
    assert_has(&find(&diagnosis.beside, "outside-limit-not-held").evidence, &["mail lets 5/s through", "20/s were"]);
    assert!(!ids(&diagnosis.beside).contains(&"lag-to-catch-up"), "20 records are a second of arrivals");
    let grows = Made { committed: |_, at| Some(900 + 2 * at), ..WELL }.described(ANSWERS);
    assert_eq!(grows.causes[0].id, "outside-limit-below-arrival");
}

#[test]
fn a_position_is_only_missed_where_records_arrive() {
    let without = Made { committed: |id, at| (id == 1).then_some(990 + 10 * at), ..WELL };
    let told = without.diagnosed();
    assert_has(&find(&told.causes, "no-committed-position").evidence, &["orders-0: records arrived"]);
    let quiet = Made { partition: |id, at| to(if id == 0 { 1000 } else { 1000 + 10 * at }), ..without }.diagnosed();
    assert_well(&quiet, "keeping-up");
    assert_has(&find(&quiet.beside, "no-position-yet").evidence, &["orders-0: records are there"]);
}
