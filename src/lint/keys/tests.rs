use std::cell::Cell;
use std::collections::BTreeMap;

use super::*;
use crate::knowledge::Rulebook;

/// What is said of `key` in a config of `client@version`, without what is empty or false.
fn said(client: &str, role: Role, key: &str, value: Given) -> BTreeMap<&'static str, String> {
    said_to(false, client, role, key, value)
}

/// The same to somebody who wants to hear of taste too, or does not.
fn said_to(pedantic: bool, client: &str, role: Role, key: &str, value: Given) -> BTreeMap<&'static str, String> {
    let rulebook = Rulebook::load(None).expect("the embedded knowledge is sound");
    let keys = Keys { catalog: &rulebook.catalog, clients: &rulebook.clients, pedantic };
    let (id, version) = client.split_once('@').unwrap_or((client, ""));
    let client = keys.clients.get(id).expect("the client is known");
    let newest = keys.clients.line(id).find_map(|client| client.newest.clone()).expect("it has a newest version");
    let version = if version.is_empty() { newest } else { version.to_owned() };
    let library = client.library(&version).to_owned();
    let families = keys.families(Some(client), role);
    assert!(!families.is_empty(), "{id} has a family for {role:?}");
    let reader = Reader {
        families,
        client: Some(client),
        version,
        library,
        role,
        plugins: false,
        assumed: true,
        guesses: Cell::default(),
    };
    let setting = Setting { key: key.to_owned(), key_at: 0..1, value, value_at: 1..2 };
    let about =
        keys.about(&reader, &Config::new(role, 0..0), &setting, Stands { raw: "", twice: false }).unwrap_or_default();
    let shown = about.into_iter().map(|(fact, value)| (fact, value.to_string()));
    let kept = shown.filter(|(fact, value)| {
        !matches!(value.as_str(), "" | "false") && !matches!(*fact, "key" | "version" | "of" | "reader")
    });
    kept.collect()
}

fn facts(expected: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    expected.iter().map(|(fact, value)| (*fact, (*value).to_owned())).collect()
}

fn any() -> Given {
    Given::Unknown
}

fn number(text: &str) -> Given {
    Given::Number(text.to_owned())
}

fn words(text: &str) -> Given {
    Given::Text(text.to_owned())
}

#[test]
fn keys_of_every_client_are_known() {
    use Role::{Admin, Client, Consumer, Producer};
    for (client, role, key) in [
        ("aiokafka", Producer, "max_batch_size"),
        ("aiokafka", Consumer, "max_poll_interval_ms"),
        ("kafka-python", Producer, "delivery_timeout_ms"),
        ("kafka-python", Consumer, "session_timeout_ms"),
        ("kafka-python", Admin, "request_timeout_ms"),
        ("kafkajs", Client, "retry.initialRetryTime"),
        ("kafkajs", Client, "ssl.rejectUnauthorized"),
        ("kafkajs", Producer, "transactionalId"),
        ("kafkajs", Consumer, "sessionTimeout"),
        ("confluent-kafka-javascript", Consumer, "kafkaJS.groupId"),
        ("confluent-kafka-javascript", Consumer, "max.poll.interval.ms"),
        ("confluent-kafka-javascript", Consumer, "rebalance_cb"),
        ("kafkajs", Client, "retry"),
        ("kafkajs", Client, "sasl.authenticationProvider"),
        ("confluent-kafka-python", Producer, "schema.registry.url"),
        ("sarama", Client, "Net.TLS"),
        ("spring", Client, "spring.kafka.bootstrap-servers[1]"),
        ("franz-go", Client, "ProducerLinger"),
        ("franz-go", Producer, "ConsumerGroup"),
        ("sarama", Client, "Producer.RequiredAcks"),
        ("sarama", Consumer, "Producer.Return.Successes"),
        ("confluent-kafka-python", Producer, "on_delivery"),
        ("confluent-kafka-python", Producer, "linger.ms"),
        ("confluent-kafka-go", Producer, "go.delivery.reports"),
        ("confluent-kafka-go", Producer, "{topic}.acks"),
        ("confluent-kafka-dotnet", Producer, "dotnet.producer.delivery.report.fields"),
        ("rust-rdkafka", Consumer, "enable.auto.offset.store"),
        ("spring", Producer, "spring.kafka.producer.batch-size"),
        ("spring", Producer, "spring.kafka.producer.properties.linger.ms"),
        ("spring", Client, "spring.kafka.properties.sasl.jaas.config"),
        ("quarkus", Consumer, "mp.messaging.incoming.orders.failure-strategy"),
        ("quarkus", Consumer, "mp.messaging.incoming.orders.max.poll.records"),
        ("quarkus", Consumer, "mp.messaging.incoming.orders.dead-letter-queue.acks"),
        ("quarkus", Producer, "mp.messaging.outgoing.bills.paid.linger.ms"),
    ] {
        assert_eq!(said(client, role, key, any()), BTreeMap::new(), "{client} {key}");
    }
}

