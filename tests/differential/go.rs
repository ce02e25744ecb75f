//! franz-go and Sarama, each in an old and the newest version: what their options and fields may be. A config is judged as
//! the Go code that says it, by the home that reads such code.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use kskill::knowledge::at_least;
use kskill::knowledge::catalog::{Catalog, Key, Kind};
use kskill::sources::config::Role;
use serde_json::Value as Json;

use crate::compare::{Client, Exception, compare};
use crate::generate::{Case, Field, Random, Relation, Written};
use crate::probe::{Probe, testbed};
use crate::typed::version;

type Relations = [&'static [Relation]];

const FRANZ_PRODUCER: &[Relation] = &[
    &[
        ("RequiredAcks", &["kgo.AllISRAcks()", "kgo.LeaderAck()", "kgo.NoAck()"]),
        ("DisableIdempotentWrite", &["true"]),
        ("MaxProduceRequestsInflightPerBroker", &["1", "5", "0"]),
    ],
    &[("RequiredAcks", &["kgo.AllISRAcks()", "kgo.LeaderAck()"]), ("MaxProduceRequestsInflightPerBroker", &["1", "5"])],
    &[
        ("TransactionalID", &["orders", "orders", ""]),
        ("DisableIdempotentWrite", &["true"]),
        ("TransactionTimeout", &["40 * time.Second", "20 * time.Minute", "1000 * time.Hour"]),
    ],
    &[
        ("BrokerMaxWriteBytes", &["1023", "1024", "1000011", "1000012", "1073741825"]),
        ("ProducerBatchMaxBytes", &["511", "512", "1024", "1000013"]),
    ],
    &[
        ("RecordDeliveryTimeout", &["0", "1 * time.Nanosecond", "999 * time.Millisecond", "1 * time.Second"]),
        ("RecordRetries", &["0", "10"]),
    ],
];

const FRANZ_CONSUMER: &[Relation] = &[
    &[
        ("ConsumerGroup", &["billing", "billing", ""]),
        ("DisableAutoCommit", &["true"]),
        ("GreedyAutoCommit", &["true"]),
        ("AutoCommitMarks", &["true"]),
    ],
    &[
        ("ConsumerGroup", &["billing", ""]),
        ("AutoCommitMarks", &["true"]),
        ("AutoCommitInterval", &["5 * time.Second"]),
    ],
    &[
        ("ConsumerGroup", &["billing"]),
        ("SessionTimeout", &["99 * time.Millisecond", "6 * time.Second", "45 * time.Second"]),
        ("HeartbeatInterval", &["3 * time.Second", "6 * time.Second", "46 * time.Second"]),
    ],
    &[
        ("ConsumerGroup", &["billing", ""]),
        ("OnPartitionsLost", &["callback"]),
        ("OnPartitionsAssigned", &["callback"]),
    ],
    &[("ConsumePartitions", &["partitions"]), ("ConsumerGroup", &["billing"]), ("ConsumeRegex", &["true"])],
    &[
        ("BrokerMaxReadBytes", &["1023", "52428799", "52428800", "1073741825"]),
        ("FetchMaxBytes", &["1", "1000", "104857601"]),
    ],
];

/// What 1.14 did not have.
const FRANZ_SINCE: &[Relation] = &[
    &[("TransactionalID", &["orders"]), ("AllowIdempotentProduceCancellation", &["true"])],
    &[("DefaultProduceTopic", &["orders", ""]), ("DefaultProduceTopicAlways", &["true"])],
];

/// The same, of consumers.
const FRANZ_CONSUMER_SINCE: &[Relation] = &[
    &[
        ("ConsumeRegex", &["true"]),
        ("ConsumeExcludeTopics", &["\"test-.*\""]),
        ("ConsumeTopics", &["\"orders\"", "\"\""]),
    ],
    &[
        ("ShareGroup", &["billing"]),
        ("ShareMaxRecords", &["1", "0", "-1", "-2"]),
        ("ShareMaxRecordsStrict", &["true"]),
        ("ConsumerGroup", &["billing", ""]),
    ],
    &[("ShareMaxRecords", &["1", "-1"]), ("ShareMaxRecordsStrict", &["true"])],
    &[("ShareGroup", &["billing"]), ("DisableAutoCommit", &["true"]), ("OnPartitionsAssigned", &["callback"])],
    &[("ShareGroup", &["billing"]), ("ConsumePartitions", &["partitions"]), ("GreedyAutoCommit", &["true"])],
];

const FRANZ_BOTH: &[Relation] = &[
    &[
        ("MetadataMaxAge", &["1 * time.Second", "1 * time.Hour", "61 * time.Minute"]),
        ("MetadataMinAge", &["1 * time.Second", "10 * time.Millisecond", "1 * time.Minute"]),
    ],
    &[("Dialer", &["dialer"]), ("DialTLSConfig", &["&tls.Config{}"])],
];

const SARAMA_PRODUCER: &[Relation] = &[
    &[
        ("Producer.Idempotent", &["true"]),
        ("Producer.RequiredAcks", &["sarama.WaitForAll", "sarama.WaitForAll", "sarama.WaitForLocal"]),
        ("Producer.Retry.Max", &["0", "1", "3"]),
        ("Net.MaxOpenRequests", &["1", "1", "5"]),
        ("Version", &["sarama.V0_10_2_0", "sarama.V2_8_0_0"]),
    ],
    &[
        ("Producer.Idempotent", &["true"]),
        ("Producer.RequiredAcks", &["sarama.WaitForAll"]),
        ("Net.MaxOpenRequests", &["1"]),
    ],
    &[
        (
            "Producer.Compression",
            &["sarama.CompressionGZIP", "sarama.CompressionZSTD", "sarama.CompressionLZ4", "sarama.CompressionNone"],
        ),
        ("Producer.CompressionLevel", &["-1000", "-3", "-2", "9", "10"]),
        ("Version", &["sarama.V0_9_0_1", "sarama.V0_10_0_0", "sarama.V2_0_0_0", "sarama.V2_1_0_0"]),
    ],
    &[("Producer.Flush.Messages", &["0", "10", "11"]), ("Producer.Flush.MaxMessages", &["0", "10", "100"])],
    &[("Producer.RequiredAcks", &["-2", "-1", "0", "1", "2"])],
];

/// What 1.30 did not have.
const SARAMA_PRODUCER_SINCE: &[Relation] = &[&[
    ("Producer.Transaction.ID", &["orders", "orders", ""]),
    ("Producer.Idempotent", &["true"]),
    ("Producer.RequiredAcks", &["sarama.WaitForAll"]),
    ("Net.MaxOpenRequests", &["1"]),
]];

const SARAMA_CONSUMER: &[Relation] = &[
    &[
        ("Consumer.Group.Session.Timeout", &["2 * time.Millisecond", "6 * time.Second", "10 * time.Second"]),
        ("Consumer.Group.Heartbeat.Interval", &["1 * time.Millisecond", "6 * time.Second", "10 * time.Second"]),
    ],
    &[
        ("Consumer.IsolationLevel", &["sarama.ReadCommitted", "sarama.ReadUncommitted"]),
        ("Version", &["sarama.V0_10_2_0", "sarama.V0_11_0_0"]),
    ],
    &[("Consumer.Offsets.Initial", &["sarama.OffsetOldest", "sarama.OffsetNewest", "-2", "-1", "0"])],
];

const SARAMA_CONSUMER_SINCE: &[Relation] = &[
    &[
        ("Consumer.Group.InstanceId", &["billing-1", "billing 1", "", ".."]),
        ("Version", &["sarama.V2_2_0_0", "sarama.V2_3_0_0"]),
    ],
    &[
        (
            "Consumer.Group.Rebalance.GroupStrategies",
            &[
                "[]sarama.BalanceStrategy{sarama.NewBalanceStrategyCooperativeSticky()}",
                "[]sarama.BalanceStrategy{sarama.NewBalanceStrategyRange()}",
            ],
        ),
        ("Version", &["sarama.V2_3_0_0", "sarama.V2_4_0_0"]),
    ],
];

const SARAMA_BOTH: &[Relation] = &[
    &[
        ("Net.SASL.Enable", &["true", "true", "false"]),
        ("Net.SASL.Mechanism", &["sarama.SASLTypePlaintext", "sarama.SASLTypeSCRAMSHA512", "sarama.SASLTypeOAuth"]),
        ("Net.SASL.User", &["orders", "orders", ""]),
        ("Net.SASL.Password", &["secret"]),
        ("Net.SASL.SCRAMClientGeneratorFunc", &["scramClient"]),
        ("Net.SASL.TokenProvider", &["tokens"]),
    ],
    &[("Net.SASL.Enable", &["true"]), ("Net.SASL.User", &["orders"]), ("Net.SASL.Password", &["secret", "secret", ""])],
];

const SESSION: Exception =
    Exception::Later { rule: "consumer-session-range", why: "the brokers refuse the member when it joins its group" };

const HEARTBEAT: Exception =
    Exception::Later { rule: "consumer-heartbeat-never", why: "the member is made, and expelled again and again" };

const TRANSACTION: Exception = Exception::Later {
    rule: "producer-transaction-timeout-high",
    why: "the brokers refuse the producer when it asks for its number",
};

fn field(client: &str, version: &str, role: Role, base: Base, relations: &Relations) -> Field {
    use kskill::knowledge::catalog::Role as KeyRole;
    let catalog = Catalog::embedded();
    let family = catalog.family(client).expect("there is such a family");
    let foreign = if role == Role::Producer { KeyRole::Consumer } else { KeyRole::Producer };
    let drawn = |key: &Arc<Key>| {
        let scalar = matches!(key.kind, Kind::Boolean | Kind::Int | Kind::Long | Kind::Duration | Kind::Text);
        // a topic that is left out needs a pattern and so on: those are drawn as related values
        let alone = !relations.iter().any(|all| all.iter().any(|one| one.iter().any(|(name, _)| *name == key.name)));
        // Sarama looks at its letters only where Version is older than 1.0, since 1.42
        let unseen = client == "sarama" && key.name == "ClientID" && at_least(version, "1.42");
        !unseen && key.status.is_there() && scalar && key.role != Some(foreign) && (alone || key.kind != Kind::Boolean)
    };
    Field {
        role,
        base,
        keys: family.names().filter_map(|name| family.key(version, name)).filter(drawn).collect(),
        // what is not there does not compile
        strangers: Vec::new(),
        relations: relations.concat(),
        written: Written::Code { value, default },
    }
}

type Base = &'static [(&'static str, &'static str)];

/// A value that the type of the key has, right or wrong.
fn value(key: &Key, random: &mut Random) -> Json {
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| number(key, text));
    let (least, most) = (bound(&key.range.0), bound(&key.range.1));
    match key.kind {
        Kind::Boolean if key.default.is_some() => Json::from(random.percent(50)),
        Kind::Boolean => Json::Bool(true),
        Kind::Text => Json::from(*random.pick(&["any-text", "orders.v1", "any text", ""])),
        _ => {
            let default = key.default.as_deref().and_then(|text| number(key, text));
            let near = [least, most].into_iter().flatten().flat_map(|edge| [edge - 1, edge, edge + 1]);
            let usual = default.into_iter().flat_map(|default| [default, default, default, default / 2, default + 1]);
            let of_type = if key.kind == Kind::Duration { [0, -1, 1_000_000_000] } else { [0, -1, 100_000] };
            // what Go holds in 32 bits, nobody can write larger
            let fits = |number: &i64| key.kind == Kind::Duration || i32::try_from(*number).is_ok();
            let all: Vec<i64> = near.chain(usual).chain(of_type).filter(fits).collect();
            spelled(key, *random.pick(&all))
        }
    }
}

