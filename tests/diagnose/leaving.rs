//! Groups whose members leave, and partitions that nobody has or that no member gets past.

use kskill::finding::Confidence;

use super::made::{Made, Seen, WELL, to};
use super::{assert_has, find, ids};

fn both() -> Vec<Seen> {
    vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])]
}

/// Both leave after 12 s, and nothing is committed from then on.
const LEFT: Made = Made {
    length: 50,
    committed: |_, at| Some(990 + 10 * at.min(12)),
    members: |at| if at < 12 { both() } else { vec![] },
    state: |at| if at < 12 { "Stable" } else { "Empty" },
    ..WELL
};

#[test]
fn a_group_that_all_members_leave_is_read_by_nobody() {
    let diagnosis = LEFT.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["all-members-left"]);
    assert_eq!(ids(&diagnosis.harmless), Vec::<&str>::new());
    let left = &diagnosis.causes[0];
    assert_eq!(
        (left.title.as_str(), left.confidence),
        ("all members left 12 s into the watch: nobody reads", Confidence::High)
    );
    assert_has(&left.evidence, &["2 members left", "20/s go on arriving"]);
    let soon = Made { length: 20, ..LEFT }.diagnosed();
    assert_eq!(soon.causes[0].confidence, Confidence::Medium);
    assert_has(&soon.causes[0].evidence, &["a restart looks the same until it is over"]);
}

#[test]
fn a_group_that_is_read_on_is_not_left() {
    let told = |made: &Made| ids(&made.diagnosed().causes).contains(&"all-members-left");
    // Somebody goes on by assign().
    assert!(!told(&Made { committed: WELL.committed, ..LEFT }));
    // They are back at the end, or gone for so short that a restart is likelier.
    assert!(!told(&Made { members: |at| if (12..40).contains(&at) { vec![] } else { both() }, ..LEFT }));
    assert!(!told(&Made { length: 15, ..LEFT }));
    // Nothing is left to do.
    assert!(!told(&Made { partition: |_, at| to(990 + 10 * at.min(12)), ..LEFT }));
}

#[test]
fn what_awaits_its_turn_has_a_member() {
    let queued = Made {
        partition: |_, at| to(10_000 + 10 * at),
        committed: |id, at| Some(if id == 0 { 1000 + 100 * (at / 5 * 5) } else { 75 }),
        members: |_| vec![("a-1", "a", vec![0, 1])],
        ..WELL
    };
    assert_eq!(ids(&queued.diagnosed().beside), ["partition-awaits-turn"]);
    let left = Made { members: |at| if at < 25 { vec![("a-1", "a", vec![0, 1])] } else { vec![] }, ..queued };
    assert!(!ids(&left.diagnosed().beside).contains(&"partition-awaits-turn"));
}

/// The member ends at offset 58 of the second partition, again and again.
const POISON: Made = Made {
    length: 60,
    committed: |id, at| Some(if id == 0 { 900 + 10 * (at / 4 * 4) } else { 58 }),
    members: |at| match at {
        0..12 => vec![("a-1", "a", vec![0, 1])],
        12..15 | 30..33 => vec![],
        15..30 => vec![("a-2", "a", vec![0, 1])],
        _ => vec![("a-3", "a", vec![0, 1])],
    },
    state: |at| if matches!(at, 12..15 | 30..33) { "Empty" } else { "Stable" },
    ..WELL
};

