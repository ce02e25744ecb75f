//! Where groups are in the topics.

use std::collections::BTreeMap;

use super::picture::{ByName, count, float, length, numbers, seen};
use super::times::{Age, waiting};
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Group, Partition, Snapshot, Topic};

/// A partition in which a group has committed a position.
#[derive(Clone, Copy)]
struct At {
    partition: i32,
    offset: i64,
    start: i64,
    end: i64,
}

impl At {
    fn lag(self) -> i64 {
        (self.end - self.offset.max(self.start)).max(0)
    }

    fn lost(self) -> i64 {
        (self.start - self.offset).max(0)
    }

    /// How far it is from what is deleted next, as a share of what is there; none where nothing was deleted yet, or nothing
    /// is left to read.
    fn margin(self) -> Option<f64> {
        let deleting = self.start > 0 && self.offset < self.end && self.end > self.start;
        deleting.then(|| float((self.offset - self.start).max(0)) / float(self.end - self.start))
    }
}

/// What a group has before it, in all its topics.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// Records that it has still to read.
    pub lag: i64,
    /// Those of them that are in topics of which a member is assigned something.
    pub read: i64,
    /// Records that were deleted before it had read them.
    pub lost: i64,
}

/// Adds where the group is in each topic, and gives what it has before it; none where that is not known of all of them.
pub(super) fn add(facts: &mut Facts, snapshot: &Snapshot, topics: &ByName, group: &Group, of: Id) -> Option<Sums> {
    let mut sums = group.committed.is_some().then(Sums::default);
    let mut age = group.committed.is_some().then_some(Age::NONE);
    for (name, committed) in group.committed.iter().flatten() {
        let at = subject(facts, &group.name, name);
        facts.relate(at, "group", of);
        if let Some(topic) = topics.get(name.as_str()) {
            facts.relate(at, "topic", *topic);
        }
        if let Some(members) = &group.members {
            length(facts, at, "members", members.len());
            let assigned = members.iter().filter_map(|member| member.assigned.get(name)).map(Vec::len);
            length(facts, at, "assigned", assigned.sum());
        }
        seen(facts, at, "moves_on", false);
        let topic = snapshot.topic(name);
        // A topic that was not asked for is not missing, nor is one of which brokers would not tell.
        if snapshot.only_topics.is_none() && !snapshot.lacks_topics() {
            seen(facts, at, "topic_there", topic.is_some());
        }
        let Some(topic) = topic else {
            (sums, age) = (None, None);
            continue;
        };
        let there = |number: &i32| topic.partitions.iter().any(|partition| partition.id == *number);
        numbers(facts, at, "gone", committed.keys().copied().filter(|number| !there(number)));
        let own = position(facts, at, committed, &topic.partitions, snapshot.taken);
        let own_age = waiting_in(committed, &topic.partitions, snapshot.taken);
        if let Some(own_age) = own_age {
            own_age.record(facts, at);
        }
        age = age.zip(own_age).map(|(age, own)| age.max(own));
        let is_read = group.members.iter().flatten().any(|member| member.assigned.contains_key(name));
        sums = sums.zip(own).map(|(sums, (lag, lost))| Sums {
            lag: sums.lag + lag,
            read: sums.read + if is_read { lag } else { 0 },
            lost: sums.lost + lost,
        });
        if let Some((lag, _)) = own.filter(|(_, lost)| *lost > 0) {
            let age = own_age.filter(|_| lag > 0);
            seen(facts, at, "deleted_by", deleted_by(snapshot, topic, age).join(" and ").as_str());
        }
    }
    if let Some(age) = age {
        age.record(facts, of);
    }
    sums
}

