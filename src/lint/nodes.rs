//! How many brokers a cluster of the Strimzi operator has: its node pools may stand in other files than the cluster and
//! its topics.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use crate::sources::config::{Config, Given, Role};

/// A cluster as all files together show it.
struct Cluster {
    /// The file with the `Kafka` resource.
    file: usize,
    nodes: u32,
    /// Whether some of its pools stand in other files.
    spread: bool,
}

/// Tells clusters and topics how many brokers there are, where the files leave no doubt.
pub(super) fn tell_nodes(sources: &mut [Source]) {
    let clusters = clusters(sources);
    for (number, source) in sources.iter_mut().enumerate() {
        let alone = !source.reading.configs.iter().any(|config| config.role == Role::Broker);
        let kustomized = source.kustomized;
        for config in source.reading.configs.iter_mut().filter(|config| config.resource.is_some()) {
            let name = match config.role {
                Role::Broker => config.name.as_ref().and_then(Given::text),
                Role::Topic if alone && !kustomized => config.cluster.as_deref(),
                _ => None,
            };
            let Some(cluster) = name.and_then(|name| clusters.get(name)) else { continue };
            let told = config.role == Role::Topic || cluster.file == number && cluster.spread;
            config.nodes = told.then_some(cluster.nodes);
        }
    }
}

/// The clusters by name: those that one file describes, of one environment, and of whose pools all is known.
fn clusters(sources: &[Source]) -> BTreeMap<String, Cluster> {
    let mut clusters: BTreeMap<String, Cluster> = BTreeMap::new();
    let all = || {
        sources
            .iter()
            .enumerate()
            .flat_map(|(file, source)| source.reading.configs.iter().map(move |config| (file, config)))
    };
    let resources = || all().filter(|(_, config)| config.resource.is_some());
    let pools: Vec<(usize, &Config)> = resources().filter(|(_, config)| config.role == Role::NodePool).collect();
    // one without a label may be any cluster's
    if pools.iter().any(|(_, pool)| pool.cluster.is_none()) {
        return clusters;
    }
    let mut twice = BTreeSet::new();
    for (file, kafka) in resources().filter(|(_, config)| config.role == Role::Broker) {
        let Some(name) = kafka.name.as_ref().and_then(Given::text) else { return BTreeMap::new() };
        let own: Vec<(usize, &Config)> =
            pools.iter().copied().filter(|(_, pool)| pool.cluster.as_deref() == Some(name)).collect();
        let parts = own.iter().copied().chain([(file, kafka)]);
        let environments: BTreeSet<Option<&str>> =
            parts.clone().map(|(file, config)| sources[file].environment(config)).collect();
        let changed = parts.clone().any(|(file, _)| sources[file].kustomized);
        let nodes = nodes(kafka, &own).filter(|_| environments.len() == 1 && !changed);
        let spread = own.iter().any(|(other, _)| *other != file);
        if let Some(nodes) = nodes {
            let known = clusters.insert(name.to_owned(), Cluster { file, nodes, spread });
            twice.extend(known.map(|_| name.to_owned()));
        } else {
            twice.insert(name.to_owned());
        }
    }
    clusters.retain(|name, _| !twice.contains(name));
    clusters
}

/// The brokers in the pools or, where there are none, in the cluster itself.
fn nodes(kafka: &Config, pools: &[(usize, &Config)]) -> Option<u32> {
    let count = |config: &Config| config.get("replicas")?.value.text()?.parse::<u32>().ok();
    if pools.is_empty() {
        return count(kafka);
    }
    let names: BTreeSet<&str> = pools.iter().filter_map(|(_, pool)| pool.name.as_ref()?.text()).collect();
    if names.len() < pools.len() || pools.iter().any(|(_, pool)| pool.open.is_some()) {
        return None;
    }
    let brokers = pools.iter().map(|(_, pool)| {
        let roles = pool.get("roles")?.value.text()?;
        let brokers = roles.split(',').any(|role| role.trim() == "broker");
        if brokers { count(pool) } else { Some(0) }
    });
    brokers.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::config::{File, read};

    const API: &str = "apiVersion: kafka.strimzi.io/v1\n";

    fn cluster(name: &str) -> String {
        format!(
            "{API}kind: Kafka\nmetadata: {{name: {name}}}\nspec: {{kafka: {{config: {{num.partitions: 3}}}}}}\n---\n"
        )
    }

    fn pool(name: &str, replicas: &str, roles: &str) -> String {
        format!(
            "{API}kind: KafkaNodePool\nmetadata: {{name: {name}, labels: {{strimzi.io/cluster: my}}}}\nspec: {{replicas: {replicas}, roles: [{roles}]}}\n---\n"
        )
    }

    fn topic() -> String {
        format!(
            "{API}kind: KafkaTopic\nmetadata: {{name: t, labels: {{strimzi.io/cluster: my}}}}\nspec: {{replicas: 3}}\n"
        )
    }

    /// What the first config of each file knows of its cluster's brokers.
    fn told(files: &[(&str, String)]) -> Vec<Option<u32>> {
        let source = |(path, text): &(&str, String)| {
            let reading = read(&File { path, text }).expect("is Kafka's");
            Source::new((*path).to_owned(), text.clone(), reading)
        };
        let mut sources: Vec<Source> = files.iter().map(source).collect();
        tell_nodes(&mut sources);
        sources.iter().map(|source| source.reading.configs[0].nodes).collect()
    }

    #[test]
    fn pools_of_other_files_count() {
        let (a, b) = (pool("a", "2", "broker"), pool("b", "3", "controller"));
        let files = [("k.yaml", cluster("my")), ("p.yaml", a.clone() + &b), ("t.yaml", topic())];
        assert_eq!(told(&files), [Some(2), None, Some(2)]);
        let beside = [("k.yaml", cluster("my") + &a), ("t.yaml", topic())];
        assert_eq!(told(&beside), [None, Some(2)], "the file itself says it");
    }

    #[test]
    fn what_is_in_doubt_is_not_told() {
        let a = pool("a", "2", "broker");
        let of = |pools: String| told(&[("k.yaml", cluster("my")), ("p.yaml", pools), ("t.yaml", topic())])[2];
        assert_eq!(of(a.clone() + &a), None, "the same pool twice");
        assert_eq!(of(pool("a", "'${N}'", "broker")), None);
        assert_eq!(of(a.replace("labels: {strimzi.io/cluster: my}", "labels: {}")), None, "anybody's");
        assert_eq!(of(a.clone() + &cluster("my")), None, "two clusters of that name");
        assert_eq!(told(&[("k.yaml", cluster("my")), ("dev/p.yaml", a.clone()), ("t.yaml", topic())])[2], None);
        assert_eq!(of(a), Some(2));
    }
}
