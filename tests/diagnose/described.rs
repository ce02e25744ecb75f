//! Work that is described, and clients that are configured, without any cluster.

use std::process::Command;

use kskill::diagnose::{Diagnosis, Material, Settles, diagnose};
use kskill::finding::Confidence;
use kskill::sources::answers::Answers;
use serde_json::Value;

use super::{assert_has, find, ids, knowledge};

const LAG: &str = "examples/notification-lag/answers.yaml";

/// The notification service, with these changes.
fn notification(sets: &[(&str, &str)]) -> Diagnosis {
    let text = std::fs::read_to_string(LAG).expect("the example is there");
    let mut answers = Answers::read(LAG, &text).expect("it is read");
    for (path, value) in sets {
        answers.set(path, value).expect("it can be set");
    }
    let material = Material { answers: Some(&answers), ..Material::default() };
    diagnose(knowledge(), &material).expect("it is diagnosed")
}

#[test]
fn the_tightest_limit_and_capacity_are_the_causes_and_the_poll_interval_is_safe() {
    let diagnosis = notification(&[]);
    assert_eq!(diagnosis.group, "notification-service");
    assert_eq!(ids(&diagnosis.causes), ["outside-limit-below-arrival", "handlers-not-said"]);
    let limit = &diagnosis.causes[0];
    assert_eq!(limit.confidence, Confidence::High);
    assert_has(&limit.evidence, &["slack lets 5/s through", "20/s arrive", "if every record makes the call"]);
    assert_has(&limit.will_not_help, &["more instances"]);
    let capacity = &diagnosis.causes[1];
    assert_eq!(capacity.confidence, Confidence::Context);
    assert_eq!(capacity.title, "it takes 11 busy handlers to keep up, and how many run is not said");
    // 20/s of 530 ms are 10.6 handlers that are always busy; of 2 s they are 40.
    assert_has(&capacity.evidence, &["530 ms", "1.89/s", "11 of them", "40 if every record took 2 s"]);
    let path = "consumers.notification-service.current.instances";
    let few = notification(&[(path, "2"), ("consumers.notification-service.current.partitions", "6")]);
    assert_has(&find(&few.causes, "handlers-below-arrival").evidence, &["2 instances on 6 partitions", "do 3.77/s"]);
    let records = find(&diagnosis.beside, "poll-records-without-effect");
    assert_has(&records.evidence, &["poll() hands out one record, of 2 s at worst", "that is safe, unless", "151"]);
}

#[test]
fn librdkafka_is_only_at_risk_with_many_records_at_once() {
    let path = "consumers.notification-service.current.consume";
    let few = notification(&[(path, "150")]);
    assert!(!ids(&few.causes).contains(&"poll-batch-above-interval"), "150 x 2 s are 5 min");
    let many = notification(&[(path, "151")]);
    let batch = find(&many.causes, "poll-batch-above-interval");
    assert_has(&[batch.remedies[0].action.clone()], &["ask consume() for 75 or less"]);
}

#[test]
fn the_same_numbers_exceed_the_poll_interval_of_java_and_not_its_session() {
    let diagnosis = notification(&[("client", "java")]);
    let batch = find(&diagnosis.causes, "poll-batch-above-interval");
    assert_has(&batch.evidence, &["500 records of up to 2 s are 16.7 min", "5 min", "in the mean they are 4.42 min"]);
    assert_has(&batch.will_not_help, &["session.timeout.ms"]);
    let remedy = &batch.remedies[0];
    assert_eq!(remedy.action, "hand out fewer records per poll: max.poll.records of 75 or less");
    // 75 x 2 s
    assert_has(remedy.effect.as_slice(), &["2.5 min at worst, of the 5 min"]);
    assert_has(batch.remedies[1].cost.as_slice(), &["noticed after 33.3 min"]);
    assert!(ids(&diagnosis.causes).contains(&"outside-limit-below-arrival"));
    for session in ["handler-beyond-session", "session-below-heartbeats"] {
        assert!(!ids(&diagnosis.causes).contains(&session), "{session}");
    }
}

