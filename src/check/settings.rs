//! What a snapshot shows of settings that one subject alone does not: where brokers disagree, and what holds for all topics.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::{float, numbers, seen, texts};
use crate::facts::{Facts, Id};
use crate::knowledge::Rulebook;
use crate::sources::cluster::{Broker, Setting, Settings, Snapshot, Source, Topic};

/// Adds where brokers disagree, and what slows copying down.
pub(super) fn add(rulebook: &Rulebook, facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    let differing = differing(rulebook, snapshot);
    texts(facts, cluster, "dynamic_alone", dynamic_alone(snapshot, &differing));
    let (set, others): (Vec<Differing>, Vec<Differing>) =
        differing.into_values().partition(|one| !one.set_on.is_empty());
    let mut undone: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
    for (broker, key) in set.iter().flat_map(|one| one.set_on.iter().map(move |broker| (*broker, one.key))) {
        undone.entry(broker).or_default().push(key);
    }
    let undo =
        |(broker, keys): (i32, Vec<&str>)| format!("--entity-name {broker} --alter --delete-config {}", keys.join(","));
    texts(facts, cluster, "differing_undone", undone.into_iter().map(undo));
    texts(facts, cluster, "differing_set", set.into_iter().map(|one| one.told));
    texts(facts, cluster, "differing", others.into_iter().map(|one| one.told));
    throttled(facts, cluster, snapshot);
}

/// A setting that brokers ought to share and do not.
struct Differing<'r> {
    key: &'r str,
    /// The values, and where they are.
    told: String,
    /// The brokers that were given theirs while they run.
    set_on: Vec<i32>,
}

/// The settings that brokers ought to share and do not: `min.insync.replicas` is 1 on broker 2 and 2 on brokers 1 and 3.
fn differing<'r>(rulebook: &'r Rulebook, snapshot: &Snapshot) -> BTreeMap<&'r str, Differing<'r>> {
    let Some(kind) = rulebook.vocabulary.kinds.get("broker") else { return BTreeMap::new() };
    let shared = kind.facts.values().filter(|spec| !spec.own);
    let keys = shared.filter_map(|spec| spec.kafka.as_deref());
    keys.filter_map(|key| {
        // By their parts: a list is the same in any order.
        let mut values: BTreeMap<BTreeSet<&str>, (&str, Vec<String>)> = BTreeMap::new();
        let (mut stated, mut set_on) = (false, Vec::new());
        for broker in &snapshot.brokers {
            // What one of them does not tell, or does not know, cannot be compared.
            let setting = snapshot.broker_setting(broker, key)?;
            let value = setting.value.as_deref()?;
            stated |= setting.source != Source::Default;
            if setting.source == Source::Broker {
                set_on.push(broker.id);
            }
            let parts = value.split(',').map(str::trim).collect();
            values.entry(parts).or_insert_with(|| (value, Vec::new())).1.push(broker.id.to_string());
        }
        // Defaults differ from version to version, and nobody chose them.
        (stated && values.len() > 1).then(|| {
            let of = |(value, ids): &(&str, Vec<String>)| {
                let value = if value.is_empty() { "empty" } else { value };
                format!("{value} on {} {}", if ids.len() == 1 { "broker" } else { "brokers" }, ids.join(", "))
            };
            let all: Vec<String> = values.values().map(of).collect();
            (key, Differing { key, told: format!("{key} ({})", all.join(", ")), set_on })
        })
    })
    .collect()
}

/// Keys that each broker has its own value of, or that come and go while partitions are moved.
fn is_own(key: &str) -> bool {
    const OWN: [&str; 6] = ["listener", "advertised.", "ssl.", "sasl.", "log.dir", "broker."];
    OWN.iter().any(|start| key.starts_with(start)) || key.contains(".throttled.") || key.contains("io.max.bytes")
}

/// What was set while they ran on some brokers, of which others know nothing.
fn dynamic_alone(snapshot: &Snapshot, differing: &BTreeMap<&str, Differing>) -> Vec<String> {
    // What one broker does not tell may be set there as well.
    let own = |broker: &'_ Broker| broker.config.is_some();
    if snapshot.brokers.len() < 2 || !snapshot.brokers.iter().all(own) {
        return Vec::new();
    }
    let mut by_key: BTreeMap<&str, Vec<(&Broker, &Setting)>> = BTreeMap::new();
    for broker in &snapshot.brokers {
        let dynamic = broker.config.iter().flatten().filter(|(_, setting)| setting.source == Source::Broker);
        for (key, setting) in dynamic.filter(|(key, _)| !is_own(key) && !differing.contains_key(key.as_str())) {
            by_key.entry(key).or_default().push((broker, setting));
        }
    }
    let told = |(key, on): (&str, Vec<(&Broker, &Setting)>)| {
        // Where the others have the same by their files, nothing differs.
        let elsewhere = snapshot.brokers.iter().filter(|broker| on.iter().all(|(one, _)| one.id != broker.id));
        let value = |broker| snapshot.broker_setting(broker, key).and_then(|setting| setting.value.as_ref());
        let otherwise = elsewhere.map(value).any(|other| on.iter().any(|(_, setting)| setting.value.as_ref() != other));
        let ids: Vec<String> = on.iter().map(|(broker, _)| broker.id.to_string()).collect();
        let brokers = if ids.len() == 1 { "broker" } else { "brokers" };
        let value = on[0].1.value.as_deref().filter(|_| on.len() == 1).map(|value| format!("={value}"));
        otherwise.then(|| format!("{key}{} on {brokers} {}", value.unwrap_or_default(), ids.join(", ")))
    };
    by_key.into_iter().filter_map(told).collect()
}

