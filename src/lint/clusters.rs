//! The version of a topic is that of the cluster which it belongs to.

use super::Source;
use crate::sources::config::{Config, Given, Role};

/// Tells topics that name their cluster its version: as the same file has it or, where none of its brokers is there, the
/// only one of that name.
pub(super) fn tell_versions(sources: &mut [Source]) {
    let brokers: Vec<(usize, String, String)> = sources.iter().enumerate().flat_map(brokers).collect();
    if brokers.is_empty() {
        return;
    }
    for (number, source) in sources.iter_mut().enumerate() {
        for config in source.reading.configs.iter_mut().filter(|config| config.version.is_none()) {
            let Some(cluster) = config.cluster.as_deref() else { continue };
            let of_cluster = || brokers.iter().filter(|(_, name, _)| name == cluster);
            let beside = one(of_cluster().filter(|(file, _, _)| *file == number));
            config.version = beside.or_else(|| one(of_cluster())).map(str::to_owned);
        }
    }
}

fn brokers((number, source): (usize, &Source)) -> impl Iterator<Item = (usize, String, String)> + '_ {
    let brokers = source.reading.configs.iter().filter(|config| config.role == Role::Broker);
    brokers.filter_map(move |config: &Config| {
        let name = config.name.as_ref().and_then(Given::text)?;
        Some((number, name.to_owned(), config.version.clone()?))
    })
}

/// The version, where all of them have the same.
fn one<'a>(mut brokers: impl Iterator<Item = &'a (usize, String, String)>) -> Option<&'a str> {
    let (_, _, version) = brokers.next()?;
    brokers.all(|(_, _, other)| other == version).then_some(version)
}
