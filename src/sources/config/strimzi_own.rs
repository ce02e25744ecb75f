//! What the Strimzi operator keeps for itself: it leaves such keys out of the `config` of a resource.

use super::{Config, Role, Unread};

/// What the keys of brokers begin with that the operator writes, in all its versions.
const OF_BROKERS: &[&str] = &[
    "listeners",
    "advertised.",
    "broker.",
    "listener.",
    "host.name",
    "port",
    "inter.broker.listener.name",
    "sasl.",
    "ssl.",
    "security.",
    "password.",
    "log.dir",
    "zookeeper.connect",
    "zookeeper.set.acl",
    "authorizer.",
    "super.user",
    "node.id",
    "process.roles",
    "controller.",
    "metadata.log.dir",
];

/// Keys that begin so and are taken all the same.
const LEFT_TO_BROKERS: &[&str] = &[
    "zookeeper.connection.timeout.ms",
    "sasl.server.max.receive.size",
    "ssl.cipher.suites",
    "ssl.protocol",
    "ssl.enabled.protocols",
    "ssl.secure.random.implementation",
    "broker.session.timeout.ms",
    "broker.heartbeat.interval.ms",
    "controller.socket.timeout.ms",
    "controller.quorum.election.backoff.max.ms",
    "controller.quorum.election.timeout.ms",
    "controller.quorum.fetch.timeout.ms",
];

const OF_WORKERS: &[&str] = &["ssl.", "sasl.", "security.", "listeners", "plugin.path", "rest.", "bootstrap.servers"];

const LEFT_TO_WORKERS: &[&str] =
    &["ssl.endpoint.identification.algorithm", "ssl.cipher.suites", "ssl.protocol", "ssl.enabled.protocols"];

/// Takes the operator's keys out of those that stand in `config` from `from` on.
pub(super) fn leave_out(mut config: Config, from: usize) -> Config {
    let (own, left) = match config.role {
        Role::Broker => (OF_BROKERS, LEFT_TO_BROKERS),
        Role::Worker => (OF_WORKERS, LEFT_TO_WORKERS),
        _ => return config,
    };
    let is_own = |key: &str| own.iter().any(|start| key.starts_with(start)) && !left.contains(&key);
    let free = config.settings.split_off(from.min(config.settings.len()));
    let (unread, read): (Vec<_>, Vec<_>) = free.into_iter().partition(|setting| is_own(&setting.key));
    config.settings.extend(read);
    let because = "is for the Strimzi operator to set, which leaves this line out";
    config.unread.extend(unread.into_iter().map(|setting| Unread {
        setting,
        because: because.to_owned(),
        among: Vec::new(),
    }));
    config
}