#[test]
fn a_typo_is_named_in_the_clients_own_spelling() {
    for (client, role, key, meant) in [
        ("aiokafka", Role::Producer, "max_batch_sise", "max_batch_size"),
        ("kafka-python", Role::Consumer, "fetch_max_byte", "fetch_max_bytes"),
        ("kafkajs", Role::Consumer, "sesionTimeout", "sessionTimeout"),
        ("confluent-kafka-javascript", Role::Consumer, "kafkaJS.groupID", "kafkaJS.groupId"),
        ("confluent-kafka-python", Role::Consumer, "max.poll.intervall.ms", "max.poll.interval.ms"),
        ("franz-go", Role::Client, "ProducerLingr", "ProducerLinger"),
        ("sarama", Role::Client, "Producer.RequireAcks", "Producer.RequiredAcks"),
        ("spring", Role::Consumer, "spring.kafka.consumer.group-ids", "spring.kafka.consumer.group-id"),
        (
            "quarkus",
            Role::Consumer,
            "mp.messaging.incoming.a.failure-stratgy",
            "mp.messaging.incoming.a.failure-strategy",
        ),
        (
            "quarkus",
            Role::Consumer,
            "mp.messaging.incoming.a.max.poll.record",
            "mp.messaging.incoming.a.max.poll.records",
        ),
    ] {
        let said = said(client, role, key, any());
        assert_eq!(said.get("meant").map(String::as_str), Some(meant), "{client} {key}: {said:?}");
        assert_eq!(said.get("other_client"), None, "{client} {key}");
    }
}

#[test]
fn a_slip_is_likelier_than_another_unit() {
    let of = |role, key| {
        let said = said("broker", role, key, any());
        let fact = |name: &str| said.get(name).cloned().unwrap_or_default();
        (fact("meant"), fact("corrected"), fact("unit"), fact("either"))
    };
    for (key, meant) in [
        ("log.retention.hour", "log.retention.hours"),
        ("log.retention.hrs", "log.retention.hours"),
        ("log.retention.minute", "log.retention.minutes"),
        ("log.roll.hour", "log.roll.hours"),
        ("log.retention.millis", "log.retention.ms"),
    ] {
        assert_eq!(of(Role::Broker, key), (meant.to_owned(), meant.to_owned(), String::new(), String::new()), "{key}");
    }
    let (none, ms) = (String::new, "milliseconds".to_owned());
    assert_eq!(of(Role::Topic, "retention.hours"), ("retention.ms".to_owned(), none(), ms, none()));
    for (role, key, either) in [
        (
            Role::Broker,
            "log.retention",
            "`log.retention.ms`, `log.retention.minutes`, `log.retention.hours` or `log.retention.bytes`",
        ),
        (Role::Broker, "log.retention.days", "`log.retention.ms`, `log.retention.minutes` or `log.retention.hours`"),
        (Role::Topic, "retention", "`retention.ms` or `retention.bytes`"),
    ] {
        let (_, corrected, unit, named) = of(role, key);
        assert_eq!((corrected, unit, named.as_str()), (none(), none(), either), "{key}");
    }
}

