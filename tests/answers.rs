//! docs/answers.md says what the program reads: every key, and none besides.

use std::collections::BTreeSet;

use kskill::decide::{Request, decide};
use kskill::knowledge::Knowledge;
use kskill::render;
use kskill::sources::answers::Answers;

fn page() -> String {
    render::answers(&Knowledge::load(None).expect("the knowledge is read"))
}

/// The rows of the section called `title`: the key in their first column.
fn keys(page: &str, title: &str) -> BTreeSet<String> {
    let heading = format!("\n## {title}\n");
    let (_, rest) = page.split_once(&heading).unwrap_or_else(|| panic!("there is a section {title}"));
    let section = rest.split("\n## ").next().expect("split gives a first part");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next().map(str::to_owned));
    rows.collect()
}

/// The keys that the program names when it meets one that it does not know.
fn known(answers: &str) -> BTreeSet<String> {
    let knowledge = Knowledge::load(None).expect("the knowledge is read");
    let answers = Answers::read("answers.yaml", answers).expect("it is YAML");
    let error = answers.facts(&knowledge, "production").expect_err("a key is unknown").to_string();
    let (_, names) = error.split_once("known are ").unwrap_or_else(|| panic!("{error}"));
    names.trim().split(", ").map(str::to_owned).collect()
}

#[test]
fn the_page_is_what_the_knowledge_says() {
    snapbox::assert_data_eq!(page(), snapbox::file!["../docs/answers.md"].raw());
}

#[test]
fn the_page_lists_what_is_read() {
    let page = page();
    let bad = "zzzzzzzzzzzzzzzz: 1";
    let event = "system: a\nevents:\n  - name: e\n";
    for (title, answers) in [
        ("kafka, production and development", format!("system: a\nproduction: {{{bad}}}\nevents: [{{name: e}}]\n")),
        ("team", format!("system: a\nteam: {{{bad}}}\nevents: [{{name: e}}]\n")),
        ("schema", format!("system: a\nschema: {{{bad}}}\nevents: [{{name: e}}]\n")),
        ("events", format!("{event}    {bad}\n")),
        ("producers", format!("{event}producers:\n  - {{name: unknown-service, {bad}}}\n")),
        ("consumers", format!("{event}consumers:\n  - {{name: c, reads: e, {bad}}}\n")),
        (
            "consumers: limits",
            format!("{event}consumers:\n  - {{name: c, reads: e, limits: {{l: {{rate: 1/s, {bad}}}}}}}\n"),
        ),
    ] {
        let answers = answers.replace("name: unknown-service", "name: e-producer");
        let first = |key: &String| key.split('.').next().unwrap_or(key).to_owned();
        let listed: BTreeSet<String> = keys(&page, title).iter().map(first).collect();
        assert_eq!(listed, known(&answers), "{title}");
    }
}

#[test]
fn the_example_is_a_design() {
    let page = page();
    let example =
        page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there is an example");
    let knowledge = Knowledge::load(None).expect("the knowledge is read");
    let answers = Answers::read("answers.yaml", example).expect("it is YAML");
    let design = decide(&knowledge, &Request::new(answers)).expect("the example is right");
    let clients: Vec<&str> = design.producers.iter().map(|one| one.client.id.as_str()).collect();
    assert_eq!(clients, ["java", "aiokafka"], "every service has its own client");
}
