//! What runs today stands beside the design: settings, what goes wrong, and what the lag means in time.

use std::process::Command;

use serde_json::Value;

fn recommend(flags: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_kskill")).arg("recommend").args(flags).output();
    let output = output.expect("running kskill");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

const LAG: &str = "examples/notification-lag/answers.yaml";

fn today(flags: &[&str]) -> Value {
    let text = recommend(&[&["--answers", LAG, "--format", "json"], flags].concat());
    let design: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(design["today"][0]["subject"], "consumer/notification-service");
    design["today"][0].clone()
}

fn cause<'a>(today: &'a Value, id: &str) -> Option<&'a Value> {
    today["causes"].as_array().expect("causes").iter().find(|cause| cause["id"] == id)
}

fn setting<'a>(today: &'a Value, key: &str) -> &'a Value {
    let all = today["settings"].as_array().expect("settings");
    all.iter().find(|setting| setting["key"] == key).expect("the setting")
}

#[test]
fn the_lag_is_told_in_time_and_against_the_limit() {
    let today = today(&[]);
    let limit = cause(&today, "outside-limit-below-arrival").expect("the limit is the cause");
    let evidence = limit["evidence"].to_string();
    // 20/s arrive and 5/s pass: 15/s more wait. 5,000 records are 250 s of arrivals and 1,000 s of work.
    for expected in ["54,000 more records wait every hour", "4.17 min of arrivals", "16.7 min", "never worked off"] {
        assert!(evidence.contains(expected), "{expected} is not in {evidence}");
    }
    assert!(limit["will_not_help"].to_string().contains("more instances"), "{limit}");
}

#[test]
fn a_remedy_is_told_only_where_it_mends() {
    let run = "consumers.notification-service.current={instances: 1, partitions: 6, enable.auto.commit: true}";
    let limited = today(&["--set", run]);
    let behind = cause(&limited, "handlers-below-arrival").expect("one instance does less than the limit lets through");
    let remedies = behind["remedies"].to_string();
    assert!(!remedies.contains("run what the design has"), "more instances do not get more through the limit");
    assert!(remedies.contains("up to the 5/s that slack lets through"), "{remedies}");
    let limit = cause(&limited, "outside-limit-below-arrival").expect("the limit is a cause");
    assert!(limit["remedies"].to_string().contains("have the limits raised"), "{limit}");
    let commit = cause(&limited, "auto-commit-before-work").expect("librdkafka stores before the work");
    assert_eq!(commit["remedies"].as_array().map(Vec::len), Some(1), "{commit}");
    let free = today(&["--set", run, "--set", "consumers.notification-service.limits={}"]);
    let behind = cause(&free, "handlers-below-arrival").expect("one instance is too few");
    assert!(behind["remedies"].to_string().contains("run what the design has"), "{behind}");
}

#[test]
fn settings_of_today_are_judged_by_the_client() {
    let librdkafka = today(&[]);
    assert_eq!(setting(&librdkafka, "max.poll.records")["beside"], "no-such-setting");
    assert_eq!(setting(&librdkafka, "auto.offset.reset")["beside"], "same");
    assert!(cause(&librdkafka, "poll-records-without-effect").is_some());
    assert!(cause(&librdkafka, "auto-commit-before-work").is_some());
    let java = today(&["--set", "client=java"]);
    assert_ne!(setting(&java, "max.poll.records")["beside"], "no-such-setting");
    assert!(cause(&java, "poll-records-without-effect").is_none());
    assert!(
        cause(&java, "auto-commit-before-work").is_none(),
        "the Java client commits what the poll before handed out"
    );
}

#[test]
fn kafkas_names_are_understood_for_clients_that_have_others() {
    let spring = today(&["--set", "client=spring"]);
    let records = setting(&spring, "max.poll.records");
    assert!(records["design"].is_number() && records["beside"] == "other", "{records}");
    // librdkafka refuses the Java client's name of a setting that it calls otherwise.
    let wait = "consumers.notification-service.current.fetch.max.wait.ms=500";
    assert_eq!(setting(&today(&["--set", wait]), "fetch.max.wait.ms")["beside"], "no-such-setting");
    assert_ne!(
        setting(&today(&["--set", wait, "--set", "client=java"]), "fetch.max.wait.ms")["beside"],
        "no-such-setting"
    );
}

#[test]
fn it_is_told_to_people_where_something_was_said() {
    let text = String::from_utf8(recommend(&["--answers", LAG])).expect("a text");
    assert!(text.contains("TODAY") && text.contains("max.poll.records does nothing in this client"), "{text}");
    let markdown = String::from_utf8(recommend(&["--answers", LAG, "--format", "markdown"])).expect("a text");
    assert!(markdown.contains("## Today") && markdown.contains("54,000 more records"), "{markdown}");
    let other = String::from_utf8(recommend(&["--answers", "examples/task-api/answers.yaml"])).expect("a text");
    assert!(!other.contains("TODAY"), "{other}");
}

#[test]
fn a_newer_kafka_is_designed_for_as_the_newest_known_and_that_is_said() {
    let design = |version: &str| -> Value {
        let set = format!("kafka.version={version}");
        let text = recommend(&["--answers", "examples/peak-lag/answers.yaml", "--set", &set, "--format", "json"]);
        serde_json::from_slice(&text).expect("JSON")
    };
    for newer in ["4.5", "4.10.1"] {
        let design = design(newer);
        let assumed = design["assumptions"].as_array().expect("assumptions");
        let version = assumed.iter().find(|one| one["path"] == "kafka.version").expect("the version is an assumption");
        assert_eq!(version["value"], "4.4");
        assert_eq!(design["cluster"]["production"]["newer_version"], newer);
        let set = format!("kafka.version={newer}");
        let text = recommend(&["--answers", "examples/peak-lag/answers.yaml", "--set", &set]);
        let text = String::from_utf8(text).expect("a text");
        assert!(text.contains(&format!("Kafka 4.4 ({newer} is newer than what kskill knows)")), "{text}");
        assert!(version["because"].as_str().is_some_and(|because| because.contains(newer)), "{version}");
    }
    let known = design("4.4.1");
    assert_eq!(known["cluster"]["production"].get("newer_version"), None);
    let assumed = known["assumptions"].as_array().expect("assumptions");
    assert!(assumed.iter().all(|one| one["path"] != "kafka.version"), "{assumed:?}");
}
