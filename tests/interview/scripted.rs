//! The interview against somebody who answers by a script and writes down what was asked and told.

use std::collections::{BTreeMap, VecDeque};

use anyhow::Result;
use kskill::commands::recommend::interview::hold;
use kskill::knowledge::Knowledge;
use kskill::sources::answers::Answers;
use kskill::sources::interview::{Asker, Check, Input, Kept, Memory, Prompt, Reply, Said};
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
    let request = hold(&knowledge(), given, script, kept).expect("the interview can be held");
    request.map(|request| request.answers)
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
        ("consumers.audit.like", "no"),
        ("consumers.audit.reads", "order, payment"),
    ]);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["consumers", "mailer", "reads"]).as_deref(), Some("- payment"));
    assert_eq!(at(&answers, &["consumers", "audit", "reads"]).as_deref(), Some("- order\n- payment"));
    if script.times("consumers.mailer.limits") > 0 {
        assert_eq!(at(&answers, &["consumers", "mailer", "limits"]).as_deref(), Some("email: 10/s\nslack: 5/s"));
    }
    assert_eq!(script.wrong, [""; 0]);
}

const LARGE: [(&str, &str); 8] = [
    ("system", "shop"),
    ("events", "order, payment"),
    ("events.order.rate", "50/s"),
    ("events.order.key", "order_id"),
    ("events.payment.key", "payment_id"),
    ("consumers", "mailer, audit, stock"),
    ("consumers.mailer.reads", "order"),
    ("consumers.mailer.processing", "50ms..2s"),
];

#[test]
fn what_is_like_the_first_is_not_asked_again() {
    let mut script = Script::new(&LARGE);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["events", "payment", "key"]).as_deref(), Some("payment_id"), "its own");
    assert_eq!(script.times("events.payment.key"), 1, "{:?}", script.asks());
    assert!(script.asks().len() <= 24, "23 and the review: {}: {:?}", script.asks().len(), script.asks());
    assert_eq!(at(&answers, &["events", "payment", "rate"]).as_deref(), Some("50/s"));
    assert_eq!(
        at(&answers, &["consumers", "stock", "processing"]),
        at(&answers, &["consumers", "mailer", "processing"])
    );
    assert_eq!(at(&answers, &["consumers", "audit", "reads"]).as_deref(), Some("- order"));
    let like = script.asked.iter().find(|prompt| prompt.ask == "events.payment.like").expect("asked once");
    assert!(like.why.contains("rate 50/s") && !like.why.contains("order_id"), "{}", like.why);
    assert_eq!(script.wrong, [""; 0]);
}

#[test]
fn what_is_not_like_the_first_is_asked_with_its_answers_offered() {
    let other = [("events.payment.like", "no"), ("events.payment.rate", "5/s"), ("consumers.audit.like", "no")];
    let mut script = Script::new(&[&LARGE[..], &other].concat());
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["events", "payment", "rate"]).as_deref(), Some("5/s"));
    let processing = script.asked.iter().find(|prompt| prompt.ask == "consumers.audit.processing").expect("asked");
    assert_eq!(processing.initial.as_deref(), Some("50ms..2s"));
    assert_eq!(script.times("consumers.stock.processing"), 0, "the third is like the first");
}

#[test]
fn back_from_the_question_after_asks_whether_it_is_like_the_first() {
    let key = "events.payment.key";
    let like = "events.payment.like";
    let back = [("consumers", "<"), (like, ""), (key, "payment_id"), (key, "<"), (like, "no")];
    let mut script = Script::new(&[&back[..], &LARGE].concat());
    run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.times("events.payment.like"), 2);
    assert_eq!(script.times("events.payment.rate"), 1);
}

#[test]
fn an_interview_that_ended_is_not_told_as_one_that_was_left() {
    let directory = tempfile::tempdir().expect("a directory");
    let kept = Kept::at(&directory.path().join("interview.yaml"));
    for (finished, head) in [(false, "You left an interview"), (true, "Your last interview ended with a design")] {
        let said = vec![Said::new("system", Some("shop".to_owned()))];
        kept.write(&Memory { said, finished, ..Memory::default() }).expect("kept");
        let mut script = Script::new(&[("continue", "yes"), ("events", "^C")]);
        run(&mut script, &[], Some(&kept));
        assert!(script.told.iter().any(|told| told.starts_with(head)), "{:?}", script.told);
        assert_eq!(kept.read().map(|memory| memory.finished), Some(finished), "leaving at once changes nothing");
    }
}
