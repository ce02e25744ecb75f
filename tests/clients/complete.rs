//! Every client is there, with every fact said or excused, and all that is said of it can be read.

use std::collections::BTreeSet;

use kskill::knowledge::{Condition, Expression, Knowledge, Name, Text};
use kskill::sources::answers::read_value;

use crate::{ROLES, clients, knowledge, settings, spec, text_of};

/// Versions at which defaults and traits change, of one client or another.
const VERSIONS: [&str; 20] = [
    "1.4", "1.6", "1.34", "2.6", "0.11", "1.20", "1.50", "1.61", "2.0", "2.1", "2.3", "2.4", "2.12", "3.0", "3.7",
    "3.15", "3.27", "4.0", "4.2", "99",
];

#[test]
fn all_clients_are_there() {
    let knowledge = knowledge();
    let ids: Vec<&str> = clients(&knowledge).into_iter().map(|client| client.id.as_str()).collect();
    let expected = [
        "aiokafka",
        "confluent-kafka-dotnet",
        "confluent-kafka-go",
        "confluent-kafka-javascript",
        "confluent-kafka-python",
        "franz-go",
        "java",
        "kafka-python",
        "kafkajs",
        "librdkafka",
        "quarkus",
        "rust-rdkafka",
        "sarama",
        "spring",
    ];
    assert_eq!(ids, expected);
    for client in clients(&knowledge) {
        assert!(client.newest.is_some() && !client.references.is_empty(), "{} is incomplete", client.id);
        assert!(!client.your_code_must.is_empty(), "{} obliges the code to nothing", client.id);
    }
}

#[test]
fn every_fact_is_said_or_excused_once() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let mut seen = BTreeSet::new();
        for (role, setting) in settings(client) {
            let at = format!("{}: {role}.{}", client.id, setting.fact);
            spec(&knowledge, role, &setting.fact);
            assert!(seen.insert((role, &setting.fact)), "{at} stands there twice");
            let excused = setting.cannot.is_some() || setting.in_code;
            assert!(setting.key.is_some() || excused, "{at} has neither key nor excuse");
            let partial = setting.when.is_some() || (setting.since.is_some() && setting.key.is_none());
            assert!(!partial || excused, "{at} has no excuse for when it is not taken");
        }
        for role in ROLES {
            for (fact, spec) in &knowledge.vocabulary.kinds[role].facts {
                let spelled = || {
                    clients(&knowledge).iter().any(|other| {
                        other.settings(role).iter().any(|setting| setting.fact == *fact && setting.key.is_some())
                    })
                };
                let known = client.settings(role).iter().any(|setting| setting.fact == *fact);
                // What nobody decides is only read in files, where a client has it.
                let decided = knowledge.decisions.iter().any(|one| one.decides == format!("{role}.{fact}"));
                let said = known || (spec.kafka.is_none() && !spelled());
                assert!(!decided || said, "{}: {role}.{fact} is missing", client.id);
            }
        }
    }
}

#[test]
fn defaults_and_traits_are_values_of_their_facts() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        for version in VERSIONS {
            for (role, setting) in settings(client) {
                let Some(value) = setting.default.as_ref().and_then(|default| default.at(version)) else { continue };
                let read = read_value(spec(&knowledge, role, &setting.fact), &text_of(value));
                read.unwrap_or_else(|error| panic!("{} {version}: {role}.{}: {error}", client.id, setting.fact));
            }
            for (name, value) in &client.traits {
                let spec = spec(&knowledge, "client", name);
                let value = value.at(version).unwrap_or_else(|| panic!("{} {version}: no {name}", client.id));
                read_value(spec, &text_of(value)).unwrap_or_else(|error| panic!("{}: {name}: {error}", client.id));
            }
        }
        for fact in knowledge.vocabulary.kinds["client"].facts.keys() {
            let optional = ["id", "version", "library", "retry_wait", "retry_wait_max", "max_message_default"];
            let known = client.traits.contains_key(fact) || optional.contains(&fact.as_str());
            assert!(known, "{} lacks the trait {fact}", client.id);
        }
    }
}

/// The names in a condition or text, which must be facts that its subject can see.
fn check_names(knowledge: &Knowledge, at: &str, roles: &[&str], names: &[Name]) {
    for name in names {
        if matches!(name, Name::Bare(bare) if &**bare == "environment") {
            continue;
        }
        let Name::Fact(subject, fact) = name else { panic!("{at}: `{name}` is no fact") };
        let known = roles.iter().all(|role| {
            let kind = if &**subject == "default" { Some(*role) } else { knowledge.vocabulary.resolve(role, subject) };
            kind.is_some_and(|kind| &**fact == "name" || knowledge.vocabulary.fact(kind, fact).is_some())
        });
        assert!(known, "{at}: `{name}` is no fact");
    }
}

#[test]
fn conditions_and_texts_name_facts() {
    let knowledge = knowledge();
    let of_condition = |condition: &Condition| -> Vec<Name> {
        let expressions = condition.expressions();
        let names = |expression: &&Expression| expression.names().expect("it compiles").to_vec();
        expressions.iter().flat_map(names).collect()
    };
    let of_text = |text: &Text| text.names().expect("it compiles");
    for client in clients(&knowledge) {
        for (role, setting) in settings(client) {
            let at = format!("{}: {role}.{}", client.id, setting.fact);
            let names = setting.when.iter().flat_map(of_condition).chain(setting.cannot.iter().flat_map(of_text));
            check_names(&knowledge, &at, &[role], &names.collect::<Vec<_>>());
        }
        for duty in &client.your_code_must {
            let roles: Vec<&str> = duty.role.as_deref().map_or_else(|| ROLES.to_vec(), |role| vec![role]);
            let at = format!("{}: your_code_must: {}", client.id, duty.action.source());
            let guards: Vec<Name> = duty.when.iter().flat_map(of_condition).collect();
            check_names(&knowledge, &at, &roles, &guards);
            for name in of_text(&duty.action).into_iter().chain(of_text(&duty.because)) {
                assert!(guards.contains(&name), "{at}: `{name}` may be unknown where its condition does not name it");
            }
        }
        for connection in &client.connection {
            let names: Vec<Name> = connection.when.iter().flat_map(of_condition).collect();
            check_names(&knowledge, &format!("{}: connection", client.id), &ROLES, &names);
        }
    }
}
