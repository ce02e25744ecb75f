//! The knowledge files name known facts, evaluate, and have the right types and dimensions.

use kskill::knowledge::{Files, Knowledge, validate};

#[test]
fn embedded_knowledge_is_valid() {
    let files = Files::embedded();
    let knowledge = Knowledge::read(&files).expect("the embedded knowledge loads");
    let problems = validate(&knowledge, &knowledge.rules().expect("the embedded rules load"));
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// What is said of a knowledge directory that has this one file.
fn said(path: &str, text: &str) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join(path);
    std::fs::create_dir_all(file.parent().expect("a parent")).expect("the folder is made");
    std::fs::write(&file, text).expect("the file is written");
    format!("{:#}", Knowledge::load(Some(directory.path())).expect_err("the file is refused"))
}

fn decision(value: &str) -> String {
    let text = "id: wrong\ntitle: t\ndecides: producer.client_id\nwhen: WHEN\nvalue: '\"x\"'\nbecause: b\n";
    said("decisions/wrong.yaml", &text.replace("WHEN", value))
}

#[test]
fn a_wrong_expression_is_named_with_its_file() {
    let cases = [
        ("producer.linger > 500", "mixes units"),
        ("producer.linger > producer.batch_size", "mixes units"),
        ("producer.linger", "not true or false"),
        ("producer.acks == \"everyone\"", "it is one of all, leader, none"),
        ("client.family in [\"java\", \"jawa\"]", "\"jawa\""),
        ("producer.linger|nearly > 0", "unknown filter"),
        ("producer.orderings|map(attribute=\"x\")|length > 0", "add an aggregate"),
    ];
    for (when, expected) in cases {
        let message = decision(&format!("'{when}'"));
        assert!(message.contains("decisions/wrong.yaml"), "{when}: {message}");
        assert!(message.contains(expected), "{when}: {message}");
        assert!(message.contains(when.split('|').next().unwrap_or(when)), "{when}: {message}");
    }
}

#[test]
fn an_unknown_fact_is_refused() {
    assert!(decision("producer.lingre > 0").contains("producer.lingre"));
    let aggregate = "kind: gadget\nmeaning: m\nfacts:\n  x: {type: count, meaning: m, is: {max: event.keys, over: gadget.events}}\n";
    assert!(said("facts/gadget.yaml", aggregate).contains("does not lead to event.keys"));
}

#[test]
fn a_value_of_another_type_is_refused() {
    let text = "id: wrong\ntitle: t\ndecides: producer.linger\nwhen: false\nvalue: VALUE\nbecause: \"{{ producer.batch_size|time }}\"\n";
    assert!(said("decisions/wrong.yaml", &text.replace("VALUE", "'\"x\"'")).contains("not a time"));
    assert!(said("decisions/wrong.yaml", &text.replace("VALUE", "producer.record_size")).contains("mixes units"));
    assert!(said("decisions/wrong.yaml", &text.replace("VALUE", "5 * ms")).contains("producer.batch_size|time"));
}
