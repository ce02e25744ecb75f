//! What became of a cluster between two looks at it.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::{count, float, length, numbers, seen};
use super::positions::subject;
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Group, Partition, Snapshot, Topic};

/// Adds what two looks show and one does not.
pub(super) fn add(facts: &mut Facts, now: &Snapshot, before: &Snapshot) {
    let apart = now.taken - before.taken;
    if let Some(cluster) = facts.only("cluster") {
        count(facts, cluster, "apart", apart);
    }
    for topic in &now.topics {
        let Some(id) = facts.find("topic", &topic.name) else { continue };
        // One that was not asked for, or not shown, may have been there.
        let known = before.only_topics.is_none() && !before.lacks_topics();
        match before.topic(&topic.name) {
            Some(earlier) => {
                self::topic(facts, id, topic, earlier, apart);
                still_behind(facts, id, (now, topic), (before, earlier));
            }
            None if known => seen(facts, id, "new", true),
            None => {}
        }
    }
    for group in &now.groups {
        let Some(id) = facts.find("group", &group.name) else { continue };
        let Some(earlier) = before.groups.iter().find(|earlier| earlier.name == group.name) else { continue };
        self::group(facts, id, group, earlier, apart);
        for (name, committed) in group.committed.iter().flatten() {
            let Some(then) = earlier.committed.as_ref().and_then(|all| all.get(name)) else { continue };
            let Some(at) = facts.find("position", &format!("{}/{name}", group.name)) else { continue };
            let Some((topic, old)) = now.topic(name).zip(before.topic(name)) else { continue };
            position(facts, at, (committed, &topic.partitions), (then, &old.partitions), apart);
        }
    }
    forgotten(facts, now, before);
}

/// Records per second, where some time has passed.
fn rate(facts: &mut Facts, id: Id, fact: &str, records: i64, apart: i64) {
    if apart > 0 {
        seen(facts, id, fact, float(records) * 1000.0 / float(apart));
    }
}

fn of(partitions: &[Partition], number: i32) -> Option<&Partition> {
    partitions.iter().find(|partition| partition.id == number)
}

fn topic(facts: &mut Facts, id: Id, now: &Topic, before: &Topic, apart: i64) {
    let pairs = now.partitions.iter().filter_map(|one| Some((one, of(&before.partitions, one.id)?)));
    let arrived = || now.partitions.iter().map(|one| Some(one.end? - of(&before.partitions, one.id)?.end?));
    if let Some(arrived) = arrived().collect::<Option<Vec<i64>>>() {
        // An end that went back is another topic of the same name, or its log lost what only a dead leader had.
        let again = arrived.iter().any(|arrived| *arrived < 0);
        seen(facts, id, "made_anew", again);
        if !again {
            count(facts, id, "arrived", arrived.iter().sum());
            rate(facts, id, "arriving", arrived.iter().sum(), apart);
        }
    }
    let stuck = |one: &Partition, old: &Partition| {
        Some(one.stable? == old.stable? && one.stable? < one.end? && old.stable? < old.end?)
    };
    let stuck = pairs.filter(|(one, old)| stuck(one, old) == Some(true)).map(|(one, _)| one.id);
    numbers(facts, id, "stuck", stuck.collect::<Vec<_>>());
    length(facts, id, "partitions_before", before.partitions.len());
}

/// The copies that were out of step at both looks, although their brokers were there.
fn still_behind(facts: &mut Facts, id: Id, now: (&Snapshot, &Topic), before: (&Snapshot, &Topic)) {
    let then: BTreeSet<(i32, i32)> = slow_copies(before.0, before.1).collect();
    let still: BTreeSet<(i32, i32)> = slow_copies(now.0, now.1).filter(|copy| then.contains(copy)).collect();
    let partitions: BTreeSet<i32> = still.iter().map(|(partition, _)| *partition).collect();
    numbers(facts, id, "still_behind", partitions);
    let brokers: BTreeSet<i32> = still.iter().map(|(_, broker)| *broker).collect();
    numbers(facts, id, "still_behind_on", brokers);
}

/// Each copy that is not in step although its broker is there, as partition and broker.
fn slow_copies<'s>(snapshot: &'s Snapshot, topic: &'s Topic) -> impl Iterator<Item = (i32, i32)> + 's {
    topic.partitions.iter().flat_map(|one| {
        let missing = one.replicas.iter().filter(|broker| !one.isr.contains(broker));
        let there = missing.filter(|broker| snapshot.brokers.iter().any(|known| known.id == **broker));
        there.map(|broker| (one.id, *broker))
    })
}

fn group(facts: &mut Facts, id: Id, now: &Group, before: &Group, apart: i64) {
    if let Some(state) = &before.state {
        seen(facts, id, "state_before", state.as_str());
    }
    let empty = |group: &Group| group.members.as_ref().is_some_and(Vec::is_empty);
    // Had anybody read meanwhile, something would be committed otherwise.
    if empty(now) && empty(before) && now.committed.is_some() && now.committed == before.committed {
        count(facts, id, "empty_for", apart);
    }
    if let (Some(now), Some(before)) = (&now.members, &before.members) {
        length(facts, id, "members_before", before.len());
        let stayed = |client: &String| now.iter().any(|member| member.client == *client);
        let left = before.iter().filter(|member| !stayed(&member.client)).count();
        length(facts, id, "members_left", left);
    }
}

type Place<'a> = (&'a BTreeMap<i32, i64>, &'a [Partition]);

fn position(facts: &mut Facts, at: Id, now: Place, before: Place, apart: i64) {
    let lag = |(committed, partitions): Place| {
        let lag = |(number, offset): (&i32, &i64)| {
            let partition = of(partitions, *number)?;
            Some((partition.end? - (*offset).max(partition.start?)).max(0))
        };
        committed.iter().map(lag).sum::<Option<i64>>()
    };
    let moves: Vec<(i32, i64)> =
        now.0.iter().filter_map(|(number, offset)| Some((*number, offset - before.0.get(number)?))).collect();
    let done: i64 = moves.iter().map(|(_, moved)| *moved).sum();
    let back: Vec<i32> = moves.iter().filter(|(_, moved)| *moved < 0).map(|(number, _)| *number).collect();
    if back.is_empty() {
        count(facts, at, "done", done);
        rate(facts, at, "reading", done, apart);
    }
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
    numbers(facts, at, "still", still.collect::<Vec<_>>());
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

/// What had been committed and is no longer, of groups that could be looked at both times.
fn forgotten(facts: &mut Facts, now: &Snapshot, before: &Snapshot) {
    if now.lacks_groups() || now.only_groups != before.only_groups {
        return;
    }
    for earlier in &before.groups {
        let later = now.groups.iter().find(|group| group.name == earlier.name);
        let kept = match later {
            None => None,
            Some(later) => match &later.committed {
                Some(committed) => Some(committed),
                None => continue,
            },
        };
        for (name, then) in earlier.committed.iter().flatten() {
            // With its topic a position goes too.
            if now.topic(name).is_none() {
                continue;
            }
            let kept = kept.and_then(|kept| kept.get(name));
            let lost = then.keys().filter(|number| !kept.is_some_and(|kept| kept.contains_key(number)));
            let lost: Vec<i32> = lost.copied().collect();
            if !lost.is_empty() {
                let known = facts.find("position", &format!("{}/{name}", earlier.name));
                let at = known.unwrap_or_else(|| subject(facts, &earlier.name, name));
                numbers(facts, at, "forgotten", lost);
            }
        }
    }
}
