//! confluent-kafka-javascript, where it could be had: its way of `KafkaJS`, by promises, and that of node-rdkafka.

use std::io::Write as _;
use std::process::Command;

use kskill::knowledge::Rulebook;
use kskill::knowledge::catalog::{Catalog, Key, Kind};
use kskill::sources::config::Role;
use serde_json::{Map, Value as Json};

use crate::compare::{Client, Exception, compare};
use crate::generate::{Case, Field, Random, Relation, Written};
use crate::librdkafka;
use crate::probe::{Probe, testbed};
use crate::typed::version;

const ID: &str = "confluent-kafka-javascript";

const PRODUCER: &[Relation] = &[
    &[
        ("kafkaJS.idempotent", &["true", "true", "false"]),
        ("kafkaJS.acks", &["-1", "-1", "1", "0"]),
        ("kafkaJS.maxInFlightRequests", &["1", "5", "6"]),
        ("kafkaJS.retry.retries", &["0", "5"]),
    ],
    &[
        ("kafkaJS.transactionalId", &["orders"]),
        ("kafkaJS.transactionTimeout", &["999", "1000", "60000", "900000", "2147483648"]),
        ("kafkaJS.acks", &["-1", "1"]),
    ],
    &[("kafkaJS.compression", &["gzip", "zstd", "brotli", "none"]), ("linger.ms", &["5", "900001", "x"])],
    &[("kafkaJS.idempotent", &["true"]), ("acks", &["1", "-1"]), ("enable.idempotence", &["true", "false"])],
];

const CONSUMER: &[Relation] = &[
    &[
        ("kafkaJS.sessionTimeout", &["6000", "10000", "45000", "0"]),
        ("kafkaJS.rebalanceTimeout", &["1000", "5000", "30000", "43200000", "43200001"]),
        ("kafkaJS.heartbeatInterval", &["1000", "3000", "3600001"]),
    ],
    &[
        ("group.protocol", &["consumer", "classic"]),
        ("kafkaJS.sessionTimeout", &["30000"]),
        ("kafkaJS.heartbeatInterval", &["3000"]),
    ],
    &[
        ("kafkaJS.autoCommit", &["true", "false"]),
        ("kafkaJS.autoCommitInterval", &["0", "5000", "86400001"]),
        ("kafkaJS.autoCommitThreshold", &["5"]),
        ("kafkaJS.readUncommitted", &["true", "false"]),
        ("kafkaJS.fromBeginning", &["true", "false"]),
    ],
    &[
        ("js.consumer.max.batch.size", &["1", "-1", "0", "-2"]),
        ("js.consumer.max.cache.size.per.worker.ms", &["1", "0"]),
    ],
    &[("session.timeout.ms", &["6000", "45000"]), ("max.poll.interval.ms", &["3000", "22500", "45000"])],
];

const BOTH: &[Relation] = &[
    &[("kafkaJS.ssl", &["true", "false", "1", "x"]), ("kafkaJS.clientId", &["orders"])],
    &[("kafkaJS.retry.factor", &["0.2"]), ("kafkaJS.retry.multiplier", &["2"]), ("kafkaJS.clientId", &["orders"])],
    &[
        ("kafkaJS.retry.initialRetryTime", &["0", "1", "300", "300001"]),
        ("kafkaJS.retry.maxRetryTime", &["0", "1", "30000", "300001"]),
    ],
    &[("kafkaJS.logLevel", &["0", "4", "5", "-1"]), ("kafkaJS.requestTimeout", &["10", "30000"])],
    &[("kafkaJS.socketFactory", &["x"]), ("kafkaJS.reauthenticationThreshold", &["1000"])],
];

/// What people write who come from `KafkaJS`, for whom some of it is refused.
const STRANGERS: &[&str] = &[
    "kafkaJS.groupID",
    "kafkaJS.maxRetries",
    "kafkaJS.partitioner",
    "kafkaJS.createPartitioner",
    "no.such.key",
    "brokers",
    "clientId",
    "sessionTimeout",
    "idempotent",
];

const EXCEPTIONS: &[Exception] = &[
    librdkafka::HEARTBEAT,
    librdkafka::SESSION,
    librdkafka::ACKS,
    Exception::Unseen {
        says: "must be >= `session.timeout.ms`",
        why: "the block has defaults of its own, which lint does not fill in: with one of the two alone nothing is said",
    },
];

/// How node-rdkafka's way differs from librdkafka in C.
const DIRECT: &[Exception] = &[
    librdkafka::HEARTBEAT,
    librdkafka::SESSION,
    librdkafka::LINGER,
    librdkafka::ACKS,
    librdkafka::TRANSACTION,
    librdkafka::KERBEROS,
    Exception::Unseen {
        says: "must be >= `session.timeout.ms`",
        why: "the way of KafkaJS, which shares these keys, hands librdkafka twice the interval that it is given",
    },
];

