//! Each form of output is what those who read it take.

use serde_json::Value;

use crate::run::Directory;

const PRODUCER: &str = "# orders\nbootstrap.servers=a:9092\nacks = 1\nenable.idempotence = true\nlingerms=5\n";

fn directory() -> Directory {
    Directory::with(&[("my app/producer.properties", PRODUCER)])
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn sarif_is_what_its_schema_wants() {
    let schema = json(include_str!("sarif/sarif-schema-2.1.0.json"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let clean = Directory::with(&[("a.properties", "bootstrap.servers=a:9092\nacks=all\n")]);
    let unread = Directory::with(&[("b.properties", "acks=\0all")]);
    for directory in [directory(), clean, unread] {
        let text = directory.lint(&["--format", "sarif"]).out;
        let log = json(&text);
        let wrong: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn sarif_carries_what_there_is_to_know() {
    let log = json(&directory().lint(&["--format", "sarif"]).out);
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let result = results.iter().find(|one| one["ruleId"] == "producer-idempotence-acks").expect("it is found");
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small one");
    let rule = &run["tool"]["driver"]["rules"][index];
    assert_eq!(rule["id"], "producer-idempotence-acks");
    assert!(rule["help"]["text"].as_str().expect("help").contains("Idempotence numbers the records"), "{rule}");
    assert_eq!(rule["properties"]["tags"], serde_json::json!(["kafka", "producer"]));
    assert_eq!((&result["level"], &rule["defaultConfiguration"]["level"]), (&"error".into(), &"error".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20app/producer.properties", "relative, as a URI");
    assert_eq!(place["region"], serde_json::json!({"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 26}));
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "all");
    assert_eq!(replacement["deletedRegion"]["startColumn"], 8);
}

#[test]
fn github_gets_a_command_for_each_finding() {
    let out = directory().lint(&["--format", "github"]).out;
    let first = out.lines().next().expect("a line");
    let start = "::error file=my app/producer.properties,line=4,endLine=4,col=1,endColumn=26,title=";
    assert!(first.starts_with(start), "{first}");
    assert!(out.lines().all(|line| line.starts_with("::")), "{out}");
    assert!(out.contains("::warning file="), "{out}");
}

#[test]
fn gitlab_knows_findings_again_when_lines_above_come_and_go() {
    let directory = directory();
    let names = |directory: &Directory| -> Vec<String> {
        let report = json(&directory.lint(&["--format", "gitlab"]).out);
        let entries = report.as_array().expect("a list").iter();
        entries.map(|entry| entry["fingerprint"].as_str().expect("a fingerprint").to_owned()).collect()
    };
    let before = names(&directory);
    directory.write("my app/producer.properties", &format!("# more\n\n{PRODUCER}"));
    assert_eq!(names(&directory), before);
    let mut different = before.clone();
    different.sort();
    different.dedup();
    assert_eq!((before.len(), different.len()), (2, 2), "each has a name of its own");
    let report = json(&directory.lint(&["--format", "gitlab"]).out);
    assert_eq!(report[0]["severity"], "critical");
    assert_eq!(
        report[0]["location"],
        serde_json::json!({"path": "my app/producer.properties", "lines": {"begin": 6, "end": 6}})
    );
}

#[test]
fn junit_fails_what_fails_the_run() {
    let directory = directory();
    let count = |arguments: &[&str]| {
        let out = directory.lint(&[&["--format", "junit"], arguments].concat()).out;
        let head = out.lines().nth(1).expect("the suites").to_owned();
        (out.matches("<failure").count(), head)
    };
    let (failures, head) = count(&[]);
    assert_eq!(failures, 1, "only the error");
    assert!(head.contains("tests=\"2\"") && head.contains("failures=\"1\""), "{head}");
    assert_eq!(count(&["--fail-on", "warning"]).0, 2);
    let clean = Directory::with(&[("a.properties", "bootstrap.servers=a:9092\nacks=all\n")]);
    assert!(clean.lint(&["--format", "junit"]).out.contains("name=\"no findings\""));
}

#[test]
fn json_has_the_fix() {
    let report = json(&directory().lint(&["--format", "json"]).out);
    let fix = &report["findings"][0]["fix"];
    assert_eq!(fix["safe"], true);
    let edit = serde_json::json!({"path": "my app/producer.properties", "line": 3, "column": 8, "end_line": 3, "end_column": 9, "text": "all"});
    assert_eq!(fix["edits"], serde_json::json!([edit]));
    assert_eq!(report["assumed"][0]["client"], "java");
}

#[test]
fn exit_codes_tell_findings_from_failures() {
    let directory = directory();
    assert_eq!(directory.lint(&[]).code, Some(1));
    assert_eq!(directory.lint(&["--fail-on", "never"]).code, Some(0));
    let empty = Directory::with(&[("notes.txt", "nothing"), ("app.properties", "server.port=80\n")]);
    let said = empty.lint(&[]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), "nothing to judge: there is no Kafka config here\n"));
    let binary = Directory::with(&[("a.properties", "acks=all\n\0")]);
    let said = binary.lint(&["a.properties"]);
    assert_eq!(said.code, Some(2), "nothing could be done: {said:?}");
}

#[test]
fn nothing_is_judged_in_silence() {
    let directory = Directory::with(&[("notes.txt", "nothing"), ("other.yaml", "a: b\n"), ("sub/x.yaml", "a: b\n")]);
    for format in ["concise", "github", "sarif"] {
        let said = directory.lint(&["--format", format]);
        assert_eq!(
            (said.code, said.err.as_str()),
            (Some(0), "kskill: nothing to judge: there is no Kafka config here\n")
        );
    }
    let said = directory.lint(&["notes.txt", "other.yaml", "--format", "concise"]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    assert_eq!(said.err, "kskill: no Kafka config was recognised in notes.txt, other.yaml\n");
    let one = directory.lint(&["notes.txt"]);
    assert_eq!(one.err, "kskill: no Kafka config was recognised in notes.txt\n");
    directory.write("a.properties", "bootstrap.servers=a:9092\nacks=all\n");
    assert_eq!(directory.lint(&["a.properties", "sub", "--format", "concise"]).err, "");
}

#[test]
fn the_sums_say_of_which_files_something_is_lacking() {
    let topic = |name: &str| {
        format!(
            "kind: KafkaTopic\napiVersion: kafka.strimzi.io/v1\nmetadata: {{name: {name}}}\nspec: {{partitions: 3, replicas: 1}}\n"
        )
    };
    let (a, b) = (topic("a"), topic("b"));
    let toml = "[paths.\"b.yaml\"]\nenvironment = \"development\"\nkafka = \"4.3\"\n";
    let directory = Directory::with(&[("a.yaml", &a), ("b.yaml", &b), ("kskill.toml", toml)]);
    let out = directory.lint(&[]).out;
    assert!(out.contains(" on the environment, which is not known of a.yaml: pass --environment\n"), "{out}");
    assert!(out.contains(" assumed for a.yaml: --kafka VERSION\n"), "{out}");
    assert!(out.contains("rules that apply\n") && out.contains(" about what these files do not show"), "{out}");
    let out = directory.lint(&["a.yaml"]).out;
    assert!(out.contains(" on the environment: pass --environment\n"), "all of them: {out}");
    assert!(out.contains(" assumed: --kafka VERSION\n"), "{out}");
    let out = directory.lint(&["--environment", "production", "--kafka", "4.3"]).out;
    assert!(!out.contains("environment: ") && !out.contains(" assumed"), "{out}");
}

#[test]
fn services_get_paths_from_the_root_of_the_repository_on() {
    let directory = Directory::with(&[(".git", "gitdir: elsewhere\n"), ("billing/app/a.properties", PRODUCER)]);
    directory.write("billing/b.properties", "acks=\0all");
    let out = |format: &str| directory.lint_in("billing", &["app", "b.properties", "--format", format]).out;
    let (github, gitlab, sarif) = (out("github"), out("gitlab"), out("sarif"));
    for text in [&github, &gitlab, &sarif] {
        let named = text.matches("billing/app/a.properties").count();
        assert!(named > 0 && named == text.matches("app/a.properties").count(), "{text}");
        assert!(text.contains("billing/b.properties"), "{text}");
    }
    assert!(out("concise").starts_with("app/a.properties:"), "people see it from where they are");
    let fingerprint = |text: &str| json(text)[1]["fingerprint"].clone();
    let above = directory.lint(&["billing", "--format", "gitlab"]).out;
    assert_eq!(fingerprint(&gitlab), fingerprint(&above), "known again from wherever a run starts");
}
