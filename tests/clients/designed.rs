//! The designs that every client gets, also in old versions.

use std::collections::BTreeSet;

use kskill::decide::{Request, decide};
use kskill::design::{Config, Environments};
use kskill::sources::answers::Answers;

use crate::{clients, knowledge};

const ANSWERS: &str = "
system: shop
security: SECURITY
production: {platform: PLATFORM, brokers: 3, zones: 3}
kafka: {platform: docker-desktop}
client: CLIENT
events: [{name: order, producer: shop, key: id, rate: 10/s, peak: 1000/s, size: 1KiB}]
consumers: [{name: stock, reads: [order], processing: 50ms..2s}]
";

fn whole(at: &str, cannot: &[String], configs: &Environments<Config>) {
    assert!(!cannot.concat().contains("(not known"), "{at}: {cannot:?}");
    let keys: Vec<&str> = configs.production.0.iter().map(|setting| setting.key.as_str()).collect();
    let different: BTreeSet<&str> = keys.iter().copied().collect();
    assert!(!keys.is_empty() && different.len() == keys.len(), "{at}: {keys:?}");
    assert!(!keys.iter().any(|key| key.contains(['{', '}'])), "{at}: {keys:?}");
}

#[test]
fn clients_connect_and_say_whole_sentences() {
    let knowledge = knowledge();
    let ways = [
        ("none", "strimzi"),
        ("tls", "strimzi"),
        ("tls", "msk"),
        ("scram", "strimzi"),
        ("plain", "confluent-cloud"),
        ("oauth", "strimzi"),
        ("iam", "msk"),
    ];
    // Every client in two ways, every way with four clients.
    let all = clients(&knowledge);
    let pairs = all.iter().enumerate().flat_map(|(index, client)| [(client, index), (client, index + 3)]);
    for (client, index) in pairs {
        let (security, platform) = ways[index % ways.len()];
        let text = ANSWERS.replace("SECURITY", security).replace("PLATFORM", platform);
        let text = text.replace("CLIENT", &client.id);
        let at = format!("{} {security} {platform}", client.id);
        let answers = Answers::read("answers.yaml", &text).unwrap_or_else(|error| panic!("{at}: {error}"));
        let design = decide(&knowledge, &Request::new(answers)).unwrap_or_else(|error| panic!("{at}: {error}"));
        for producer in &design.producers {
            whole(&at, &producer.cannot, &producer.configs);
        }
        for consumer in &design.consumers {
            whole(&at, &consumer.cannot, &consumer.configs);
        }
    }
}

/// A client in an old version, a setting that it is told (or, with `!`, must not be told), of producers or consumers.
/// Each was seen on that release: its source, its jar, or its library loaded and asked.
const OLD: &[(&str, &str)] = &[
    ("kafkajs@1.16.0", "createPartitioner=Partitioners.JavaCompatiblePartitioner"),
    ("kafkajs@2.2.4", "createPartitioner=Partitioners.DefaultPartitioner"),
    ("sarama@1.30", "Version=sarama.V2_3_0_0"),
    ("sarama@1.30", "!Producer.Partitioner"),
    ("sarama@1.61.1", "!Version"),
    ("librdkafka@1.5", "!partition.assignment.strategy"),
    ("librdkafka@1.5", "retries=10000000"),
    ("librdkafka@1.6", "partition.assignment.strategy=cooperative-sticky"),
    ("librdkafka@1.6", "session.timeout.ms=45000"),
    ("confluent-kafka-python@1.7", "!session.timeout.ms"),
    ("rust-rdkafka@0.29", "partition.assignment.strategy=cooperative-sticky"),
    ("rust-rdkafka@0.29", "!retries"),
    ("java@2.6", "ssl.truststore.type=PKCS12"),
    ("java@2.7", "ssl.truststore.type=PEM"),
    ("java@2.8", "session.timeout.ms=45000"),
    ("java@3.0", "!session.timeout.ms"),
    ("spring@2.4", "spring.kafka.ssl.trust-store-type=PKCS12"),
    ("spring@2.6", "!spring.kafka.consumer.properties.session.timeout.ms"),
    ("quarkus@2.16", "!mp.messaging.incoming.order.ordered"),
    ("quarkus@3.32", "mp.messaging.incoming.order.ordered=key"),
    ("kafka-python@2.2", "enable_idempotence=true"),
    ("kafka-python@2.1", "!enable_idempotence"),
];

#[test]
fn old_versions_are_told_what_they_know() {
    let knowledge = knowledge();
    for (client, expected) in OLD {
        let text = ANSWERS.replace("SECURITY", "scram").replace("PLATFORM", "self-managed").replace("CLIENT", client);
        let answers = Answers::read("answers.yaml", &text).unwrap_or_else(|error| panic!("{client}: {error}"));
        let design = decide(&knowledge, &Request::new(answers)).unwrap_or_else(|error| panic!("{client}: {error}"));
        let configs =
            design.producers.iter().map(|one| &one.configs).chain(design.consumers.iter().map(|one| &one.configs));
        let told: Vec<String> = configs
            .flat_map(|configs| &configs.production.0)
            .map(|setting| format!("{}={}", setting.key, setting.value))
            .collect();
        let said = |wanted: &str| told.iter().any(|line| line == wanted || line.starts_with(&format!("{wanted}=")));
        match expected.strip_prefix('!') {
            Some(unwanted) => assert!(!said(unwanted), "{client} is told {unwanted}: {told:?}"),
            None => assert!(said(expected), "{client} is not told {expected}: {told:?}"),
        }
    }
}

#[test]
fn versions_that_never_were_are_refused() {
    let knowledge = knowledge();
    let refuses = |client: &str, version: &str| knowledge.clients.get(client).expect(client).refuses(version);
    let nonsense = [
        ("broker", "9.9"),
        ("broker", "0.5"),
        ("broker", "3.12"),
        ("broker", "new"),
        ("java", "2.9"),
        ("kafkajs", "0.5"),
    ];
    for (client, version) in nonsense {
        let reason = refuses(client, version).unwrap_or_else(|| panic!("{client} {version} is taken"));
        assert!(reason.contains(version), "{reason}");
    }
    for (client, version) in
        [("broker", "3.7.x.kraft"), ("broker", "2.8.1"), ("broker", "4.9"), ("java", "v3.4.0"), ("aiokafka", "0.8")]
    {
        assert_eq!(refuses(client, version), None, "{client} {version}");
    }
}
