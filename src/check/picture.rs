//! A snapshot as a graph of facts.

use std::collections::{BTreeSet, HashMap};

use super::{groups, topics, version};
use crate::decide::read_config;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Rulebook, Setting as Spelling};
use crate::sources::cluster::{Setting, Snapshot, Source};

/// Everything that the snapshot says, as facts.
pub(super) fn draw(rulebook: &Rulebook, snapshot: &Snapshot, environment: Option<&str>) -> Facts {
    let mut facts = Facts::default();
    let system = facts.add("system", "", "");
    if let Some(environment) = environment {
        seen(&mut facts, system, "environment", environment);
    }
    cluster(rulebook, &mut facts, snapshot);
    brokers(rulebook, &mut facts, snapshot);
    let by_name = topics::add(rulebook, &mut facts, snapshot);
    groups::add(&mut facts, snapshot, &by_name);
    facts
}

/// Topics by their names.
pub(super) type ByName<'a> = HashMap<&'a str, Id>;

/// Records what was seen.
pub(super) fn seen(facts: &mut Facts, id: Id, fact: &str, value: impl Into<Value>) {
    facts.set(id, fact, value.into(), Origin::Structure);
}

/// Records how many there are.
#[expect(clippy::cast_precision_loss, reason = "no cluster has 2^52 of anything that is counted here")]
pub(super) fn count(facts: &mut Facts, id: Id, fact: &str, number: i64) {
    seen(facts, id, fact, number as f64);
}

/// Records numbers of partitions or brokers.
pub(super) fn numbers(facts: &mut Facts, id: Id, fact: &str, numbers: impl IntoIterator<Item = i32>) {
    let list: Vec<Value> = numbers.into_iter().map(|number| Value::Number(f64::from(number))).collect();
    facts.set(id, fact, Value::List(list.into()), Origin::Structure);
}

fn cluster(rulebook: &Rulebook, facts: &mut Facts, snapshot: &Snapshot) {
    let cluster = facts.add("cluster", "", "");
    version::of_cluster(&rulebook.catalog, facts, cluster, snapshot);
    let there: BTreeSet<i32> = snapshot.brokers.iter().map(|broker| broker.id).collect();
    let racks: BTreeSet<&str> = snapshot.brokers.iter().filter_map(|broker| broker.rack.as_deref()).collect();
    let unplaced: Vec<i32> =
        snapshot.brokers.iter().filter(|broker| broker.rack.is_none()).map(|broker| broker.id).collect();
    if !racks.is_empty() {
        if unplaced.is_empty() {
            count(facts, cluster, "zones", i64::try_from(racks.len()).unwrap_or(i64::MAX));
        }
        numbers(facts, cluster, "unplaced", unplaced);
    }
    let holding: BTreeSet<i32> = snapshot
        .topics
        .iter()
        .flat_map(|topic| topic.partitions.iter().flat_map(|partition| partition.replicas.iter().copied()))
        .collect();
    if let Some(level) = snapshot.registry.as_ref().and_then(|registry| registry.compatibility.as_deref()) {
        seen(facts, cluster, "registry_compatibility", level);
    }
    // One that is down is a broker of the cluster all the same.
    count(facts, cluster, "brokers", i64::try_from(holding.union(&there).count()).unwrap_or(i64::MAX));
    numbers(facts, cluster, "gone", holding.difference(&there).copied());
}

fn brokers(rulebook: &Rulebook, facts: &mut Facts, snapshot: &Snapshot) {
    for broker in &snapshot.brokers {
        let id = facts.add("broker", &broker.id.to_string(), "");
        let given = |source: Source| source != Source::Default;
        configure(rulebook, facts, id, |key| snapshot.broker_setting(broker, key), given);
        version::of_broker(&rulebook.catalog, facts, id, snapshot, broker);
    }
}

/// Records the settings of a subject under the names that the vocabulary has for them; `given` is whether such a source is
/// somebody's wish for this very subject.
pub(super) fn configure<'s>(
    rulebook: &Rulebook,
    facts: &mut Facts,
    id: Id,
    setting: impl Fn(&str) -> Option<&'s Setting>,
    given: impl Fn(Source) -> bool,
) {
    let kind = facts.subject(id).kind.clone();
    let Some(vocabulary) = rulebook.vocabulary.kinds.get(&*kind) else { return };
    for (fact, spec) in &vocabulary.facts {
        let Some(known) = spec.kafka.as_deref().and_then(&setting) else { continue };
        let Some(text) = known.value.as_deref() else {
            if known.secret {
                facts.conceal(id, fact);
            }
            continue;
        };
        let Some(value) = read_config(&Spelling::plain(fact), spec, text) else { continue };
        let origin = if given(known.source) { Origin::Set } else { Origin::Client };
        facts.set(id, fact, value, origin);
    }
}
