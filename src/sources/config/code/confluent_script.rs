//! confluent-kafka-javascript: what its `KafkaJS` way of writing settings means to librdkafka.

use super::super::{Given, Role, Setting};
use super::table::Table;

const KAFKAJS_DEFAULTS: &str = "the KafkaJS way of this library has defaults of its own";

/// Whose block a field may stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Anybody,
    Producers,
    Consumers,
    Both,
}

/// The fields of a `kafkaJS` block, and librdkafka's keys for them, as `lib/kafkajs` of the library translates them.
const FIELDS: &[(&str, For, &str)] = &[
    ("acks", For::Producers, "acks"),
    ("allowAutoTopicCreation", For::Both, "allow.auto.create.topics"),
    ("autoCommit", For::Consumers, "enable.auto.commit"),
    ("autoCommitInterval", For::Consumers, "auto.commit.interval.ms"),
    ("brokers", For::Anybody, "bootstrap.servers"),
    ("clientId", For::Anybody, "client.id"),
    ("compression", For::Producers, "compression.codec"),
    ("fromBeginning", For::Consumers, "auto.offset.reset"),
    ("groupId", For::Consumers, "group.id"),
    ("heartbeatInterval", For::Consumers, "heartbeat.interval.ms"),
    ("idempotent", For::Producers, "enable.idempotence"),
    ("maxBytes", For::Consumers, "fetch.message.max.bytes"),
    ("maxBytesPerPartition", For::Consumers, "max.partition.fetch.bytes"),
    ("maxInFlightRequests", For::Both, "max.in.flight"),
    ("maxWaitTimeInMs", For::Consumers, "fetch.wait.max.ms"),
    ("metadataMaxAge", For::Both, "topic.metadata.refresh.interval.ms"),
    ("minBytes", For::Consumers, "fetch.min.bytes"),
    ("rackId", For::Consumers, "client.rack"),
    ("readUncommitted", For::Consumers, "isolation.level"),
    ("rebalanceTimeout", For::Consumers, "max.poll.interval.ms"),
    ("retry.initialRetryTime", For::Anybody, "retry.backoff.ms"),
    ("retry.maxRetryTime", For::Anybody, "retry.backoff.max.ms"),
    ("retry.retries", For::Producers, "retries"),
    ("sessionTimeout", For::Consumers, "session.timeout.ms"),
    ("timeout", For::Producers, "request.timeout.ms"),
    ("transactionTimeout", For::Producers, "transaction.timeout.ms"),
    ("transactionalId", For::Producers, "transactional.id"),
];

/// Fields of a `kafkaJS` block that say nothing to librdkafka. Beside the block, the library refuses them and those above.
const OTHERS: &[&str] = &[
    "authenticationTimeout",
    "autoCommitThreshold",
    "connectionTimeout",
    "createPartitioner",
    "enforceRequestTimeout",
    "logLevel",
    "logger",
    "partitionAssigners",
    "partitionAssignors",
    "reauthenticationThreshold",
    "requestTimeout",
    "retry",
    "sasl",
    "socketFactory",
    "ssl",
];

/// Keys of librdkafka without a dot.
const PLAIN: &[&str] = &["acks", "debug", "enabled_events", "log_level", "partitioner", "retries"];

/// Without it, there is one limit for all requests, and `requestTimeout` says nothing.
const UNBOUND: &str = "kafkaJS.enforceRequestTimeout";

/// The longest poll interval that librdkafka takes, which gets twice what the block says.
const LONGEST: f64 = 86_400_000.0;

/// Whether librdkafka takes twice the interval.
fn is_doubled(given: &Given) -> bool {
    let number = given.text().and_then(|text| text.parse::<f64>().ok());
    number.is_none_or(|number| number >= 1.0 && 2.0 * number <= LONGEST)
}

/// The settings with librdkafka's keys; a `kafkaJS` block leaves the table open. What stands in the block and is not for
/// this role, or for nobody, keeps its name: the library refuses it.
pub(super) fn translated(role: Role, table: Table) -> Table {
    let mut result = Table { settings: Vec::new(), open: table.open };
    // What stands beside the block is laid over it.
    let beside: Vec<String> = table.settings.iter().map(|setting| setting.key.clone()).collect();
    let unbound = table.settings.iter().any(|one| one.key == UNBOUND && one.value != Given::Bool(true));
    for setting in table.settings {
        let field = setting.key.strip_prefix("kafkaJS.").map(str::to_owned);
        let Some(field) = field else {
            // Not functions, nor the block as a whole where it cannot be seen.
            let key = setting.key.as_str();
            let misplaced = || OTHERS.contains(&key) || FIELDS.iter().any(|(known, _, _)| *known == key);
            if key.contains('.') && !key.ends_with("_cb") || PLAIN.contains(&key) || misplaced() {
                result.put(setting);
            }
            continue;
        };
        result.open = result.open.or(Some(KAFKAJS_DEFAULTS));
        let own = |of: For| match role {
            Role::Producer => of != For::Consumers,
            Role::Consumer => of != For::Producers,
            _ => of == For::Anybody,
        };
        match FIELDS.iter().find(|(known, of, _)| *known == field && own(*of)) {
            Some((_, _, key)) if beside.iter().any(|other| other == key) => {}
            None if unbound && field == "requestTimeout" => {}
            Some(("rebalanceTimeout", _, _)) if !is_doubled(&setting.value) => result.put(setting),
            Some((_, _, key)) => {
                let value = value(key, setting.value);
                result.put(Setting { key: (*key).to_owned(), value, ..setting });
            }
            None => result.put(setting),
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
