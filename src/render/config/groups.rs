//! The objects that one config file holds. Only `KafkaJS` has several: its settings go to five different calls.

use super::Role;
use super::form::Form;
use crate::design::{Config, Setting};

/// The settings of one object.
#[derive(Debug)]
pub struct Group {
    /// What the object is called.
    pub name: String,
    /// Its type.
    pub of: &'static str,
    /// What it holds.
    pub settings: Vec<Setting>,
}

/// What `new Kafka()` takes.
const CLIENT: &[&str] = &[
    "clientId",
    "brokers",
    "ssl",
    "sasl",
    "connectionTimeout",
    "authenticationTimeout",
    "reauthenticationThreshold",
    "requestTimeout",
    "enforceRequestTimeout",
    "logLevel",
    "logCreator",
    "socketFactory",
];
/// What `producer.send()` takes.
const SEND: &[&str] = &["acks", "timeout", "compression"];
/// What `consumer.run()` takes.
const RUN: &[&str] = &[
    "autoCommit",
    "autoCommitInterval",
    "autoCommitThreshold",
    "eachBatchAutoResolve",
    "partitionsConsumedConcurrently",
];
/// What `consumer.subscribe()` takes.
const SUBSCRIBE: &[&str] = &["fromBeginning"];

/// The objects of a config file, in order.
#[must_use]
pub fn of(form: &Form, role: Role, config: &Config) -> Vec<Group> {
    if form.format != "typescript-kafkajs" {
        return vec![Group { name: "config".to_owned(), of: "", settings: config.0.clone() }];
    }
    let own = match role {
        Role::Producer => ("producerConfig", "ProducerConfig"),
        Role::Consumer | Role::Both => ("consumerConfig", "ConsumerConfig"),
    };
    let mut groups: Vec<Group> =
        [("kafkaConfig", "KafkaConfig"), own, ("sendConfig", ""), ("subscribeConfig", ""), ("runConfig", "")]
            .map(|(name, of)| Group { name: name.to_owned(), of, settings: Vec::new() })
            .into();
    for setting in &config.0 {
        let at = place(setting, role);
        groups[at].settings.push(setting.clone());
    }
    groups.retain(|group| !group.settings.is_empty() || !group.of.is_empty());
    groups
}

fn place(setting: &Setting, role: Role) -> usize {
    let first = setting.key.split('.').next().unwrap_or_default();
    match role {
        _ if CLIENT.contains(&first) => 0,
        Role::Producer if SEND.contains(&first) => 2,
        Role::Consumer if SUBSCRIBE.contains(&first) => 3,
        Role::Consumer if RUN.contains(&first) => 4,
        _ => 1,
    }
}
