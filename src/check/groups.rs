//! What a snapshot shows of groups of consumers.

use std::collections::BTreeMap;

use super::picture::{ByName, count, numbers, seen};
use super::times::{Age, waiting};
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Group, Partition, Snapshot};

/// Adds the groups and where they are in the topics.
pub(super) fn add(facts: &mut Facts, snapshot: &Snapshot, topics: &ByName) {
    for group in &snapshot.groups {
        let id = facts.add("group", &group.name, "");
        if let Some(state) = &group.state {
            seen(facts, id, "state", state.as_str());
        }
        if let Some(members) = &group.members {
            let idle = members.iter().filter(|member| member.assigned.is_empty()).count();
            let assigned = members.iter().flat_map(|member| member.assigned.values().map(Vec::len)).sum();
            for (fact, number) in [("members", members.len()), ("idle", idle), ("assigned", assigned)] {
                count(facts, id, fact, i64::try_from(number).unwrap_or(i64::MAX));
            }
        }
        let lags = positions(facts, snapshot, topics, group, id);
        if let Some(lag) = lags {
            count(facts, id, "lag", lag);
        }
    }
}

/// Adds where the group is in each topic, and gives the records that it has still to read; none where that is not known of
/// all of them.
fn positions(facts: &mut Facts, snapshot: &Snapshot, topics: &ByName, group: &Group, of: Id) -> Option<i64> {
    let mut lag = group.committed.is_some().then_some(0);
    let mut age = group.committed.is_some().then_some(Age::NONE);
    for (name, committed) in group.committed.iter().flatten() {
        let at = facts.add("position", &format!("{}/{name}", group.name), "");
        facts.relate(at, "group", of);
        seen(facts, at, "group_name", group.name.as_str());
        seen(facts, at, "topic_name", name.as_str());
        if let Some(topic) = topics.get(name.as_str()) {
            facts.relate(at, "topic", *topic);
        }
        let found = snapshot.topics.binary_search_by(|topic| topic.name.as_str().cmp(name));
        let Some(topic) = found.ok().map(|at| &snapshot.topics[at]) else {
            (lag, age) = (None, None);
            continue;
        };
        let own = position(facts, at, committed, &topic.partitions);
        let waiting = waiting_in(committed, &topic.partitions, snapshot.taken);
        if let Some(waiting) = waiting {
            waiting.record(facts, at);
        }
        age = age.zip(waiting).map(|(age, own)| age.max(own));
        lag = lag.zip(own).map(|(sum, own)| sum + own);
        if let Some(members) = &group.members {
            count(facts, at, "members", i64::try_from(members.len()).unwrap_or(i64::MAX));
        }
    }
    if let Some(age) = age {
        age.record(facts, of);
    }
    lag
}

/// The greatest age of what waits in the partitions; none where it is not known of all of them.
fn waiting_in(committed: &BTreeMap<i32, i64>, partitions: &[Partition], now: i64) -> Option<Age> {
    committed.iter().try_fold(Age::NONE, |age, (number, offset)| {
        let partition = partitions.iter().find(|partition| partition.id == *number)?;
        Some(age.max(waiting(partition, *offset, now)?))
    })
}

fn position(facts: &mut Facts, at: Id, committed: &BTreeMap<i32, i64>, partitions: &[Partition]) -> Option<i64> {
    let of = |number: i32| partitions.iter().find(|partition| partition.id == number);
    let known: Option<Vec<(i32, i64, i64, i64)>> = committed
        .iter()
        .map(|(number, offset)| {
            let partition = of(*number)?;
            Some((*number, *offset, partition.start?, partition.end?))
        })
        .collect();
    let known = known?;
    let lag = known.iter().map(|(_, offset, start, end)| (end - offset.max(start)).max(0)).sum();
    let lost: i64 = known.iter().map(|(_, offset, start, _)| (start - offset).max(0)).sum();
    count(facts, at, "lag", lag);
    count(facts, at, "lost", lost);
    let such = |is: &dyn Fn(i64, i64, i64) -> bool| {
        let such = known.iter().filter(|(_, offset, start, end)| is(*offset, *start, *end));
        such.map(|(number, ..)| *number).collect::<Vec<_>>()
    };
    numbers(facts, at, "lost_in", such(&|offset, start, _| offset < start));
    numbers(facts, at, "beyond", such(&|offset, _, end| offset > end));
    Some(lag)
}
