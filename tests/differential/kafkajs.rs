//! kafkajs, through its constructors.

use kskill::sources::config::Role;

use crate::compare::{Client, Exception, compare};
use crate::generate::Relation;
use crate::typed::{field, probe, version};

/// Options whose values are functions and objects, and four that are drawn as related values only: JavaScript finds a
/// number or a truth in every text.
const OBJECTS: &[&str] = &[
    "brokers",
    "createPartitioner",
    "heartbeatInterval",
    "idempotent",
    "logCreator",
    "logLevel",
    "partitionAssigners",
    "retry",
    "retry.retries",
    "sasl",
    "sessionTimeout",
    "socketFactory",
    "ssl",
];

const PRODUCER: &[Relation] = &[
    &[
        ("idempotent", &["true", "false"]),
        ("retry.retries", &["0", "1", "-1", "5", "0.5"]),
        ("maxInFlightRequests", &["1", "5", "6"]),
        ("transactionalId", &["t", "null", ""]),
        ("transactionTimeout", &["60000", "900001"]),
    ],
    &[("acks", &["-1", "0", "1", "2"]), ("idempotent", &["true"])],
];

const CONSUMER: &[Relation] = &[
    &[
        ("groupId", &["g", "g", "g", ""]),
        ("sessionTimeout", &["3000", "30000", "6000"]),
        ("heartbeatInterval", &["3000", "2999", "30000", "6000", "0"]),
    ],
    &[("groupId", &["g", "", "null"])],
    &[
        ("groupId", &["g"]),
        ("readUncommitted", &["true", "false"]),
        ("minBytes", &["0", "1"]),
        ("maxBytes", &["0", "1048576"]),
    ],
];

const EXCEPTIONS: &[Exception] = &[
    Exception::Later { rule: "value-fails-in-use", why: "the client is made, and fails when it connects or sends" },
    Exception::Later { rule: "consumer-no-partition-at-once", why: "the consumer is made, and hands out nothing" },
    Exception::Later { rule: "consumer-session-range", why: "the brokers refuse the member when it joins its group" },
    Exception::Later {
        rule: "producer-transaction-timeout-high",
        why: "the brokers refuse the producer when it asks for its number",
    },
    Exception::Later { rule: "producer-idempotence-acks", why: "acks belong to send(), which throws then" },
];

#[test]
fn errors_are_what_kafkajs_refuses() {
    let version = version("KAFKAJS_VERSION");
    let fields = vec![
        field(Role::Producer, (&version, &["kafkajs-producer", "kafkajs-client"]), OBJECTS, PRODUCER),
        field(Role::Consumer, (&version, &["kafkajs-consumer", "kafkajs-client"]), OBJECTS, CONSUMER),
    ];
    let client = Client { id: "kafkajs", version, fields, exceptions: EXCEPTIONS, home: None };
    let mut probe = probe("kafkajs");
    compare(&client, &mut |cases| probe.ask(cases));
}