#[test]
fn what_may_not_be_lost_is_handed_over_durably() {
    let ways = notification(&[]).hand_over.expect("an outside limit holds the work up");
    let names: Vec<&str> = ways.durable.iter().map(|way| way.id.as_str()).collect();
    assert_eq!(names, ["topic-chaining", "database-queue"]);
    assert!(ways.durable[1].because.contains("it pays when"), "{}", ways.durable[1].because);
    assert_eq!(ways.out.len(), 1);
    assert_eq!(ways.out[0].id, "in-memory-queue");
    assert!(ways.out[0].because.contains("nothing accepted may be lost"), "{}", ways.out[0].because);
    let may_be_lost = notification(&[("consumers.notification-service.survives_crash", "false")]);
    assert_eq!(may_be_lost.hand_over, None);
}

#[test]
fn a_client_without_heartbeats_of_its_own_is_judged_by_its_session() {
    let current = "consumers.notification-service.current";
    let slow = [("client", "kafkajs"), ("consumers.notification-service.processing", "50ms..40s")];
    let diagnosis = notification(&[slow[0], slow[1], (current, "{fromBeginning: true}")]);
    let session = find(&diagnosis.causes, "handler-beyond-session");
    assert_has(&session.evidence, &["40 s at worst", "30 s without a heartbeat (the default)"]);
    let longer = notification(&[slow[0], slow[1], (current, "{sessionTimeout: 90000}")]);
    assert!(!ids(&longer.causes).contains(&"handler-beyond-session"), "as it is set");
}

#[test]
fn open_questions_are_asked_by_name() {
    let diagnosis = notification(&[]);
    let rebalances = diagnosis.open.iter().find(|open| open.id == "rebalance-loop").expect("nobody watched");
    assert_eq!(rebalances.settles.iter().collect::<Vec<_>>(), [&Settles::Watching]);
    let without = notification(&[("client", "java"), ("consumers.notification-service.current", "null")]);
    let batch =
        without.open.iter().find(|open| open.id == "poll-batch-above-interval").expect("nothing is known of it");
    assert!(batch.settles.contains(&Settles::ClientConfig), "{batch:?}");
    let handlers =
        diagnosis.open.iter().find(|open| open.id == "handlers-below-arrival").expect("how many is not said");
    let answer = |key: &str| Settles::Answer {
        path: format!("consumers.notification-service.current.{key}"),
        example: "3".to_owned(),
    };
    assert_eq!(handlers.settles.iter().collect::<Vec<_>>(), [&answer("instances"), &answer("partitions")]);
    // Of three ways to know whether the lag grows, the one that asks no more than the lag itself.
    let unsaid = notification(&[("consumers.notification-service.observed", "null")]);
    let limit = unsaid.open.iter().find(|open| open.id == "outside-limit-below-arrival").expect("the lag is not known");
    let path = "consumers.notification-service.observed.lag".to_owned();
    assert_eq!(limit.settles.iter().collect::<Vec<_>>(), [&Settles::Answer { path, example: "3".to_owned() }]);
    let (_, out, _) = run(&["--answers", LAG, "--set", "consumers.notification-service.observed=null"]);
    assert!(out.contains("--set consumers.notification-service.observed.lag=3"), "{out}");
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_kskill")).arg("diagnose").args(arguments).output().expect("kskill runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_json_is_as_promised() {
    let (code, out, err) = run(&["--answers", LAG, "--format", "json"]);
    assert_eq!(code, Some(0), "{err}");
    let said: Value = serde_json::from_str(&out).expect("JSON");
    let cause = &said["causes"][0];
    assert_eq!(cause["id"], "outside-limit-below-arrival");
    assert_eq!(cause["confidence"], "high");
    assert_eq!(cause["title"], "slack lets less through than arrives");
    assert!(cause["evidence"].is_array() && cause["will_not_help"].is_array());
    assert!(cause["remedies"][0]["do"].is_string() && cause["remedies"][0]["effect"].is_string());
    assert!(said["unknown"].as_array().is_some_and(|all| all.iter().all(|one| one["settles"].is_array())));
    assert!(said["summary"]["verdict"].as_str().is_some_and(|verdict| verdict.starts_with("likeliest: slack")));
}

#[test]
fn a_config_alone_is_judged_and_what_is_lacking_is_asked_for() {
    let (code, out, err) = run(&["--client-config", "examples/diagnose/consumer.properties"]);
    assert_eq!(code, Some(0), "{err}");
    for part in ["group billing", "--answers FILE", "--bootstrap-server HOST:PORT"] {
        assert!(out.contains(part), "{part:?} is not in {out}");
    }
}

#[test]
fn configs_are_read_as_lint_reads_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("consumer.properties");
    // A comment in ISO-8859-1, as Java writes such files.
    let mut text = std::fs::read("examples/diagnose/consumer.properties").expect("the example is there");
    text.extend(b"# Gr\xfc\xdfe\n");
    std::fs::write(&path, text).expect("written");
    let (code, out, err) = run(&["--client-config", &path.display().to_string()]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("group billing"), "{out}");
    let (code, _, err) = run(&["--client-config", &folder.path().display().to_string()]);
    assert_eq!(code, Some(2));
    assert!(err.contains("this is a directory: name the file in it"), "{err}");
}

