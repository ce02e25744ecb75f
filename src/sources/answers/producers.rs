//! Producers: the services that events, or the consumers that write them, name.

use super::super::tree::{Node, SourceError};
use super::structure::Builder;
use crate::facts::{Id, Origin, Value};

impl<'a> Builder<'a> {
    pub(super) fn producers(&mut self) -> Result<(), SourceError> {
        let stated = self.named("producers")?;
        let topics: Vec<Id> = self.facts.of_kind("topic").collect();
        for topic in topics {
            let Some(event) = self.facts.related(topic, "event").first().copied() else { continue };
            let Some(name) = self.assume(event, "producer") else { continue };
            let name = name.to_string();
            // A consumer that writes the event sends it too, whoever else is named as its producer.
            let writers =
                self.facts.of_kind("consumer").filter(|id| self.facts.related(*id, "writes").contains(&topic));
            let mut names: Vec<String> = writers.map(|id| self.facts.subject(id).name.to_string()).collect();
            names.retain(|writer| *writer != name);
            for name in std::iter::once(name).chain(names) {
                let entry = stated.iter().find(|(stated, _)| *stated == name).map(|(_, entry)| *entry);
                let known = self.facts.find("producer", &name);
                let producer = known.map_or_else(|| self.producer(&name, entry), Ok)?;
                self.facts.relate(producer, "events", event);
                self.facts.relate(producer, "topics", topic);
                self.facts.relate(topic, "producers", producer);
            }
        }
        for (name, entry) in stated {
            if self.facts.find("producer", &name).is_none() {
                return Err(
                    self.error(entry, format!("no event has `producer: {name}`: add it to the events that it sends"))
                );
            }
        }
        Ok(())
    }

    pub(super) fn producer(&mut self, name: &str, entry: Option<&'a Node>) -> Result<Id, SourceError> {
        let producer = self.facts.add("producer", name, &format!("producers.{name}"));
        if let Some(entry) = entry {
            self.answers_of(producer, entry, &["name", "client"])?;
        }
        let consumer = self.facts.find("consumer", name);
        self.facts.set(producer, "consumes", Value::Bool(consumer.is_some()), Origin::Structure);
        if let Some(consumer) = consumer {
            self.facts.relate(producer, "consumer", consumer);
            self.facts.relate(consumer, "producer", producer);
        }
        let same_service = self.answers.root.get("consumers").into_iter().flat_map(Node::items);
        let mut same_service = same_service.filter(|entry| entry.get("name").and_then(Node::as_text) == Some(name));
        let node = entry.and_then(|entry| entry.get("client")).or_else(|| same_service.next()?.get("client"));
        self.client(producer, node)?;
        Ok(producer)
    }
}
