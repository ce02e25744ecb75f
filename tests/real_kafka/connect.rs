//! Generated configs of connectors, judged by `kskill lint` and by a Connect worker that is asked to validate them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use kskill::knowledge::catalog::{Catalog, Key, Kind};
use kskill::sources::config::Role;
use serde_json::Value;

use crate::cluster::Cluster;
use crate::compare::{Client, Exception, compare_over};
use crate::generate::{Case, Field, Relation, Written, strangers};
use crate::worker::Worker;

/// A request takes the worker some ms, and one that gets to the database as much again.
const COUNT: usize = 1_500;
/// Requests at once.
const AT_ONCE: usize = 4;

const POSTGRES: &str = "io.debezium.connector.postgresql.PostgresConnector";
const MYSQL: &str = "io.debezium.connector.mysql.MySqlConnector";
const MIRROR: &str = "org.apache.kafka.connect.mirror.MirrorSourceConnector";
const FILE_SOURCE: &str = "org.apache.kafka.connect.file.FileStreamSourceConnector";
const FILE_SINK: &str = "org.apache.kafka.connect.file.FileStreamSinkConnector";
const FLATTEN: &str = "org.apache.kafka.connect.transforms.Flatten$Value";
const TOMBSTONE: &str = "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone";

/// What Debezium says where all is well and there is no database.
const NO_DATABASE: &[&str] = &["Error while validating connector config", "Error during connection validation"];

/// Keys that need more than a config: what the worker allows, what the connector can do.
const UNJUDGED: &[&str] =
    &["exactly.once.support", "transaction.boundary", "connector.class", "name", "connector.plugin.version"];
/// What follows them is a version of a plugin, or belongs to a client, whose own tests ask that client.
const ELSEWHERE: &[&str] =
    &["producer.", "consumer.", "admin.", "source.cluster.", "target.cluster.", "ssl.", "sasl.", "security."];

/// What every connector may have.
const ALL: &[Relation] = &[
    &[
        ("transforms", &["a", "a,b", "a,,b", "a,a", " a ", ""]),
        ("transforms.a.type", &[FLATTEN]),
        ("transforms.b.type", &[FLATTEN]),
    ],
    &[
        ("transforms", &["a"]),
        ("transforms.a.type", &[FLATTEN]),
        ("transforms.a.negate", &["true", "false", "TRUE", "no"]),
        ("transforms.a.predicate", &["p"]),
        ("predicates", &["p", "p", "p,p"]),
        ("predicates.p.type", &[TOMBSTONE]),
    ],
    &[
        ("errors.tolerance", &["all", "none", "ALL", "some"]),
        ("errors.log.enable", &["true", "false"]),
        ("errors.retry.timeout", &["0", "-1", "600000", "5m"]),
    ],
    &[
        (
            "key.converter",
            &[
                "org.apache.kafka.connect.json.JsonConverter",
                "org.apache.kafka.connect.storage.StringConverter",
                "",
                " org.apache.kafka.connect.storage.StringConverter ",
            ],
        ),
        ("tasks.max", &["1", "0", "-1", "8", "1.5", "2147483648"]),
    ],
];

const SINK: &[Relation] = &[
    &[("topics", &["a", "a,b", "a,,b", "a,a", " ", ""]), ("topics.regex", &["a.*", ""])],
    &[
        ("topics", &["a", "a,b"]),
        ("errors.deadletterqueue.topic.name", &["a", "b", "dead"]),
        ("errors.tolerance", &["all"]),
        ("errors.deadletterqueue.topic.replication.factor", &["1", "3", "x"]),
    ],
];

const DEBEZIUM: &[Relation] = &[
    &[
        ("max.queue.size", &["1", "2048", "2049", "4096", "8192"]),
        ("max.batch.size", &["0", "1", "2048", "4096", "8191", "8192"]),
    ],
    &[
        ("slot.name", &["shop", "shop_2", "Shop", "shop-2", ""]),
        ("skipped.operations", &["t", "c,u", "none", "none,c", "x", " c , d "]),
        ("message.key.columns", &["a.b:c", "a.b:c,d;e:f", "a.b", "a:", " a:b ; c:d "]),
        ("custom.metric.tags", &["a=b", "a=b,c=d", "a", "a=b=c"]),
    ],
    &[
        ("table.include.list", &["shop.orders", "shop.orders,shop.customers"]),
        ("table.exclude.list", &["shop.drafts"]),
        ("snapshot.mode", &["initial", "custom", "CUSTOM"]),
        ("snapshot.mode.custom.name", &["mine"]),
        ("snapshot.locking.mode", &["custom", "none"]),
        ("snapshot.locking.mode.custom.name", &["mine"]),
    ],
    &[("notification.enabled.channels", &["sink", "log", "log,sink"]), ("notification.sink.topic.name", &["told"])],
    &[
        ("topic.prefix", &["shop", "shop", ""]),
        ("database.hostname", &["127.0.0.1", "127.0.0.1", ""]),
        ("database.user", &["debezium"]),
        ("database.dbname", &["shop"]),
        ("database.server.id", &["5401", "0", "x"]),
        ("database.port", &["1"]),
    ],
];

const EXCEPTIONS: &[Exception] = &[
    Exception::Later {
        rule: "connector-start-missing",
        why: "the worker takes the config, and the connector or its task fails when it starts",
    },
    Exception::Later {
        rule: "debezium-history-missing",
        why: "the worker takes the config, and the connector fails when it starts: it has nowhere to keep the schemas",
    },
    Exception::Later {
        rule: "connector-tasks-refused",
        why: "the worker takes the config, and the connector starts none of its tasks",
    },
];

