//! `kskill explain` has a page for every name that findings and designs use.

use std::process::{Command, Output};

use kskill::knowledge::page::{Library, Page};

fn explain(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kskill")).arg("explain").args(arguments).output().expect("running kskill")
}

fn said(arguments: &[&str]) -> String {
    let output = explain(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// Fails unless the text has all these parts.
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

#[test]
fn every_name_has_a_page() {
    let library = Library::open(None).expect("the library opens");
    let names: Vec<&str> = library.names().collect();
    assert!(names.len() > 1000, "{}", names.len());
    // Keys are many, and their pages are all made alike.
    let (entries, keys): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| name.contains('-'));
    for name in entries.into_iter().chain(keys.into_iter().step_by(23)) {
        let pages = library.pages(name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        assert!(!pages.is_empty(), "{name} has no page");
    }
}

#[test]
fn a_rule_is_told_with_all_that_is_known() {
    let text = said(&["producer-delivery-below-request"]);
    let parts = ["rule about producer: error", "WHY", "FIX", "kskill lint --fix --unsafe", "fires", "quiet", "READ ON"];
    assert_has(&text, &parts);
    assert!(!text.contains("ConfigException"), "evidence is for those who ask");
    assert_has(&said(&["producer-delivery-below-request", "--evidence"]), &["EVIDENCE", "ConfigException"]);
    let json: serde_json::Value =
        serde_json::from_str(&said(&["producer-delivery-below-request", "--format", "json"])).expect("it is JSON");
    assert_eq!(json["pages"][0]["kind"], "rule");
    assert_eq!(
        json["pages"][0]["fix"]["set"]["producer.delivery_timeout"],
        "producer.linger + producer.request_timeout"
    );
}

#[test]
fn what_a_design_shows_is_told_by_what_decides_it() {
    assert_has(&said(&["handlers_per_loop"]), &["consumer-lanes", "THE SMALLEST OF"]);
    assert_has(&said(&["commit_every"]), &["consumer-commit-every"]);
    assert_has(&said(&["security"]), &["cluster-security"]);
}

#[test]
fn an_example_is_shown_with_its_file() {
    let text = said(&["broker-alone-wants-copies"]);
    let parts = [
        "  fires  kafka/server.properties\n           process.roles=broker,controller\n",
        "\n           controller.quorum.voters=1@a:9093,2@b:9093,3@c:9093\n",
    ];
    assert_has(&text, &parts);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let either = "and (broker.roles == \"broker,controller\" or broker.roles == \"controller,broker\") and";
    assert_has(&words, &[either]);
    let library = Library::open(None).expect("the library opens");
    let rules = library.names().filter(|name| name.contains('-')).map(|name| library.pages(name).expect("pages"));
    for page in rules.flatten() {
        let Page::Rule(rule) = page else { continue };
        let shown = rule.examples.iter().all(|example| !example.facts.is_empty() || example.file.is_some());
        assert!(shown, "{} has an example of nothing", rule.id);
    }
}

#[test]
fn a_key_is_told_for_all_who_know_it() {
    let text = said(&["acks"]);
    let parts = ["java-producer", "1, since 3.0 all", "librdkafka", "request.required.acks", "Producer.RequiredAcks"];
    assert_has(&text, &parts);
    assert_has(&text, &["RULES ABOUT IT", "producer-idempotence-acks", "DECIDED BY", "producer-acks"]);
    assert_has(&said(&["Producer.RequiredAcks"]), &["sarama", "acks"]);
    assert_has(&said(&["zookeeper.connect"]), &["removed", "4.0"]);
    assert_has(&said(&["min.insync.replicas"]), &["topic", "broker", "topic-insync-above-replicas"]);
}

#[test]
fn designs_are_explained_too() {
    for (name, kind) in [("retry-topic", "pattern"), ("leader-dies", "failure"), ("producer-linger", "decision")] {
        assert_has(&said(&[name]), &[kind, "READ ON"]);
    }
    assert_has(&said(&["record-too-large"]), &["conflict", "WAYS OUT"]);
    assert_eq!(said(&["cluster-replicas-per-broker"]).matches("READ ON").count(), 2, "a rule and a decision");
}

#[test]
fn an_unknown_name_is_no_page() {
    for (name, message) in [("linger.msec", "did you mean `linger.ms`?"), ("xyzzy", "name one as findings")] {
        let output = explain(&[name]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(output.stdout.is_empty());
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn the_page_of_a_key_knows_its_aliases() {
    let library = Library::open(None).expect("the library opens");
    let pages = library.pages("acks").expect("it has a page");
    let [Page::Key(page)] = pages.as_slice() else { panic!("it is a key: {pages:?}") };
    let own = page.families.iter().find(|family| family.family == "librdkafka").expect("librdkafka knows it");
    assert_eq!(own.aliases, ["request.required.acks"]);
}

#[test]
fn what_sarama_has_by_itself_is_not_called_none() {
    assert_has(&said(&["Producer.Return.Successes"]), &["default     false"]);
    let acks = said(&["Producer.RequiredAcks"]);
    assert!(!acks.contains("default     none"), "{acks}");
}

#[test]
fn names_can_be_found() {
    let all = said(&[]);
    assert_has(&all, &["causes ", "kskill explain rules lists them", "config key"]);
    let causes = said(&["causes"]);
    assert_has(&causes, &["stuck-partition: a partition stands still while others move on", "topic-gone: "]);
    assert!(!causes.contains("producer-linger"), "that is a decision");
    assert_has(&said(&["rules"]), &["topic-transaction-stuck: a transaction has been open for long"]);
    let json: serde_json::Value = serde_json::from_str(&said(&["causes", "--format", "json"])).expect("it is JSON");
    assert_eq!(json["kind"], "causes");
    assert!(json["entries"].as_array().is_some_and(|entries| entries.len() > 30));
}