/// The probe, where the library could be had; else it is said that it is not tested.
fn probe(way: &str) -> Option<Probe> {
    let part = testbed("part confluent_js");
    if let Ok(why) = std::fs::read_to_string(format!("{part}/why-not")) {
        let said = format!("{ID} is NOT TESTED, as it is not to be had here; to try again, remove {part}\n{why}");
        let _ = writeln!(std::io::stderr(), "{said}");
        return None;
    }
    let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/probes/run.sh"));
    command.args([ID, way]);
    Some(Probe::start(command))
}

/// A value of the block, right or wrong, as its type is written in code.
fn value(key: &Key, random: &mut Random) -> Json {
    match key.kind {
        Kind::Boolean => Json::from(random.percent(50)),
        Kind::Text => Json::from(*random.pick(&["orders", "any text"])),
        _ => Json::from(*random.pick(&[
            0_i64,
            1,
            5,
            100,
            1_000,
            3_000,
            60_000,
            1_000_000,
            -1,
            2_147_483_647,
            2_147_483_648,
        ])),
    }
}

fn default(_: &Key, text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
}

fn field(version: &str, role: Role, base: &'static [(&'static str, &'static str)], relations: &[Relation]) -> Field {
    let catalog = Catalog::embedded();
    let family = catalog.family(ID).expect("there is such a family");
    let drawn = |key: &Key| {
        let scalar = matches!(key.kind, Kind::Boolean | Kind::Double | Kind::Text);
        // a login needs all of its parts, and others are drawn as related values
        let alone = !["kafkaJS.sasl", "kafkaJS.ssl", "kafkaJS.retry"].iter().any(|start| key.name.starts_with(start));
        scalar && alone && key.name.starts_with("kafkaJS.") && key.status.is_there()
    };
    Field {
        role,
        base,
        keys: family.names().filter_map(|name| family.key(version, name)).filter(|key| drawn(key)).collect(),
        strangers: STRANGERS.iter().map(|name| (*name).to_owned()).collect(),
        relations: [relations, BOTH].concat(),
        written: Written::Code { value, default },
    }
}

/// A file that makes the client and uses it.
fn file(case: &Case, _: &str) -> String {
    let mut settings = Map::new();
    for (key, value) in &case.config {
        let Some(path) = key.strip_prefix("kafkaJS.") else {
            settings.insert(key.clone(), value.clone());
            continue;
        };
        let object = || Json::Object(Map::new());
        let mut within = settings.entry("kafkaJS").or_insert_with(object);
        let (outer, name) = path.rsplit_once('.').map_or((None, path), |(outer, name)| (Some(outer), name));
        if let Some(outer) = outer {
            within = within.as_object_mut().expect("it is one").entry(outer).or_insert_with(object);
        }
        within.as_object_mut().expect("it is one").insert(name.to_owned(), value.clone());
    }
    let settings = Json::Object(settings);
    let (made, used) = match case.role {
        Role::Producer => ("producer", "send({ topic: \"orders\", messages })"),
        _ => ("consumer", "run({ eachMessage })"),
    };
    format!(
        "import {{ KafkaJS }} from \"@confluentinc/kafka-javascript\";\n\nconst kafka = new KafkaJS.Kafka({{}});\nconst client = kafka.{made}({settings});\nawait client.{used};\n"
    )
}

#[test]
fn errors_are_what_confluent_kafka_javascript_refuses() {
    let Some(mut probe) = probe("") else { return };
    let version = version("CONFLUENT_KAFKA_JAVASCRIPT_VERSION");
    let consumer = &[("bootstrap.servers", "127.0.0.1:1"), ("group.id", "orders")];
    let fields = vec![
        field(&version, Role::Producer, &[("bootstrap.servers", "127.0.0.1:1")], PRODUCER),
        field(&version, Role::Consumer, consumer, CONSUMER),
    ];
    let client = Client { id: ID, version, fields, exceptions: EXCEPTIONS, home: Some(("main.ts", file)) };
    compare(&client, &mut |cases| probe.ask(cases));
}

#[test]
fn errors_are_what_its_way_of_node_rdkafka_refuses() {
    let Some(mut probe) = probe("direct") else { return };
    let version = version("CONFLUENT_KAFKA_JAVASCRIPT_VERSION");
    let rulebook = Rulebook::load(None).expect("the rules load");
    let library = rulebook.clients.get(ID).expect("there is such a client").library(&version);
    let fields = librdkafka::fields(ID, library, librdkafka::OIDC);
    let client = Client { id: ID, version, fields, exceptions: DIRECT, home: None };
    compare(&client, &mut |cases| probe.ask(cases));
}