/// The retention settings that may have deleted what a group had not read. After what goes by its age comes what is nearly
/// as old, which is of `oldest`: where that is far younger than the retention, it was not by age.
fn deleted_by(snapshot: &Snapshot, topic: &Topic, oldest: Option<Age>) -> Vec<&'static str> {
    let value = |key: &str| snapshot.topic_setting(topic, key).and_then(|setting| setting.value.as_deref());
    if value("cleanup.policy").is_some_and(|policy| !policy.contains("delete")) {
        return Vec::new();
    }
    let number = |key: &str| value(key).and_then(|value| value.parse::<i64>().ok());
    let young = |kept: i64| oldest.and_then(|age| age.most).is_some_and(|most| most < kept / 2);
    // What is not shown may be anything.
    let by_age = number("retention.ms").is_none_or(|kept| kept >= 0 && !young(kept));
    let by_size = number("retention.bytes").is_none_or(|kept| kept >= 0);
    [("retention.ms", by_age), ("retention.bytes", by_size)]
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(key, _)| key)
        .collect()
}

/// The subject of a group's place in a topic.
pub(super) fn subject(facts: &mut Facts, group: &str, topic: &str) -> Id {
    let at = facts.add("position", &format!("{group}/{topic}"), "");
    seen(facts, at, "group_name", group);
    seen(facts, at, "topic_name", topic);
    at
}

/// Adds where it is in one topic, and gives the records that it has still to read there, and those that it has lost.
fn position(
    facts: &mut Facts,
    at: Id,
    committed: &BTreeMap<i32, i64>,
    partitions: &[Partition],
    now: i64,
) -> Option<(i64, i64)> {
    let known = committed.iter().filter_map(|(number, offset)| {
        let partition = partitions.iter().find(|partition| partition.id == *number)?;
        Some((*number, *offset, partition))
    });
    // A partition that is gone has no records; one that nobody leads has, and they are not known.
    let known: Option<Vec<At>> =
        known.map(|(partition, offset, of)| Some(At { partition, offset, start: of.start?, end: of.end? })).collect();
    let known = known?;
    let lag: i64 = known.iter().map(|at| at.lag()).sum();
    count(facts, at, "lag", lag);
    let lost = known.iter().map(|at| at.lost()).sum();
    count(facts, at, "lost", lost);
    let such = |is: &dyn Fn(&At) -> bool| known.iter().filter(|at| is(at)).map(|at| at.partition).collect::<Vec<_>>();
    numbers(facts, at, "lost_in", such(&|at| at.lost() > 0));
    numbers(facts, at, "beyond", such(&|at| at.offset > at.end));
    length(facts, at, "partitions", known.len());
    if let Some(worst) = known.iter().max_by_key(|at| (at.lag(), -at.partition)) {
        seen(facts, at, "worst", f64::from(worst.partition));
        count(facts, at, "worst_lag", worst.lag());
    }
    // What is deleted already is what another fact says.
    let margins = known.iter().filter(|at| at.lost() == 0).filter_map(|at| Some((at.margin()?, at)));
    if let Some((margin, nearest)) = margins.min_by(|(one, _), (other, _)| one.total_cmp(other)) {
        seen(facts, at, "margin", margin);
        seen(facts, at, "margin_in", f64::from(nearest.partition));
        count(facts, at, "margin_lag", nearest.lag());
        let partition = partitions.iter().find(|partition| partition.id == nearest.partition);
        if let Some(age) = partition.and_then(|partition| waiting(partition, nearest.offset, now)) {
            count(facts, at, "margin_waiting", age.least);
        }
    }
    Some((lag, lost))
}

/// The greatest age of what waits in the partitions that are there; none where it is not known of all of them.
fn waiting_in(committed: &BTreeMap<i32, i64>, partitions: &[Partition], now: i64) -> Option<Age> {
    let there = |number: &i32| partitions.iter().find(|partition| partition.id == *number);
    let all = committed.iter().filter_map(|(number, offset)| Some((there(number)?, *offset)));
    all.map(|(partition, offset)| waiting(partition, offset, now)).try_fold(Age::NONE, |age, own| Some(age.max(own?)))
}
