//! Consumers, what they read and write, and the outside limits that they keep.

use super::super::library::fill_current;
use super::super::tree::{Node, SourceError};
use super::structure::{Builder, one_or_many};
use super::{read_value, shape};
use crate::facts::{Id, Origin, Value};

impl<'a> Builder<'a> {
    pub(super) fn consumers(&mut self) -> Result<(), SourceError> {
        for (name, entry) in self.named("consumers")? {
            let consumer = self.facts.add("consumer", &name, &format!("consumers.{name}"));
            self.consumer(consumer, entry)?;
            let reads = one_or_many(entry.get("reads"));
            if reads.is_empty() {
                return Err(self.error(entry, format!("consumer `{name}` reads nothing: add `reads: [EVENT]`")));
            }
            for node in reads {
                let (event, topic) = self.event_named(node)?;
                self.facts.relate(consumer, "reads", topic);
                self.facts.relate(consumer, "events", event);
                self.facts.relate(topic, "readers", consumer);
            }
            let mut writes = false;
            for node in one_or_many(entry.get("writes")) {
                let (event, topic) = self.event_named(node)?;
                if self.facts.related(consumer, "reads").contains(&topic) {
                    let message = format!("`{name}` would read what it writes, over and over: name another event here");
                    return Err(self.error(node, message));
                }
                self.facts.relate(consumer, "writes", topic);
                if self.facts.get(event, "producer").is_none() {
                    self.facts.set(event, "producer", Value::from(name.as_str()), Origin::Structure);
                }
                writes = true;
            }
            self.facts.set(consumer, "writes_events", Value::Bool(writes), Origin::Structure);
            self.client(consumer, entry.get("client"))?;
            if entry.get("current").is_some_and(|current| !current.is_null()) {
                fill_current(&mut self.facts, &self.knowledge.vocabulary, consumer, |_| false);
            }
        }
        Ok(())
    }

    pub(super) fn processing(&mut self, consumer: Id, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("processing") else { return Ok(()) };
        let Some(text) = node.as_text() else { return Ok(()) };
        for (key, value) in shape::processing(text) {
            let fact = format!("processing_{key}");
            let Some(spec) = self.knowledge.vocabulary.fact("consumer", &fact) else { continue };
            let value =
                read_value(spec, &value).map_err(|message| self.error(node, format!("processing: {message}")))?;
            self.facts.set(consumer, &fact, value, Origin::Answer);
        }
        Ok(())
    }

    pub(super) fn limits(&mut self, consumer: Id, entry: &'a Node) -> Result<(), SourceError> {
        let Some(limits) = entry.get("limits").filter(|limits| !limits.is_null()) else { return Ok(()) };
        if limits.as_map().is_none() {
            return Err(self.error(limits, "limits should be a map such as {email: 10/s}"));
        }
        for (key, node) in limits.entries() {
            let path = format!("{}.limits.{}", self.facts.subject(consumer).path, key.text);
            let limit = self.facts.add("limit", &key.text, &path);
            if let Some(text) = node.as_text() {
                let Some(spec) = self.knowledge.vocabulary.fact("limit", "rate") else { continue };
                let rate =
                    read_value(spec, text).map_err(|message| self.error(node, format!("{}: {message}", key.text)))?;
                self.facts.set(limit, "rate", rate, Origin::Answer);
            } else {
                self.answers_of(limit, node, &[])?;
                if self.facts.get(limit, "rate").is_none() {
                    return Err(self.error(node, format!("limit `{}` has no rate: write {{rate: 10/s}}", key.text)));
                }
            }
            self.facts.relate(limit, "consumer", consumer);
            self.facts.relate(consumer, "limits", limit);
        }
        Ok(())
    }
}