#[test]
fn a_foreign_key_is_translated() {
    for (client, role, key, owner, meant) in [
        ("kafkajs", Role::Consumer, "max.poll.records", "java", None),
        ("kafkajs", Role::Consumer, "session.timeout.ms", "java", Some("sessionTimeout")),
        ("kafkajs", Role::Consumer, "session_timeout_ms", "aiokafka", Some("sessionTimeout")),
        ("sarama", Role::Producer, "acks", "java", Some("Producer.RequiredAcks")),
        ("franz-go", Role::Producer, "linger.ms", "java", Some("ProducerLinger")),
        ("aiokafka", Role::Producer, "linger.ms", "java", Some("linger_ms")),
        ("aiokafka", Role::Producer, "batch_size", "kafka-python", Some("max_batch_size")),
        ("aiokafka", Role::Consumer, "sessionTimeout", "kafkajs", Some("session_timeout_ms")),
        ("kafka-python", Role::Producer, "max_batch_size", "aiokafka", Some("batch_size")),
        ("librdkafka", Role::Consumer, "fetch.max.wait.ms", "java", Some("fetch.wait.max.ms")),
        ("confluent-kafka-python", Role::Consumer, "value.deserializer", "java", None),
        ("confluent-kafka-python", Role::Producer, "key.serializer", "java", None),
        ("confluent-kafka-python", Role::Consumer, "fetch.max.wait.ms", "java", Some("fetch.wait.max.ms")),
        ("java", Role::Consumer, "fetch.wait.max.ms", "librdkafka", Some("fetch.max.wait.ms")),
        ("java", Role::Producer, "Producer.RequiredAcks", "sarama", Some("acks")),
        (
            "quarkus",
            Role::Consumer,
            "mp.messaging.incoming.a.fetch.wait.max.ms",
            "librdkafka",
            Some("mp.messaging.incoming.a.fetch.max.wait.ms"),
        ),
        (
            "spring",
            Role::Consumer,
            "spring.kafka.consumer.properties.fetch.wait.max.ms",
            "librdkafka",
            Some("spring.kafka.consumer.fetch-max-wait"),
        ),
    ] {
        let said = said(client, role, key, any());
        let title = said.get("other_client").map(|title| title.to_lowercase()).unwrap_or_default();
        assert!(title.contains(owner), "{client} {key}: {said:?}");
        assert_eq!(said.get("meant").map(String::as_str), meant, "{client} {key}");
    }
}

#[test]
fn a_plugins_key_is_nobody_elses() {
    for key in ["topic", "timeout", "health-enabled", "logLevel", "schema.registry.url", "my.own_key"] {
        assert_eq!(said("java", Role::Consumer, key, any()), BTreeMap::new(), "{key}");
    }
    let said = said("quarkus", Role::Consumer, "mp.messaging.incoming.a.linger.ms", any());
    assert_eq!(said.get("other_role").map(String::as_str), Some("producer"), "{said:?}");
}

#[test]
fn what_springs_serializers_read_is_theirs() {
    for (client, role, key) in [
        ("spring", Role::Consumer, "spring.kafka.consumer.properties.spring.json.trusted.packages"),
        ("spring", Role::Consumer, "spring.kafka.consumer.properties.spring.deserializer.value.delegate.class"),
        ("spring", Role::Client, "spring.kafka.properties.spring.json.type.mapping"),
        ("java", Role::Producer, "spring.json.add.type.headers"),
    ] {
        assert_eq!(said_to(true, client, role, key, any()), facts(&[]), "{key}");
    }
    let other = said_to(true, "spring", Role::Consumer, "spring.kafka.consumer.properties.my.own", any());
    assert_eq!(other.get("passed").map(String::as_str), Some("true"), "others are unheard of: {other:?}");
}

#[test]
fn spring_boot_passes_on_what_it_has_no_name_for() {
    for (role, key, meant) in [
        (Role::Producer, "spring.kafka.producer.linger-ms", "spring.kafka.producer.properties.linger.ms"),
        (
            Role::Producer,
            "spring.kafka.producer.delivery-timeout",
            "spring.kafka.producer.properties.delivery.timeout.ms",
        ),
        (
            Role::Consumer,
            "spring.kafka.consumer.session-timeout",
            "spring.kafka.consumer.properties.session.timeout.ms",
        ),
    ] {
        let expected = facts(&[("passed", "true"), ("dropped", "true"), ("meant", meant)]);
        assert_eq!(said("spring", role, key, any()), expected, "{key}");
    }
    // Kafka's client hands what it does not know on to serializers
    let key = "spring.kafka.properties.schema.registry.url";
    assert_eq!(said("spring", Role::Producer, key, any()), BTreeMap::new());
    let unheard = said("spring", Role::Producer, "spring.kafka.producer.turbo", any());
    assert_eq!(unheard, facts(&[("passed", "true"), ("dropped", "true")]));
}

