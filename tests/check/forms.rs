//! The forms in which findings leave: each says the same, and is what its readers take.

use serde_json::{Value, json};

use crate::run::{kskill, recorded};

/// A cluster with three findings, one of which is said of three topics, and a name that no form may take for markup.
fn cluster() -> Value {
    let topic = |name: &str| {
        let partitions = json!([{"id": 0, "leader": 1, "replicas": [1, 2, 3], "isr": [1]}]);
        json!({"name": name, "partitions": partitions, "config": {}})
    };
    let broker = |id: u32| json!({"id": id, "host": "b", "port": 9092});
    let topics: Vec<Value> = ["a", "b", "c", "d", "e", "f"].map(topic).to_vec();
    json!({
        "taken": 1_795_309_297_533_u64,
        "id": "<b>&cluster",
        "brokers": [broker(1), broker(2)],
        "topics": topics,
        "groups": [],
        "missing": [{"what": "the settings of <brokers>", "why": "not authorized"}],
    })
}

fn form(name: &str) -> String {
    recorded(&cluster(), &["--format", name])
}

#[test]
fn text_tells_a_rule_once_with_what_to_do_first() {
    let text = form("text");
    assert_eq!(text.matches("[topic-copies-slow]").count(), 1, "{text}");
    assert!(text.contains("and 2 more: --format json lists them all"), "{text}");
    let order: Vec<usize> = ["cluster-brokers-gone", "first: look on broker 3", "topic-copies-slow", "not learnt:"]
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
        .to_vec();
    assert!(order.is_sorted(), "the cause before what follows from it: {text}");
}

#[test]
fn json_lists_all_and_says_why() {
    let json: Value = serde_json::from_str(&form("json")).expect("JSON");
    let findings = json["findings"].as_array().expect("findings");
    assert_eq!(findings.iter().filter(|one| one["rule"] == "topic-copies-slow").count(), 6);
    for found in findings {
        assert!(found["because"].is_string() && found["url"].is_string(), "{found}");
    }
}

#[test]
fn sarif_is_what_its_schema_wants() {
    let sarif: Value = serde_json::from_str(&form("sarif")).expect("JSON");
    let schema = include_str!("../lint/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let validator = jsonschema::options().build(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&sarif).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().expect("results").len(), 7);
    let place = &run["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(place, "cluster");
    assert_eq!(run["tool"]["driver"]["rules"].as_array().expect("rules").len(), 2);
}

#[test]
fn html_needs_nothing_else_and_takes_no_name_for_markup() {
    let html = form("html");
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{html}");
    assert!(html.contains("&lt;b&gt;&amp;cluster") && html.contains("the settings of &lt;brokers&gt;"), "{html}");
    for outside in ["<script", "<link", "<img", "@import", "src="] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert_eq!(html.matches("<section>").count(), 2);
}

#[test]
fn markdown_has_a_heading_for_each_rule() {
    let markdown = form("markdown");
    assert_eq!(markdown.lines().filter(|line| line.starts_with("## ")).count(), 3, "{markdown}");
    assert!(markdown.contains("the settings of &lt;brokers>"), "{markdown}");
    assert!(markdown.contains("- `topic/a`: partition 0"), "{markdown}");
}

#[test]
fn two_looks_must_be_of_one_cluster_and_in_order() {
    let folder = tempfile::tempdir().expect("there is room");
    let write = |name: &str, id: &str, taken: u64| {
        let mut cluster = cluster();
        (cluster["id"], cluster["taken"]) = (json!(id), json!(taken));
        let file = folder.path().join(name);
        std::fs::write(&file, cluster.to_string()).expect("it can be written");
        file.to_string_lossy().into_owned()
    };
    let (now, old, other) =
        (write("now.yaml", "A", 9_000), write("old.yaml", "A", 3_000), write("other.yaml", "B", 3_000));
    let said = |from: &str, since: &str| {
        let run = kskill(&["check", "--from", from, "--since", since]);
        (run.status.code(), String::from_utf8(run.stderr).expect("text"))
    };
    assert_eq!(said(&now, &old).0, Some(1));
    for (from, since, why) in [(&now, &other, "from another cluster"), (&old, &now, "is no earlier than")] {
        let (code, words) = said(from, since);
        assert_eq!(code, Some(2));
        assert!(words.contains(why) && words.trim_end().lines().count() == 1, "{words}");
    }
}
