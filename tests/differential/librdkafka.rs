//! librdkafka: the version that is linked into the tests, and the newest one through Python's confluent-kafka.

use std::process::Command;

use kskill::knowledge::catalog::{Catalog, Key, Kind};
use kskill::sources::config::Role;
use rdkafka::ClientConfig;
use rdkafka::client::{Client, DefaultClientContext};
use rdkafka::types::RDKafkaType;

use crate::compare::{self, Exception, compare};
use crate::generate::{Case, Field, Relation, Written, strangers};
use crate::probe::{Probe, testbed};

/// What begins the names of keys whose values need more than a config, or that do something beside configuring.
const ELSEWHERE: &[&str] = &[
    "plugin.",
    "ssl.",
    "https.",
    "sasl.",
    "test.mock.",
    "builtin.",
    "broker.version.",
    "internal.",
    "debug",
    "log",
    "enabled_events",
    "enable.sasl.",
    "statistics.",
    "metadata.broker.list",
    "bootstrap.servers",
    "group.id",
    // Of a value without any letter, such as `,`, librdkafka 2.12.1 frees what it never allocated when the client ends.
    "client.software.",
];

const PRODUCER: &[Relation] = &[
    &[("linger.ms", &["300000", "300001", "900000"])],
    &[
        ("enable.idempotence", &["true", "true", "true", "false", "1", "T", "yes"]),
        ("acks", &["all", "-1", "1", "0", "2", "all "]),
        ("retries", &["0", "1", "5", "2147483647", "-1"]),
        ("max.in.flight.requests.per.connection", &["1", "5", "6", "1000000", "0"]),
        ("queuing.strategy", &["fifo", "FIFO", "lifo"]),
        ("queue.buffering.backpressure.threshold", &["1", "1", "2", "0"]),
    ],
    &[
        ("enable.idempotence", &["true", "false"]),
        ("request.required.acks", &["-1", "1"]),
        ("message.send.max.retries", &["0", "3"]),
        ("max.in.flight", &["5", "7"]),
        ("enable.gapless.guarantee", &["true", "false"]),
    ],
    &[
        ("transactional.id", &["orders", "t-1", ""]),
        ("enable.idempotence", &["true", "true", "false"]),
        ("acks", &["all", "all", "1"]),
        ("transaction.timeout.ms", &["1000", "10000", "60000", "900001"]),
        ("message.timeout.ms", &["0", "1000", "9999", "10000", "60000", "300000"]),
        ("socket.timeout.ms", &["1000", "1100", "1101", "10000", "60000", "60100", "300000"]),
    ],
    &[
        ("transactional.id", &["orders"]),
        ("retries", &["0", "1"]),
        ("max.in.flight", &["5", "6"]),
        ("delivery.timeout.ms", &["1000", "60000", "60001"]),
        ("linger.ms", &["0", "5", "1000"]),
    ],
    &[
        ("linger.ms", &["0", "0.5", "5", "100", "900000", "900001"]),
        ("message.timeout.ms", &["0", "1", "5", "100", "101", "300000"]),
    ],
    &[
        ("queue.buffering.max.ms", &["5", "1000"]),
        ("delivery.timeout.ms", &["4", "5", "6", "1000", "120000"]),
        ("request.timeout.ms", &["30000", "5000"]),
    ],
    &[
        ("batch.size", &["1", "16384", "1000000", "2000000"]),
        ("message.max.bytes", &["1000", "1000000", "10000000", "999"]),
        ("queue.buffering.max.kbytes", &["1", "1024", "1048576"]),
        ("queue.buffering.max.messages", &["0", "1", "100000"]),
        ("batch.num.messages", &["1", "10000", "1000001"]),
    ],
    &[
        ("compression.type", &["none", "gzip", "snappy", "lz4", "zstd", "brotli"]),
        ("compression.level", &["-1", "0", "9", "12", "13"]),
    ],
];