#[test]
fn a_config_that_a_design_wrote_is_not_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("consumer_mailer.py");
    let text = "\"\"\"Consumer mailer of orders, production (confluent-kafka-python 2.16.1).\"\"\"\n\nCONFIG = {\n    \
                \"group.id\": \"mailer\",\n    \"enable.auto.commit\": False,\n}\n";
    std::fs::write(&path, text).expect("written");
    let (code, out, err) = run(&["--client-config", &path.display().to_string()]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("group mailer") && !out.contains("--client-config FILE"), "{out}");
}

#[test]
fn nothing_is_asked_where_nothing_is_wrong() {
    let well = crate::made::WELL.series();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("well.yaml");
    std::fs::write(&path, yaml_serde::to_string(&well).expect("it is written")).expect("written");
    let path = path.display().to_string();
    for format in ["text", "markdown"] {
        let (_, out, err) = run(&["--from", &path, "--format", format]);
        assert!(out.to_lowercase().contains("nothing is wrong"), "{out}{err}");
        assert!(!out.to_lowercase().contains("not known"), "{out}");
    }
    let (_, out, _) = run(&["--from", &path, "--format", "json"]);
    let said: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(said["unknown"], serde_json::json!([]));
}

#[test]
fn members_that_share_no_assignor_are_named_from_their_configs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let java = "group.id=g\nkey.deserializer=org.apache.kafka.common.serialization.StringDeserializer\nvalue.deserializer=org.apache.kafka.common.serialization.StringDeserializer\n";
    let assignor =
        |name: &str| format!("{java}partition.assignment.strategy=org.apache.kafka.clients.consumer.{name}Assignor\n");
    let (one, two) =
        (file("one.properties", &assignor("Range")), file("two.properties", &assignor("CooperativeSticky")));
    let (code, out, err) = run(&["--client-config", &one, "--client-config", &two, "--format", "json"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("mixed-assignors"), "{out}");
    let (_, out, _) = run(&["--client-config", &one, "--client-config", &file("three.properties", &assignor("Range"))]);
    assert!(!out.contains("mixed-assignors"), "{out}");
}

#[test]
fn bad_input_is_one_message_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = folder.path().join("empty.yaml");
    std::fs::write(&empty, "group: billing\nsnapshots: []\n").expect("written");
    let empty = empty.display().to_string();
    let cases: [(&[&str], &str); 8] = [
        (&["--from", &empty], "shows no group at all"),
        (&[], "--bootstrap-server"),
        (&["--bootstrap-server", "localhost:1"], "--group"),
        (&["--from", "nowhere.yaml"], "kskill diagnose --save FILE"),
        (&["--from", "Cargo.toml"], "is no recorded group"),
        (&["--from", "examples/diagnose/billing.yaml", "--group", "nobody"], "it has billing"),
        (&["--answers", LAG, "--group", "other"], "it has notification-service"),
        (&["--client-config", LAG], "no config"),
    ];
    for (arguments, next) in cases {
        let (code, out, err) = run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {out}{err}");
        assert!(err.contains(next), "{arguments:?}: {next:?} is not in {err}");
    }
}
