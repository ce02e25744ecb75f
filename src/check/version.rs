//! Which version brokers are of: no request asks for it, but each version has keys of its own.

use std::collections::BTreeSet;

use super::picture::seen;
use crate::facts::{Facts, Id};
use crate::knowledge::at_least;
use crate::knowledge::catalog::{Catalog, Family, Status};
use crate::sources::cluster::{Broker, Snapshot};

/// The versions that brokers' keys leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bounds {
    /// The version that has them all, at least.
    least: String,
    /// The first version that has more; none where that cannot be told.
    below: Option<String>,
}

/// Records the bounds of a broker's version.
pub(super) fn of_broker(catalog: &Catalog, facts: &mut Facts, id: Id, snapshot: &Snapshot, broker: &Broker) {
    let Some(bounds) = bounds(catalog, snapshot, broker) else { return };
    record(facts, id, bounds);
}

/// Records what all brokers leave open together.
pub(super) fn of_cluster(catalog: &Catalog, facts: &mut Facts, id: Id, snapshot: &Snapshot) {
    if let Some(bounds) = joined(catalog, snapshot) {
        record(facts, id, bounds);
    }
}

/// What all brokers leave open together; none where one of them could not be asked.
fn joined(catalog: &Catalog, snapshot: &Snapshot) -> Option<Bounds> {
    let all: Option<Vec<Bounds>> = snapshot.brokers.iter().map(|broker| bounds(catalog, snapshot, broker)).collect();
    all?.into_iter().reduce(|one, other| Bounds {
        least: if at_least(&one.least, &other.least) { other.least } else { one.least },
        below: one.below.zip(other.below).map(|(one, other)| if at_least(&one, &other) { one } else { other }),
    })
}

/// The version as people say it: `4.3`, `3.4 or newer`.
pub(super) fn in_words(catalog: &Catalog, snapshot: &Snapshot) -> Option<String> {
    let versions = catalog.family("broker")?.versions();
    let Bounds { least, below } = joined(catalog, snapshot)?;
    let next = versions.iter().position(|version| *version == least).and_then(|at| versions.get(at + 1));
    Some(match below {
        None => format!("{least} or newer"),
        Some(below) if Some(&below) == next => least,
        Some(below) => format!("{least} or newer, before {below}"),
    })
}

fn record(facts: &mut Facts, id: Id, bounds: Bounds) {
    seen(facts, id, "version_least", bounds.least.as_str());
    if let Some(below) = bounds.below {
        seen(facts, id, "version_below", below.as_str());
    }
}

fn bounds(catalog: &Catalog, snapshot: &Snapshot, broker: &Broker) -> Option<Bounds> {
    let own = broker.config.as_ref()?;
    between(catalog.family("broker")?, &own.keys().chain(snapshot.broker_config.keys()).map(String::as_str).collect())
}

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
    for key in family.names().filter_map(|name| family.key(&least, name)) {
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
    let hides = |name: &str| {
        let is_shown = shown.contains(name) || UNSHOWN.contains(&name);
        !is_shown && family.key(&least, name).is_some_and(|key| key.status.is_there() && !key.internal)
    };
    // That a key is not shown says nothing of one who does not show them all.
    if family.names().any(hides) {
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
