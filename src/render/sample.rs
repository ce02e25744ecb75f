//! A small but whole design, for tests.

use serde_json::{Map, Value as Json, json};

use crate::design::{
    Alternative, Assumption, Bound, ClientName, Cluster, Config, Conflict, Consumer, Decision, Default, Design,
    Environments, Failure, Forecast, GiveWay, Literal, Obligation, Pattern, Producer, Rejected, Schema, Setting, Step,
    Topic, WouldChange,
};

fn both<T: Clone>(value: &T) -> Environments<T> {
    Environments { development: value.clone(), production: value.clone() }
}

fn plain(value: Json) -> Literal {
    Literal::Plain(value)
}

fn client() -> ClientName {
    ClientName {
        id: "confluent-kafka-python".into(),
        version: "2.16.0".into(),
        format: "python-dict".into(),
        title: "confluent-kafka for Python".into(),
        imports: Vec::new(),
    }
}

fn config(settings: &[(&str, Json, &str)]) -> Config {
    let connects = Setting {
        key: "bootstrap.servers".into(),
        value: plain(json!("${KAFKA_BOOTSTRAP_SERVERS}")),
        because: "addresses and secrets come from the environment, not from this file".into(),
        connects: true,
    };
    let own = settings.iter().map(|(key, value, because)| Setting {
        key: (*key).into(),
        value: plain(value.clone()),
        because: (*because).into(),
        connects: false,
    });
    Config(std::iter::once(connects).chain(own).collect())
}

const ACKS: &str = "nothing may be lost: every replica that is in step has the record before the send succeeds";
const LINGER: &str =
    "at 167 records/s in 6 partitions a batch holds one record whatever the wait, so waiting only adds to the 500 ms";

fn producer() -> Producer {
    Producer {
        name: "task-api".into(),
        client: client(),
        writes: vec!["task".into()],
        configs: Environments {
            development: config(&[("acks", json!("all"), ACKS), ("linger.ms", json!(5), LINGER)]),
            production: config(&[("acks", json!("all"), ACKS), ("linger.ms", json!(20), LINGER)]),
        },
        left_at_default: both(&vec![Default {
            key: "retries".into(),
            value: plain(json!(2_147_483_647)),
            because: "delivery.timeout.ms bounds the attempts, so a count would only give up earlier".into(),
        }]),
        cannot: vec!["with a full queue a send fails at once instead of waiting".into()],
        patterns: vec![Pattern {
            slot: "integration".into(),
            id: "outbox".into(),
            name: "Transactional outbox".into(),
            because: "may_lose is false and the change is in a database".into(),
            guarantees: "No event without its change, no change without its event.".into(),
            costs: "A table and a relay.".into(),
        }],
        your_code_must: vec![Obligation {
            action: "pass on_delivery to every produce() and call poll(0) after it".into(),
            because: "a record that could not be delivered is reported there and nowhere else".into(),
        }],
    }
}

fn consumer() -> Consumer {
    Consumer {
        name: "notification-service".into(),
        group: "notification-service".into(),
        client: client(),
        reads: vec!["task".into()],
        instances: Environments { development: 1, production: 3 },
        configs: both(&config(&[
            ("group.id", json!("notification-service"), "every service reads for itself"),
            ("enable.auto.offset.store", json!(false), "the code stores an offset when its work is done"),
        ])),
        left_at_default: Environments::default(),
        cannot: Vec::new(),
        pattern: Some(Pattern {
            slot: String::new(),
            id: "one-by-one".into(),
            name: "One record after the other".into(),
            because: "167 records/s at 10 ms each keep 2 handlers busy".into(),
            guarantees: "Order per key.".into(),
            costs: "One slow record holds up its partition.".into(),
        }),
        rejected_patterns: vec![Rejected {
            id: "share-group".into(),
            name: "Share group".into(),
            because: "order per key is asked for, and a share group has none".into(),
        }],
        patterns: Vec::new(),
        your_code_must: vec![Obligation {
            action: "call store_offsets(message=msg) only after the work of the record is done".into(),
            because: "what is stored is what gets committed".into(),
        }],
    }
}

fn topic(name: &str, role: &str, partitions: (u64, u64)) -> Topic {
    let config = |insync: &str| -> Map<String, Json> {
        [("min.insync.replicas", insync), ("retention.ms", "604800000")]
            .map(|(key, value)| (key.to_owned(), json!(value)))
            .into_iter()
            .collect()
    };
    Topic {
        name: name.into(),
        role: role.into(),
        key: Some("task_id".into()),
        partitions: Environments { development: partitions.0, production: partitions.1 },
        replication_factor: Environments { development: 1, production: 3 },
        config: Environments { development: config("1"), production: config("2") },
        because: format!("`{name}` holds what {role} means"),
    }
}

