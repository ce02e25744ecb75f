//! What became of a cluster between two looks at it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::moves::Looks;
use super::picture::{count, float, length, numbers, seen, texts};
use super::settings::changes;
use super::{gone, moves};
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Group, Member, Partition, Snapshot, Source, Topic};

/// Adds what two looks show and one does not.
pub(super) fn add(facts: &mut Facts, now: &Snapshot, before: &Snapshot) {
    let apart = now.taken - before.taken;
    if let Some(cluster) = facts.only("cluster") {
        count(facts, cluster, "apart", apart);
        gone::topics(facts, cluster, now, before);
    }
    let topics = facts.named("topic");
    for topic in &now.topics {
        let Some(id) = topics.get(topic.name.as_str()).copied() else { continue };
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
    let (groups, positions) = (facts.named("group"), facts.named("position"));
    let earlier: HashMap<&str, &Group> = before.groups.iter().map(|group| (group.name.as_str(), group)).collect();
    for group in &now.groups {
        let Some(id) = groups.get(group.name.as_str()).copied() else { continue };
        let Some(earlier) = earlier.get(group.name.as_str()) else { continue };
        self::group(facts, id, group, earlier, apart);
        for (name, committed) in group.committed.iter().flatten() {
            let Some(then) = earlier.committed.as_ref().and_then(|all| all.get(name)) else { continue };
            let Some(at) = positions.get(format!("{}/{name}", group.name).as_str()).copied() else { continue };
            let Some((topic, old)) = now.topic(name).zip(before.topic(name)) else { continue };
            let looks = Looks { now: (committed, &topic.partitions), before: (then, &old.partitions), apart };
            moves::add(facts, at, &looks, &|number| moves_elsewhere(group, earlier, (name, number)));
        }
    }
    settings(facts, now, before, &topics);
    gone::positions(facts, now, before, &topics);
}

/// Whether the member that is assigned a partition has moved on in another one, or begun there.
fn moves_elsewhere(now: &Group, before: &Group, (topic, number): (&str, i32)) -> bool {
    let of = |group: &Group, (topic, number): (&str, i32)| {
        group.committed.as_ref().and_then(|all| all.get(topic)).and_then(|all| all.get(&number)).copied()
    };
    let holds = |member: &&Member| member.assigned.get(topic).is_some_and(|all| all.contains(&number));
    let Some(owner) = now.members.iter().flatten().find(holds) else { return false };
    let all = owner.assigned.iter().flat_map(|(name, all)| all.iter().map(move |number| (name.as_str(), *number)));
    let mut others = all.filter(|place| *place != (topic, number));
    before.committed.is_some() && others.any(|place| of(now, place) > of(before, place))
}

/// The settings of topics and brokers that somebody changed.
fn settings(facts: &mut Facts, now: &Snapshot, before: &Snapshot, topics: &HashMap<Arc<str>, Id>) {
    for topic in &now.topics {
        let both = topic.config.as_ref().zip(before.topic(&topic.name).and_then(|earlier| earlier.config.as_ref()));
        let Some((id, (new, old))) = topics.get(topic.name.as_str()).copied().zip(both) else { continue };
        let changed = changes((new, &now.topic_config), (old, &before.topic_config), &[Source::Topic]);
        texts(facts, id, "changed", changed);
    }
    for broker in &now.brokers {
        let earlier = before.brokers.iter().find(|earlier| earlier.id == broker.id);
        let both = broker.config.as_ref().zip(earlier.and_then(|earlier| earlier.config.as_ref()));
        let Some((id, (new, old))) = facts.find("broker", &broker.id.to_string()).zip(both) else { continue };
        let changed = changes(
            (new, &now.broker_config),
            (old, &before.broker_config),
            &[Source::Broker, Source::Cluster, Source::File],
        );
        texts(facts, id, "changed", changed);
    }
}

/// Records per second, where some time has passed.
pub(super) fn rate(facts: &mut Facts, id: Id, fact: &str, records: i64, apart: i64) {
    if apart > 0 {
        seen(facts, id, fact, float(records) * 1000.0 / float(apart));
    }
}

pub(super) fn of(partitions: &[Partition], number: i32) -> Option<&Partition> {
    partitions.iter().find(|partition| partition.id == number)
}

fn topic(facts: &mut Facts, id: Id, now: &Topic, before: &Topic, apart: i64) {
    let pairs = || now.partitions.iter().filter_map(|one| Some((one, of(&before.partitions, one.id)?)));
    // An end that went back is another topic of the same name, or its log lost what only a dead leader had; and Kafka takes
    // no partition away.
    let fewer = before.partitions.iter().any(|old| of(&now.partitions, old.id).is_none());
    let again = fewer || pairs().any(|(one, old)| one.end.zip(old.end).is_some_and(|(end, earlier)| end < earlier));
    // All of what is in a partition that was added came since.
    let arrived = |one: &Partition| Some(one.end? - of(&before.partitions, one.id).map_or(Some(0), |old| old.end)?);
    let arrived = now.partitions.iter().map(arrived).sum::<Option<i64>>();
    if again {
        seen(facts, id, "made_anew", true);
    } else if let Some(arrived) = arrived {
        seen(facts, id, "made_anew", false);
        count(facts, id, "arrived", arrived);
        rate(facts, id, "arriving", arrived, apart);
    }
    let stuck = |one: &Partition, old: &Partition| {
        Some(one.stable? == old.stable? && one.stable? < one.end? && old.stable? < old.end?)
    };
    let stuck = pairs().filter(|(one, old)| stuck(one, old) == Some(true)).map(|(one, _)| one.id);
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
        seen(facts, id, "stopped", now.is_empty() && !before.is_empty());
        let stayed = |client: &String| now.iter().any(|member| member.client == *client);
        let left = before.iter().filter(|member| !stayed(&member.client)).count();
        length(facts, id, "members_left", left);
    }
}
