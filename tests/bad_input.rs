//! Whatever is wrong with an input, the user reads one message with its place and the next step, and the exit code is 2.

use std::process::{Command, Output};

/// An answers file, and what the message must say.
const ANSWERS: [(&str, &str); 43] = [
    (
        "system: x\nevents:\n  - name: task\n    rate: 100/m\n",
        ":4:11: rate: `/m` could be minutes or months: write 100/min",
    ),
    (
        "system: x\nevents:\n  - name: task\n    raet: 100/s\n",
        ":4:5: unknown key `raet` in `events.task`: did you mean `rate`?",
    ),
    ("system: x\nevents:\n  - name: task\n    rate: -5/s\n", ":4:11: rate: a rate cannot be negative"),
    ("system: x\nevents: []\n", ":2:9: there is no event"),
    ("system: x\n", ":1:1: there is no event"),
    ("events: [{name: a}]\n", ":1:1: `system` is missing"),
    (
        "system: x\nevents:\n  - name: task\nconsumers:\n  - {name: c, reads: [taks]}\n",
        ":5:23: there is no event `taks`: did you mean `task`?",
    ),
    ("system: x\nclient: jvaa\nevents:\n  - name: task\n", ":2:9: there is no client `jvaa`: did you mean `java`?"),
    (
        "system: x\nclient: go\nevents:\n  - name: task\n",
        ":2:9: `go` is a language: say which client, one of confluent-kafka-go, franz-go, sarama",
    ),
    (
        "system: x\nevents: [{name: t}]\nconsumers:\n  - {name: c, reads: [t], client: Python}\n",
        ":4:35: `Python` is a language: say which client, one of confluent-kafka-python, aiokafka, kafka-python",
    ),
    (
        "kskill: 0.1.0\nanswers: {system: x}\n",
        "is a design file, with answers and what was decided: change it with kskill what-if",
    ),
    ("system: x\nevents:\n  - name: task\n    keep: soon\n", ":4:11: keep: `soon` is not a time"),
    ("system: x\nevents:\n  - name: \"ta sk\"\n", ":3:11: `ta sk` cannot be a name in Kafka"),
    ("system: x\nevents:\n  - name: task\n  - name: task\n", ":4:5: `events` has two entries called `task`"),
    (
        "system: x\nevents:\n  - name: t\nconsumers:\n  - {name: c, reads: [t], processing: 2s..1s}\n",
        ":5:39: processing.max (1s) is below processing.min (2s)",
    ),
    (
        "system: x\nevents:\n  - name: t\nconsumers:\n  - {name: c, reads: [t], limits: {email: 10}}\n",
        ":5:43: email: 10 has no unit: write 10/s or 10/min",
    ),
    (
        "system: x\nevents:\n  - name: task\n    fields: {a: integer}\n",
        ":4:17: a: `integer` is not a type; did you mean `int`?",
    ),
    (
        "system: x\nevents:\n  - name: task\nconsumers:\n  - {name: c}\n",
        ":5:5: consumer `c` reads nothing: add `reads: [EVENT]`",
    ),
    ("system: [x\n", "this is not YAML"),
    ("", "the file is empty"),
    ("system: x\nkafka: {brokers: 0}\nevents: [{name: t}]\n", ":2:18: brokers: `0` is too small: write 1 or more"),
    ("system: x\nkafka: {brokers: 2.5}\nevents: [{name: t}]\n", ":2:18: brokers: a count is a whole number"),
    ("system: x\nevents: [{name: t, may_lose: maybe}]\n", ":2:30: may_lose: `maybe` is neither true nor false"),
    ("system: x\nevents: [{name: t, rate: 100/s, peak: 1/s}]\n", "peak (1/s) is below rate (100/s)"),
    ("system: x\nevents: [{name: t, rate: 0/s}]\n", ":2:26: rate: `0/s` is too small: write 1/day or more"),
    ("system: x\nevents: [{name: t, rate: 9000000000/s}]\n", "is too large: write 100000000/s or less"),
    ("system: x\nevents: [{name: t, max_size: 2TiB}]\n", "max_size: `2TiB` is too large: write 1GiB or less"),
    ("system: x\nevents: [{name: t, size: 0B}]\n", ":2:26: size: `0B` is too small: write 1B or more"),
    ("system: x\nevents: [{name: t, key: k, keys: 0}]\n", ":2:34: keys: `0` is too small: write 1 or more"),
    ("system: x\nevents: [{name: t, ack_within: 0s}]\n", "ack_within: `0s` is too small: write 100us or more"),
    ("system: x\nevents: [{name: t, rate: 5/s, peak: 9/s, mean: 20/s}]\n", "peak (9/s) is below mean (20/s)"),
    (
        "system: x\nevents: [{name: t, key: k, keys: 4, hottest_key: 1%}]\n",
        ":2:50: hottest_key: the busiest of 4 keys has at least an even share: write 25 % or more",
    ),
    ("system: x\nevents: [{name: t}]\nconsumers: [{name: c, reads: [t], processing: 0ms}]\n", "`0ms` is too small"),
    (
        "system: x\nevents: [{name: t}]\nconsumers: [{name: c, reads: [t], limits: {mail: {rate: 5/s, share: 0%}}}]\n",
        "share: `0%` is too small",
    ),
    ("system: x\nteam: {deadline: 0d}\nevents: [{name: t}]\n", "deadline: `0d` is too small: write 1h or more"),
    ("system: x\nevents: [{name: t, ordering: per-keys}]\n", "did you mean `per-key`?"),
    (
        "system: x\nteam: new\nevents: [{name: t}]\n",
        ":2:7: `team` should be a map of keys and values, not a single value: write `team: {experience: new}`",
    ),
    ("system: x\nproduction: 3\nevents: [{name: t}]\n", "write `production: {brokers: 3}`"),
    ("system: x\nschema: [avro]\nevents: [{name: t}]\n", "not a list: write `schema: {format: avro}`"),
    ("system: x\nevents: task\n", "not a single value: write `events: [{name: task}]`"),
    ("system: x\nevents: [task]\n", "an entry of `events` has no `name`: give it one, such as `{name: task}`"),
    ("system: x\nevents: [{name: t, fields: uuid}]\n", "`fields` should be a map of names and types"),
    (
        "system: x\nevents: [{name: t}]\nconsumers: [{name: c, reads: [t], retries: 5}]\n",
        "`retries` should be a map of keys and values, not a single value: write `retries: {attempts: 5}`",
    ),
];

