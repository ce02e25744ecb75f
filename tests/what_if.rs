//! Pushing back on a saved design: constraints, pins, rejections, and the history of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn kskill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kskill")).args(arguments).output().expect("running kskill")
}

/// A saved design of an example.
fn saved(example: &str) -> (tempfile::TempDir, PathBuf) {
    saved_with(example, &[])
}

/// A saved design of an example with other answers.
fn saved_with(example: &str, flags: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let out = directory.path().join("design");
    let answers = format!("examples/{example}/answers.yaml");
    let output = kskill(&[&["recommend", "--answers", &answers, "--out", &out.to_string_lossy()][..], flags].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (directory, out.join("design.yaml"))
}

fn changes(design: &Path, flags: &[&str]) -> Value {
    let path = design.to_string_lossy();
    let output = kskill(&[&["what-if", &path, "--format", "json"], flags].concat());
    assert!(output.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn change<'a>(changes: &'a Value, subject: &str, key: &str, env: &str) -> Option<&'a Value> {
    let all = changes["changes"].as_array().expect("changes");
    all.iter().find(|change| change["subject"] == subject && change["key"] == key && change["env"] == env)
}

#[test]
fn a_design_that_is_not_pushed_does_not_change() {
    let (_kept, design) = saved("task-api");
    let unchanged = changes(&design, &["--save"]);
    assert_eq!(unchanged["changes"], serde_json::json!([]));
}

#[test]
fn nothing_asked_is_refused_with_what_to_ask() {
    let (_kept, design) = saved("task-api");
    let output = kskill(&["what-if", &design.to_string_lossy()]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{stderr}");
    assert!(stderr.contains("--set PATH=VALUE"), "{stderr}");
}

#[test]
fn a_poll_above_the_bound_of_what_is_done_again_is_told() {
    let (_kept, design) = saved_with("notification-lag", &["--set", "client=java"]);
    let pinned = changes(&design, &["--pin", "consumer/notification-service:max.poll.records=100000"]);
    let broken = pinned["findings"]["added"].as_array().expect("findings");
    let rule =
        |one: &Value| one["finding"]["rule"].as_str().is_some_and(|rule| rule.starts_with("consumer-poll-above"));
    assert!(broken.iter().any(rule), "{broken:?}");
}

#[test]
fn another_client_takes_the_old_config_away_unless_it_was_edited() {
    let (_kept, design) = saved("task-api");
    let config = |environment: &str, name: &str| design.with_file_name(environment).join(name);
    let (mine, old) = (config("development", "producer_task_api.py"), config("production", "producer_task_api.py"));
    std::fs::write(&mine, "# mine\n").expect("editing a config");
    std::fs::write(design.with_file_name("topics.sh"), "# mine too\n").expect("editing the script");
    std::fs::write(design.with_file_name("notes.txt"), "not ours").expect("another file");
    let path = design.to_string_lossy();
    let output = kskill(&["what-if", &path, "--set", "client=java", "--save"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(!old.exists(), "the config of the old client is still there");
    assert!(stderr.contains("producer_task_api.py removed"), "{stderr}");
    assert_eq!(std::fs::read_to_string(&mine).expect("what was edited"), "# mine\n");
    assert!(stderr.contains("it was edited, so it stays"), "{stderr}");
    let aside = std::fs::read_to_string(design.with_file_name("topics.sh.edited")).expect("the edited script");
    assert_eq!(aside, "# mine too\n");
    assert!(design.with_file_name("notes.txt").exists());
    assert!(config("production", "producer-task-api.properties").exists(), "{stderr}");
}

#[test]
fn a_tighter_target_shortens_the_wait_and_nothing_that_keeps_records() {
    let (_kept, design) = saved("task-api");
    let tighter = changes(&design, &["--set", "events.task.ack_within=20ms"]);
    let linger = change(&tighter, "producer/task-api", "linger.ms", "production").expect("linger changes");
    assert_eq!((linger["from"].as_f64(), linger["to"].as_f64()), (Some(5.0), Some(2.0)));
    assert!(linger["because"].as_str().is_some_and(|because| because.contains("20 ms")), "{linger}");
    for key in ["acks", "enable.idempotence", "delivery.timeout.ms"] {
        assert!(change(&tighter, "producer/task-api", key, "production").is_none(), "{key} is traded away");
    }
}

#[test]
fn ten_times_the_peak_is_carried_by_more() {
    let (_kept, design) = saved("ordered-tasks");
    let more = changes(&design, &["--set", "events.task.peak=150/s"]);
    let partitions = change(&more, "topic/task", "partitions", "production").expect("partitions change");
    assert!(partitions["to"].as_u64() > partitions["from"].as_u64(), "{partitions}");
}

#[test]
fn a_pin_holds_in_its_environment_and_what_it_breaks_is_told() {
    let (_kept, design) = saved("task-api");
    let pinned = changes(&design, &["--pin", "production:topic/task:min.insync.replicas=3"]);
    assert!(change(&pinned, "topic/task", "min.insync.replicas", "production").is_some());
    assert!(change(&pinned, "topic/task", "min.insync.replicas", "development").is_none());
    let broken = pinned["findings"]["added"].as_array().expect("findings");
    assert!(broken.iter().any(|one| one["finding"]["rule"] == "topic-insync-equals-replicas"), "{broken:?}");
}

/// What pinning breaks in an environment: the rules and decisions, each with its message.
fn broken(design: &Path, pin: &str) -> Vec<(String, String)> {
    broken_by(design, &["--pin", pin])
}

fn broken_by(design: &Path, flags: &[&str]) -> Vec<(String, String)> {
    let pinned = changes(design, flags);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let added = pinned["findings"]["added"].as_array().expect("findings").iter();
    added.map(|one| (text(&one["finding"]["rule"]), text(&one["finding"]["message"]))).collect()
}

#[test]
fn a_pin_that_defeats_the_design_is_told_in_numbers() {
    let (_kept, lag) =
        saved_with("notification-lag", &["--set", "client=java", "--set", "consumers.notification-service.limits={}"]);
    let one = broken(&lag, "production:consumer/notification-service:instances=1");
    let (_, message) = one.iter().find(|(rule, _)| rule == "consumer-below-peak").expect("one cannot keep up");
    assert!(message.contains("60/s arrive at the peak") && message.contains("more records waiting"), "{message}");
    assert_eq!(broken(&lag, "production:consumer/notification-service:instances=12"), []);

    let few = broken(&lag, "production:topic/task:partitions=1");
    assert!(
        few.iter().any(|(rule, _)| rule == "topic-partitions-below-reader" || rule == "topic-partitions"),
        "{few:?}"
    );

    let eos = ["consumers.inventory-service.delivery=exactly-once", "consumers.inventory-service.effects=kafka"];
    let work = "consumers.inventory-service.processing=10ms..2s";
    let (_kept, shop) =
        saved_with("shop-orders", &["--set", "client=java", "--set", eos[0], "--set", eos[1], "--set", work]);
    let short = broken(&shop, "producer/inventory-service:transaction.timeout.ms=1000");
    let (_, message) = short.iter().find(|(rule, _)| rule == "producer-transaction-below-work").expect("too short");
    assert!(message.contains("of up to 2 s") && message.contains("after 1 s"), "{message}");
}

#[test]
fn a_pin_outside_of_the_bounds_of_its_decision_is_told_with_what_the_design_has() {
    let (_kept, design) = saved("task-api");
    let short = broken(&design, "producer/task-api:delivery.timeout.ms=25000");
    let (_, message) = short.iter().find(|(rule, _)| rule == "producer-delivery-timeout").expect("below its bound");
    assert!(message.contains("not 25 s, but 2 min"), "{message}");
    assert_eq!(broken(&design, "producer/task-api:delivery.timeout.ms=180000"), []);
}

#[test]
fn fewer_partitions_break_nothing_where_loops_work_on_several_records_at_once() {
    let (_kept, design) = saved("notification-lag");
    // Four handlers keep up with the limit of 5/s, two of them side by side in each loop.
    assert_eq!(broken(&design, "production:topic/task:partitions=3"), []);
    let too_few = broken(&design, "production:topic/task:partitions=2");
    let (_, message) = too_few.iter().find(|(rule, _)| rule == "topic-partitions").expect("too few");
    assert!(message.contains("not 2, but 6"), "{message}");
}

#[test]
fn more_instances_do_not_mend_what_an_outside_limit_holds_back() {
    let (_kept, design) = saved("shop-orders");
    let more = changes(&design, &["--pin", "production:consumer/notification-service:instances=60"]);
    let removed = more["findings"]["removed"].as_array().expect("findings");
    assert!(removed.iter().all(|one| one["finding"]["rule"] != "consumer-below-peak"), "{removed:?}");
}

#[test]
fn production_is_told_first() {
    let (_kept, design) = saved("task-api");
    let path = design.to_string_lossy();
    let output = kskill(&["what-if", &path, "--pin", "topic/task:partitions=24", "--set", "events.task.size=9KiB"]);
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(" -> ")).collect();
    assert!(!lines[0].ends_with("(development)"), "{text}");
    let at = |env: &str| lines.iter().position(|line| line.contains("partitions:") && line.ends_with(env));
    assert!(at("(production)") < at("(development)") && at("(production)").is_some(), "{text}");
}

#[test]
fn a_rejected_pattern_gives_way_to_the_next_best() {
    let (_kept, design) = saved("ordered-tasks");
    let path = design.to_string_lossy();
    let report = kskill(&["recommend", "--answers", "examples/ordered-tasks/answers.yaml", "--format", "json"]);
    let report: Value = serde_json::from_slice(&report.stdout).expect("JSON");
    let pattern = report["consumers"][0]["pattern"]["id"].as_str().expect("a pattern").to_owned();
    let flag = format!("consumer/task-worker:{pattern}");
    let rejected = changes(&design, &["--reject", &flag, "--because", "nobody here can maintain it"]);
    let moved = change(&rejected, "consumer/task-worker", "pattern", "production").expect("another pattern");
    assert_ne!(moved["to"], pattern.as_str());
    let output = kskill(&["what-if", &path, "--reject", &flag, "--because", "one", "--because", "two"]);
    assert_eq!(output.status.code(), Some(2), "two reasons for one rejection");
}

#[test]
fn what_guards_against_repeats_is_not_ruled_out_in_silence() {
    let (_kept, design) = saved_with("notification-lag", &["--set", "consumers.notification-service.idempotent=false"]);
    let told = broken_by(&design, &["--reject", "consumer/notification-service:idempotency-key"]);
    let (_, message) = told.iter().find(|(rule, _)| rule == "consumer-repeats-unguarded").expect("it is told");
    assert!(message.starts_with("nothing guards the calls of `notification-service` against a repeat"), "{message}");
}

#[test]
fn saving_keeps_the_change_and_its_history() {
    let (_kept, design) = saved("task-api");
    changes(&design, &["--set", "events.task.ack_within=20ms", "--save"]);
    changes(&design, &["--pin", "topic/task:partitions=24", "--save"]);
    let text = std::fs::read_to_string(&design).expect("the design file");
    for expected in ["ack_within: 20ms", "topic/task:partitions=24", "--set events.task.ack_within=20ms"] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    let config = design.with_file_name("production").join("producer_task_api.py");
    let config = std::fs::read_to_string(config).expect("the producer's config");
    assert!(config.contains("\"linger.ms\": 2"), "the files beside the design are written anew:\n{config}");
    assert_eq!(changes(&design, &["--save"])["changes"], serde_json::json!([]), "what was saved is what is computed");
    let again = std::fs::read_to_string(&design).expect("the design file");
    assert_eq!(again, text, "saving without a change adds nothing to the history");
}

#[test]
fn what_is_held_or_ruled_out_can_be_taken_back() {
    let (_kept, design) = saved("task-api");
    let path = design.to_string_lossy();
    let what_if = |flags: &[&str]| {
        let output = kskill(&[&["what-if", &path], flags].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let text = || std::fs::read_to_string(&design).expect("the design file");
    let before = text();
    let (code, told) = what_if(&["--pin", "topic/task:partitions=24", "--save"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("to take it back: kskill what-if") && told.contains("--unpin topic/task:partitions --save"));
    what_if(&["--pin", "topic/task:partitions=12", "--save"]);
    let after = text();
    let (_, pins) = after.split_once("\npins:").expect("pins");
    let (pins, _) = pins.split_once("\nrejected:").expect("rejected");
    assert!(pins.contains("partitions=12") && !pins.contains("partitions=24"), "{pins}");
    let (code, told) = what_if(&["--unpin", "topic/task:partitoins", "--save"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("nothing of that name is held; there are topic/task:partitions=12"), "{told}");
    assert_eq!(what_if(&["--unpin", "topic/task:partitions", "--save"]).0, Some(0));

    let reject = ["--reject", "producer/task-api:direct-send", "--save"];
    let (code, told) = what_if(&reject);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("--allow producer/task-api:direct-send --save"), "{told}");
    let (code, told) = what_if(&["--allow", "producer/task-api:fire-and-forget"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("there are producer/task-api:direct-send"), "{told}");
    assert_eq!(what_if(&["--allow", "producer/task-api:direct-send", "--save"]).0, Some(0));
    let decided = |text: &str| text.split("\nhistory:").next().unwrap_or_default().to_owned();
    assert_eq!(decided(&text()), decided(&before), "as it was, but for the history");
}

#[test]
fn all_prints_every_change() {
    let (_kept, design) = saved("shop-orders");
    let path = design.to_string_lossy();
    let told = |flags: &[&str]| {
        let output = kskill(&[&["what-if", &path, "--set", "client=kafkajs"], flags].concat());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let (some, all) = (told(&[]), told(&["--all"]));
    assert!(some.contains(" more settings") && some.ends_with("--all prints every change\n"), "{some}");
    assert!(!all.contains(" more settings") && all.lines().count() > some.lines().count(), "{all}");
}

#[test]
fn acks_is_told_as_the_client_writes_it() {
    let (_kept, design) = saved("task-api");
    let output = kskill(&["what-if", &design.to_string_lossy(), "--pin", "producer/task-api:acks=1"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("acks: all -> 1") && text.contains("with acks=1:"), "{text}");
    assert!(!text.contains("acks=leader") && !text.contains("acks is leader"), "{text}");
}

#[test]
fn what_names_nothing_is_refused_with_what_there_is() {
    let (_kept, design) = saved("task-api");
    let path = design.to_string_lossy();
    let refused = [
        (["--pin", "topic/tsk:partitions=24"], "did you mean topic/task?"),
        (["--pin", "topic/task:partitons=24"], "did you mean partitions?"),
        (["--pin", "prod:topic/task:partitions=24"], "there is no environment `prod`: did you mean production?"),
        (["--pin", "staging:topic/task:partitions=24"], "write development or production"),
        (["--pin", "topic/task"], "write [ENV:]KIND/NAME:KEY=VALUE"),
        (["--reject", "producer/task-api:no-such"], "there is no such pattern"),
        (["--set", "events.task.peak"], "write PATH=VALUE"),
    ];
    for (flags, message) in refused {
        let output = kskill(&[&["what-if", &path][..], &flags].concat());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {stderr}");
        assert!(stderr.contains(message), "{flags:?}: {stderr}");
    }
}

#[test]
fn half_a_design_file_is_refused_and_left_alone() {
    let (_kept, design) = saved("task-api");
    let whole = std::fs::read_to_string(&design).expect("the design file");
    let half: Vec<&str> = whole.lines().take(whole.lines().count() / 2).collect();
    let half = half.join("\n");
    std::fs::write(&design, &half).expect("writing half of it");
    let path = design.to_string_lossy();
    let output = kskill(&["what-if", &path, "--set", "events.task.ack_within=20ms", "--save"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("design.yaml:"), "no place: {stderr}");
    assert_eq!(std::fs::read_to_string(&design).expect("the file"), half, "a broken file is not touched");
    // In the middle of a key, what is left is no YAML.
    let middle = whole.find("ack_within").expect("a key") + 3;
    std::fs::write(&design, &whole[..middle]).expect("writing the beginning of it");
    let output = kskill(&["what-if", &path, "--set", "team.experience=expert"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    let line = whole[..middle].lines().count();
    assert!(stderr.contains(&format!("design.yaml:{line}:")), "no place: {stderr}");
    assert!(stderr.contains("cut off") && stderr.contains("kskill recommend"), "{stderr}");
}
