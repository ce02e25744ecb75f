//! What the answers say of one event or consumer, read alone: to try another answer without reading all of them again.

use super::super::tree::{Node, SourceError};
use super::Answers;
use super::structure::Builder;
use crate::facts::{Facts, Origin, Value};
use crate::knowledge::Knowledge;

/// Answers from which subjects and relations follow.
const STRUCTURE: [&str; 5] = ["name", "client", "reads", "writes", "producer"];

impl Answers {
    /// What is stated of the event or consumer that `path` leads into, its limits included, once the answer there is
    /// `value`. None where the path leads elsewhere, or where subjects or relations follow from the answer.
    #[must_use]
    pub fn with_one(&self, knowledge: &Knowledge, path: &str, value: &str) -> Option<Result<Facts, SourceError>> {
        let (list, rest) = path.split_once('.').filter(|(list, _)| matches!(*list, "events" | "consumers"))?;
        let inside = |entry: &&Node| {
            let name = entry.get("name").and_then(Node::as_text);
            let below = name.and_then(|name| rest.strip_prefix(name)?.strip_prefix('.'));
            below.is_some_and(|below| !below.is_empty())
        };
        // A name may hold dots: the longest is meant.
        let inside = self.root.get(list)?.items().filter(inside);
        let entry = inside.max_by_key(|entry| entry.get("name").and_then(Node::as_text).map(str::len))?;
        let name = entry.get("name")?.as_text()?;
        let key = rest[name.len() + 1..].split('.').next()?;
        if STRUCTURE.contains(&key) {
            return None;
        }
        let root = Node::map([(list, Node::list([entry.clone()]))]);
        let mut alone = Self { file: self.file.clone(), root };
        Some(alone.set(path, value).and_then(|()| alone.stated(knowledge, list, name)))
    }

    fn stated(&self, knowledge: &Knowledge, list: &str, name: &str) -> Result<Facts, SourceError> {
        let mut builder = Builder { answers: self, knowledge, facts: Facts::default() };
        let Some(entry) = self.root.get(list).and_then(|list| list.items().next()) else { return Ok(builder.facts) };
        let path = format!("{list}.{name}");
        if list == "events" {
            let event = builder.facts.add("event", name, &path);
            builder.event(event, entry)?;
        } else {
            let consumer = builder.facts.add("consumer", name, &path);
            builder.consumer(consumer, entry)?;
        }
        Ok(builder.facts)
    }
}

impl<'a> Builder<'a> {
    /// What one event says of itself.
    pub(super) fn event(&mut self, event: crate::facts::Id, entry: &'a Node) -> Result<(), SourceError> {
        self.keep(event, entry)?;
        self.answers_of(event, entry, &["name", "keep", "fields"])?;
        self.check_order(event, entry)?;
        self.check_hottest(event, entry)?;
        self.check_key(entry)?;
        self.check_fields(entry)?;
        let keyed = self.facts.get(event, "key").is_some();
        self.facts.set(event, "keyed", Value::Bool(keyed), Origin::Structure);
        Ok(())
    }

    /// What one consumer says of itself, without the events and topics that it reads and writes.
    pub(super) fn consumer(&mut self, consumer: crate::facts::Id, entry: &'a Node) -> Result<(), SourceError> {
        self.processing(consumer, entry)?;
        self.answers_of(consumer, entry, &["name", "reads", "writes", "client", "limits", "current"])?;
        self.check_order(consumer, entry)?;
        self.limits(consumer, entry)
    }
}
