//! How many brokers stand beside one.

use super::{Picture, name};
use crate::facts::{Id, Origin, Value};
use crate::lint::Source;
use crate::sources::config::{Config, Role};

impl Picture<'_> {
    /// Notes how many other brokers the same file describes or, where each has a file of its own, the same directory.
    pub(super) fn tell_beside(&mut self, id: Id, source: &Source, config: &Config) {
        if config.role != Role::Broker {
            return;
        }
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let near = |other: &Source| {
            other.path == source.path
                || source.path.ends_with(".properties")
                    && other.path.ends_with(".properties")
                    && folder(&other.path) == folder(&source.path)
        };
        let configs = self.sources.iter().filter(|other| near(other)).flat_map(|other| &other.reading.configs);
        let brokers = configs.filter(|config| config.role == Role::Broker).count();
        let others = u32::try_from(brokers.saturating_sub(1)).unwrap_or(u32::MAX);
        self.facts.set(id, "whole", Value::Bool(config.whole), Origin::Structure);
        self.facts.set(id, "beside", Value::from(f64::from(others)), Origin::Structure);
    }
}

/// How many brokers a cluster has, and which of them has the number of another: where one file shows them all.
impl Picture<'_> {
    /// Notes what the brokers of the same cluster in the same file have in common.
    pub(super) fn tell_cluster(&mut self, id: Id, source: &Source, config: &Config) {
        if config.role != Role::Broker {
            return;
        }
        let of_cluster = |other: &&Config| other.role == Role::Broker && other.cluster == config.cluster;
        let all: Vec<&Config> = source.reading.configs.iter().filter(of_cluster).collect();
        let known = config.cluster.is_some() && config.resource.is_none();
        let same = all.iter().take_while(|other| !std::ptr::eq(**other, config)).find(|other| {
            let (own, number) = (number(config), number(other));
            own.is_some() && own == number
        });
        let same = same.filter(|_| known).map_or(String::new(), |other| name(source, other));
        self.facts.set(id, "numbered_as", Value::from(same.as_str()), Origin::Structure);
        if let Some(size) = size(&all).filter(|_| known) {
            self.facts.set(id, "cluster_size", Value::from(f64::from(size)), Origin::Structure);
        }
    }
}

/// The number of a broker, whichever key says it.
fn number(config: &Config) -> Option<u32> {
    ["node.id", "broker.id"].iter().find_map(|key| config.get(key))?.value.text()?.trim().parse().ok()
}

/// The brokers among the nodes of a cluster; none where a controller that votes is not among them.
fn size(all: &[&Config]) -> Option<u32> {
    let roles = |config: &Config| config.get("process.roles").map(|set| set.value.text().map(str::to_owned));
    let has = |config: &Config, role: &str| match roles(config) {
        Some(Some(roles)) => Some(roles.split(',').any(|one| one.trim() == role)),
        Some(None) => None,
        // with ZooKeeper, every node is a broker
        None => Some(role == "broker" && config.get("zookeeper.connect").is_some()),
    };
    let count = |role: &str| all.iter().map(|config| has(config, role).map(u32::from)).sum::<Option<u32>>();
    let voters =
        all.first()?.get("controller.quorum.voters").map(|set| set.value.text().map(|all| all.split(',').count()));
    let (brokers, controllers) = (count("broker")?, count("controller")?);
    let whole = match voters {
        Some(Some(voters)) => usize::try_from(controllers).is_ok_and(|there| there == voters),
        Some(None) => false,
        None => all.first()?.get("zookeeper.connect").is_some() || controllers > 0,
    };
    let closed = all.iter().all(|config| config.open.is_none());
    (whole && closed && brokers > 0).then_some(brokers)
}