const CONSUMER: &[Relation] = &[
    &[
        ("session.timeout.ms", &["6000", "10000", "45000", "300000", "300001", "0"]),
        ("heartbeat.interval.ms", &["1000", "3000", "10000", "45000", "60000"]),
        ("max.poll.interval.ms", &["5999", "10000", "44999", "45000", "300000", "86400000"]),
    ],
    &[
        ("group.protocol", &["consumer", "CONSUMER", "consumer", "classic", "new"]),
        ("session.timeout.ms", &["45000", "10000"]),
        ("heartbeat.interval.ms", &["3000"]),
        ("max.poll.interval.ms", &["300000", "10000"]),
    ],
    &[
        ("group.protocol", &["consumer", "consumer", "classic"]),
        ("partition.assignment.strategy", &["range", "cooperative-sticky", "range,roundrobin"]),
        ("group.remote.assignor", &["uniform", "range", "own"]),
        ("group.protocol.type", &["consumer", "connect"]),
        ("group.instance.id", &["a", ""]),
    ],
    &[(
        "partition.assignment.strategy",
        &[
            "range",
            "roundrobin",
            "cooperative-sticky",
            "range,roundrobin",
            "cooperative-sticky,range",
            "range, roundrobin",
            "Range",
            "sticky",
            "range,own",
            "org.apache.kafka.clients.consumer.RangeAssignor",
            "",
            "range,",
            ",",
            "range,range",
        ],
    )],
    &[
        ("fetch.max.bytes", &["0", "999999", "1000000", "52428800", "2147483135", "2147483136"]),
        ("message.max.bytes", &["1000", "1000000", "52428800", "52428801", "1000000000"]),
        ("receive.message.max.bytes", &["1000", "1000512", "52429311", "52429312", "100000000", "2147483647"]),
        ("queued.max.messages.kbytes", &["1", "976", "65536", "2097151"]),
    ],
    &[
        ("receive.message.max.bytes", &["1000", "1000000", "52429311", "52429312"]),
        ("queued.max.messages.kbytes", &["1", "1000", "65536", "2097151"]),
    ],
    &[
        ("fetch.min.bytes", &["0", "1", "1000", "100000000"]),
        ("fetch.wait.max.ms", &["0", "500", "300000", "300001"]),
        ("max.partition.fetch.bytes", &["1", "1048576", "60000000"]),
        ("socket.timeout.ms", &["10", "400", "60000"]),
    ],
    &[
        ("enable.auto.commit", &["true", "false"]),
        ("auto.commit.enable", &["true", "false"]),
        ("auto.commit.interval.ms", &["0", "5000"]),
        ("enable.auto.offset.store", &["true", "false"]),
        ("auto.offset.reset", &["earliest", "latest", "none", "error", "Largest", "beginning"]),
        ("isolation.level", &["read_committed", "READ_UNCOMMITTED", "committed"]),
    ],
];

const BOTH: &[Relation] = &[
    &[
        ("reconnect.backoff.ms", &["0", "50", "100", "10000", "10001", "20000"]),
        ("reconnect.backoff.max.ms", &["0", "99", "100", "1000", "10000", "20000"]),
    ],
    &[
        ("security.protocol", &["sasl_plaintext", "SASL_SSL", "sasl_ssl", "plaintext", "ssl"]),
        ("sasl.mechanisms", &["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN", "plain", "DIGEST"]),
        ("sasl.username", &["orders", "orders", ""]),
        ("sasl.password", &["secret", "secret", ""]),
    ],
    &[
        ("security.protocol", &["sasl_plaintext", "sasl_ssl", "ssl", "tls"]),
        ("sasl.mechanism", &["PLAIN", "OAUTHBEARER", "PLAIN,SCRAM-SHA-256"]),
        ("sasl.username", &["orders"]),
        ("sasl.password", &["secret"]),
        ("ssl.endpoint.identification.algorithm", &["https", "none", "HTTPS", ""]),
    ],
    &[
        ("ssl.truststore.location", &["/a.jks"]),
        ("sasl.jaas.config", &["x required;"]),
        ("retry.backoff.ms", &["0", "1", "100", "1000", "5000"]),
        ("retry.backoff.max.ms", &["1", "100", "1000"]),
    ],
    &[
        ("metadata.max.age.ms", &["1", "10000", "900000"]),
        ("topic.metadata.refresh.interval.ms", &["-1", "0", "300000", "-2"]),
        ("message.max.bytes", &["1000", "1000000"]),
        ("message.copy.max.bytes", &["0", "65535", "2000000"]),
    ],
];

/// What only a build with libcurl has.
pub const OIDC: &[Relation] = &[
    &[
        ("security.protocol", &["sasl_ssl", "sasl_plaintext", "plaintext"]),
        ("sasl.mechanism", &["OAUTHBEARER"]),
        ("sasl.oauthbearer.method", &["oidc", "OIDC", "default"]),
        ("sasl.oauthbearer.token.endpoint.url", &["http://127.0.0.1:1/token"]),
        ("sasl.oauthbearer.client.id", &["orders"]),
        ("sasl.oauthbearer.client.secret", &["secret"]),
    ],
    &[
        ("sasl.mechanism", &["OAUTHBEARER"]),
        ("sasl.oauthbearer.method", &["oidc"]),
        ("sasl.oauthbearer.token.endpoint.url", &["http://127.0.0.1:1/token"]),
        ("sasl.oauthbearer.client.id", &["orders"]),
        ("sasl.oauthbearer.client.secret", &["secret"]),
        ("enable.sasl.oauthbearer.unsecure.jwt", &["true", "false"]),
    ],
];

/// Keys of consumers that librdkafka reads of a producer too, and may refuse there, where lint warns that they are out
/// of place.
const OF_CONSUMERS: &[&str] = &["group.protocol.type"];
/// Python asks for its type of a producer, and passes it on of a consumer, which does nothing with it.
const OF_PRODUCERS: &[&str] = &["delivery.report.only.error"];