/// The default as code spells it.
fn default(key: &Key, text: &str) -> Json {
    match key.kind {
        Kind::Boolean => Json::Bool(text == "true"),
        Kind::Text => Json::from(text),
        _ => number(key, text).map_or_else(|| Json::from(text), |number| spelled(key, number)),
    }
}

/// A number of the catalogue; of a time, its nanoseconds.
fn number(key: &Key, text: &str) -> Option<i64> {
    if key.kind != Kind::Duration {
        return text.parse().ok();
    }
    let (digits, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic())?);
    let nanoseconds = match unit {
        "ns" => 1.0,
        "ms" => 1e6,
        "s" => 1e9,
        "m" => 6e10,
        _ => 3.6e12,
    };
    #[expect(clippy::cast_possible_truncation, reason = "these are days at most")]
    Some((digits.parse::<f64>().ok()? * nanoseconds).round() as i64)
}

fn spelled(key: &Key, number: i64) -> Json {
    let whole = |unit: &str, size: i64| Json::from(format!("{} * time.{unit}", number / size));
    match number {
        _ if key.kind != Kind::Duration => Json::from(number),
        0 => Json::from(0),
        _ if number % 1_000_000_000 == 0 => whole("Second", 1_000_000_000),
        _ if number % 1_000_000 == 0 => whole("Millisecond", 1_000_000),
        _ => whole("Nanosecond", 1),
    }
}