#[test]
fn a_record_that_ends_every_member_is_named() {
    let diagnosis = POISON.diagnosed();
    assert_eq!(ids(&diagnosis.causes)[..2], ["record-fails-in-a-loop", "rebalance-loop"]);
    let named = &diagnosis.causes[0];
    assert_eq!(named.confidence, Confidence::Medium);
    assert_has(
        &named.evidence,
        &["orders-1 at offset 58: ", "2 members left and 2 came back", "other partitions moved on"],
    );
    let first = &named.remedies[0].action;
    assert_has(std::slice::from_ref(first), &["--topic orders --partition 1 --offset 58 --max-messages 1"]);
    assert_has(&named.will_not_help, &["group.instance.id"]);
    // Both times the group was given everything anew, and nobody paused for it.
    assert_eq!(diagnosis.seen.rebalances, Some(2.0));
    assert!(!ids(&diagnosis.causes).contains(&"eager-assignor"));
    let short = Made { length: 40, ..POISON }.diagnosed();
    assert_eq!(find(&short.causes, "record-fails-in-a-loop").confidence, Confidence::Context);
}

#[test]
fn one_restart_without_static_members_is_not_blamed_for_a_record_that_fails() {
    let once = Made {
        members: |at| match at {
            0..12 => vec![("a-1", "a", vec![0, 1])],
            12..15 => vec![],
            _ => vec![("a-2", "a", vec![0, 1])],
        },
        state: |at| if matches!(at, 12..15) { "Empty" } else { "Stable" },
        ..POISON
    };
    let causes = once.diagnosed().causes;
    assert_eq!(causes[0].id, "record-fails-in-a-loop");
    assert!(!ids(&causes).contains(&"restarts-without-static-members"), "{:?}", ids(&causes));
}

#[test]
fn a_loop_that_gets_nowhere_or_everywhere_names_no_record() {
    let named = |made: &Made| ids(&made.diagnosed().causes).contains(&"record-fails-in-a-loop");
    assert!(named(&Made { committed: |id, _| (id == 1).then_some(58), ..POISON }), "no other has a position yet");
    assert!(!named(&Made { committed: |_, _| Some(58), ..POISON }), "all stand: the loop is late");
    assert!(!named(&Made { committed: |_, at| Some(900 + 10 * (at / 4 * 4)), ..POISON }));
    let stays = Made { members: |_| vec![("a-1", "a", vec![0, 1])], state: |_| "Stable", ..POISON };
    assert_eq!(ids(&stays.diagnosed().causes), ["stuck-partition"], "nobody comes and goes");
}

/// All wait for the member at work.
const WAITING: Made = Made {
    committed: |_, at| Some(500 + 3 * at),
    members: |_| vec![("a-1", "a", vec![0, 1]), ("b-1", "b", vec![])],
    state: |_| "PreparingRebalance",
    ..WELL
};

#[test]
fn a_group_that_is_hardly_ever_settled_and_falls_behind_is_told() {
    for made in [WAITING, Made { state: |_| "Reconciling", ..WAITING }] {
        let diagnosis = made.diagnosed();
        assert_eq!(ids(&diagnosis.causes), ["seldom-settled"]);
        assert_has(&diagnosis.causes[0].evidence, &["in 100 % of the pictures", "20/s arrive and 6/s are committed"]);
    }
    let told = |made: Made| ids(&made.diagnosed().causes).contains(&"seldom-settled");
    assert!(!told(Made { state: |_| "Stable", ..WAITING }));
    assert!(!told(Made { committed: WELL.committed, ..WAITING }), "it keeps up all the same");
}

#[test]
fn a_partition_that_nobody_has_is_not_called_stuck() {
    let unowned = Made {
        partitions: 3,
        partition: |_, at| to(1000 + 10 * at),
        committed: |id, at| Some(if id == 2 { 900 } else { 990 + 10 * at }),
        ..WELL
    };
    let diagnosis = unowned.diagnosed();
    assert_eq!(ids(&diagnosis.causes), ["partition-without-reader"]);
    let cause = find(&diagnosis.causes, "partition-without-reader");
    assert_has(&cause.evidence, &["orders-2: no member is assigned it", "400 records wait there"]);
    let owned = Made { members: |_| vec![("a-1", "a", vec![0, 2]), ("b-1", "b", vec![1])], ..unowned };
    assert_eq!(ids(&owned.diagnosed().causes), ["stuck-partition"]);
}
