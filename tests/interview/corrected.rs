//! Going back, corrections in the review, and decisions that are held.

use kskill::commands::recommend::interview::hold;
use kskill::sources::interview::{Input, Prompt};

use crate::script::{SMALL, Script, at, knowledge, run};

#[test]
fn going_back_asks_again_and_offers_what_was_said() {
    let mut replies = SMALL.to_vec();
    replies.extend([("events.task.rate", "200/min"), ("client", "<"), ("consumers", "")]);
    // Back from the question after the rate, whatever the knowledge base makes that.
    let mut script = Script::new(&SMALL);
    run(&mut script, &[], None);
    let rate = script.asks().iter().position(|ask| *ask == "events.task.rate").expect("the rate is asked for");
    let after = script.asked[rate + 1].ask.clone();
    replies.push((&after, "<"));
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    let again: Vec<&Prompt> = script.asked.iter().filter(|prompt| prompt.ask == "events.task.rate").collect();
    assert_eq!(again.len(), 2);
    assert_eq!(again[1].initial.as_deref(), Some("100/min"));
    assert_eq!(at(&answers, &["events", "task", "rate"]).as_deref(), Some("200/min"));
    assert_eq!(script.times("client"), 2, "back from the client as well");
}

#[test]
fn going_far_back_loses_nothing_that_was_said_later() {
    let mut replies = SMALL.to_vec();
    replies.extend([
        ("events.task.key", "task_id"),
        ("consumers.notifier.processing", "300ms-4s"),
        ("consumers.notifier.delivery", "<"),
        ("consumers.notifier.effects", "<"),
        ("consumers.notifier.processing", "<"),
        ("consumers", "notifier"),
    ]);
    let mut script = Script::new(&replies);
    run(&mut script, &[], None).expect("nobody left");
    let again: Vec<&Prompt> = script.asked.iter().filter(|prompt| prompt.ask.ends_with(".processing")).collect();
    assert_eq!(again.len(), 3, "asked, gone back to, and gone back over: {:?}", script.asks());
    assert_eq!(again[2].initial.as_deref(), Some("300ms-4s"), "what was said after the place of return is offered");
}

#[test]
fn renaming_an_event_at_the_end_asks_about_the_new_one() {
    let mut script = Script::new(&SMALL);
    run(&mut script, &[], None);
    let review = script.asked.last().expect("the review is the last prompt");
    let Input::Choice(choices) = &review.input else { panic!("the review offers a list") };
    let events = choices.iter().find(|choice| choice.label.contains("  events: ")).expect("it was said");

    let mut script = Script::new(&[&SMALL[..], &[("events", "job"), ("correct", &events.value)]].concat());
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.times("events.job.rate"), 1);
    assert_eq!(at(&answers, &["consumers", "notifier", "reads"]).as_deref(), Some("- job"));
}

#[test]
fn a_correction_shows_what_it_changes() {
    let mut script = Script::new(&SMALL);
    run(&mut script, &[], None);
    let review = script.asked.last().expect("the review is the last prompt");
    let Input::Choice(choices) = &review.input else { panic!("the review offers a list") };
    let lossy = choices.iter().find(|choice| choice.label.contains("events.task.may_lose")).expect("assumed");

    let mut replies = SMALL.to_vec();
    replies.extend([("correct", lossy.value.as_str()), ("events.task.may_lose", ""), ("events.task.may_lose", "true")]);
    let mut script = Script::new(&replies);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["events", "task", "may_lose"]).as_deref(), Some("true"));
    let told = script.told.last().expect("the change is told");
    assert!(told.contains("What that changes") && told.contains("acks"), "{told}");
}

#[test]
fn a_decision_is_held_or_ruled_out_and_its_effect_is_told() {
    let knowledge = knowledge();
    let mut replies = SMALL.to_vec();
    replies.extend([
        ("correct", "decision"),
        ("decision", "topic/task:partitions"),
        ("instead", "0"),
        ("value", "24"),
        ("where", ""),
    ]);
    let mut probe = Script::new(&[&replies[..6], &[("instead", "<")]].concat());
    hold(&knowledge, &[], &mut probe, None).expect("held");
    let ways = probe.asked.iter().find(|prompt| prompt.ask == "instead").expect("asked");
    let Input::Choice(ways) = &ways.input else { panic!("a list") };
    let other = ways.iter().find(|way| way.label == "hold another value").expect("always offered");
    replies[6].1 = &other.value;
    let mut script = Script::new(&replies);
    let request = hold(&knowledge, &[], &mut script, None).expect("held").expect("nobody left");
    assert_eq!(request.pins, ["topic/task:partitions=24"]);
    let told = script.told.last().expect("told");
    assert!(told.contains("What that changes") && told.contains("24"), "{told}");

    // Nonsense is told and leaves everything as it was.
    replies[7].1 = "many";
    let mut script = Script::new(&replies);
    let request = hold(&knowledge, &[], &mut script, None).expect("held").expect("nobody left");
    assert!(request.pins.is_empty());
    assert!(script.told.last().is_some_and(|told| told.contains("That cannot be")), "{:?}", script.told.last());
}
