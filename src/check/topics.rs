//! What a snapshot shows of topics.

use std::collections::{BTreeSet, HashMap};

use super::picture::{ByName, Reader, count, float, length, numbers, seen};
use super::{samples, settings};
use crate::facts::{Facts, Id, Value};
use crate::knowledge::at_least;
use crate::sources::cluster::{Partition, Snapshot, Source, Topic};

/// Adds the topics.
pub(super) fn add<'s>(reader: &mut Reader<'s>, facts: &mut Facts, snapshot: &'s Snapshot, cluster: Id) -> ByName<'s> {
    let zones = Zones::of(snapshot);
    let there: BTreeSet<i32> = snapshot.brokers.iter().map(|broker| broker.id).collect();
    let reading = readers(snapshot);
    // Whatever brokers share, any of them tells: what they do not share is said of the cluster.
    let teller = snapshot.brokers.iter().find(|broker| broker.config.is_some());
    let teller = teller.and_then(|broker| facts.find("broker", &broker.id.to_string()));
    let beyond = beyond(facts, cluster);
    let mut by_name = HashMap::new();
    for topic in &snapshot.topics {
        let id = facts.add("topic", &topic.name, "");
        by_name.insert(topic.name.as_str(), id);
        facts.relate(id, "seen_in", cluster);
        if let Some(teller) = teller {
            facts.relate(id, "broker", teller);
        }
        let given = |_: &str, source: Source| source == Source::Topic;
        reader.configure(facts, id, |key| snapshot.topic_setting(topic, key), given);
        if let Some(beyond) = &beyond {
            seen(facts, id, "insync_beyond", *beyond);
        }
        copies(facts, id, topic, &there);
        zones.add(facts, id, topic);
        records(facts, id, topic);
        samples::add(facts, id, snapshot, &topic.name);
        seen(facts, id, "internal", topic.name.starts_with("__"));
        seen(facts, id, "designed", false);
        if let Some(reading) = &reading {
            length(facts, id, "reading", reading.get(topic.name.as_str()).map_or(0, BTreeSet::len));
        }
    }
    if let Some(reading) = &reading {
        settings::short_retention(facts, cluster, snapshot, |name| reading.contains_key(name));
    }
    by_name
}

/// What brokers of this version do where more copies are to be in step than there are; none where the version is open.
fn beyond(facts: &Facts, cluster: Id) -> Option<&'static str> {
    const SINCE: &str = "3.7";
    let version = |fact: &str| facts.value(cluster, fact).and_then(Value::as_text);
    if version("version_least").is_some_and(|least| at_least(least, SINCE)) {
        return Some("lowered");
    }
    version("version_below").is_some_and(|below| at_least(SINCE, below)).then_some("refused")
}

/// The groups that have committed a position in each topic or are assigned some of it; none where one that could not be
/// looked at may read any.
fn readers(snapshot: &Snapshot) -> Option<HashMap<&str, BTreeSet<&str>>> {
    if snapshot.only_groups.is_some() || snapshot.lacks_readers() {
        return None;
    }
    let mut reading: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for group in &snapshot.groups {
        let committed = group.committed.as_ref()?.keys();
        let assigned = group.members.iter().flatten().flat_map(|member| member.assigned.keys());
        for topic in committed.chain(assigned) {
            reading.entry(topic).or_default().insert(&group.name);
        }
    }
    Some(reading)
}

/// The numbers of the partitions that are such.
fn such(topic: &Topic, is: impl Fn(&Partition) -> bool) -> Vec<i32> {
    topic.partitions.iter().filter(|partition| is(partition)).map(|partition| partition.id).collect()
}

