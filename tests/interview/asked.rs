//! What is asked, in which order, and in which form it is taken.

use kskill::sources::interview::Input;

use crate::script::{SMALL, Script, at, knowledge, run};

#[test]
fn starts_with_names_and_asks_little() {
    let mut script = Script::new(&SMALL);
    let answers = run(&mut script, &[], None).expect("nobody left");
    let asks = script.asks();
    assert_eq!(asks[..2], ["system", "events"]);
    assert!(asks.len() <= 18, "{} prompts, the review included: {asks:?}", asks.len());
    let first_of_consumer = asks.iter().position(|ask| ask.starts_with("consumers.")).unwrap_or(asks.len());
    let last_of_event = asks.iter().rposition(|ask| ask.starts_with("events.")).unwrap_or(0);
    assert!(last_of_event < first_of_consumer, "{asks:?}");
    assert_eq!(at(&answers, &["events", "task", "rate"]).as_deref(), Some("100/min"));
    assert_eq!(at(&answers, &["consumers", "notifier", "reads"]).as_deref(), Some("- task"));
    assert_eq!(script.wrong, [""; 0]);
}

#[test]
fn every_question_says_why_and_what_skipping_means() {
    let mut script = Script::new(&SMALL);
    run(&mut script, &[], None);
    for prompt in script.asked.iter().filter(|prompt| prompt.ask.contains('.')) {
        assert!(!prompt.why.is_empty(), "{}", prompt.ask);
        assert!(prompt.skip.as_ref().is_some_and(|skip| !skip.is_empty()), "{}", prompt.ask);
    }
    let client = script.asked.iter().find(|prompt| prompt.ask == "client").expect("the client is asked for");
    assert!(matches!(&client.input, Input::Choice(choices) if choices.iter().any(|choice| choice.value == "java")));
}

#[test]
fn meanings_belong_to_choices_that_there_are() {
    let knowledge = knowledge();
    for question in &knowledge.questions {
        let (kind, fact) = question.asks.split_once('.').expect("kind.fact");
        let spec = knowledge.vocabulary.fact(kind, fact).expect("a fact");
        for choice in question.choices.keys() {
            let known = spec.one_of.contains(choice) || matches!(choice.as_str(), "true" | "false");
            assert!(known, "{}: there is no choice {choice}", question.id);
        }
    }
}

#[test]
fn what_is_given_is_not_asked() {
    let mut script = Script::new(&SMALL);
    let answers = run(&mut script, &[("client", "java"), ("events.task.rate", "5/s")], None).expect("nobody left");
    assert_eq!(script.times("client"), 0);
    assert_eq!(script.times("events.task.rate"), 0);
    assert_eq!(at(&answers, &["events", "task", "rate"]).as_deref(), Some("5/s"));
}

#[test]
fn wrong_units_are_refused_with_the_next_step() {
    let replies = [("system", "s"), ("events", "task"), ("events.task.rate", "100"), ("events.task.rate", "100/min")];
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.wrong.len(), 1, "{:?}", script.wrong);
    assert!(script.wrong[0].contains("/min"), "{:?}", script.wrong);
    assert_eq!(at(&answers, &["events", "task", "rate"]).as_deref(), Some("100/min"));
}

#[test]
fn names_that_kafka_refuses_are_refused() {
    let mut script =
        Script::new(&[("system", "s"), ("events", "a task"), ("events", "task, task"), ("events", "task")]);
    run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.wrong.len(), 2, "{:?}", script.wrong);
}

#[test]
fn asks_for_what_decides_most_and_for_no_more() {
    let outside = [("events.task.key", "task_id"), ("consumers.notifier.effects", "outside")];
    let mut script = Script::new(&[&SMALL[..], &outside].concat());
    run(&mut script, &[], None);
    for ask in ["events.task.types", "events.task.fields", "consumers.notifier.ordering", "consumers.notifier.delivery"]
    {
        assert_eq!(script.times(ask), 1, "{ask}");
    }
    assert_eq!(script.times("events.task.may_lose"), 0, "at a small rate nothing is gained by losing");
    assert!(script.asks().len() <= 18, "{} prompts, the review included: {:?}", script.asks().len(), script.asks());

    let mut script = Script::new(&[&SMALL[..], &[("consumers.notifier.effects", "database")]].concat());
    run(&mut script, &[], None);
    for ask in
        ["events.task.types", "consumers.notifier.ordering", "consumers.notifier.delivery", "consumers.notifier.limits"]
    {
        assert_eq!(script.times(ask), 0, "{ask}");
    }
}

#[test]
fn services_that_differ_are_asked_each_for_its_client() {
    let mut replies = SMALL.to_vec();
    replies.extend([
        ("client", "differ"),
        ("events.task.producer", "api"),
        ("producers.api.client", "franz-go"),
        ("consumers.notifier.client", "aiokafka"),
    ]);
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.wrong, [""; 0]);
    assert_eq!(at(&answers, &["producers", "api", "client"]).as_deref(), Some("franz-go"));
    assert_eq!(at(&answers, &["consumers", "notifier", "client"]).as_deref(), Some("aiokafka"));
    assert_eq!(at(&answers, &["client"]), None);
}

#[test]
fn a_wrong_form_is_told_with_the_right_one() {
    let mut replies = SMALL.to_vec();
    replies.extend([
        ("events.task.fields", "task_id"),
        ("events.task.fields", "task_id: strin"),
        ("events.task.fields", "task_id: uuid, note: string?, state: enum(A,B)"),
        ("consumers.notifier.effects", "outside"),
        ("consumers.notifier.limits", "20/s"),
        ("consumers.notifier.limits", "email: 1,000 per minute, slack 5/s"),
    ]);
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.wrong.len(), 3, "{:?}", script.wrong);
    assert!(script.wrong[0].contains("write task_id: and its value"), "{:?}", script.wrong);
    assert!(script.wrong[1].contains("string"), "{:?}", script.wrong);
    assert!(script.wrong[2].contains("NAME: 20/s; such as email: 20/s"), "{:?}", script.wrong);
    let fields = at(&answers, &["events", "task", "fields"]).expect("said");
    assert!(fields.contains("string?") && fields.contains("enum(A,B)"), "{fields}");
    let limits = at(&answers, &["consumers", "notifier", "limits"]).expect("said");
    assert_eq!(limits, "email: 1,000 per minute\nslack: 5/s");
}

#[test]
fn none_in_words_is_none() {
    let mut replies = SMALL.to_vec();
    replies.extend([("events.task.key", "None"), ("events.task.fields", "none"), ("consumers.notifier.limits", "-")]);
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    for key in ["key", "fields"] {
        assert_eq!(at(&answers, &["events", "task", key]), None, "{key}");
    }
    assert_eq!(script.wrong, [""; 0]);
}