/// Whether librdkafka takes it in a config, and the config is all that it needs.
fn judged(key: &Key) -> bool {
    let elsewhere = ELSEWHERE.iter().any(|start| key.name.starts_with(start));
    !elsewhere && !matches!(key.kind, Kind::Code | Kind::Patterns) && key.status.is_there()
}

pub fn fields(client: &str, version: &str, more: &[Relation]) -> Vec<Field> {
    let catalog = Catalog::embedded();
    let family = catalog.family("librdkafka").expect("there is such a family");
    let keys = || family.names().filter_map(|name| family.key(version, name)).filter(|key| judged(key));
    let foreign = |role| if role == Role::Consumer { OF_PRODUCERS } else { OF_CONSUMERS };
    let field = |role, base, own: &[Relation]| Field {
        role,
        base,
        keys: keys().filter(|key| !foreign(role).contains(&key.name.as_str())).collect(),
        strangers: strangers(&catalog, &[client, "librdkafka"], version, &["java-producer", "java-consumer", "sarama"]),
        relations: [own, BOTH, more].concat(),
        written: Written::Text,
    };
    // a port where nothing listens
    let producer = &[("bootstrap.servers", "127.0.0.1:1")];
    let consumer = &[("bootstrap.servers", "127.0.0.1:1"), ("group.id", "orders")];
    vec![field(Role::Producer, producer, PRODUCER), field(Role::Consumer, consumer, CONSUMER)]
}

/// What the linked library says.
fn ask(cases: &[Case]) -> Vec<Option<String>> {
    cases.iter().map(refused).collect()
}

fn refused(case: &Case) -> Option<String> {
    let catalog = Catalog::embedded();
    let mut config = ClientConfig::new();
    for (key, value) in &case.config {
        let text = value.as_str().expect("all is text");
        // alone, because of two names of one key only the last is set, and the first may be wrong all the same
        if let Err(error) = ClientConfig::new().set(key, text).create_native_config() {
            return Some(error.to_string());
        }
        let alias_of = |name: &str| catalog.key("librdkafka", "2.12", name).and_then(|known| known.alias_of.clone());
        let same = |name: &str| alias_of(name).unwrap_or_else(|| name.to_owned());
        for other in case.config.keys().filter(|other| *other != key && same(other) == same(key)) {
            config.remove(other);
        }
        config.set(key, text);
    }
    config.set("log_level", "0");
    let role =
        if case.role == Role::Producer { RDKafkaType::RD_KAFKA_PRODUCER } else { RDKafkaType::RD_KAFKA_CONSUMER };
    let made =
        config.create_native_config().and_then(|native| Client::new(&config, native, role, DefaultClientContext));
    made.err().map(|error| error.to_string())
}

pub const HEARTBEAT: Exception =
    Exception::Later { rule: "consumer-heartbeat-never", why: "the member is made, and expelled again and again" };
pub const SESSION: Exception =
    Exception::Later { rule: "consumer-session-range", why: "the broker refuses the member, whatever the client" };
pub const LINGER: Exception = Exception::Later {
    rule: "producer-delivery-below-linger",
    why: "with no setting of topics beside it the pair is checked when the first topic is used: nothing is sent",
};
pub const ACKS: Exception = Exception::Later { rule: "producer-acks-some", why: "the brokers refuse every record" };
pub const TRANSACTION: Exception =
    Exception::Later { rule: "producer-transaction-timeout-high", why: "the broker refuses the producer" };
pub const KERBEROS: Exception =
    Exception::Unseen { says: "No provider for SASL mechanism GSSAPI", why: "other builds have Kerberos" };

const EXCEPTIONS: &[Exception] = &[HEARTBEAT, SESSION, LINGER, ACKS, TRANSACTION, KERBEROS];

#[test]
fn the_linked_librdkafka_refuses_what_lint_calls_errors() {
    let (_, version) = rdkafka::util::get_rdkafka_version();
    let fields = fields("librdkafka", &version, &[]);
    let client = compare::Client { id: "librdkafka", version, fields, exceptions: EXCEPTIONS, home: None };
    compare(&client, &mut ask);
}

#[test]
fn pythons_confluent_kafka_refuses_what_lint_calls_errors() {
    let version = testbed("echo $CONFLUENT_KAFKA_PYTHON_VERSION");
    let fields = fields("confluent-kafka-python", &version, OIDC);
    let mut command = Command::new(format!("{}/bin/python", testbed("part python")));
    command.args(["-B", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/probes/confluent.py")]);
    let mut probe = Probe::start(command);
    let client = compare::Client { id: "confluent-kafka-python", version, fields, exceptions: EXCEPTIONS, home: None };
    compare(&client, &mut |cases| probe.ask(cases));
}
