//! What `--set` changes, and what it refuses to.

use kskill::sources::tree::{Node, Shape, set, set_shaped, write_yaml};
use proptest::prelude::*;

use crate::answers;

#[test]
fn sets_by_path() {
    let mut root = answers();
    for (path, value) in [
        ("events.task.peak", "100000/min"),
        ("events.task.size", "1KiB"),
        ("team.deadline", "7d"),
        ("consumers.notification-service.limits", "{email: 10/s, slack: '5'}"),
        ("consumers.notification-service.current.max.poll.records", "100"),
        ("consumers.notification-service.current.\"fetch.max.wait.ms\"", "5"),
        ("consumers.audit.log.reads", "[task, \"no\"]"),
        ("kafka.version", "\"4.1\""),
    ] {
        set(&mut root, path, value).expect(path);
    }
    let expected = "\
system: task-api
kafka:
  version: \"4.1\"
  brokers: 1
events:
  - name: task
    peak: 100000/min
    size: 1KiB
consumers:
  - name: notification-service
    processing: 50ms..2s
    current:
      max.poll.records: 100
      fetch.max.wait.ms: 5
    limits:
      email: 10/s
      slack: \"5\"
  - name: audit.log
    reads:
      - task
      - \"no\"
team:
  deadline: 7d
";
    assert_eq!(write_yaml(&root), expected);
    let deadline = root.get("team").and_then(|team| team.get("deadline")).expect("a deadline");
    assert_eq!(deadline.error("answers.yaml", "too soon").to_string(), "--set team.deadline=7d: too soon");
}

#[test]
fn refuses_to_set_what_is_not_there() {
    let mut root = answers();
    for (path, value, message) in [
        ("events.tsak.peak", "1/s", "`events` has no entry `tsak`, did you mean `task`? There are: task"),
        ("consumers.x.reads", "[a]", "`consumers` has no entry `x`: name one of notification-service, audit.log"),
        ("events.task", "{}", "`events.task` is a whole entry: set one of its keys, events.task.KEY=VALUE"),
        (
            "system.name",
            "a",
            "`system` is the single value `task-api`, which has nothing below it: set system={KEY: VALUE}",
        ),
        (
            "consumers.audit.log.reads.task",
            "a",
            "the entries of `consumers.audit.log.reads` have no names: set the whole list, such as consumers.audit.log.reads=[a, b]",
        ),
        ("a..b", "1", "the path has an empty part: write PATH=VALUE, such as events.task.peak=10000/min"),
        ("a.\"b", "1", "a quote in the path is not closed: write \"max.poll.records\" around the whole key"),
    ] {
        let error = set(&mut root, path, value).expect_err(path);
        assert_eq!(error.to_string(), format!("--set {path}={value}: {message}"));
    }
    assert!(set(&mut root, "new.map", "[1, 2").is_err());
    assert!(set(&mut root, "a.".repeat(80).trim_end_matches('.'), "1").is_err());
    assert_eq!(root, answers());
}

#[test]
fn a_key_that_differs_in_its_dashes_or_case_is_a_slip() {
    let mut root = Node::map([("limits", Node::map([("payment-api", Node::scalar("20/s"))]))]);
    for slip in ["payment_api", "Payment-API"] {
        let error = set(&mut root, &format!("limits.{slip}"), "60/s").expect_err(slip).message;
        assert_eq!(error, format!("`limits` has no `{slip}`: did you mean `payment-api`?"));
    }
    set(&mut root, "limits.payment-api", "60/s").expect("it is there");
    set(&mut root, "limits.payment-api-2", "5/s").expect("another one");
    assert_eq!(root.get("limits").map(write_yaml).as_deref(), Some("payment-api: 60/s\npayment-api-2: 5/s\n"));
}

struct Answers;

impl Shape for Answers {
    fn expand(&self, path: &[String], text: &str) -> Option<Vec<(String, String)>> {
        let (min, max) = text.split_once("..").filter(|_| path.last().is_some_and(|key| key == "processing"))?;
        Some(vec![("min".to_owned(), min.to_owned()), ("max".to_owned(), max.to_owned())])
    }

    fn has_dotted_keys(&self, path: &[String]) -> bool {
        path.last().is_some_and(|key| key == "current")
    }

    fn is_named_list(&self, path: &[String]) -> bool {
        path == ["events"]
    }
}

#[test]
fn a_shape_tells_what_the_tree_does_not() {
    let mut root = answers();
    set_shaped(&mut root, "consumers.notification-service.processing.mean", "300ms", &Answers).expect("expands");
    set_shaped(&mut root, "consumers.audit.log.current.max.poll.records", "5", &Answers).expect("dotted");
    let consumers: Vec<&Node> = root.get("consumers").expect("consumers").items().collect();
    assert_eq!(consumers[0].get("processing").map(write_yaml).as_deref(), Some("min: 50ms\nmax: 2s\nmean: 300ms\n"));
    assert_eq!(consumers[1].get("current").map(write_yaml).as_deref(), Some("max.poll.records: 5\n"));
    let mut empty = Node::map([("system", Node::scalar("x"))]);
    let error = set_shaped(&mut empty, "events.task.peak", "1/s", &Answers).expect_err("no events");
    assert!(error.message.starts_with("`events` has no entries"), "{error}");
}

proptest! {
    #[test]
    fn no_path_or_value_panics(path in "[a-z.\" ]{0,20}|events\\.task(\\.[a-z]{1,3}){0,3}", value in any::<String>()) {
        let mut root = answers();
        if set(&mut root, &path, &value).is_err() {
            prop_assert_eq!(root, answers());
        }
    }
}