fn copies(facts: &mut Facts, id: Id, topic: &Topic, there: &BTreeSet<i32>) {
    let sizes = || topic.partitions.iter().map(|partition| partition.replicas.len());
    length(facts, id, "partitions", topic.partitions.len());
    for (fact, number) in [("replication_factor", sizes().max()), ("fewest_replicas", sizes().min())] {
        if let Some(number) = number {
            length(facts, id, fact, number);
        }
    }
    let behind = |partition: &Partition| partition.isr.len() < partition.replicas.len();
    let missing = |partition: &Partition| {
        let missing = partition.replicas.iter().copied().filter(|broker| !partition.isr.contains(broker));
        missing.collect::<Vec<_>>()
    };
    numbers(facts, id, "offline", such(topic, |partition| partition.leader.is_none()));
    let waiting = topic.partitions.iter().filter(|partition| partition.leader.is_none());
    numbers(facts, id, "offline_on", waiting.flat_map(|one| one.replicas.iter().copied()).collect::<BTreeSet<_>>());
    numbers(facts, id, "behind", such(topic, behind));
    numbers(facts, id, "behind_on", topic.partitions.iter().flat_map(missing).collect::<BTreeSet<_>>());
    let slow = |partition: &Partition| missing(partition).iter().any(|broker| there.contains(broker));
    numbers(facts, id, "slow", such(topic, slow));
    let late = topic.partitions.iter().flat_map(missing).filter(|broker| there.contains(broker));
    numbers(facts, id, "slow_on", late.collect::<BTreeSet<_>>());
    let alone = |partition: &Partition| partition.replicas.len() > 1 && partition.isr.len() == 1;
    numbers(facts, id, "alone", such(topic, |partition| alone(partition) && partition.leader.is_some()));
    let away =
        |partition: &Partition| partition.leader.is_some_and(|leader| partition.replicas.first() != Some(&leader));
    numbers(facts, id, "moved", such(topic, away));
    let leaders: BTreeSet<i32> = topic.partitions.iter().filter_map(|partition| partition.leader).collect();
    let holders: BTreeSet<i32> = topic.partitions.iter().flat_map(|one| one.replicas.iter().copied()).collect();
    length(facts, id, "leading", leaders.len());
    length(facts, id, "holding", holders.intersection(there).count());
    if let Some(leader) = leaders.first().filter(|_| leaders.len() == 1) {
        seen(facts, id, "leader", f64::from(*leader));
    }
    if let Some(Value::Number(least)) = facts.value(id, "min_insync_replicas").cloned() {
        // Since 3.7 brokers ask for no more copies than there are. Older ones refuse all sends where more are asked for,
        // which another rule says: with a copy missing none takes any.
        let asked = |partition: &Partition| least.min(size(&partition.replicas));
        let is_below = |one: &Partition| one.leader.is_some() && size(&one.isr) < asked(one);
        numbers(facts, id, "below_min_insync", such(topic, is_below));
        let fewest = topic.partitions.iter().filter(|one| is_below(one)).map(|one| size(&one.isr)).reduce(f64::min);
        if let Some(fewest) = fewest {
            seen(facts, id, "in_step_fewest", fewest);
        }
        // As many as there are is more than can be there with one broker away.
        let spared = topic.partitions.iter().map(|one| size(&one.replicas) - 1.0).reduce(f64::min);
        let spared = spared.filter(|spared| *spared >= 1.0 && least > *spared && fewest >= Some(*spared));
        seen(facts, id, "insync_restoring", spared.filter(|_| fewest.is_some()).unwrap_or(0.0));
    }
}

fn size(brokers: &[i32]) -> f64 {
    float(i64::try_from(brokers.len()).unwrap_or(i64::MAX))
}

/// In which zones brokers are.
struct Zones<'s> {
    of: HashMap<i32, &'s str>,
    all: usize,
}

impl<'s> Zones<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        let of: HashMap<i32, &str> =
            snapshot.brokers.iter().filter_map(|broker| Some((broker.id, broker.rack.as_deref()?))).collect();
        let all = of.values().collect::<BTreeSet<_>>().len();
        Self { of, all }
    }

    /// Over how many zones a partition spreads; none where a copy is on a broker that is gone, or has no rack: it may be
    /// anywhere.
    fn spread(&self, partition: &Partition) -> Option<usize> {
        let at: Option<BTreeSet<&str>> = partition.replicas.iter().map(|broker| self.of.get(broker).copied()).collect();
        Some(at?.len())
    }

    fn add(&self, facts: &mut Facts, id: Id, topic: &Topic) {
        let one =
            |partition: &Partition| self.all > 1 && partition.replicas.len() > 1 && self.spread(partition) == Some(1);
        numbers(facts, id, "one_zone", such(topic, one));
        let could = |partition: &Partition| partition.replicas.len().min(self.all);
        let crowded = |partition: &Partition| self.spread(partition).is_some_and(|at| at > 1 && at < could(partition));
        numbers(facts, id, "crowded", such(topic, crowded));
    }
}

/// What is in the topic, and what of it readers of finished transactions do not see yet.
fn records(facts: &mut Facts, id: Id, topic: &Topic) {
    let kept = |partition: &Partition| Some(partition.end? - partition.start?);
    let all: Option<Vec<(i32, i64)>> =
        topic.partitions.iter().map(|partition| Some((partition.id, kept(partition)?))).collect();
    if let Some(all) = all {
        count(facts, id, "records", all.iter().map(|(_, kept)| kept).sum());
        // Of several that are alike the first.
        if let Some((number, most)) = all.iter().max_by_key(|(number, kept)| (*kept, -*number)) {
            seen(facts, id, "fullest", f64::from(*number));
            count(facts, id, "fullest_records", *most);
        }
    }
    let written: Option<Vec<i64>> = topic.partitions.iter().map(|partition| partition.end).collect();
    if let Some(written) = written {
        count(facts, id, "written", written.iter().sum());
        length(facts, id, "unwritten_partitions", written.iter().filter(|end| **end == 0).count());
    }
    let held = |partition: &Partition| Some(partition.end? - partition.stable?);
    numbers(facts, id, "open_in", such(topic, |partition| held(partition).is_some_and(|held| held > 0)));
    // Only a second look shows one.
    numbers(facts, id, "stuck", []);
    if let Some(records) = topic.partitions.iter().map(held).sum::<Option<i64>>() {
        count(facts, id, "open_records", records);
    }
}
