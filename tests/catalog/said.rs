//! What the catalogue says about keys whose story is known, and what holds for every line of it.

use std::sync::Arc;

use kskill::knowledge::catalog::{Family, Form, Key, Kind, Refusal, Role, Status, Typed};

use crate::catalog;

fn key(family: &str, version: &str, name: &str) -> Key {
    let key = catalog().key(family, version, name);
    Arc::unwrap_or_clone(key.unwrap_or_else(|| panic!("{family} knows {name}")))
}

fn default(family: &str, version: &str, name: &str) -> Option<String> {
    key(family, version, name).default
}

#[test]
fn defaults_changed_when_they_did() {
    for (family, name, before, old, after, new) in [
        ("java-producer", "acks", "2.8", "1", "3.0", "all"),
        ("java-producer", "enable.idempotence", "2.8", "false", "3.0", "true"),
        ("java-producer", "linger.ms", "3.9", "0", "4.0", "5"),
        ("java-consumer", "session.timeout.ms", "2.8", "10000", "3.0", "45000"),
        ("java-consumer", "metadata.recovery.strategy", "3.9", "none", "4.0", "rebootstrap"),
        ("java-admin", "enable.metrics.push", "3.9", "true", "4.0", "false"),
        ("broker", "num.recovery.threads.per.data.dir", "3.9", "1", "4.0", "2"),
        ("broker", "group.coordinator.threads", "3.9", "1", "4.0", "4"),
        ("broker", "group.coordinator.append.linger.ms", "4.1", "5", "4.2", "-1"),
        ("topic", "message.timestamp.after.max.ms", "3.9", "9223372036854775807", "4.0", "3600000"),
        ("java-streams", "replication.factor", "2.8", "1", "3.0", "-1"),
        ("connect-distributed", "connector.client.config.override.policy", "2.8", "None", "3.0", "All"),
    ] {
        assert_eq!(default(family, before, name).as_deref(), Some(old), "{family} {name} {before}");
        assert_eq!(default(family, after, name).as_deref(), Some(new), "{family} {name} {after}");
        assert_eq!(default(family, "4.9", name), default(family, "4.4", name), "{name}: newer than all is the newest");
    }
    assert_eq!(default("librdkafka", "2.16.0", "linger.ms").as_deref(), Some("5"));
    assert_eq!(default("librdkafka", "2.12.1", "partitioner").as_deref(), Some("consistent_random"));
}

#[test]
fn keys_come_and_go() {
    let status = |family, version, name| key(family, version, name).status;
    assert_eq!(status("broker", "4.3.1", "zookeeper.connect"), Status::Removed { since: "4.0".into() });
    assert_eq!(status("broker", "3.9.1", "zookeeper.connect"), Status::Known);
    assert_eq!(status("java-consumer", "3.6", "group.protocol"), Status::NotYet { since: "3.7".into() });
    assert_eq!(status("java-consumer", "4.3", "group.protocol"), Status::Known);
    assert_eq!(status("broker", "4.4", "broker.id"), Status::Deprecated { since: Some("4.4".into()) });
    assert_eq!(key("broker", "4.4", "broker.id").instead.as_deref(), Some("node.id"));
    assert_eq!(status("broker", "3.0", "host.name"), Status::Removed { since: "3.0".into() });
    assert_eq!(status("topic", "4.0", "message.downconversion.enable"), Status::Removed { since: "4.0".into() });
    assert_eq!(
        status("java-streams", "3.9", "cache.max.bytes.buffering"),
        Status::Deprecated { since: Some("3.4".into()) }
    );
    assert_eq!(status("java-share-consumer", "4.3", "session.timeout.ms"), Status::Refused);
    assert_eq!(status("librdkafka", "2.12", "max.poll.records"), Status::NotYet { since: "2.15".into() });
    assert_eq!(status("librdkafka", "2.16", "sasl.jaas.config"), Status::Refused);
    assert_eq!(key("java-producer", "4.3", "delivery.timeout.ms").since.as_deref(), Some("2.1"));
}