fn judged(key: &Key) -> bool {
    let elsewhere = ELSEWHERE.iter().any(|start| key.name.starts_with(start)) || key.name.ends_with(".plugin.version");
    let name = key.name.as_str();
    !elsewhere
        && !matches!(key.kind, Kind::Class | Kind::Password)
        && key.status.is_there()
        && !UNJUDGED.contains(&name)
}

/// What the configs of a class are drawn from.
fn field(version: &str, base: &'static [(&'static str, &'static str)], families: &[&str], own: &[Relation]) -> Field {
    let catalog = Catalog::embedded();
    let keys: Vec<Arc<Key>> = families
        .iter()
        .filter_map(|name| catalog.family(name))
        .flat_map(|family| {
            let newest = family.versions().last().expect("it has versions");
            let of = if family.name().starts_with("debezium-") { newest } else { version };
            family.names().filter_map(move |name| family.key(of, name))
        })
        .filter(|key| judged(key))
        .collect();
    // a connector's keys are whatever its class knows
    let strangers = strangers(&catalog, &["sink-connector", "source-connector"], version, &["java-producer"]);
    let strangers = strangers.into_iter().filter(|key| !ELSEWHERE.iter().any(|start| key.starts_with(start)));
    Field {
        role: Role::Connector,
        base,
        keys,
        strangers: strangers.collect(),
        relations: [own, ALL].concat(),
        written: Written::Text,
    }
}

fn fields(version: &str) -> Vec<Field> {
    const SOURCE: &str = "source-connector";
    vec![
        field(version, PG, &["debezium-postgres", SOURCE], DEBEZIUM),
        field(version, MY, &["debezium-mysql", SOURCE], DEBEZIUM),
        field(version, &[("name", "x"), ("connector.class", POSTGRES)], &["debezium-postgres"], DEBEZIUM),
        field(version, &[("name", "x"), ("connector.class", MYSQL)], &["debezium-mysql"], DEBEZIUM),
        field(version, MM, &["mirror-source", SOURCE], &[]),
        field(
            version,
            &[("name", "x"), ("connector.class", MIRROR)],
            &["mirror-source"],
            &[&[("source.cluster.alias", &["a", ""])]],
        ),
        field(version, &[("name", "x"), ("connector.class", FILE_SOURCE), ("topic", "t")], &[SOURCE], &[]),
        field(version, &[("name", "x"), ("connector.class", FILE_SINK), ("topics", "t")], &["sink-connector"], SINK),
        field(version, &[("name", "x"), ("connector.class", FILE_SINK)], &["sink-connector"], SINK),
    ]
}

/// Nothing listens there: Debezium sees that after it has looked at everything else.
const PG: &[(&str, &str)] = &[
    ("name", "x"),
    ("connector.class", POSTGRES),
    ("topic.prefix", "shop"),
    ("database.hostname", "127.0.0.1"),
    ("database.port", "1"),
    ("database.user", "debezium"),
    ("database.dbname", "shop"),
];
const MY: &[(&str, &str)] = &[
    ("name", "x"),
    ("connector.class", MYSQL),
    ("topic.prefix", "shop"),
    ("database.hostname", "127.0.0.1"),
    ("database.port", "1"),
    ("database.user", "debezium"),
    ("database.server.id", "5401"),
];
const MM: &[(&str, &str)] = &[
    ("name", "x"),
    ("connector.class", MIRROR),
    ("source.cluster.alias", "a"),
    ("source.cluster.bootstrap.servers", "127.0.0.1:1"),
    ("target.cluster.bootstrap.servers", "127.0.0.1:1"),
];

/// What the worker says against each of the configs.
fn ask(worker: &str, cases: &[Case]) -> Vec<Option<String>> {
    let share = cases.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> = cases
            .chunks(share)
            .map(|cases| scope.spawn(move || cases.iter().map(|case| refusal(worker, case)).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|share| share.join().expect("a thread that asks")).collect()
    })
}

fn refusal(worker: &str, case: &Case) -> Option<String> {
    let body = serde_json::to_string(&case.config).expect("it is JSON");
    let class = case.config["connector.class"].as_str().expect("it is a text");
    let class = class.rsplit('.').next().unwrap_or(class);
    // by HTTP 1.0, the answer ends where the connection does, and comes in one piece
    let head = format!(
        "PUT /connector-plugins/{class}/config/validate HTTP/1.0\r\nHost: {worker}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(worker).expect("the worker listens");
    stream.write_all(format!("{head}{body}").as_bytes()).expect("the worker reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the worker answers");
    let (_, body) = answer.split_once("\r\n\r\n").expect("an answer has a body");
    let said: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
    // an error outside of the configs has a message of its own
    let Some(configs) = said["configs"].as_array() else { return Some(said["message"].to_string()) };
    let errors = configs.iter().filter_map(|config| config["value"]["errors"].as_array()).flatten();
    let mut errors =
        errors.filter_map(Value::as_str).filter(|error| !NO_DATABASE.iter().any(|begin| error.starts_with(begin)));
    errors.next().map(str::to_owned)
}

#[test]
fn errors_of_connectors_are_what_a_worker_refuses() {
    let versions = include_str!("../testbed/versions.env");
    let version = versions.lines().find_map(|line| line.strip_prefix("KAFKA_VERSION=")).expect("it is there");
    let client = Client {
        id: "connect",
        version: version.to_owned(),
        fields: fields(version),
        exceptions: EXCEPTIONS,
        home: None,
    };
    let worker = Worker::start(Cluster::one().get("PLAINTEXT"));
    compare_over(&client, COUNT, &mut |cases| ask(worker.address(), cases));
}
