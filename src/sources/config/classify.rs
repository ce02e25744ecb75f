//! Whose config a set of plain keys is.
//!
//! Only keys that tell are named here; what else a role or client knows is in the catalogue.

use super::Role;

/// Whose config it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whose {
    pub role: Role,
    pub client: Option<&'static str>,
}

/// A key that shows whose config it stands in. The first entry that a config has decides.
const TELLING: &[(Role, &[&str])] = &[
    (Role::Connector, &["connector.class"]),
    (Role::Registry, &["kafkastore.bootstrap.servers", "kafkastore.connection.url", "kafkastore.topic"]),
    (Role::Worker, &["offset.storage.topic", "offset.storage.file.filename", "config.storage.topic", "plugin.path"]),
    (
        Role::Broker,
        &[
            "process.roles",
            "broker.id",
            "node.id",
            "log.dirs",
            "log.dir",
            "controller.quorum.voters",
            "zookeeper.connect",
        ],
    ),
    (Role::Streams, &["application.id"]),
];

/// Keys that show a broker's config whatever else is in it.
const OF_SURE_BROKERS: &[&str] = &["process.roles", "broker.id", "node.id", "log.dirs", "log.dir", "listeners"];

const OF_PRODUCERS: &[&str] = &[
    "acks",
    "request.required.acks",
    "linger.ms",
    "queue.buffering.max.ms",
    "batch.size",
    "compression.type",
    "compression.codec",
    "buffer.memory",
    "delivery.timeout.ms",
    "message.timeout.ms",
    "enable.idempotence",
    "max.in.flight.requests.per.connection",
    "transactional.id",
    "key.serializer",
    "value.serializer",
    "retries",
    "message.send.max.retries",
    "max.request.size",
    "partitioner",
    "partitioner.class",
    "max.block.ms",
    "transaction.timeout.ms",
    "queue.buffering.max.messages",
    "queue.buffering.max.kbytes",
];

const OF_CONSUMERS: &[&str] = &[
    "group.id",
    "max.poll.records",
    "max.poll.interval.ms",
    "auto.offset.reset",
    "enable.auto.commit",
    "auto.commit.interval.ms",
    "enable.auto.offset.store",
    "session.timeout.ms",
    "heartbeat.interval.ms",
    "fetch.min.bytes",
    "fetch.max.wait.ms",
    "fetch.wait.max.ms",
    "max.partition.fetch.bytes",
    "isolation.level",
    "partition.assignment.strategy",
    "group.instance.id",
    "group.protocol",
    "key.deserializer",
    "value.deserializer",
    "allow.auto.create.topics",
    "exclude.internal.topics",
    "fetch.max.bytes",
];

/// Keys of Java's share consumers, which its other consumers refuse.
const OF_SHARE_CONSUMERS: &[&str] = &["share.acknowledgement.mode", "share.acquire.mode"];

/// Keys that only librdkafka knows, and that people write.
const OF_LIBRDKAFKA: &[&str] = &[
    "metadata.broker.list",
    "queue.buffering.max.messages",
    "queue.buffering.max.kbytes",
    "queue.buffering.max.ms",
    "message.send.max.retries",
    "message.timeout.ms",
    "request.required.acks",
    "compression.codec",
    "compression.level",
    "enable.auto.offset.store",
    "fetch.wait.max.ms",
    "queued.min.messages",
    "queued.max.messages.kbytes",
    "ssl.ca.location",
    "ssl.key.location",
    "ssl.certificate.location",
    "sasl.username",
    "sasl.password",
    "sasl.mechanisms",
    "enable.ssl.certificate.verification",
    "broker.address.family",
    "statistics.interval.ms",
    "socket.keepalive.enable",
    "socket.timeout.ms",
    "enable.partition.eof",
    "broker.version.fallback",
    "api.version.request",
];

/// Keys that only the Java client knows, beside which `partitioner` is none of librdkafka's.
const OF_JAVA: &[&str] = &[
    "key.serializer",
    "value.serializer",
    "key.deserializer",
    "value.deserializer",
    "partitioner.class",
    "buffer.memory",
    "max.block.ms",
    "max.request.size",
    "max.poll.records",
    "fetch.max.wait.ms",
];

/// Keys of one role that admin clients have too, or that files for all clients of an application hold.
const OF_NO_ROLE: &[&str] = &["retries", "session.timeout.ms"];

/// Keys that other programs have as well: alone, they show nothing.
const OF_ANYBODY: &[&str] = &["retries", "batch.size", "group.id", "partitioner", "compression.type"];