/// The rates that brokers copy with at most, and the topics that this holds for.
fn throttled(facts: &mut Facts, cluster: Id, snapshot: &Snapshot) {
    const RATES: [&str; 2] = ["leader.replication.throttled.rate", "follower.replication.throttled.rate"];
    const COPIES: [&str; 2] = ["leader.replication.throttled.replicas", "follower.replication.throttled.replicas"];
    let set = |setting: Option<&Setting>| setting.and_then(|one| one.value.clone()).filter(|value| !value.is_empty());
    let rates = |broker: &Broker| -> Vec<i64> {
        let all = RATES.iter().filter_map(|key| set(snapshot.broker_setting(broker, key)));
        all.filter_map(|value| value.parse().ok()).filter(|rate| *rate < i64::MAX).collect()
    };
    let slowed: Vec<(i32, i64)> =
        snapshot.brokers.iter().filter_map(|broker| Some((broker.id, rates(broker).into_iter().min()?))).collect();
    if let Some(least) = slowed.iter().map(|(_, rate)| *rate).min() {
        seen(facts, cluster, "throttle", float(least));
    }
    numbers(facts, cluster, "throttled_on", slowed.iter().map(|(broker, _)| *broker));
    let is_throttled = |topic: &&Topic| COPIES.iter().any(|key| set(snapshot.topic_setting(topic, key)).is_some());
    let topics: Vec<&Topic> = snapshot.topics.iter().filter(is_throttled).collect();
    // What is moved now is throttled on purpose.
    let behind = topics.iter().flat_map(|topic| &topic.partitions).any(|one| one.isr.len() < one.replicas.len());
    seen(facts, cluster, "throttled_behind", behind);
    texts(facts, cluster, "throttled_topics", topics.iter().map(|topic| topic.name.clone()));
}

/// Records for how short a time topics are kept that say nothing of it, and which of them groups read.
pub(super) fn short_retention(facts: &mut Facts, cluster: Id, snapshot: &Snapshot, is_read: impl Fn(&str) -> bool) {
    let of = |topic: &Topic| {
        let retention = snapshot.topic_setting(topic, "retention.ms").filter(|one| one.source != Source::Topic)?;
        let deletes = snapshot.topic_setting(topic, "cleanup.policy")?.value.as_ref()?.contains("delete");
        let kept = retention.value.as_ref()?.parse::<i64>().ok().filter(|kept| *kept > 0 && deletes)?;
        (!topic.name.starts_with("__") && is_read(&topic.name)).then(|| (kept, topic.name.clone()))
    };
    let all: Vec<(i64, String)> = snapshot.topics.iter().filter_map(of).collect();
    if let Some(least) = all.iter().map(|(kept, _)| *kept).min() {
        seen(facts, cluster, "inherited_retention", float(least));
    }
    texts(facts, cluster, "inheriting", all.into_iter().map(|(_, name)| name));
}

/// What became of the settings of a subject between two looks, in words; only keys that both tell, and that somebody set.
pub(super) fn changes(now: (&Settings, &Settings), before: (&Settings, &Settings), own: &[Source]) -> Vec<String> {
    let of = |(own, shared): (&Settings, &Settings), key: &str| own.get(key).or_else(|| shared.get(key)).cloned();
    let keys: BTreeSet<&String> = [now.0, now.1, before.0, before.1].into_iter().flat_map(|all| all.keys()).collect();
    let told = |key: &&String| {
        let (new, old) = (of(now, key)?, of(before, key)?);
        // A default that changed is another version, or what another finding says of the brokers.
        let somebodys = own.contains(&new.source) || own.contains(&old.source);
        let shown = |setting: &Setting| Some(setting.value.clone()?).filter(|_| !setting.secret);
        let (new, old) = (shown(&new)?, shown(&old)?);
        let word = |value: &str| if value.is_empty() { "empty".to_owned() } else { value.to_owned() };
        (somebodys && new != old).then(|| format!("{key} from {} to {}", word(&old), word(&new)))
    };
    keys.iter().filter_map(told).collect()
}