#[test]
fn versions_are_those_of_the_client_and_of_the_library_under_it() {
    let removed = said("kafka-python", Role::Producer, "buffer_memory", any());
    assert_eq!(removed.get("removed_in").map(String::as_str), Some("3.0"), "{removed:?}");
    let early = said("aiokafka@0.9.0", Role::Consumer, "group_instance_id", any());
    assert_eq!(early.get("not_before").map(String::as_str), Some("0.10"), "{early:?}");
    // Boot 3.0 brings Kafka 3.3, which knows no group.protocol; 4.1 brings one that does
    let key = "spring.kafka.consumer.properties.group.protocol";
    assert_eq!(said("spring@3.0", Role::Consumer, key, any()).get("not_before").map(String::as_str), Some("3.7"));
    assert_eq!(said("spring@4.1", Role::Consumer, key, any()), BTreeMap::new());
    // nobody can tell whether this was `properties.max.poll.interval.ms`, which Boot 3.3 passes on
    assert_eq!(said("spring@3.3", Role::Consumer, "spring.kafka.consumer.max-poll-interval", any()), BTreeMap::new());
    let old = said("sarama", Role::Consumer, "Consumer.Group.Rebalance.Strategy", any());
    assert_eq!(old.get("instead").map(String::as_str), Some("Consumer.Group.Rebalance.GroupStrategies"));
    let refused = said("confluent-kafka-javascript", Role::Producer, "kafkaJS.createPartitioner", any());
    assert!(refused.contains_key("refusal"), "{refused:?}");
    let refused = said("confluent-kafka-javascript", Role::Producer, "kafkaJS.groupId", any());
    assert!(refused.contains_key("refusal"), "{refused:?}");
}

#[test]
fn a_newer_version_is_no_help_where_it_does_nothing_either() {
    let early = said("librdkafka@2.6.1", Role::Consumer, "max.poll.records", any());
    assert_eq!(early.get("not_before").map(String::as_str), Some("2.15"));
    assert!(early.get("later").is_some_and(|later| later.contains("share groups")), "{early:?}");
}

#[test]
fn a_value_with_a_unit_is_converted() {
    let of = |client, key, value: &Given| said(client, Role::Consumer, key, value.clone()).get("converted").cloned();
    for (client, key, value, number) in [
        ("librdkafka", "session.timeout.ms", "45s", Some("45000")),
        ("java", "session.timeout.ms", "45s", Some("45000")),
        ("java", "fetch.min.bytes", "1KB", None),
        // longer than it may be
        ("librdkafka", "session.timeout.ms", "9d", None),
        // a text, whatever stands in it
        ("aiokafka", "session_timeout_ms", "45s", None),
    ] {
        assert_eq!(of(client, key, &words(value)).as_deref(), number, "{client} {key}");
    }
}

