//! confluent-kafka-javascript: what its `KafkaJS` way of writing settings means to librdkafka.

use super::super::{Given, Setting};
use super::table::Table;

const KAFKAJS_DEFAULTS: &str = "the KafkaJS way of this library has defaults of its own";

/// The fields of a `kafkaJS` block, and librdkafka's keys for them, as `lib/kafkajs` of the library translates them.
const FIELDS: &[(&str, &str)] = &[
    ("acks", "acks"),
    ("allowAutoTopicCreation", "allow.auto.create.topics"),
    ("autoCommit", "enable.auto.commit"),
    ("autoCommitInterval", "auto.commit.interval.ms"),
    ("brokers", "bootstrap.servers"),
    ("clientId", "client.id"),
    ("compression", "compression.codec"),
    ("fromBeginning", "auto.offset.reset"),
    ("groupId", "group.id"),
    ("heartbeatInterval", "heartbeat.interval.ms"),
    ("idempotent", "enable.idempotence"),
    ("maxBytesPerPartition", "max.partition.fetch.bytes"),
    ("maxInFlightRequests", "max.in.flight"),
    ("maxWaitTimeInMs", "fetch.wait.max.ms"),
    ("metadataMaxAge", "topic.metadata.refresh.interval.ms"),
    ("minBytes", "fetch.min.bytes"),
    ("rackId", "client.rack"),
    ("readUncommitted", "isolation.level"),
    ("rebalanceTimeout", "max.poll.interval.ms"),
    ("sessionTimeout", "session.timeout.ms"),
    ("timeout", "request.timeout.ms"),
    ("transactionTimeout", "transaction.timeout.ms"),
    ("transactionalId", "transactional.id"),
];

/// The settings with librdkafka's keys only; a `kafkaJS` block leaves the table open.
pub(super) fn translated(table: Table) -> Table {
    let mut result = Table { settings: Vec::new(), open: table.open };
    for setting in table.settings {
        let field = setting.key.strip_prefix("kafkaJS.").map(str::to_owned);
        let Some(field) = field else {
            // Functions, the block as a whole where it cannot be seen, and what is no key of librdkafka.
            if setting.key.contains('.') && !setting.key.ends_with("_cb") || matches!(&*setting.key, "acks" | "debug") {
                result.put(setting);
            }
            continue;
        };
        result.open = result.open.or(Some(KAFKAJS_DEFAULTS));
        if let Some((_, key)) = FIELDS.iter().find(|(known, _)| *known == field) {
            let value = value(key, setting.value);
            result.put(Setting { key: (*key).to_owned(), value, ..setting });
        }
    }
    result
}

fn value(key: &str, given: Given) -> Given {
    let truths = |yes: &str, no: &str| match given {
        Given::Bool(truth) => Given::Text(if truth { yes } else { no }.to_owned()),
        _ => Given::Unknown,
    };
    match key {
        "auto.offset.reset" => truths("earliest", "latest"),
        "isolation.level" => truths("read_uncommitted", "read_committed"),
        // `CompressionTypes.GZIP` is the text `gzip`.
        "compression.codec" => match given {
            Given::Code(code) => {
                let codec = code.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                Given::Text(codec)
            }
            given => given,
        },
        _ => given,
    }
}
