//! What is otherwise between two designs.

use kskill::decide::compare::{Changes, compare};
use kskill::decide::{Request, decide};
use kskill::design::Design;
use kskill::knowledge::Knowledge;
use kskill::sources::answers::Answers;

const ANSWERS: &str = "
system: shop
client: java
events: [{name: order, rate: 10/s, peak: 100/s}]
consumers: [{name: billing, reads: [order], processing: 10ms..100ms}]
";

fn design(knowledge: &Knowledge, sets: &[(&str, &str)]) -> Design {
    let mut answers = Answers::read("answers.yaml", ANSWERS).expect("readable");
    for (path, value) in sets {
        answers.set(path, value).expect("a path of the answers");
    }
    decide(knowledge, &Request::new(answers)).expect("a design")
}

fn changes(sets: &[(&str, &str)]) -> Changes {
    let knowledge = Knowledge::load(None).expect("the knowledge base loads");
    compare(&design(&knowledge, &[]), &design(&knowledge, sets))
}

#[test]
fn nothing_is_otherwise_in_the_same_design() {
    assert!(changes(&[]).is_empty());
    assert!(changes(&[("events.order.peak", "6000/min")]).is_empty());
}

#[test]
fn a_decision_changes_from_one_value_to_another_with_the_new_reason() {
    let changes = changes(&[("events.order.may_lose", "true")]);
    let acks = changes.changes.iter().find(|change| change.key == "acks" && change.env == "production").expect("acks");
    assert_eq!(acks.subject, "producer/order-producer");
    assert_eq!(acks.from.as_ref().map(ToString::to_string).as_deref(), Some("all"));
    assert_eq!(acks.to.as_ref().map(ToString::to_string).as_deref(), Some("1"));
    assert!(acks.because.contains("lost"), "{}", acks.because);
    let gone = changes.assumptions.removed.iter().any(|assumption| assumption.path == "events.order.may_lose");
    assert!(gone, "what is said is no longer assumed");
}

#[test]
fn a_subject_that_comes_or_goes_is_one_change_in_each_environment() {
    let changes = changes(&[("events.order.producer", "checkout")]);
    for (subject, to) in [("producer/checkout", "true"), ("producer/order-producer", "false")] {
        let of: Vec<_> = changes.changes.iter().filter(|change| change.subject == subject).collect();
        assert_eq!(of.len(), 2, "{of:?}");
        let comes = |change: &&kskill::decide::compare::Change| change.to.as_ref().map(ToString::to_string);
        assert!(of.iter().all(|change| change.key == "exists" && comes(change).as_deref() == Some(to)), "{of:?}");
    }
}

#[test]
fn another_client_has_keys_of_its_own() {
    let changes = changes(&[("client", "librdkafka")]);
    let gone = changes.changes.iter().filter(|change| change.to.is_none());
    for change in gone {
        assert!(!change.because.is_empty(), "{change:?}");
    }
    let keys: Vec<&str> = changes.changes.iter().filter(|one| one.from.is_none()).map(|one| one.key.as_str()).collect();
    assert!(!keys.is_empty(), "librdkafka spells something otherwise");
}

#[test]
fn the_form_for_programs() {
    let json = serde_json::to_value(changes(&[("events.order.may_lose", "true")])).expect("serialisable");
    for key in ["changes", "assumptions", "conflicts"] {
        assert!(json.get(key).is_some(), "{json}");
    }
    let change = json["changes"][0].as_object().expect("a change");
    assert_eq!(change.keys().collect::<Vec<_>>(), ["subject", "key", "env", "from", "to", "because"]);
    for side in ["added", "removed"] {
        assert!(json["conflicts"][side].is_array() && json["assumptions"][side].is_array(), "{json}");
    }
}

/// Slower work may not need fewer partitions, nor fewer instances of the same pattern.
#[test]
fn slower_work_needs_no_fewer_partitions() {
    let knowledge = Knowledge::load(None).expect("the knowledge base loads");
    for client in ["java", "aiokafka"] {
        let needs = |mean: &str| {
            let design = design(
                &knowledge,
                &[
                    ("client", client),
                    ("events.order.key", "id"),
                    ("events.order.peak", "12000/s"),
                    ("consumers.billing.processing.min", "100us"),
                    ("consumers.billing.processing.mean", mean),
                    ("consumers.billing.processing.max", "500ms"),
                    ("consumers.billing.idempotent", "true"),
                ],
            );
            let consumer = &design.consumers[0];
            let pattern = consumer.pattern.as_ref().expect("a pattern").id.clone();
            (design.topics[0].partitions.production, consumer.instances.production, pattern)
        };
        let steps = ["1ms", "1.5ms", "2ms", "3.4ms", "4.9ms", "5ms", "6.8ms", "20ms", "60ms"].map(needs);
        for (at, pair) in steps.windows(2).enumerate() {
            assert!(pair[0].0 <= pair[1].0, "{client}: step {at} of {steps:?}");
            assert!(pair[0].1 <= pair[1].1 || pair[0].2 != pair[1].2, "{client}: step {at} of {steps:?}");
        }
    }
}
