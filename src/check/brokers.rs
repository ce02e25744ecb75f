//! What a snapshot shows of the cluster as a whole, and of each of its brokers.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::{Reader, count, float, length, numbers, seen, texts};
use super::{settings, version};
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Acls, Allowed, Partition, Snapshot, Source};

/// Adds the cluster and its brokers.
pub(super) fn add<'s>(
    reader: &mut Reader<'s>,
    facts: &mut Facts,
    snapshot: &'s Snapshot,
    environment: Option<&str>,
) -> Id {
    let cluster = facts.add("cluster", "", "");
    let versions = version::of_each(&reader.rulebook.catalog, snapshot);
    if let Some(bounds) = version::joined(&snapshot.brokers, &versions) {
        version::record(facts, cluster, &bounds);
    }
    places(facts, cluster, snapshot);
    if let Some(level) = snapshot.registry.as_ref().and_then(|registry| registry.compatibility.as_deref()) {
        seen(facts, cluster, "registry_compatibility", level);
    }
    let several = snapshot.brokers.len() > 1 && environment != Some("development");
    seen(facts, cluster, "several", several);
    for (broker, bounds) in snapshot.brokers.iter().zip(&versions) {
        let id = facts.add("broker", &broker.id.to_string(), "");
        seen(facts, id, "several", several);
        // On new clusters the controller writes this one down at their birth, and nobody has asked for it.
        let given = |key: &str, source: Source| {
            source != Source::Default && !(key == "min.insync.replicas" && source == Source::Cluster)
        };
        reader.configure(facts, id, |key| snapshot.broker_setting(broker, key), given);
        if let Some(bounds) = bounds {
            version::record(facts, id, bounds);
        }
        made(facts, id, snapshot);
    }
    settings::add(reader.rulebook, facts, cluster, snapshot);
    if let Some(acls) = &snapshot.acls {
        texts(facts, cluster, "everybody_may", everybody_may(acls));
    }
    gone_copies(facts, cluster, snapshot);
    // Part of the topics says nothing of how many there are on a broker.
    if snapshot.only_topics.is_none() {
        loads(facts, cluster, snapshot);
        emptiness(facts, cluster, snapshot);
    }
    cluster
}

/// Whether Kafka's own topics are there, which are made with a broker's settings once and for all.
fn made(facts: &mut Facts, id: Id, snapshot: &Snapshot) {
    for (fact, name) in [("offsets_made", "__consumer_offsets"), ("transactions_made", "__transaction_state")] {
        // Of one that was not listed nobody knows.
        let open = snapshot.only_topics.is_some() || snapshot.lacks_topics();
        seen(facts, id, fact, open || snapshot.topic(name).is_some());
    }
}

fn partitions(snapshot: &Snapshot) -> impl Iterator<Item = &Partition> {
    snapshot.topics.iter().flat_map(|topic| &topic.partitions)
}

fn there(snapshot: &Snapshot) -> BTreeSet<i32> {
    snapshot.brokers.iter().map(|broker| broker.id).collect()
}

/// The brokers, those that are down among them, and their zones.
fn places(facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    let there = there(snapshot);
    let mut zones: BTreeMap<&str, usize> = BTreeMap::new();
    for rack in snapshot.brokers.iter().filter_map(|broker| broker.rack.as_deref()) {
        *zones.entry(rack).or_default() += 1;
    }
    let unplaced: Vec<i32> =
        snapshot.brokers.iter().filter(|broker| broker.rack.is_none()).map(|broker| broker.id).collect();
    let holding: BTreeSet<i32> =
        partitions(snapshot).flat_map(|partition| partition.replicas.iter().copied()).collect();
    let gone: Vec<i32> = holding.difference(&there).copied().collect();
    if !zones.is_empty() {
        // A broker that is down may have been in any of them, or alone in one.
        if unplaced.is_empty() && gone.is_empty() {
            length(facts, cluster, "zones", zones.len());
            let sizes = || zones.values().copied();
            length(facts, cluster, "zone_most", sizes().max().unwrap_or_default());
            length(facts, cluster, "zone_fewest", sizes().min().unwrap_or_default());
        }
        numbers(facts, cluster, "unplaced", unplaced);
    }
    // One that is down is a broker of the cluster all the same.
    length(facts, cluster, "brokers", holding.union(&there).count());
    numbers(facts, cluster, "gone", gone);
}

