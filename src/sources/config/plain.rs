//! Files of plain `key=value` lines: whose config each is follows from its keys and, where they leave it open, its
//! name.

use super::classify::{Whose, classify};
use super::{Config, File, Reading, Role, Setting, properties};

/// Names of files that ship with Kafka, and whose they are.
const SHIPPED: &[(&str, Role)] = &[
    ("connect-distributed.properties", Role::Worker),
    ("connect-standalone.properties", Role::Worker),
    ("server.properties", Role::Broker),
    ("broker.properties", Role::Broker),
    ("controller.properties", Role::Broker),
    ("producer.properties", Role::Producer),
    ("consumer.properties", Role::Consumer),
];

/// Keys that show that a file called `server.properties` is a broker's, which many other servers have as well.
const OF_BROKERS: &[&str] = &[
    "advertised.listeners",
    "controller.listener.names",
    "listener.security.protocol.map",
    "log.retention.hours",
    "log.retention.ms",
    "log.segment.bytes",
    "num.network.threads",
    "num.partitions",
    "offsets.topic.replication.factor",
];

/// The configs of a `.properties` file.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if file.extension() != "properties" && is_hocon(file.text) {
        return None;
    }
    let settings: Vec<Setting> = properties::entries(file).into_iter().map(properties::Entry::into_setting).collect();
    let whose = whose(file, &settings)?;
    let head = settings.first().map_or(0..0, super::span);
    let config = Config { client: whose.client, settings, ..Config::new(whose.role, head) };
    Some(Reading { configs: vec![config], problems: Vec::new() })
}

fn whose(file: &File, settings: &[Setting]) -> Option<Whose> {
    let keys = || settings.iter().map(|setting| setting.key.as_str());
    let by_keys = classify(&keys());
    let by_name = SHIPPED.iter().find(|(name, _)| file.name() == *name).map(|(_, role)| *role);
    match (by_keys, by_name) {
        (None, Some(Role::Broker)) if keys().any(|key| OF_BROKERS.contains(&key)) => {
            Some(Whose { role: Role::Broker, client: None })
        }
        // Keys that every client has leave open which one it is.
        (Some(Whose { role: Role::Client, client }), Some(role @ (Role::Producer | Role::Consumer))) => {
            Some(Whose { role, client })
        }
        (Some(Whose { role: Role::Client | Role::Consumer, .. }), Some(Role::Worker)) => {
            Some(Whose { role: Role::Worker, client: None })
        }
        (by_keys, _) => by_keys,
    }
}

/// Whether it is HOCON, the format of Akka and Play, which has blocks and quotes.
fn is_hocon(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| line == "}" || line.ends_with('{') && !line.starts_with(['#', '!']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path: &str, text: &str) -> Option<Role> {
        properties(&File { path, text }).map(|reading| reading.configs[0].role)
    }

    #[test]
    fn the_name_tells_where_keys_do_not() {
        assert_eq!(role("config/producer.properties", "bootstrap.servers=a:9092\n"), Some(Role::Producer));
        assert_eq!(role("config/client.properties", "bootstrap.servers=a:9092\n"), Some(Role::Client));
        assert_eq!(role("consumer.properties", "bootstrap.servers=a\nacks=all\n"), Some(Role::Producer));
        assert_eq!(role("server.properties", "num.partitions=3\n"), Some(Role::Broker));
        assert_eq!(role("server.properties", "max-players=20\n"), None, "of a game");
        assert_eq!(role("connect-distributed.properties", "bootstrap.servers=a\ngroup.id=g\n"), Some(Role::Worker));
        assert_eq!(role("log4j.properties", "log4j.logger.kafka=INFO\n"), None);
    }

    #[test]
    fn blocks_are_not_lines() {
        let text = "akka.kafka.producer {\n  kafka-clients {\n    acks = \"all\"\n    linger.ms = 5\n  }\n}\n";
        assert_eq!(role("application.conf", text), None);
        assert_eq!(role("producer.conf", "acks=all\n# {\n"), Some(Role::Producer));
    }
}
