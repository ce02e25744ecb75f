//! Events, each with its topic, and the topics for what a consumer could not handle.

use std::collections::HashMap;

use super::super::tree::{Node, SourceError, closest};
use super::read_value;
use super::structure::Builder;
use crate::facts::{Id, Origin, Value};

impl<'a> Builder<'a> {
    /// The entries of a list of named maps, with their names.
    pub(super) fn named(&self, list: &str) -> Result<Vec<(String, &'a Node)>, SourceError> {
        let Some(node) = self.answers.root.get(list).filter(|node| !node.is_null()) else { return Ok(Vec::new()) };
        if node.as_list().is_none() {
            let name = node.as_text().unwrap_or("NAME");
            let such = format!("write `{list}: [{{name: {name}}}]`");
            return Err(self
                .error(node, format!("`{list}` should be a list of maps with a `name`, not {}: {such}", node.noun())));
        }
        let mut named: Vec<(String, &Node)> = Vec::new();
        let mut metrics: HashMap<String, &str> = HashMap::new();
        for entry in node.items() {
            let name = entry.get("name").and_then(Node::as_text).filter(|name| !name.is_empty());
            let Some(name) = name else {
                let such = entry.as_text().map_or_else(String::new, |name| format!(", such as `{{name: {name}}}`"));
                return Err(self.error(entry, format!("an entry of `{list}` has no `name`: give it one{such}")));
            };
            if !is_topic_name(name) {
                return Err(self.error(
                    entry.get("name").unwrap_or(entry),
                    format!(
                        "`{name}` cannot be a name in Kafka: use letters, digits, `.`, `_` and `-`, at most 200 of them"
                    ),
                ));
            }
            // Metrics write `.` as `_`, so that Kafka refuses two topics that differ in nothing else.
            match metrics.insert(name.replace('.', "_"), name) {
                Some(known) if known != name => {
                    let message = format!(
                        "Kafka refuses `{name}` beside `{known}`, as its metrics cannot tell them apart: rename one"
                    );
                    return Err(self.error(entry.get("name").unwrap_or(entry), message));
                }
                Some(_) => {
                    let message = format!("`{list}` has two entries called `{name}`: give one another name");
                    return Err(self.error(entry, message));
                }
                None => {}
            }
            named.push((name.to_owned(), entry));
        }
        Ok(named)
    }

    pub(super) fn events(&mut self) -> Result<(), SourceError> {
        let entries = self.named("events")?;
        if entries.is_empty() {
            let at = self.answers.root.get("events").unwrap_or(&self.answers.root);
            return Err(self
                .error(at, "there is no event: describe at least one, such as `events: [{name: order, rate: 10/s}]`"));
        }
        for (name, entry) in entries {
            let event = self.facts.add("event", &name, &format!("events.{name}"));
            self.event(event, entry)?;
            let topic = self.facts.add("topic", &name, &format!("events.{name}"));
            self.facts.set(topic, "role", Value::from("event"), Origin::Structure);
            self.facts.relate(topic, "event", event);
        }
        Ok(())
    }

    /// `keep` is a time, or one of two words.
    pub(super) fn keep(&mut self, event: Id, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("keep") else {
            self.facts.set(event, "keep_policy", Value::from("time"), Origin::Structure);
            return Ok(());
        };
        let text = self.text(node, "keep")?;
        let words = text.trim().to_lowercase().replace([' ', '_'], "-");
        let text = if matches!(words.as_str(), "forever" | "latest-per-key") { words } else { text };
        let policy = if matches!(text.as_str(), "forever" | "latest-per-key") { text.as_str() } else { "time" };
        self.facts.set(event, "keep_policy", Value::from(policy), Origin::Answer);
        if let Some(spec) = self.knowledge.vocabulary.fact("event", "keep").filter(|_| policy == "time") {
            let value = read_value(spec, &text)
                .map_err(|message| self.error(node, format!("keep: {message}; or write forever or latest-per-key")))?;
            self.facts.set(event, "keep", value, Origin::Answer);
        }
        Ok(())
    }

    /// The key is a field of the record: it becomes one of the schema.
    pub(super) fn check_key(&self, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("key") else { return Ok(()) };
        let Some(text) = node.as_text().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
        let fine = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
        if text.chars().all(fine) && text.chars().any(char::is_alphanumeric) {
            return Ok(());
        }
        let message = format!("`{text}` is no name of a field: write the one field that says what a record is about");
        Err(self.error(node, message))
    }

    /// Fields have names, each with its type.
    pub(super) fn check_fields(&self, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("fields").filter(|node| node.as_map().is_none() && !node.is_null()) else {
            return Ok(());
        };
        let such = "write `fields: {order_id: uuid, note: string?}`";
        Err(self.error(node, format!("`fields` should be a map of names and types, not {}: {such}", node.noun())))
    }

    pub(super) fn event_named(&self, node: &Node) -> Result<(Id, Id), SourceError> {
        let name = self.text(node, "reads")?;
        if let (Some(event), Some(topic)) = (self.facts.find("event", &name), self.facts.find("topic", &name)) {
            Ok((event, topic))
        } else {
            let known: Vec<String> =
                self.facts.of_kind("event").map(|id| self.facts.subject(id).name.to_string()).collect();
            let meant = closest(&name, known.iter().map(String::as_str));
            let next = meant.map_or_else(
                || format!("the events are {}", known.join(", ")),
                |meant| format!("did you mean `{meant}`?"),
            );
            Err(self.error(node, format!("there is no event `{name}`: {next}")))
        }
    }

    /// Each consumer may come to need a retry and a dead-letter topic per topic that it reads.
    pub(super) fn failure_topics(&mut self) {
        let consumers: Vec<Id> = self.facts.of_kind("consumer").collect();
        for consumer in consumers {
            for source in self.facts.related(consumer, "reads").to_vec() {
                let Some(event) = self.facts.related(source, "event").first().copied() else { continue };
                for (role, suffix) in [("retry", "retry"), ("dead-letter", "dlq")] {
                    let name =
                        format!("{}.{}.{suffix}", self.facts.subject(source).name, self.facts.subject(consumer).name);
                    let path = self.facts.subject(consumer).path.clone();
                    let topic = self.facts.add("topic", &name, &path);
                    self.facts.set(topic, "role", Value::from(role), Origin::Structure);
                    self.facts.relate(topic, "event", event);
                    self.facts.relate(topic, "owner", consumer);
                    self.facts.relate(consumer, "failure_topics", topic);
                    self.facts.relate(topic, "source", source);
                }
            }
        }
    }
}

/// What Kafka takes as a topic's name, with room for a suffix.
fn is_topic_name(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !matches!(name, "." | "..") && name.len() <= 200 && name.chars().all(fine)
}
