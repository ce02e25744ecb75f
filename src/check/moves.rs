//! How a group moved in a topic between two looks.

use std::collections::BTreeMap;

use super::picture::{count, float, numbers, seen};
use super::since::{of, rate};
use crate::facts::{Facts, Id};
use crate::sources::cluster::Partition;

/// What a group has committed in a topic, and the partitions of that.
type Place<'a> = (&'a BTreeMap<i32, i64>, &'a [Partition]);

/// Where a group was in a topic at two looks, so many ms apart.
pub(super) struct Looks<'a> {
    pub now: Place<'a>,
    pub before: Place<'a>,
    pub apart: i64,
}

/// Adds how a group moved in a topic; `elsewhere` is whether the reader of a partition moved in another one meanwhile.
pub(super) fn add(facts: &mut Facts, at: Id, looks: &Looks, elsewhere: &dyn Fn(i32) -> bool) {
    let Looks { now, before, apart } = *looks;
    let lag = |(committed, partitions): Place| {
        let lag = |(number, offset): (&i32, &i64)| {
            let partition = of(partitions, *number)?;
            Some((partition.end? - (*offset).max(partition.start?)).max(0))
        };
        committed.iter().map(lag).sum::<Option<i64>>()
    };
    // In a partition that was added since it began at the beginning.
    let added = |number: &i32| of(before.1, *number).is_none().then_some(0);
    let earlier = |number: &i32| before.0.get(number).copied().or_else(|| added(number));
    let moves: Vec<(i32, i64)> =
        now.0.iter().filter_map(|(number, offset)| Some((*number, offset - earlier(number)?))).collect();
    let done: i64 = moves.iter().map(|(_, moved)| *moved).sum();
    let back: Vec<i32> = moves.iter().filter(|(_, moved)| *moved < 0).map(|(number, _)| *number).collect();
    if back.is_empty() {
        count(facts, at, "done", done);
        rate(facts, at, "reading", done, apart);
    }
    had_read(facts, at, now, before, &back);
    numbers(facts, at, "went_back", back);
    if moves.iter().any(|(_, moved)| *moved > 0) {
        seen(facts, at, "moves_on", true);
    }
    let (Some(lag_now), Some(lag_before)) = (lag(now), lag(before)) else { return };
    count(facts, at, "lag_before", lag_before);
    let still = |number: i32, moved: i64| {
        // What an open transaction holds back nobody can read; and the last offset may be the mark of one that has ended.
        let pending = |(committed, partitions): Place| {
            let partition = of(partitions, number)?;
            Some(*committed.get(&number)? + 1 < partition.stable.or(partition.end)?)
        };
        moved == 0 && pending(now) == Some(true) && pending(before) == Some(true)
    };
    let still = moves.iter().filter(|(number, moved)| still(*number, *moved)).map(|(number, _)| *number);
    // Clients hand out what they have fetched of one partition before that of the next.
    let (waits, still): (Vec<i32>, Vec<i32>) = still.partition(|number| elsewhere(*number));
    numbers(facts, at, "still", still);
    numbers(facts, at, "waits", waits);
    if lag_now < lag_before && apart > 0 {
        // What is left, at the speed with which it became less.
        let speed = float(lag_before - lag_now) / float(apart);
        seen(facts, at, "caught_up_in", float(lag_now) / speed);
    }
    let overtaken = moves.iter().filter_map(|(number, _)| overtaken(*number, now, before, apart));
    if let Some((left, number)) = overtaken.min_by(|(one, _), (other, _)| one.total_cmp(other)) {
        seen(facts, at, "overtaken_in", left);
        seen(facts, at, "overtaken_at", f64::from(number));
    }
}

/// What was deleted of partitions in which a position went back had been read, as far as the earlier position was.
fn had_read(facts: &mut Facts, at: Id, now: Place, before: Place, back: &[i32]) {
    let lost = |number: &i32| {
        let offset = *now.0.get(number)?;
        let reached = if back.contains(number) { offset.max(*before.0.get(number)?) } else { offset };
        let start = of(now.1, *number)?.start?;
        Some((*number, (start - reached).max(0), start > offset && start <= reached))
    };
    let there = now.0.keys().filter(|number| of(now.1, **number).is_some());
    let Some(all) = there.map(lost).collect::<Option<Vec<_>>>() else { return };
    count(facts, at, "lost", all.iter().map(|(_, lost, _)| *lost).sum());
    numbers(facts, at, "lost_in", all.iter().filter(|(_, lost, _)| *lost > 0).map(|(number, ..)| *number));
    let deleted = all.iter().filter(|(number, _, read)| *read && back.contains(number));
    numbers(facts, at, "back_to_deleted", deleted.map(|(number, ..)| *number));
}

/// How long it is until what is deleted reaches the position, if both go on as they did.
fn overtaken(number: i32, now: Place, before: Place, apart: i64) -> Option<(f64, i32)> {
    let room = |(committed, partitions): Place| {
        let (partition, offset) = (of(partitions, number)?, *committed.get(&number)?);
        (offset < partition.end?).then_some(offset - partition.start?)
    };
    let (left, had) = (room(now)?, room(before)?);
    // Deletion comes a segment at a time: without one in between nothing is known of its speed.
    let deleted = of(now.1, number)?.start? > of(before.1, number)?.start?;
    (deleted && apart > 0 && left > 0 && had > left).then(|| (float(left) * float(apart) / float(had - left), number))
}
