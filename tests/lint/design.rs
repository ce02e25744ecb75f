//! `--design`: what is set beside what a design decided.

use std::process::Command;

use kskill::knowledge::Knowledge;

use crate::run::Directory;

const TOPIC: &str = "resource \"kafka_topic\" \"task\" {\n  name               = \"task\"\n  partitions         = 2\n  replication_factor = 3\n}\n";

/// A design for a client, as `recommend --out` writes it.
fn designed(client: &str) -> Directory {
    let answers = format!(
        "system: tasks\nkafka: {{platform: strimzi, brokers: 3, zones: 3}}\nclient: {client}\nevents:\n  - {{name: task, producer: task-api, key: task_id, rate: 100/min, peak: 10000/min, may_lose: false}}\nconsumers:\n  - {{name: mail-service, reads: [task], processing: 50ms..500ms, retries: {{attempts: 3, backoff: 10s}}}}\n"
    );
    let directory = Directory::with(&[("answers.yaml", &answers)]);
    let mut kskill = Command::new(env!("CARGO_BIN_EXE_kskill"));
    kskill.args(["recommend", "--answers", "answers.yaml", "--out", "out"]).current_dir(directory.path());
    let output = kskill.output().expect("running kskill");
    assert!(output.status.success(), "{output:?}");
    directory
}