/// Keys that only the Scala consumer has, which read by way of `ZooKeeper` and is gone since Kafka 2.0.
const OF_OLD_CONSUMERS: &[&str] = &["consumer.id", "queued.max.message.chunks"];

const ADDRESSES: &[&str] = &["bootstrap.servers", "metadata.broker.list"];

/// Whose config holds these keys; none where no key is one of Kafka's.
pub(super) fn classify<'a>(keys: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Whose> {
    let has = |known: &[&str]| keys.clone().any(|key| known.contains(&key));
    if has(&["group.id"]) && (has(OF_OLD_CONSUMERS) || has(&["zookeeper.connect"]) && !has(OF_SURE_BROKERS)) {
        return None;
    }
    if let Some((role, _)) = TELLING.iter().find(|(_, known)| has(known)) {
        return Some(Whose { role: *role, client: None });
    }
    let shown = |known: &[&str]| keys.clone().any(|key| known.contains(&key) && !OF_ANYBODY.contains(&key));
    if ![ADDRESSES, OF_PRODUCERS, OF_CONSUMERS].into_iter().any(shown) {
        return None;
    }
    let partitioner = has(&["partitioner"]) && !has(OF_JAVA);
    let client = Some(if has(OF_LIBRDKAFKA) || partitioner { "librdkafka" } else { "java" });
    let sure = |known: &[&str]| keys.clone().any(|key| known.contains(&key) && !OF_NO_ROLE.contains(&key));
    let role = match (has(OF_PRODUCERS), has(OF_CONSUMERS)) {
        (true, false) if sure(OF_PRODUCERS) => Role::Producer,
        (false, _) if has(OF_SHARE_CONSUMERS) && client == Some("java") => Role::ShareConsumer,
        (false, true) if sure(OF_CONSUMERS) => Role::Consumer,
        _ => Role::Client,
    };
    Some(Whose { role, client })
}

/// Whether only a producer reads the key.
pub(super) fn is_of_producers_only(key: &str) -> bool {
    OF_PRODUCERS.contains(&key) && !OF_CONSUMERS.contains(&key)
}

/// Whether only a consumer reads the key.
pub(super) fn is_of_consumers_only(key: &str) -> bool {
    OF_CONSUMERS.contains(&key) && !OF_PRODUCERS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(keys: &[&str]) -> Option<(Role, Option<&'static str>)> {
        classify(&keys.iter().copied()).map(|whose| (whose.role, whose.client))
    }

    #[test]
    fn keys_tell_whose_config_it_is() {
        assert_eq!(of(&["bootstrap.servers", "acks"]), Some((Role::Producer, Some("java"))));
        assert_eq!(of(&["bootstrap.servers", "group.id", "sasl.username"]), Some((Role::Consumer, Some("librdkafka"))));
        assert_eq!(of(&["bootstrap.servers", "compression.level"]), Some((Role::Client, Some("librdkafka"))));
        assert_eq!(of(&["bootstrap.servers", "group.id", "acks"]), Some((Role::Client, Some("java"))));
        assert_eq!(of(&["bootstrap.servers", "acks", "partitioner"]), Some((Role::Producer, Some("librdkafka"))));
        assert_eq!(of(&["acks", "partitioner", "key.serializer"]), Some((Role::Producer, Some("java"))));
        assert_eq!(of(&["bootstrap.servers", "retries"]), Some((Role::Client, Some("java"))), "or an admin client's");
        assert_eq!(of(&["bootstrap.servers", "session.timeout.ms"]), Some((Role::Client, Some("java"))), "for all");
        assert_eq!(of(&["acks", "session.timeout.ms"]), Some((Role::Client, Some("java"))), "for all");
        let share = ["bootstrap.servers", "group.id", "share.acquire.mode"];
        assert_eq!(of(&share), Some((Role::ShareConsumer, Some("java"))));
        assert_eq!(of(&["process.roles", "num.partitions"]), Some((Role::Broker, None)));
        assert_eq!(of(&["name", "connector.class", "acks"]), Some((Role::Connector, None)));
        assert_eq!(of(&["server.port", "retries.count"]), None);
        assert_eq!(of(&["retries", "batch.size"]), None, "of any job");
        assert_eq!(of(&["zookeeper.connect", "num.partitions"]), Some((Role::Broker, None)));
        assert_eq!(of(&["zookeeper.connect", "bootstrap.servers", "group.id"]), None, "of the Scala consumer");
        assert_eq!(of(&["bootstrap.servers", "group.id", "consumer.id"]), None, "of the Scala consumer");
        assert_eq!(of(&["retries", "batch.size", "linger.ms"]), Some((Role::Producer, Some("java"))));
    }
}