#[test]
fn bounds_moved_when_they_did() {
    let least = |family, version, name| key(family, version, name).range.0;
    assert_eq!(least("broker", "3.9", "log.segment.bytes").as_deref(), Some("14"));
    assert_eq!(least("broker", "4.0", "log.segment.bytes").as_deref(), Some("1048576"));
    assert_eq!(least("topic", "4.0", "segment.bytes").as_deref(), Some("14"));
    assert_eq!(least("topic", "4.1", "segment.bytes").as_deref(), Some("1048576"));
    let gzip = key("java-producer", "4.3", "compression.gzip.level");
    assert!(gzip.read("-1").is_ok() && gzip.read("9").is_ok());
    assert_eq!(gzip.read("0"), Err(Refusal::OutOfRange { bounds: "between 1 and 9, or -1".into() }));
}

#[test]
fn what_a_key_is_besides() {
    let brokers = key("broker", "4.3", "log.retention.ms");
    assert_eq!(brokers.update.as_deref(), Some("cluster-wide"));
    assert_eq!(key("broker", "4.3", "listeners").update.as_deref(), Some("per-broker"));
    assert_eq!(key("broker", "4.3", "node.id").update, None);
    assert_eq!(key("topic", "4.3", "retention.ms").broker.as_deref(), Some("log.retention.ms"));
    assert!(key("java-producer", "4.3", "sasl.jaas.config").secret);
    assert!(key("librdkafka", "2.16", "sasl.password").secret && !key("librdkafka", "2.16", "sasl.username").secret);
    let acks = key("librdkafka", "2.16", "acks");
    assert_eq!((acks.role, acks.alias_of.as_deref()), (Some(Role::Producer), Some("request.required.acks")));
    assert_eq!(acks.read("all").map(|reading| reading.value), Ok(Typed::Integer(-1)));
    assert_eq!(key("librdkafka", "2.16", "error_cb").kind, Kind::Code);
    assert!(catalog().family("java-streams").is_some_and(|family| family.is_given("4.4") && !family.is_given("4.3")));
}

#[test]
fn prefixes_lead_to_the_key_behind_them() {
    let catalog = catalog();
    let find = |family, name| {
        catalog.find(family, "4.3", name).map(|found| {
            (found.family.name().to_owned(), found.prefix.to_owned(), found.key.map(|key| key.name.clone()))
        })
    };
    let led = |family: &str, prefix: &str, name: Option<&str>| {
        Some((family.to_owned(), prefix.to_owned(), name.map(str::to_owned)))
    };
    assert_eq!(
        find("sink-connector", "consumer.override.max.poll.records"),
        led("java-consumer", "consumer.override.", Some("max.poll.records"))
    );
    assert_eq!(
        find("java-streams", "main.consumer.fetch.min.bytes"),
        led("java-consumer", "main.consumer.", Some("fetch.min.bytes"))
    );
    assert_eq!(find("java-streams", "linger.ms"), led("java-producer", "", Some("linger.ms")));
    assert_eq!(
        find("broker", "listener.name.internal.ssl.keystore.location"),
        led("broker", "listener.name.internal.", Some("ssl.keystore.location"))
    );
    assert_eq!(
        find("broker", "listener.name.sasl.scram-sha-512.sasl.jaas.config"),
        led("broker", "listener.name.sasl.scram-sha-512.", Some("sasl.jaas.config"))
    );
    assert_eq!(find("sink-connector", "transforms.route.type"), led("sink-connector", "transforms.", None));
    assert_eq!(find("librdkafka", "topic.acks"), led("librdkafka", "topic.", Some("acks")));
    assert_eq!(find("librdkafka", "topic.group.id"), None);
    assert_eq!(find("sink-connector", "producer.override.no.such.key"), None);
}