/// The findings about the design: rule, key, what it has and what was found.
fn drift(directory: &Directory, path: &str) -> Vec<String> {
    let said = directory.lint(&[path, "--design", "out/design.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("no JSON: {said:?}"));
    let findings = report["findings"].as_array().expect("a list").iter();
    let ours = findings.filter(|one| one["rule"].as_str().is_some_and(|rule| rule.starts_with("drift-")));
    ours.map(|one| format!("{} {} {} {}", one["rule"], one["key"], one["expected"], one["found"]).replace('"', ""))
        .collect()
}

#[test]
fn a_design_is_as_it_was_designed() {
    let knowledge = Knowledge::load(None).expect("the knowledge base loads");
    for client in knowledge.clients.iter().filter(|client| client.format.is_some()).map(|client| client.id.as_str()) {
        let directory = designed(client);
        let lint = |paths: &[&str]| {
            let said = directory.lint(&[paths, &["--design", "out/design.yaml", "--fail-on", "info"]].concat());
            assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{client}: {}", said.out);
            said.out
        };
        let files = lint(&["out/development", "out/production"]);
        assert!(files.contains("4 configs"), "{client}: all of its files are read: {files}");
        let design = lint(&["out/design.yaml"]);
        assert!(design.contains("8 configs"), "{client}: so are its decisions: {design}");
    }
}

/// A client, one of its files, what stands there, what is put in its place, and the finding.
const CHANGED: &[(&str, &str, &str, &str, &str)] = &[
    ("java", "producer-task-api.properties", "acks=all", "acks=1", "drift-setting acks all 1"),
    (
        "java",
        "consumer-mail-service.properties",
        "sasl.mechanism=SCRAM-SHA-512",
        "sasl.mechanism=PLAIN",
        "drift-setting sasl.mechanism SCRAM-SHA-512 PLAIN",
    ),
    (
        "java",
        "consumer-mail-service.properties",
        "enable.auto.commit=false\n",
        "",
        "drift-default enable.auto.commit false true",
    ),
    (
        "spring",
        "producer-task-api.yml",
        "sasl.mechanism: SCRAM-SHA-512",
        "sasl.mechanism: PLAIN",
        "drift-setting spring.kafka.properties.sasl.mechanism SCRAM-SHA-512 PLAIN",
    ),
    (
        "quarkus",
        "consumer-mail-service.properties",
        "enable.auto.commit=false",
        "enable.auto.commit=true",
        "drift-setting mp.messaging.incoming.task.enable.auto.commit false true",
    ),
    (
        "confluent-kafka-python",
        "producer_task_api.py",
        "\"enable.idempotence\": True",
        "\"enable.idempotence\": False",
        "drift-setting enable.idempotence true false",
    ),
    (
        "sarama",
        "producer-task-api.go",
        "config.Producer.Idempotent = true",
        "config.Producer.Idempotent = false",
        "drift-setting Producer.Idempotent true false",
    ),
    (
        "kafkajs",
        "consumer-mail-service.ts",
        "autoCommit: false",
        "autoCommit: true",
        "drift-setting autoCommit false true",
    ),
    (
        "rust-rdkafka",
        "consumer_mail_service.rs",
        "\"enable.auto.commit\", \"false\"",
        "\"enable.auto.commit\", \"true\"",
        "drift-setting enable.auto.commit false true",
    ),
    (
        "confluent-kafka-dotnet",
        "producer-task-api.cs",
        "[\"acks\"] = \"all\"",
        "[\"acks\"] = \"1\"",
        "drift-setting acks all 1",
    ),
];

#[test]
fn a_setting_that_was_changed_is_told_with_the_designs_reason() {
    for (client, file, before, after, expected) in CHANGED {
        let directory = designed(client);
        let file = format!("out/production/{file}");
        let text = directory.read(&file);
        assert!(text.contains(*before), "{file} has {before}: {text}");
        directory.write(&file, &text.replacen(before, after, 1));
        let found = drift(&directory, "out");
        assert_eq!(found, [*expected], "{client}");
        let said = directory.lint(&["out", "--design", "out/design.yaml", "--format", "concise"]);
        let reason = said.out.lines().find(|line| line.contains("[drift-")).expect("the finding");
        assert!(reason.contains("in production: "), "with its reason: {reason}");
    }
}

#[test]
fn what_is_as_good_is_no_drift_and_fixes_put_back_what_is_not() {
    let directory = designed("java");
    let file = "out/production/producer-task-api.properties";
    let text = directory.read(file);
    directory.write(file, &format!("{text}delivery.timeout.ms=300000\n"));
    assert_eq!(drift(&directory, "out"), Vec::<String>::new(), "a longer time loses nothing");
    directory.write(file, &format!("{text}linger.ms=0\n"));
    assert_eq!(drift(&directory, "out"), Vec::<String>::new(), "where no second record comes, a wait gathers none");
    directory.write(file, &text.replace("acks=all", "acks=0"));
    let said = directory.lint(&["out", "--design", "out/design.yaml", "--fix", "--unsafe"]);
    assert_eq!((said.code, directory.read(file)), (Some(0), text), "{said:?}");
}

#[test]
fn names_and_environments_say_whose_config_it_is() {
    let directory = designed("java");
    let config = |extra: &str| {
        format!("bootstrap.servers=a:9092\nmax.block.ms=10000\nacks=1\nenable.idempotence=false\n{extra}")
    };
    let expected = ["drift-setting acks all 1", "drift-setting enable.idempotence true false"];
    for (path, text) in [
        ("a/TaskApiProducer.properties", config("")),
        ("a/task-api/producer.properties", config("")),
        ("a/any.properties", config("client.id=task-api\n")),
        ("a/prod/any.properties", config("client.id=task-api\n")),
    ] {
        directory.write(path, &text);
        assert_eq!(drift(&directory, path), expected, "{path}");
    }
    directory.write("b/other.properties", &config("client.id=shop\n"));
    let said = directory.lint(&["b", "--design", "out/design.yaml", "--format", "json"]);
    assert!(said.err.contains("b/other.properties:1 (producer)"), "said once: {said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(
        report["not_in_design"],
        serde_json::json!([{"path": "b/other.properties", "line": 1, "of": "producer"}])
    );
    assert!(!said.out.contains("drift-"), "left unknown: {said:?}");
}

#[test]
fn topics_are_compared_and_remarks_silence_it() {
    let directory = designed("java");
    directory.write("prod/topics.tf", TOPIC);
    let found = drift(&directory, "prod");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("drift-setting partitions ") && found[0].ends_with(" 2"), "{found:?}");
    let ignored = TOPIC.replace("  partitions", "  # kskill: ignore[drift-setting] grown next month\n  partitions");
    directory.write("prod/topics.tf", &ignored);
    assert_eq!(drift(&directory, "prod"), Vec::<String>::new());
}

#[test]
fn what_is_no_design_is_refused_and_answers_in_the_way_disturb_nobody() {
    let directory = designed("java");
    for (name, says) in [("answers.yaml", "no design file"), ("nowhere.yaml", "nowhere.yaml")] {
        let said = directory.lint(&["out", "--design", name]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{said:?}");
        assert!(said.err.contains(says), "{said:?}");
    }
    let said = directory.lint(&["answers.yaml"]);
    let named = "kskill: no Kafka config was recognised in answers.yaml\n";
    assert_eq!((said.code, said.err.as_str()), (Some(0), named), "{said:?}");
    assert!(said.out.contains("nothing to judge"), "{said:?}");
}

#[test]
fn a_line_that_several_share_is_not_put_back_for_one() {
    let directory = designed("spring");
    let text = "spring:\n  kafka:\n    client-id: task-api\n    producer:\n      acks: all\n    consumer:\n      group-id: mail-service\n";
    directory.write("a/application.yml", text);
    let found = drift(&directory, "a");
    assert!(found.iter().any(|one| one.contains("client-id mail-service task-api")), "{found:?}");
    directory.lint(&["a", "--design", "out/design.yaml", "--fix", "--unsafe"]);
    assert_eq!(directory.read("a/application.yml"), text, "it is the producer's name too");
}

#[test]
fn what_a_framework_decided_is_asked_of_no_other() {
    let directory = designed("spring");
    directory.write(
        "a/mail_service.py",
        "from confluent_kafka import Consumer\n\nConsumer({\n    \"group.id\": \"mail-service\",\n    \"enable.auto.commit\": True,\n    \"auto.offset.reset\": \"latest\",\n})\n",
    );
    let found = drift(&directory, "a");
    assert!(found.iter().any(|one| one.contains("auto.offset.reset earliest latest")), "{found:?}");
    assert!(!found.iter().any(|one| one.contains("enable.auto.commit")), "{found:?}");
}

#[test]
fn a_topic_that_is_not_designed_is_named() {
    let directory = designed("java");
    directory.write("prod/topics.tf", &TOPIC.replace("\"task\"\n", "\"tasks\"\n"));
    let said = directory.lint(&["prod", "--design", "out/design.yaml"]);
    assert_eq!(said.err, "kskill: out/design.yaml has no topic `tasks` (`task`?) of prod/topics.tf:1\n");
}
