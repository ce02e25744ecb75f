//! Kafka's Java client, in the oldest and the newest version: its constructors, offline.

use std::process::Command;

use kskill::knowledge::catalog::{Catalog, Key, Kind};
use kskill::sources::config::Role;

use crate::compare::{Client, Exception, compare};
use crate::generate::{Field, Relation, Written, strangers};
use crate::probe::Probe;

/// What begins the names of keys whose values need more than a config: files, classes, providers of the JVM.
const ELSEWHERE: &[&str] = &[
    "ssl.",
    "sasl.",
    "security.providers",
    "config.providers",
    "bootstrap.",
    "interceptor.",
    "metric.reporters",
    "partition.assignment",
];

const PRODUCER: &[Relation] = &[
    &[
        ("enable.idempotence", &["true", "true", "false", "TRUE", "1"]),
        ("acks", &["all", "-1", "1", "0", "2", " all "]),
        ("retries", &["0", "1", "2147483647", "-1"]),
        ("max.in.flight.requests.per.connection", &["1", "5", "6", "0"]),
    ],
    &[
        ("acks", &["all", "1", "0"]),
        ("retries", &["0", "5"]),
        ("max.in.flight.requests.per.connection", &["1", "5", "6", "100"]),
    ],
    &[
        ("transactional.id", &["orders", "orders", ""]),
        ("enable.idempotence", &["true", "false"]),
        ("acks", &["all", "all", "1"]),
        ("retries", &["0", "5", "5"]),
        ("max.in.flight.requests.per.connection", &["1", "5", "6"]),
    ],
    &[
        ("delivery.timeout.ms", &["0", "30000", "30004", "30005", "120000", "2147483647"]),
        ("linger.ms", &["0", "1", "5", "6", "90000", "100000", "9223372036854775807"]),
        ("request.timeout.ms", &["0", "1000", "29999", "30000", "120000", "2147483647"]),
    ],
    &[
        ("linger.ms", &["0", "5", "3000000000"]),
        ("request.timeout.ms", &["1000", "200000", "2147483647"]),
        ("delivery.timeout.ms", &["120000", "2147483647"]),
    ],
    &[
        ("transactional.id", &["orders"]),
        ("transaction.timeout.ms", &["0", "1", "60000", "900000", "900001", "-1"]),
        ("transaction.two.phase.commit.enable", &["true", "false"]),
    ],
    &[
        ("batch.size", &["0", "1", "16384", "2000000"]),
        ("buffer.memory", &["0", "1", "16384", "33554432"]),
        ("max.request.size", &["0", "1048576", "99999999"]),
        ("max.block.ms", &["0", "60000"]),
    ],
    &[
        ("compression.type", &["none", "gzip", "snappy", "lz4", "zstd", "ZSTD", "brotli", "zstd "]),
        ("compression.gzip.level", &["-1", "0", "1", "9", "10"]),
        ("compression.lz4.level", &["0", "1", "17", "18"]),
        ("compression.zstd.level", &["-131073", "3", "22", "23"]),
    ],
    &[
        ("partitioner.rack.aware", &["true", "false"]),
        ("client.rack", &["a", ""]),
        ("partitioner.ignore.keys", &["true"]),
        ("partitioner.class", &["org.apache.kafka.clients.producer.RoundRobinPartitioner"]),
    ],
];

const CONSUMER: &[Relation] = &[
    &[
        ("session.timeout.ms", &["6000", "10000", "45000", "300001", "0", "-1"]),
        ("heartbeat.interval.ms", &["1000", "3000", "9999", "10000", "45000", "0", "-1"]),
        ("max.poll.interval.ms", &["1", "10000", "44999", "300000"]),
    ],
    &[
        ("group.id", &[""]),
        ("enable.auto.commit", &["true", "false"]),
        ("group.instance.id", &["a", "", "a b", ".."]),
        ("heartbeat.interval.ms", &["3000", "60000"]),
    ],
    &[
        ("group.protocol", &["consumer", "CONSUMER", "consumer", "classic", "new"]),
        ("session.timeout.ms", &["45000", "10000"]),
        ("heartbeat.interval.ms", &["3000", "45000"]),
        ("group.remote.assignor", &["uniform", "range"]),
    ],
    &[
        ("group.protocol", &["consumer", "consumer", "classic"]),
        (
            "partition.assignment.strategy",
            &[
                "org.apache.kafka.clients.consumer.RangeAssignor",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                "range",
                "",
            ],
        ),
        ("group.remote.assignor", &["uniform", "own"]),
        ("share.acknowledgement.mode", &["implicit", "explicit"]),
    ],
    &[("share.acquire.mode", &["batch_optimized", "record_limit"]), ("group.remote.assignor", &["uniform", ""])],
    &[
        ("fetch.min.bytes", &["0", "1", "99999999"]),
        ("fetch.max.bytes", &["0", "1024", "52428800"]),
        ("max.partition.fetch.bytes", &["0", "1048576", "99999999"]),
        ("fetch.max.wait.ms", &["0", "500", "40000"]),
        ("request.timeout.ms", &["0", "400", "30000"]),
    ],
    &[
        ("default.api.timeout.ms", &["0", "1000", "60000"]),
        ("request.timeout.ms", &["1000", "30000", "60001"]),
        ("connections.max.idle.ms", &["-1", "0", "1000", "540000"]),
    ],
    &[
        (
            "auto.offset.reset",
            &["earliest", "latest", "none", "largest", "by_duration:PT1H", "by_duration:", "EARLIEST"],
        ),
        ("isolation.level", &["read_committed", "READ_COMMITTED", "read_uncommitted"]),
        ("enable.auto.commit", &["true", "false"]),
        ("auto.commit.interval.ms", &["0", "-1", "5000"]),
    ],
];