#[test]
fn a_misspelt_name_has_neighbours_and_a_foreign_one_an_owner() {
    let catalog = catalog();
    let nearest = |family: &str, name: &str| {
        catalog.family(family).expect("there").nearest("4.3", name).first().map(|name| (*name).to_owned())
    };
    assert_eq!(nearest("java-consumer", "max.pol.records").as_deref(), Some("max.poll.records"));
    assert_eq!(nearest("java-consumer", "maxPollRecords").as_deref(), Some("max.poll.records"));
    assert_eq!(nearest("java-producer", "batch.sise").as_deref(), Some("batch.size"));
    assert_eq!(nearest("java-producer", "completely.different.thing"), None);
    let owners: Vec<&str> = catalog.owners("fetch.max.wait.ms").map(Family::name).collect();
    assert!(owners.contains(&"java-consumer") && !owners.contains(&"librdkafka"), "{owners:?}");
    let owners: Vec<&str> = catalog.owners("queue.buffering.max.ms").map(Family::name).collect();
    assert_eq!(owners, ["librdkafka"]);
}

#[test]
fn every_line_can_be_read_and_takes_its_own_default() {
    let catalog = catalog();
    let (mut keys, mut wrong) = (0, Vec::new());
    for family in catalog.families() {
        for name in family.names() {
            for version in family.versions() {
                let Some(key) = family.key(version, name) else {
                    wrong.push(format!("{} {name} in {version} cannot be read", family.name()));
                    continue;
                };
                keys += 1;
                let default = key.default.as_ref().filter(|_| key.status.is_there() && key.kind != Kind::Code);
                let form = match (key.number, key.kind) {
                    (true, Kind::Boolean) => Form::Truth,
                    (true, _) => Form::Number,
                    (false, _) => Form::Text,
                };
                if let Some(Err(refusal)) = default.map(|default| key.read_as(form, default)) {
                    wrong.push(format!("{} {name}={default:?} in {version}: {refusal}", family.name()));
                }
                if key.required && key.default.is_some() {
                    wrong.push(format!("{} {name} must be set and has a default", family.name()));
                }
            }
        }
        for other in family.targets() {
            assert!(catalog.family(other).is_some(), "{} names the family {other}", family.name());
        }
    }
    assert!(keys > 20_000, "{keys} keys");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_are_read_as_measured() {
    let read = |family, version, name, value| {
        key(family, version, name).read(value).map(|reading| (reading.value, reading.ignored))
    };
    let whole = |number| Ok((Typed::Integer(number), None));
    let part = |number, rest: &str| Ok((Typed::Integer(number), Some(rest.to_owned())));
    assert_eq!(read("librdkafka", "2.16", "session.timeout.ms", "45000ms"), part(45000, "ms"));
    assert_eq!(read("librdkafka", "2.16", "batch.size", "64KB"), part(64, "KB"));
    assert_eq!(read("librdkafka", "2.16", "batch.size", "1,000"), part(1, ",000"));
    assert!(read("librdkafka", "2.16", "enable.idempotence", "yes").is_err());
    assert!(read("librdkafka", "2.16", "enable.idempotence", "true ").is_err());
    assert_eq!(
        read("librdkafka", "2.16", "isolation.level", "READ_COMMITTED"),
        Ok((Typed::Text("read_committed".into()), None))
    );
    assert!(read("librdkafka", "2.16", "partitioner", "MURMUR2").is_err());
    assert_eq!(read("java-producer", "4.4", "compression.type", "zstd "), Ok((Typed::Text("zstd".into()), None)));
    assert_eq!(read("java-producer", "4.4", "batch.size", "+5"), whole(5));
    assert_eq!(read("java-producer", "4.4", "batch.size", "007"), whole(7));
    for refused in ["1e3", "10.0", "0x10", "5s"] {
        assert_eq!(read("java-producer", "4.4", "batch.size", refused), Err(Refusal::NotInteger), "{refused}");
    }
    assert!(read("java-producer", "4.4", "enable.idempotence", "1").is_err());
    assert_eq!(
        read("topic", "4.4", "cleanup.policy", "delete,delete").map(|(value, _)| value),
        Ok(Typed::List(vec!["delete".into(), "delete".into()]))
    );
    assert!(read("topic", "4.4", "cleanup.policy", "").is_ok(), "since 4.2 it may be empty");
    assert!(read("java-consumer", "4.4", "auto.offset.reset", "by_duration:PT1H").is_ok());
    assert!(read("java-consumer", "3.9", "auto.offset.reset", "by_duration:PT1H").is_err());
    assert_eq!(read("broker", "4.3", "log.dirs", "/a,,/b"), Err(Refusal::EmptyItem));
}