/// What the brokers that are down held.
fn gone_copies(facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    let there = there(snapshot);
    let short = |partition: &&Partition| partition.replicas.iter().any(|broker| !there.contains(broker));
    length(facts, cluster, "gone_copies", partitions(snapshot).filter(short).count());
    let topics = snapshot.topics.iter().filter(|topic| topic.partitions.iter().any(|one| short(&one)));
    length(facts, cluster, "gone_topics", topics.count());
    length(facts, cluster, "offline", partitions(snapshot).filter(|partition| partition.leader.is_none()).count());
}

/// How the copies and the leaders spread over the brokers that are up.
fn loads(facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    let mut copies: BTreeMap<i32, i64> = snapshot.brokers.iter().map(|broker| (broker.id, 0)).collect();
    let mut leads = copies.clone();
    for partition in partitions(snapshot) {
        for broker in &partition.replicas {
            copies.entry(*broker).and_modify(|copies| *copies += 1);
        }
        if let Some(leader) = partition.leader {
            leads.entry(leader).and_modify(|leads| *leads += 1);
        }
    }
    for broker in &snapshot.brokers {
        if let Some(id) = facts.find("broker", &broker.id.to_string()) {
            count(facts, id, "replicas", copies[&broker.id]);
            count(facts, id, "leaders", leads[&broker.id]);
        }
    }
    let none = |of: &BTreeMap<i32, i64>| of.iter().filter(|(_, n)| **n == 0).map(|(id, _)| *id).collect::<Vec<_>>();
    numbers(facts, cluster, "without_replicas", none(&copies));
    let mut idle = none(&leads);
    idle.retain(|broker| copies[broker] > 0);
    numbers(facts, cluster, "without_leaders", idle);
    for (of, who, most, mean) in
        [(&copies, "fullest", "most_replicas", "mean_replicas"), (&leads, "busiest", "most_leaders", "mean_leaders")]
    {
        let Some((broker, number)) = of.iter().max_by_key(|(id, number)| (**number, -**id)) else { continue };
        seen(facts, cluster, who, f64::from(*broker));
        count(facts, cluster, most, *number);
        let all: i64 = of.values().sum();
        seen(facts, cluster, mean, float(all) / float(i64::try_from(of.len()).unwrap_or(i64::MAX)));
    }
}

/// How many of the partitions hold nothing.
fn emptiness(facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    let own = || snapshot.topics.iter().filter(|topic| !topic.name.starts_with("__"));
    length(facts, cluster, "partitions", own().map(|topic| topic.partitions.len()).sum());
    let empty: Option<Vec<bool>> =
        own().flat_map(|topic| &topic.partitions).map(|partition| Some(partition.end? == partition.start?)).collect();
    if let Some(empty) = empty {
        length(facts, cluster, "partitions_empty", empty.into_iter().filter(|empty| *empty).count());
    }
}

/// What rules of access let everybody change.
fn everybody_may(acls: &Acls) -> Vec<String> {
    let looks = |allowed: &Allowed| match allowed.operation.as_str() {
        // Who may read as a group joins it and moves its position on.
        "Read" => allowed.on == "Topic",
        // What numbers batches writes nothing: that takes Write on a topic.
        "Describe" | "DescribeConfigs" | "IdempotentWrite" => true,
        _ => false,
    };
    let changes = acls.everybody.iter().filter(|allowed| !looks(allowed));
    let told = |allowed: &Allowed| {
        let all = if allowed.prefixed { "*" } else { "" };
        let from = if allowed.from == "*" { String::new() } else { format!(" from {}", allowed.from) };
        format!("{} on {} {}{all}{from}", allowed.operation, allowed.on.to_lowercase(), allowed.name)
    };
    changes.map(told).collect()
}