#[test]
fn values_are_read_as_the_client_reads_them() {
    let refused = |client, role, key, value: &Given| said(client, role, key, value.clone()).get("refusal").cloned();
    for (client, role, key, value) in [
        // aiokafka 0.14: TypeError, ValueError
        ("aiokafka", Role::Producer, "linger_ms", words("5")),
        ("aiokafka", Role::Producer, "acks", words("1")),
        ("aiokafka", Role::Producer, "acks", number("2")),
        ("aiokafka", Role::Producer, "compression_type", words("GZIP")),
        ("aiokafka", Role::Consumer, "security_protocol", words("ssl")),
        // kafka-python 3.0: TypeError
        ("kafka-python", Role::Consumer, "request_timeout_ms", words("5000")),
        ("spring", Role::Producer, "spring.kafka.producer.batch-size", words("64kb")),
        ("spring", Role::Consumer, "spring.kafka.consumer.fetch-max-wait", words("5 s")),
        // bound by Spring Boot, refused by Kafka's client
        ("spring", Role::Producer, "spring.kafka.producer.acks", words("2")),
        ("spring", Role::Producer, "spring.kafka.producer.batch-size", number("-1")),
        ("spring", Role::Producer, "spring.kafka.producer.properties.linger.ms", words("5ms")),
        ("quarkus", Role::Consumer, "mp.messaging.incoming.a.max.poll.records", words("many")),
    ] {
        assert!(refused(client, role, key, &value).is_some(), "{client} {key} {value:?}");
    }
    for (client, role, key, value) in [
        ("aiokafka", Role::Producer, "linger_ms", number("5")),
        ("aiokafka", Role::Producer, "acks", number("-1")),
        ("aiokafka", Role::Producer, "acks", words("all")),
        // not looked at before it is used
        ("aiokafka", Role::Consumer, "session_timeout_ms", words("10000")),
        ("kafka-python", Role::Producer, "acks", number("2")),
        ("kafka-python", Role::Consumer, "max_poll_records", words("5")),
        ("kafkajs", Role::Consumer, "sessionTimeout", words("30000")),
        ("confluent-kafka-javascript", Role::Producer, "dr_cb", Given::Bool(true)),
        ("spring", Role::Consumer, "spring.kafka.consumer.isolation-level", words("READ_COMMITTED")),
        ("spring", Role::Consumer, "spring.kafka.consumer.fetch-max-wait", number("500")),
        ("spring", Role::Consumer, "spring.kafka.consumer.enable-auto-commit", words("yes")),
        ("spring", Role::Producer, "spring.kafka.producer.acks", number("1")),
        ("quarkus", Role::Consumer, "mp.messaging.incoming.a.enable.auto.commit", words("yes")),
    ] {
        assert_eq!(refused(client, role, key, &value), None, "{client} {key} {value:?}");
    }
}

#[test]
fn a_key_of_a_library_is_judged_by_its_version() {
    let rulebook = Rulebook::load(None).expect("the embedded knowledge is sound");
    let keys = Keys { catalog: &rulebook.catalog, clients: &rulebook.clients, pedantic: false };
    let client = keys.clients.get("spring");
    let families = keys.families(client, Role::Producer);
    let (version, library) = ("3.3.4".to_owned(), "3.7".to_owned());
    let reader = Reader {
        families,
        client,
        version,
        library,
        role: Role::Producer,
        plugins: false,
        assumed: false,
        guesses: Cell::default(),
    };
    let rack = |key: &str| Setting { key: key.to_owned(), key_at: 0..1, value: words("a"), value_at: 1..2 };
    let config = Config::new(Role::Producer, 0..0);
    let own = rack("spring.kafka.producer.properties.client.rack");
    let about = keys.about(&reader, &config, &own, Stands { raw: "", twice: false }).expect("it is too early");
    let said = |name: &str| about.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value.to_string());
    assert_eq!(said("not_before").as_deref(), Some("4.4"));
    assert_eq!(said("reader").as_deref(), Some("Java client (kafka-clients) 3.7 of Spring Boot (spring-kafka) 3.3.4"));
    // what all clients are given, consumers have had all along
    let shared = rack("spring.kafka.properties.client.rack");
    assert_eq!(keys.about(&reader, &config, &shared, Stands { raw: "", twice: false }), None);
    assert!(keys.has(&reader, &config, &shared) && !keys.has(&reader, &config, &own));
}

#[test]
fn classes_that_make_the_other_thing_are_refused() {
    let refused = |client, role, key, class: &str| {
        let class = words(&format!("org.apache.kafka.common.serialization.{class}"));
        said(client, role, key, class).contains_key("refusal")
    };
    for (client, role, key) in [
        ("java", Role::Consumer, "key.deserializer"),
        ("spring", Role::Consumer, "spring.kafka.consumer.value-deserializer"),
    ] {
        assert!(refused(client, role, key, "StringSerializer"), "{client}");
        assert!(!refused(client, role, key, "StringDeserializer"), "{client}");
    }
    assert!(refused("java", Role::Producer, "value.serializer", "LongDeserializer"));
    assert!(!refused("java", Role::Producer, "value.serializer", "LongSerializer"));
}

#[test]
fn partitioners_that_were_taken_out_are_refused_from_then_on() {
    let of = |version: &str| {
        let class = words("org.apache.kafka.clients.producer.UniformStickyPartitioner");
        said(&format!("java@{version}"), Role::Producer, "partitioner.class", class).contains_key("refusal")
    };
    assert!(of("4.0") && of("4.3.1"));
    assert!(!of("3.9.1"));
}
