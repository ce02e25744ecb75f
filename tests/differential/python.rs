//! aiokafka and kafka-python, through their constructors.

use kskill::sources::config::Role;

use crate::compare::{Client, Exception, compare};
use crate::generate::Relation;
use crate::typed::{field, probe, version};

/// Arguments whose values are objects, and those that are drawn as related values only.
const OBJECTS: &[&str] = &[
    // of kafka-python a tuple; a text is taken apart into one
    "api_version",
    "bootstrap_servers",
    "default_offset_commit_callback",
    // everything is true or false in Python
    "enable_idempotence",
    "kafka_client",
    "key_deserializer",
    "key_serializer",
    "loop",
    // a part of the names of metrics, which nobody sets
    "metric_group_prefix",
    "metric_reporters",
    "partition_assignment_strategy",
    "partitioner",
    "sasl_oauth_token_provider",
    "selector",
    "socket_options",
    "ssl_context",
    "value_deserializer",
    "value_serializer",
];

const SECURITY: Relation = &[
    ("security_protocol", &["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL", "SASL", "ssl"]),
    ("sasl_mechanism", &["PLAIN", "GSSAPI", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "AWS_MSK_IAM", "plain"]),
    ("sasl_plain_username", &["someone", "null"]),
    ("sasl_plain_password", &["secret", "null"]),
    // for lint a placeholder, whose value nobody can see; for the probe the name of an object
    ("ssl_context", &["<ssl_context>", "null"]),
];

const AIOKAFKA_PRODUCER: &[Relation] = &[
    SECURITY,
    SECURITY,
    SECURITY,
    &[
        ("enable_idempotence", &["true", "false"]),
        ("acks", &["all", "-1", "0", "1", "2"]),
        ("transactional_id", &["t", "null"]),
        ("transaction_timeout_ms", &["1", "60000", "900001"]),
    ],
    &[("compression_type", &["gzip", "snappy", "lz4", "zstd", "null", "none", "GZIP"])],
    &[
        ("linger_ms", &["0", "5", "60000"]),
        ("request_timeout_ms", &["1", "40000"]),
        ("max_batch_size", &["1", "16384"]),
    ],
];

const AIOKAFKA_CONSUMER: &[Relation] = &[
    SECURITY,
    SECURITY,
    SECURITY,
    &[
        ("group_id", &["g", "null", ""]),
        ("session_timeout_ms", &["3000", "10000", "45000"]),
        ("heartbeat_interval_ms", &["1000", "3000", "45000"]),
        ("max_poll_interval_ms", &["3000", "300000"]),
    ],
    &[("max_poll_records", &["1", "500", "0", "-1", "null", "1.5", "true", "false", "x"])],
    &[("max_poll_records", &["0", "-5", "2.5", "x"])],
    &[("heartbeat_interval_ms", &["3000", "45000"]), ("max_poll_records", &["10", "0", "null"])],
    &[
        ("auto_offset_reset", &["earliest", "latest", "none", "smallest"]),
        ("isolation_level", &["read_committed", "read_uncommitted"]),
    ],
    &[("fetch_max_wait_ms", &["500", "60000"]), ("request_timeout_ms", &["1", "500", "40000"])],
];

/// kafka-python compares acks with a number, and takes every other one until a send; it makes a name of `client_id`.
const KAFKA_PYTHON_RELATED: &[&str] = &["acks", "client_id"];

const IDEMPOTENCE: Relation = &[
    ("enable_idempotence", &["true", "false"]),
    ("acks", &["all", "-1", "0", "1"]),
    ("retries", &["0", "1", "2147483647"]),
    ("max_in_flight_requests_per_connection", &["1", "5", "6"]),
    ("transactional_id", &["t", "null", ""]),
    ("transaction_timeout_ms", &["60000", "900001"]),
];