/// A value in code: texts in quotes.
fn in_code(client: &str, key: &str, value: &Json) -> String {
    let catalog = Catalog::embedded();
    let known = catalog.key(client, "", key);
    match value {
        Json::String(text) if known.is_some_and(|known| known.kind == Kind::Text) => format!("{text:?}"),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A file that makes a client of franz-go, and uses it as its role does.
fn franz(case: &Case, _: &str) -> String {
    let mut options = String::from("kgo.SeedBrokers(\"kafka:9092\")");
    for (name, value) in &case.config {
        let argument = if *value == Json::Bool(true) { String::new() } else { in_code("franz-go", name, value) };
        let _ = write!(options, ", kgo.{name}({argument})");
    }
    let uses = if case.role == Role::Producer { "client.ProduceSync(ctx, record)" } else { "client.PollFetches(ctx)" };
    format!(
        "package main\n\nimport (\n\t\"time\"\n\t\"github.com/twmb/franz-go/pkg/kgo\"\n)\n\nfunc main() {{\n\tclient, err := kgo.NewClient({options})\n\t{uses}\n}}\n"
    )
}

/// A file that makes a client of Sarama.
fn sarama(case: &Case, version: &str) -> String {
    let mut fields = String::new();
    for (path, value) in &case.config {
        let _ = writeln!(fields, "\tconfig.{path} = {}", in_code("sarama", path, value));
    }
    let owner = if at_least(version, "1.40") { "IBM" } else { "Shopify" };
    let made = if case.role == Role::Producer {
        "NewAsyncProducer(brokers, config)"
    } else {
        "NewConsumerGroup(brokers, \"billing\", config)"
    };
    format!(
        "package main\n\nimport (\n\t\"time\"\n\t\"github.com/{owner}/sarama\"\n)\n\nfunc main() {{\n\tconfig := sarama.NewConfig()\n{fields}\tclient, err := sarama.{made}\n}}\n"
    )
}

fn franz_fields(version: &str) -> Vec<Field> {
    let newer = at_least(version, "1.21");
    let since = |relations: &'static [Relation]| if newer { relations } else { &[] };
    let consumer: &Relations = &[FRANZ_CONSUMER, since(FRANZ_CONSUMER_SINCE), FRANZ_BOTH];
    vec![
        field("franz-go", version, Role::Producer, &[], &[FRANZ_PRODUCER, since(FRANZ_SINCE), FRANZ_BOTH]),
        field("franz-go", version, Role::Consumer, &[("ConsumeTopics", "\"orders\"")], consumer),
    ]
}

fn sarama_fields(version: &str) -> Vec<Field> {
    let newer = at_least(version, "1.60");
    let since = |relations: &'static [Relation]| if newer { relations } else { &[] };
    let producer: &Relations = &[SARAMA_PRODUCER, since(SARAMA_PRODUCER_SINCE), SARAMA_BOTH];
    let consumer: &Relations = &[SARAMA_CONSUMER, since(SARAMA_CONSUMER_SINCE), SARAMA_BOTH];
    vec![
        field("sarama", version, Role::Producer, &[], producer),
        field("sarama", version, Role::Consumer, &[], consumer),
    ]
}

/// Compares a version of a client, asked by the program that is built with it.
fn against(name: &'static str, exceptions: &'static [Exception], (variable, part): (&str, &str)) {
    let version = version(variable).trim_start_matches('v').to_owned();
    let (fields, home): (_, fn(&Case, &str) -> String) =
        if name == "franz-go" { (franz_fields(&version), franz) } else { (sarama_fields(&version), sarama) };
    let mut command = Command::new(format!("{}/construct", testbed(&format!("part {part}"))));
    command.arg(name);
    let mut probe = Probe::start(command);
    let client = Client { id: name, version, fields, exceptions, home: Some(("main.go", home)) };
    compare(&client, &mut |cases| probe.ask(cases));
}

#[test]
fn errors_are_what_franz_go_refuses() {
    against("franz-go", &[SESSION, HEARTBEAT, TRANSACTION], ("FRANZ_GO_VERSION", "construct_go"));
}

#[test]
fn errors_are_what_an_old_franz_go_refuses() {
    against("franz-go", &[SESSION, HEARTBEAT, TRANSACTION], ("FRANZ_GO_OLD_VERSION", "construct_old_go"));
}

#[test]
fn errors_are_what_sarama_refuses() {
    against("sarama", &[], ("SARAMA_VERSION", "construct_go"));
}

#[test]
fn errors_are_what_an_old_sarama_refuses() {
    against("sarama", &[SESSION], ("SARAMA_OLD_VERSION", "construct_old_go"));
}
