//! The interview against somebody who answers by a script and writes down what was asked and told.

use std::collections::{BTreeMap, VecDeque};

use anyhow::Result;
use kskill::commands::recommend::interview::hold;
use kskill::knowledge::Knowledge;
use kskill::sources::answers::Answers;
use kskill::sources::interview::{Asker, Check, Input, Kept, Prompt, Reply};
use kskill::sources::tree::write_yaml;

/// Answers what it has an answer for, each time the next one, and skips everything else.
#[derive(Default)]
struct Script {
    replies: BTreeMap<String, VecDeque<Reply>>,
    asked: Vec<Prompt>,
    told: Vec<String>,
    wrong: Vec<String>,
}

impl Script {
    fn new(replies: &[(&str, &str)]) -> Self {
        let mut script = Self::default();
        for (ask, reply) in replies {
            let reply = match *reply {
                "<" => Reply::Back,
                "^C" => Reply::Left,
                "" => Reply::Skipped,
                text => Reply::Said(text.to_owned()),
            };
            script.replies.entry((*ask).to_owned()).or_default().push_back(reply);
        }
        script
    }

    fn asks(&self) -> Vec<&str> {
        self.asked.iter().map(|prompt| prompt.ask.as_str()).collect()
    }

    /// How often it was asked for.
    fn times(&self, ask: &str) -> usize {
        self.asks().iter().filter(|asked| **asked == ask).count()
    }
}

impl Asker for Script {
    fn ask(&mut self, prompt: &Prompt, check: &Check) -> Result<Reply> {
        self.asked.push(prompt.clone());
        assert!(self.asked.len() < 200, "the interview does not end: {:?}", self.asks());
        loop {
            let reply = self.replies.get_mut(&prompt.ask).and_then(VecDeque::pop_front).unwrap_or(Reply::Skipped);
            if let Reply::Said(text) = &reply
                && let Err(wrong) = check(text)
            {
                self.wrong.push(wrong);
                continue;
            }
            assert!(reply != Reply::Skipped || prompt.skip.is_some(), "{} cannot be skipped", prompt.ask);
            return Ok(reply);
        }
    }

    fn tell(&mut self, text: &str) -> Result<()> {
        self.told.push(text.to_owned());
        Ok(())
    }
}

fn knowledge() -> Knowledge {
    Knowledge::load(None).expect("the knowledge base loads")
}

fn run(script: &mut Script, given: &[(&str, &str)], kept: Option<&Kept>) -> Option<Answers> {
    hold(&knowledge(), given, script, kept).expect("the interview can be held")
}

fn at(answers: &Answers, path: &[&str]) -> Option<String> {
    let node = path.iter().try_fold(&answers.root, |node, key| {
        let named = || node.items().find(|item| item.get("name").and_then(|name| name.as_text()) == Some(key));
        node.get(key).or_else(named)
    });
    node.map(|node| write_yaml(node).trim().to_owned())
}

const SMALL: [(&str, &str); 4] =
    [("system", "task-api"), ("events", "task"), ("events.task.rate", "100/min"), ("consumers", "notifier")];

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
fn leaving_keeps_the_answers_and_resuming_goes_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let kept = Kept::at(&directory.path().join("kskill/interview.yaml"));
    let mut leaving = Script::new(&[("system", "task-api"), ("events", "task, order"), ("client", "^C")]);
    assert!(run(&mut leaving, &[], Some(&kept)).is_none());

    let mut resuming = Script::new(&[("continue", "yes")]);
    let answers = run(&mut resuming, &[], Some(&kept)).expect("nobody left");
    assert_eq!(resuming.asks()[..2], ["continue", "client"]);
    assert_eq!(at(&answers, &["system"]).as_deref(), Some("task-api"));
    assert_eq!(answers.root.get("events").map(|events| events.items().count()), Some(2));

    let mut afresh = Script::new(&[("continue", "no"), ("system", "other"), ("events", "e")]);
    let answers = run(&mut afresh, &[], Some(&kept)).expect("nobody left");
    assert_eq!(at(&answers, &["system"]).as_deref(), Some("other"));
}

#[test]
fn a_damaged_file_of_kept_answers_is_none() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("interview.yaml");
    for text in ["said: [", "said: [{ask: events.none.rate, answer: 1/s}]\n", "other: 1\n"] {
        std::fs::write(&path, text).expect("written");
        let mut script = Script::new(&SMALL);
        run(&mut script, &[], Some(&Kept::at(&path)));
        assert_eq!(script.times("continue"), 0, "{text}");
    }
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
fn several_consumers_read_what_they_say_and_limits_are_a_map() {
    let mut script = Script::new(&[
        ("system", "shop"),
        ("events", "order, payment"),
        ("consumers", "mailer, audit"),
        ("consumers.mailer.reads", "payment"),
        ("consumers.mailer.effects", "outside"),
        ("consumers.mailer.processing", "50ms..2s"),
        ("consumers.mailer.limits", "email 10/s, slack=5/s"),
    ]);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["consumers", "mailer", "reads"]).as_deref(), Some("- payment"));
    assert_eq!(at(&answers, &["consumers", "audit", "reads"]).as_deref(), Some("- order\n- payment"));
    if script.times("consumers.mailer.limits") > 0 {
        assert_eq!(at(&answers, &["consumers", "mailer", "limits"]).as_deref(), Some("email: 10/s\nslack: 5/s"));
    }
    assert_eq!(script.wrong, [""; 0]);
}
