//! What was said in an interview: a list of steps, from which everything else is computed. Going back is taking the
//! last step away; resuming is starting with a list that is not empty.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::answers::Answers;
use super::super::tree::{self, Key, Kind, Node, SourceError};

/// The answer that names the system.
pub const SYSTEM: &str = "system";
/// The answer that names the events.
pub const EVENTS: &str = "events";
/// The answer that names the consumers.
pub const CONSUMERS: &str = "consumers";
/// The answer that says which client library all services use.
pub const CLIENT: &str = "client";
/// The answer there where each service has its own.
pub const DIFFER: &str = "differ";

/// What messages call the answers of an interview.
const FILE: &str = "your answers";

/// One question and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What was asked for: the path of an answer.
    pub ask: String,
    /// The answer as it stands in an answers file; none where it is to be assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl Said {
    /// A step.
    #[must_use]
    pub fn new(ask: &str, answer: Option<String>) -> Self {
        Self { ask: ask.to_owned(), answer }
    }
}

/// What a service is called that nobody named as the sender of an event.
fn sender(said: &[Said], event: &str) -> String {
    let path = format!("events.{event}.producer");
    let named = said.iter().find(|step| step.ask == path).and_then(|step| step.answer.clone());
    named.unwrap_or_else(|| format!("{event}-producer"))
}

/// Whether each service has a client library of its own.
pub fn clients_differ(said: &[Said]) -> bool {
    said.iter().any(|step| step.ask == CLIENT && step.answer.as_deref() == Some(DIFFER))
}

/// Whether a step is about something that is still named: an event or consumer may have been renamed or taken out.
pub fn is_about_something(said: &[Said], step: &Said) -> bool {
    let (events, consumers) = (names(said, EVENTS), names(said, CONSUMERS));
    let below = |kind: &str| step.ask.strip_prefix(kind).and_then(|rest| rest.rsplit_once('.')).map(|(name, _)| name);
    let known = |names: &[String], name: &str| {
        // The answer may stand deeper than one level, as in `retries.attempts`.
        names
            .iter()
            .any(|known| name == known || name.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('.')))
    };
    if let Some(name) = below("events.") {
        return known(&events, name);
    }
    if let Some(name) = below("producers.") {
        let senders: Vec<String> = events.iter().map(|event| sender(said, event)).collect();
        return known(&senders, name);
    }
    let Some(name) = below("consumers.") else { return true };
    let asks_reads = step.ask.rsplit_once('.').is_some_and(|(_, key)| key == "reads");
    let reads = asks_reads.then_some(step.answer.as_deref()).flatten().map(split);
    known(&consumers, name) && reads.is_none_or(|reads| reads.iter().all(|read| events.contains(read)))
}

/// Whether it was asked for.
pub fn is_asked(said: &[Said], ask: &str) -> bool {
    said.iter().any(|step| step.ask == ask)
}

/// The names that were given where `ask` was asked: one, or several in brackets.
pub fn names(said: &[Said], ask: &str) -> Vec<String> {
    let answer = said.iter().find(|step| step.ask == ask).and_then(|step| step.answer.as_deref());
    answer.map(split).unwrap_or_default()
}

fn split(names: &str) -> Vec<String> {
    let names = names.trim_matches(['[', ']']).split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The answers file that the steps amount to.
///
/// # Errors
/// When an answer cannot stand at its path.
pub fn answers(said: &[Said]) -> Result<Answers, SourceError> {
    let mut answers = Answers { file: FILE.to_owned(), root: Node::map([] as [(&str, Node); 0]) };
    let mut senders = Vec::new();
    for step in said {
        let Some(answer) = &step.answer else { continue };
        match step.ask.as_str() {
            SYSTEM => put(&mut answers.root, SYSTEM, Node::string(answer)),
            EVENTS => {
                let events = split(answer).into_iter().map(|name| Node::map([("name", Node::string(name))]));
                put(&mut answers.root, EVENTS, Node::list(events));
            }
            CONSUMERS => {
                let reads = || Node::list(names(said, EVENTS).into_iter().map(Node::string));
                let consumers = split(answer).into_iter();
                let consumers = consumers.map(|name| Node::map([("name", Node::string(name)), ("reads", reads())]));
                put(&mut answers.root, CONSUMERS, Node::list(consumers));
            }
            CLIENT if answer == DIFFER => {}
            path if path.starts_with("producers.") => senders.push((path, answer)),
            path => answers.set(path, answer)?,
        }
    }
    // A producer is described apart only where something is said about it.
    let named = |path: &str| Some(path.strip_prefix("producers.")?.rsplit_once('.')?.0.to_owned());
    let producers: BTreeSet<String> = senders.iter().filter_map(|(path, _)| named(path)).collect();
    if !producers.is_empty() {
        let entries = producers.into_iter().map(|name| Node::map([("name", Node::string(name))]));
        put(&mut answers.root, "producers", Node::list(entries));
    }
    for (path, answer) in senders {
        answers.set(path, answer)?;
    }
    Ok(answers)
}

/// The same with places, as if the file had been written and read: what is said about it names its lines.
///
/// # Errors
/// When it cannot be read back.
pub fn as_file(answers: &Answers) -> Result<Answers, SourceError> {
    Answers::read(&answers.file, &tree::write_yaml(&answers.root))
}

fn put(root: &mut Node, key: &str, value: Node) {
    if let Kind::Map(entries) = &mut root.kind {
        entries.push((Key::new(key), value));
    }
}