fn decisions() -> Vec<Decision> {
    let decision = |subject: &str, fact: &str, key: &str, value: Json, env: &str, because: &str| Decision {
        shown: None,
        subject: subject.into(),
        key: key.into(),
        value: plain(value),
        env: env.into(),
        because: because.into(),
        id: fact.replace('.', "-"),
        references: vec!["https://kafka.apache.org/documentation/".into()],
        alternatives: Vec::new(),
        bounds: Vec::new(),
        fact: fact.into(),
        title: "who must have a record".into(),
        written: true,
    };
    let acks = |env| Decision {
        alternatives: vec![Alternative {
            value: plain(json!(1)),
            because: "a record is gone when the leader dies | early".into(),
        }],
        ..decision("producer/task-api", "producer.acks", "acks", json!("all"), env, ACKS)
    };
    let partitions = |env, value: u64, because: &str| Decision {
        bounds: vec![
            Bound { bound: "handlers".into(), value: plain(json!(value)) },
            Bound { bound: "bytes".into(), value: plain(json!(1)) },
        ],
        ..decision("topic/task", "topic.partitions", "partitions", json!(value), env, because)
    };
    vec![
        partitions("development", 1, "one handler carries 1.7 records/s"),
        partitions("production", 6, "167 records/s at 10 ms keep 2 handlers busy, with room to grow to 6"),
        acks("development"),
        acks("production"),
    ]
}

/// The size of the cluster.
fn cluster() -> Environments<Cluster> {
    Environments {
        development: Cluster {
            brokers: 1,
            platform: "docker-desktop".into(),
            version: "4.3".into(),
            security: "none".into(),
            ..Cluster::default()
        },
        production: Cluster {
            brokers: 3,
            disk: 220 << 30,
            network_in: 512 << 10,
            network_out: 1 << 20,
            memory: 4 << 30,
            replicas_per_broker: 7,
            platform: "strimzi".into(),
            version: "4.3".into(),
            security: "none".into(),
            ..Cluster::default()
        },
    }
}

/// The design.
pub fn design() -> Design {
    Design {
        system: "task-api".into(),
        assumptions: vec![Assumption {
            path: "events.task.size".into(),
            value: "1KiB".into(),
            because: "seven short fields fit into it".into(),
            consequence: "batches, disk and network follow from it; correct it when a description may be long".into(),
        }],
        conflicts: vec![Conflict {
            id: "replicas-brokers".into(),
            between: ["events.task.may_lose".into(), "kafka.brokers".into()],
            message: "one broker holds one copy, and a lost disk loses it".into(),
            environments: vec!["production".into()],
            give_way: vec![GiveWay {
                path: "kafka.brokers".into(),
                to: "3".into(),
                buys: "a second copy, at the price of two more brokers".into(),
            }],
        }],
        today: Vec::new(),
        topics: vec![topic("task", "event", (1, 6)), topic("task.notification-service.dlt", "dead-letter", (1, 1))],
        producers: vec![producer()],
        consumers: vec![consumer()],
        cluster: cluster(),
        schemas: vec![Schema {
            subject: "task-value".into(),
            schema: json!({"type": "record", "name": "TaskEvent", "fields": [{"name": "task_id", "type": "string"}]}),
            notes: vec!["`task_id` is plain text.".into()],
        }],
        decisions: decisions(),
        path_to_production: vec![Step {
            subject: "producer/task-api".into(),
            key: "linger.ms".into(),
            development: Some(plain(json!(5))),
            production: Some(plain(json!(20))),
            because: LINGER.into(),
            pays: Some("from about 1,000 records/s per partition".into()),
        }],
        would_change_most: vec![WouldChange {
            path: "events.task.size".into(),
            assumed: "1KiB".into(),
            other: "10KiB".into(),
            then: vec!["cluster disk 220 GiB -> 2.2 TiB".into(), "producer/task-api batch.size 16384 -> 65536".into()],
        }],
        forecast: Forecast {
            failures: vec![Failure {
                id: "leader-dies".into(),
                subject: "producer/task-api".into(),
                title: "A leader dies".into(),
                message: "sends stall up to 12 s; the queue holds 600 s at the peak".into(),
            }],
        },
    }
}