const PYTHON_PRODUCER: &[Relation] = &[
    SECURITY,
    IDEMPOTENCE,
    IDEMPOTENCE,
    IDEMPOTENCE,
    &[
        ("delivery_timeout_ms", &["1", "30000", "30005", "40000", "120000"]),
        ("linger_ms", &["0", "5", "10", "90001"]),
        ("request_timeout_ms", &["1", "30000", "120000", "120001"]),
    ],
    &[("compression_type", &["gzip", "snappy", "lz4", "zstd", "null", "none", "GZIP", ""])],
];

const PYTHON_CONSUMER: &[Relation] = &[
    SECURITY,
    &[
        ("group_id", &["g", "null", ""]),
        ("session_timeout_ms", &["3000", "10000", "45000"]),
        ("heartbeat_interval_ms", &["1000", "3000", "10000", "45000"]),
        ("max_poll_interval_ms", &["3000", "300000"]),
        ("group_instance_id", &["i", "null", "", "a b"]),
    ],
    &[
        ("fetch_max_wait_ms", &["500", "30000", "60000"]),
        ("request_timeout_ms", &["1", "500", "501", "30000", "540000", "540001"]),
        ("connections_max_idle_ms", &["540000", "30000", "30001", "500", "-1"]),
    ],
    &[
        ("auto_offset_reset", &["earliest", "latest", "none", "smallest", "LATEST", "x"]),
        ("isolation_level", &["read_committed", "read_uncommitted", "READ_COMMITTED", "x", "0", "1", "2"]),
        ("client_dns_lookup", &["use_all_dns_ips", "default", "resolve_canonical_bootstrap_servers_only"]),
    ],
    &[
        ("fetch_max_bytes", &["1", "52428800"]),
        ("max_partition_fetch_bytes", &["1", "104857600"]),
        ("receive_message_max_bytes", &["1"]),
    ],
];

/// What the client hands on to the brokers unseen.
const SESSION: Exception =
    Exception::Later { rule: "consumer-session-range", why: "the brokers refuse the member when it joins its group" };

/// What aiokafka checks when a consumer is started, which takes a broker, and not when it is made.
const AT_START: &[&str] = &["isolation_level"];

const AIOKAFKA: &[Exception] = &[
    Exception::Later { rule: "consumer-heartbeat-never", why: "the member is made, and expelled again and again" },
    Exception::Later { rule: "value-fails-in-use", why: "the client is made, and fails with it later" },
    SESSION,
    Exception::Later {
        rule: "producer-transaction-timeout-high",
        why: "the brokers refuse the producer when it asks for its number",
    },
];
const KAFKA_PYTHON: &[Exception] = &[
    SESSION,
    Exception::Later {
        rule: "producer-transaction-timeout-high",
        why: "the brokers refuse the producer when it asks for its number",
    },
];

#[test]
fn errors_are_what_aiokafka_refuses() {
    let version = version("AIOKAFKA_VERSION");
    let fields = vec![
        field(Role::Producer, (&version, &["aiokafka-producer"]), OBJECTS, AIOKAFKA_PRODUCER),
        field(Role::Consumer, (&version, &["aiokafka-consumer"]), &[OBJECTS, AT_START].concat(), AIOKAFKA_CONSUMER),
    ];
    let client = Client { id: "aiokafka", version, fields, exceptions: AIOKAFKA, home: None };
    let mut probe = probe("aiokafka");
    compare(&client, &mut |cases| probe.ask(cases));
}

#[test]
fn errors_are_what_kafka_python_refuses() {
    let version = version("KAFKA_PYTHON_VERSION");
    let fields = vec![
        field(
            Role::Producer,
            (&version, &["kafka-python-producer"]),
            &[OBJECTS, KAFKA_PYTHON_RELATED].concat(),
            PYTHON_PRODUCER,
        ),
        field(Role::Consumer, (&version, &["kafka-python-consumer"]), OBJECTS, PYTHON_CONSUMER),
    ];
    let client = Client { id: "kafka-python", version, fields, exceptions: KAFKA_PYTHON, home: None };
    let mut probe = probe("kafka-python");
    compare(&client, &mut |cases| probe.ask(cases));
}