const ADMIN: &[Relation] = &[
    &[
        ("default.api.timeout.ms", &["0", "1000", "29999", "30000", "60000"]),
        ("request.timeout.ms", &["1000", "30000", "60000", "60001"]),
    ],
    &[("retries", &["0", "-1", "5"]), ("request.timeout.ms", &["60001", "100"]), ("retry.backoff.ms", &["0", "-1"])],
];

const BOTH: &[Relation] = &[
    &[
        ("reconnect.backoff.ms", &["0", "50", "1001", "20000"]),
        ("reconnect.backoff.max.ms", &["0", "49", "1000", "-1"]),
        ("retry.backoff.ms", &["0", "100", "2000"]),
        ("retry.backoff.max.ms", &["0", "99", "1000"]),
        ("socket.connection.setup.timeout.ms", &["0", "10000", "40000"]),
        ("socket.connection.setup.timeout.max.ms", &["0", "9999", "30000"]),
    ],
    &[
        ("security.protocol", &["SASL_PLAINTEXT", "sasl_plaintext", "PLAINTEXT", "TLS"]),
        ("sasl.mechanism", &["PLAIN", "SCRAM-SHA-256", "PLAIN", "plain"]),
        (
            "sasl.jaas.config",
            &[
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\"",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"b\";",
            ],
        ),
    ],
    &[
        ("metadata.recovery.strategy", &["none", "NONE", "rebootstrap", "always"]),
        ("client.dns.lookup", &["use_all_dns_ips", "default", "USE_ALL_DNS_IPS"]),
        ("metrics.recording.level", &["INFO", "info", "DEBUG"]),
        ("bootstrap.servers", &["127.0.0.1", "127.0.0.1:1,127.0.0.2:1", "http://127.0.0.1:1", "127.0.0.1:x"]),
    ],
];

fn judged(key: &Key) -> bool {
    let elsewhere = ELSEWHERE.iter().any(|start| key.name.starts_with(start));
    !elsewhere && !matches!(key.kind, Kind::Class | Kind::Password) && key.status.is_there()
}

fn fields(version: &str) -> Vec<Field> {
    let catalog = Catalog::embedded();
    let field = |role: Role, base, own: &[Relation]| {
        let name = format!("java-{}", role.kind());
        let family = catalog.family(&name).expect("there is such a family");
        Field {
            role,
            base,
            keys: family.names().filter_map(|name| family.key(version, name)).filter(|key| judged(key)).collect(),
            strangers: strangers(&catalog, &[&name], version, &["librdkafka", "java-producer", "java-consumer"]),
            relations: [own, BOTH].concat(),
            written: Written::Text,
        }
    };
    vec![
        field(Role::Producer, PRODUCER_BASE, PRODUCER),
        field(Role::Consumer, CONSUMER_BASE, CONSUMER),
        field(Role::Admin, ADMIN_BASE, ADMIN),
    ]
}

const SERIALIZER: &str = "org.apache.kafka.common.serialization.StringSerializer";
const DESERIALIZER: &str = "org.apache.kafka.common.serialization.StringDeserializer";
const PRODUCER_BASE: &[(&str, &str)] =
    &[("bootstrap.servers", "127.0.0.1:1"), ("key.serializer", SERIALIZER), ("value.serializer", SERIALIZER)];
const CONSUMER_BASE: &[(&str, &str)] = &[
    ("bootstrap.servers", "127.0.0.1:1"),
    ("group.id", "orders"),
    ("key.deserializer", DESERIALIZER),
    ("value.deserializer", DESERIALIZER),
];
const ADMIN_BASE: &[(&str, &str)] = &[("bootstrap.servers", "127.0.0.1:1")];

const EXCEPTIONS: &[Exception] = &[
    Exception::Later { rule: "consumer-session-range", why: "the broker refuses the member" },
    Exception::Later { rule: "producer-transaction-timeout-high", why: "the broker refuses the producer" },
    Exception::Unseen {
        says: "Could not find a 'KafkaClient' entry in the JAAS configuration",
        why: "the login may be in a file that the JVM is told of",
    },
    Exception::Later { rule: "producer-buffer-below-batch", why: "every send fails: its batch does not fit" },
    Exception::Later { rule: "connection-mechanism-misspelled", why: "every login fails" },
    Exception::Later { rule: "connection-login-module-mismatch", why: "every login fails" },
];

fn against(version: &str) {
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/catalog/generate.sh");
    let output = Command::new(tool).args(["--jars", &format!("kafka@{version}")]).output().expect("the tool starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let jars = String::from_utf8(output.stdout).expect("it prints text");
    let mut command = Command::new("java");
    command.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp", &format!("{}/*", jars.trim())]);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/probes/Construct.java"));
    let mut probe = Probe::start(command);
    let client =
        Client { id: "java", version: version.to_owned(), fields: fields(version), exceptions: EXCEPTIONS, home: None };
    compare(&client, &mut |cases| probe.ask(cases));
}

#[test]
fn java_2_8_refuses_what_lint_calls_errors() {
    against("2.8");
}

#[test]
fn java_4_3_refuses_what_lint_calls_errors() {
    against("4.3");
}

#[test]
fn java_4_4_refuses_what_lint_calls_errors() {
    against("4.4");
}
