//! What a snapshot shows of topics.

use std::collections::HashMap;

use super::picture::{ByName, configure, count, numbers, seen};
use crate::facts::{Facts, Id, Value};
use crate::knowledge::Rulebook;
use crate::sources::cluster::{Partition, Snapshot, Source, Topic};

/// Adds the topics.
pub(super) fn add<'s>(rulebook: &Rulebook, facts: &mut Facts, snapshot: &'s Snapshot) -> ByName<'s> {
    let racks: HashMap<i32, &str> =
        snapshot.brokers.iter().filter_map(|broker| Some((broker.id, broker.rack.as_deref()?))).collect();
    let mut zones: Vec<&str> = racks.values().copied().collect();
    zones.sort_unstable();
    zones.dedup();
    // A copy on a broker that is gone, or has no rack, may be anywhere.
    let one_zone = |partition: &Partition| {
        let at: Option<Vec<&str>> = partition.replicas.iter().map(|broker| racks.get(broker).copied()).collect();
        zones.len() > 1 && at.is_some_and(|at| at.len() > 1 && at.iter().all(|zone| *zone == at[0]))
    };
    let mut by_name = HashMap::new();
    for topic in &snapshot.topics {
        let id = facts.add("topic", &topic.name, "");
        by_name.insert(topic.name.as_str(), id);
        if topic.config.is_some() {
            let given = |source: Source| source == Source::Topic;
            configure(rulebook, facts, id, |key| snapshot.topic_setting(topic, key), given);
        }
        add_partitions(facts, id, topic, &one_zone);
        seen(facts, id, "internal", topic.name.starts_with("__"));
        let reading = snapshot.groups.iter().map(|group| group.committed.as_ref());
        // A group whose positions could not be learnt may read it.
        let reading: Option<Vec<bool>> = reading.map(|committed| Some(committed?.contains_key(&topic.name))).collect();
        if let Some(reading) = reading {
            let number = reading.into_iter().filter(|reads| *reads).count();
            count(facts, id, "reading", i64::try_from(number).unwrap_or(i64::MAX));
        }
    }
    by_name
}

fn add_partitions(facts: &mut Facts, id: Id, topic: &Topic, one_zone: &dyn Fn(&Partition) -> bool) {
    let such = |is: &dyn Fn(&Partition) -> bool| {
        let such = topic.partitions.iter().filter(|partition| is(partition));
        such.map(|partition| partition.id).collect::<Vec<_>>()
    };
    let most = topic.partitions.iter().map(|partition| partition.replicas.len()).max();
    let fewest = topic.partitions.iter().map(|partition| partition.replicas.len()).min();
    count(facts, id, "partitions", i64::try_from(topic.partitions.len()).unwrap_or(i64::MAX));
    for (fact, number) in [("replication_factor", most), ("fewest_replicas", fewest)] {
        if let Some(number) = number {
            count(facts, id, fact, i64::try_from(number).unwrap_or(i64::MAX));
        }
    }
    numbers(facts, id, "offline", such(&|partition| partition.leader.is_none()));
    numbers(facts, id, "behind", such(&|partition| partition.isr.len() < partition.replicas.len()));
    numbers(
        facts,
        id,
        "moved",
        such(&|partition| partition.leader.is_some_and(|leader| partition.replicas.first() != Some(&leader))),
    );
    numbers(facts, id, "one_zone", such(one_zone));
    if let Some(Value::Number(least)) = facts.value(id, "min_insync_replicas").cloned() {
        #[expect(clippy::cast_precision_loss, reason = "no partition has 2^52 copies")]
        let below = such(&|partition| partition.leader.is_some() && (partition.isr.len() as f64) < least);
        numbers(facts, id, "below_min_insync", below);
    }
    let records = topic.partitions.iter().map(|partition| Some(partition.end? - partition.start?));
    if let Some(records) = records.sum::<Option<i64>>() {
        count(facts, id, "records", records);
    }
}
