//! Which version brokers are of: no request asks for it, but each version has keys of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::picture::seen;
use crate::facts::{Facts, Id, Value};
use crate::knowledge::at_least;
use crate::knowledge::catalog::{Catalog, Family, Key, Status};
use crate::sources::cluster::{Broker, Snapshot};

/// The versions that brokers' keys leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The version that has them all, at least.
    least: String,
    /// The first version that has more; none where that cannot be told.
    below: Option<String>,
}

/// What each broker's keys leave open of its version, in the order of the snapshot; none of one that could not be asked.
pub(super) fn of_each<'s>(catalog: &Catalog, snapshot: &'s Snapshot) -> Vec<Option<Bounds>> {
    let Some(family) = catalog.family("broker") else { return vec![None; snapshot.brokers.len()] };
    // Brokers mostly show the same keys, and to look all of them up takes milliseconds.
    let mut known: BTreeMap<BTreeSet<&str>, Option<Bounds>> = BTreeMap::new();
    let mut of = |broker: &'s Broker| {
        let own = broker.config.as_ref()?;
        let shown: BTreeSet<&str> = own.keys().chain(snapshot.broker_config.keys()).map(String::as_str).collect();
        known.entry(shown).or_insert_with_key(|shown| between(family, shown)).clone()
    };
    snapshot.brokers.iter().map(&mut of).collect()
}

/// What all brokers that answer leave open together; none where none does, or one is not of Kafka's own versions. Brokers of
/// one cluster are of the same version but for an upgrade: one that is silent for a while is no reason to doubt it.
pub(super) fn joined(brokers: &[Broker], each: &[Option<Bounds>]) -> Option<Bounds> {
    let answering = brokers.iter().zip(each).filter(|(broker, _)| broker.config.is_some());
    let all: Option<Vec<Bounds>> = answering.map(|(_, bounds)| bounds.clone()).collect();
    all?.into_iter().reduce(|one, other| Bounds {
        least: if at_least(&one.least, &other.least) { other.least } else { one.least },
        below: one.below.zip(other.below).map(|(one, other)| if at_least(&one, &other) { one } else { other }),
    })
}

/// Records the bounds of the version of a broker or of all of them.
pub(super) fn record(facts: &mut Facts, id: Id, bounds: &Bounds) {
    seen(facts, id, LEAST, bounds.least.as_str());
    if let Some(below) = &bounds.below {
        seen(facts, id, BELOW, below.as_str());
    }
}

/// The version of all brokers as people say it: `4.3`, `3.4 or newer`.
pub(super) fn in_words(catalog: &Catalog, facts: &Facts) -> Option<String> {
    let versions = catalog.family("broker")?.versions();
    let cluster = facts.only("cluster")?;
    let recorded = |fact| facts.value(cluster, fact).and_then(Value::as_text);
    let least = recorded(LEAST)?;
    let next = versions.iter().position(|version| version == least).and_then(|at| versions.get(at + 1));
    Some(match recorded(BELOW) {
        None => format!("{least} or newer"),
        Some(below) if next.is_some_and(|next| next == below) => least.to_owned(),
        Some(below) => format!("{least} or newer, before {below}"),
    })
}

const LEAST: &str = "version_least";
const BELOW: &str = "version_below";

/// Keys that brokers read and never show where nobody sets them: those of 3.0 to 3.9 do not.
const UNSHOWN: [&str; 2] = ["config.providers", "zookeeper.clientCnxnSocket"];

/// What the keys that a broker shows leave open. Keys that are not Kafka's own are nobody's evidence.
fn between(family: &Family, shown: &BTreeSet<&str>) -> Option<Bounds> {
    let oldest = family.versions().first()?;
    let mut least = oldest.clone();
    for key in shown.iter().filter_map(|name| family.key(oldest, name)) {
        if let Status::NotYet { since } = &key.status
            && at_least(since, &least)
        {
            least.clone_from(since);
        }
    }
    let mut below: Option<String> = None;
    let keys: Vec<Arc<Key>> = family.names().filter_map(|name| family.key(&least, name)).collect();
    for key in &keys {
        let is_shown = shown.contains(key.name.as_str());
        match &key.status {
            // One that shows what an older version had, too, is not one of Kafka's own versions.
            Status::Removed { .. } if is_shown => return None,
            Status::NotYet { since } if !key.internal && below.as_ref().is_none_or(|below| at_least(below, since)) => {
                below = Some(since.clone());
            }
            _ => {}
        }
    }
    let hides = |key: &Arc<Key>| {
        let is_shown = shown.contains(key.name.as_str()) || UNSHOWN.contains(&key.name.as_str());
        !is_shown && key.status.is_there() && !key.internal
    };
    // That a key is not shown says nothing of one who does not show them all.
    if keys.iter().any(hides) {
        below = None;
        // The oldest known version is then only where the search began.
        if least == *oldest {
            return None;
        }
    }
    Some(Bounds { least, below })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys that brokers of a version show.
    fn shown<'f>(family: &'f Family, version: &str) -> BTreeSet<&'f str> {
        let is_shown =
            |name: &&str| family.key(version, name).is_some_and(|key| key.status.is_there() && !key.internal);
        family.names().filter(is_shown).collect()
    }

    #[test]
    fn the_keys_of_a_version_tell_it_from_the_others() {
        let catalog = Catalog::embedded();
        let family = catalog.family("broker").expect("brokers have keys");
        let mut vague = Vec::new();
        for (at, version) in family.versions().iter().enumerate() {
            let Bounds { least, below } = between(family, &shown(family, version)).expect("they are Kafka's own");
            assert!(at_least(version, &least), "{version} is {least} at least");
            assert!(below.as_ref().is_none_or(|below| !at_least(version, below)), "{version} is below {below:?}");
            if (&least, below.as_ref()) != (version, family.versions().get(at + 1)) {
                vague.push(version.as_str());
            }
        }
        // What 3.5 brought, brokers do not show.
        assert_eq!(vague, ["3.4", "3.5"]);
    }

    #[test]
    fn a_broker_that_hides_keys_may_be_newer() {
        let catalog = Catalog::embedded();
        let family = catalog.family("broker").expect("brokers have keys");
        let mut keys = shown(family, "3.9");
        keys.remove("log.dirs");
        let open = Bounds { least: "3.9".to_owned(), below: None };
        assert_eq!(between(family, &keys), Some(open));
    }

    #[test]
    fn a_broker_that_shows_a_few_old_keys_is_of_any_version() {
        let catalog = Catalog::embedded();
        let family = catalog.family("broker").expect("brokers have keys");
        assert_eq!(between(family, &["log.dirs", "min.insync.replicas"].into()), None);
    }

    #[test]
    fn a_broker_with_keys_of_two_versions_is_none_of_kafkas_own() {
        let catalog = Catalog::embedded();
        let family = catalog.family("broker").expect("brokers have keys");
        let mut keys = shown(family, "4.3");
        keys.insert("zookeeper.connect");
        assert_eq!(between(family, &keys), None);
    }
}