fn kskill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kskill")).args(arguments).output().expect("running kskill")
}

/// Fails unless the run ended with exit code 2, nothing on standard output and one line that holds `message`.
fn assert_refused(output: &Output, message: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}: {stderr}");
    assert!(stderr.contains(message), "expected {message:?} in {stderr:?}");
    assert_eq!(stderr.trim_end().lines().count(), 1, "more than one line: {stderr}");
    assert!(output.stdout.is_empty(), "half an output for {message:?}");
}

#[test]
fn wrong_answers_are_refused_with_their_place() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("answers.yaml");
    let file = file.to_string_lossy();
    for (text, message) in ANSWERS {
        std::fs::write(&*file, text).expect("writing answers");
        assert_refused(&kskill(&["recommend", "--answers", &file]), message);
    }
}

#[test]
fn wrong_flags_are_refused_by_their_name() {
    let flags = [
        ("events.tsk.peak=3/s", "--set events.tsk.peak=3/s: `events` has no entry `tsk`, did you mean `task`?"),
        ("events.task.peak=3", "--set events.task.peak=3: peak: 3 has no unit: write 3/s or 3/min"),
        (
            "events.task.peek=3/s",
            "--set events.task.peek=3/s: unknown key `peek` in `events.task`: did you mean `peak`?",
        ),
        ("peak", "--set peak: write PATH=VALUE"),
    ];
    for (flag, message) in flags {
        let output = kskill(&["recommend", "--answers", "examples/task-api/answers.yaml", "--set", flag]);
        assert_refused(&output, message);
    }
}

#[test]
fn missing_and_unreadable_files_are_named() {
    assert_refused(&kskill(&["recommend", "--answers", "no/such.yaml"]), "no/such.yaml");
    assert_refused(&kskill(&["what-if", "no/design.yaml"]), "no/design.yaml");
    assert_refused(
        &kskill(&["recommend", "--answers", "examples/task-api/answers.yaml", "--knowledge", "no/such"]),
        "no/such",
    );
}
