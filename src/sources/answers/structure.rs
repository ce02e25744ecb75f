//! Subjects and relations from the structure of the answers.

use std::collections::BTreeMap;

use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Knowledge, Scope};

use super::super::tree::{Key, Node, SourceError, closest};
use super::{Answers, read_value, shape};

/// The broker's own settings of a topic are spelled in this file of knowledge/clients/.
const BROKER: &str = "broker";

/// The brokers' defaults of a topic's settings are those of the newest version: they have not changed since 2.5.
const NEWEST: &str = "99";

/// The keys at the top of an answers file.
const TOP: [&str; 11] = [
    "system",
    "kafka",
    "production",
    "development",
    "security",
    "team",
    "client",
    "schema",
    "events",
    "producers",
    "consumers",
];

/// Reads the whole file into facts.
pub(super) fn build(answers: &Answers, knowledge: &Knowledge, environment: &str) -> Result<Facts, SourceError> {
    let mut builder = Builder { answers, knowledge, facts: Facts::default() };
    builder.known_keys(&answers.root, TOP.into_iter(), "the answers")?;
    builder.system(environment)?;
    builder.clusters()?;
    builder.events()?;
    builder.consumers()?;
    builder.producers()?;
    builder.failure_topics();
    builder.cluster_relations();
    Ok(builder.facts)
}

struct Builder<'a> {
    answers: &'a Answers,
    knowledge: &'a Knowledge,
    facts: Facts,
}

impl<'a> Builder<'a> {
    fn error(&self, node: &Node, message: impl Into<String>) -> SourceError {
        node.error(&self.answers.file, message)
    }

    fn known_keys<'k>(
        &self,
        map: &Node,
        known: impl Iterator<Item = &'k str> + Clone,
        of: &str,
    ) -> Result<(), SourceError> {
        if map.as_map().is_none() && !map.is_null() {
            return Err(self.error(map, format!("{of} should be a map of keys and values, not {}", map.noun())));
        }
        for (key, _) in map.entries() {
            if !known.clone().any(|known| known == key.text) {
                return Err(self.unknown_key(key, known, of));
            }
        }
        Ok(())
    }

    fn unknown_key<'k>(&self, key: &Key, known: impl Iterator<Item = &'k str> + Clone, of: &str) -> SourceError {
        let next = match closest(&key.text, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
        };
        key.source.error(&self.answers.file, format!("unknown key `{}` in {of}: {next}", key.text))
    }

    /// Records every answer that `map` gives about a subject; `also` are keys that are read elsewhere.
    fn answers_of(&mut self, id: Id, map: &'a Node, also: &[&str]) -> Result<(), SourceError> {
        let kind = self.facts.subject(id).kind.to_string();
        let Some(kind_spec) = self.knowledge.vocabulary.kinds.get(&kind) else { return Ok(()) };
        let of = match &*self.facts.subject(id).path {
            "" => "the answers".to_owned(),
            path => format!("`{path}`"),
        };
        let mut nested: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let paths: Vec<&str> = kind_spec.facts.values().filter_map(|spec| spec.answer.as_deref()).collect();
        for path in &paths {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            nested.entry(first).or_default().push(rest);
        }
        let known: Vec<&str> = nested.keys().copied().chain(also.iter().copied()).collect();
        if kind != "system" {
            self.known_keys(map, known.iter().copied(), &of)?;
        }
        for (name, spec) in &kind_spec.facts {
            let Some(path) = &spec.answer else { continue };
            let Some(node) = find(map, path).filter(|node| !node.is_null()) else { continue };
            let text = self.text(node, path)?;
            let value = read_value(spec, &text).map_err(|message| self.error(node, format!("{path}: {message}")))?;
            self.facts.set(id, name, value, Origin::Answer);
        }
        for (first, rests) in nested {
            if let Some(map) = map.get(first).filter(|map| map.as_map().is_some() && first != "current") {
                self.known_keys(map, rests.iter().copied(), &format!("{of} `{first}`"))?;
            }
        }
        Ok(())
    }

    fn text(&self, node: &Node, path: &str) -> Result<String, SourceError> {
        if let Some(items) = node.as_list() {
            return items
                .iter()
                .map(|item| self.text(item, path))
                .collect::<Result<Vec<_>, _>>()
                .map(|all| all.join(","));
        }
        let text = node.as_text();
        text.map(str::to_owned)
            .ok_or_else(|| self.error(node, format!("`{path}` should be a single value, not {}", node.noun())))
    }

    /// Assumes a fact now, because subjects follow from it.
    fn assume(&mut self, id: Id, fact: &str) -> Option<Value> {
        let kind = self.facts.subject(id).kind.to_string();
        if self.facts.get(id, fact).is_none() {
            let question = self.knowledge.question_of(&kind, fact)?;
            let subjects = [id];
            let chosen = question.assume.as_ref()?.choose(&Scope::new(&self.facts, &subjects), &|_| false)?;
            self.facts.set(id, fact, chosen.value, Origin::Assumed(question.id.as_str().into()));
        }
        self.facts.value(id, fact).cloned()
    }

    fn system(&mut self, environment: &str) -> Result<(), SourceError> {
        let root = &self.answers.root;
        let Some(name) = root.get("system").and_then(Node::as_text).filter(|name| !name.is_empty()) else {
            return Err(self.error(root, "`system` is missing: say what is being designed, such as `system: task-api`"));
        };
        let system = self.facts.add("system", name, "");
        self.facts.set(system, "environment", Value::from(environment), Origin::Structure);
        self.answers_of(system, root, &[])?;
        for kind in ["team", "schema"] {
            let id = self.facts.add(kind, kind, kind);
            if let Some(map) = root.get(kind) {
                self.answers_of(id, map, &[])?;
            }
        }
        self.facts.add("cluster", "cluster", "kafka");
        let client = self.assume(system, "client");
        if let (Some(Value::Text(client)), Some(node)) = (client, root.get("client")) {
            self.check_client(&client, node)?;
        }
        Ok(())
    }

    /// `kafka:` is production, unless it is a developer's machine or production is described apart.
    fn clusters(&mut self) -> Result<(), SourceError> {
        let root = &self.answers.root;
        let kafka = root.get("kafka");
        let on_desktop =
            kafka.and_then(|kafka| kafka.get("platform")).and_then(Node::as_text) == Some("docker-desktop");
        let kafka_is_development =
            root.get("development").is_none() && (on_desktop || root.get("production").is_some());
        let path = |kind: &str| match kind {
            "development" if kafka_is_development => "kafka",
            "production" if !kafka_is_development && root.get("production").is_none() => "kafka",
            "development" => "development",
            _ => "production",
        };
        for kind in ["development", "production"] {
            let path = path(kind);
            let id = self.facts.add(kind, kind, path);
            if let Some(map) = root.get(path) {
                self.answers_of(id, map, &[])?;
            }
        }
        let system = self.facts.only("system");
        if let Some(system) = system {
            self.facts.set(system, "one_environment", Value::Bool(!kafka_is_development), Origin::Structure);
        }
        Ok(())
    }

    /// The entries of a list of named maps, with their names.
    fn named(&self, list: &str) -> Result<Vec<(String, &'a Node)>, SourceError> {
        let Some(node) = self.answers.root.get(list).filter(|node| !node.is_null()) else { return Ok(Vec::new()) };
        if node.as_list().is_none() {
            return Err(
                self.error(node, format!("`{list}` should be a list of maps with a `name`, not {}", node.noun()))
            );
        }
        let mut named: Vec<(String, &Node)> = Vec::new();
        for entry in node.items() {
            let name = entry.get("name").and_then(Node::as_text).filter(|name| !name.is_empty());
            let Some(name) = name else {
                return Err(self.error(entry, format!("an entry of `{list}` has no `name`: give it one")));
            };
            if !is_topic_name(name) {
                return Err(self.error(
                    entry.get("name").unwrap_or(entry),
                    format!(
                        "`{name}` cannot be a name in Kafka: use letters, digits, `.`, `_` and `-`, at most 200 of them"
                    ),
                ));
            }
            if named.iter().any(|(known, _)| known == name) {
                return Err(
                    self.error(entry, format!("`{list}` has two entries called `{name}`: give one another name"))
                );
            }
            named.push((name.to_owned(), entry));
        }
        Ok(named)
    }

    fn events(&mut self) -> Result<(), SourceError> {
        let entries = self.named("events")?;
        if entries.is_empty() {
            let at = self.answers.root.get("events").unwrap_or(&self.answers.root);
            return Err(self
                .error(at, "there is no event: describe at least one, such as `events: [{name: order, rate: 10/s}]`"));
        }
        for (name, entry) in entries {
            let event = self.facts.add("event", &name, &format!("events.{name}"));
            self.keep(event, entry)?;
            self.answers_of(event, entry, &["name", "keep", "fields"])?;
            let keyed = self.facts.get(event, "key").is_some();
            self.facts.set(event, "keyed", Value::Bool(keyed), Origin::Structure);
            let topic = self.facts.add("topic", &name, &format!("events.{name}"));
            self.facts.set(topic, "role", Value::from("event"), Origin::Structure);
            self.facts.relate(topic, "event", event);
        }
        Ok(())
    }

    /// `keep` is a time, or one of two words.
    fn keep(&mut self, event: Id, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("keep") else {
            self.facts.set(event, "keep_policy", Value::from("time"), Origin::Structure);
            return Ok(());
        };
        let text = self.text(node, "keep")?;
        let policy = if matches!(text.as_str(), "forever" | "latest-per-key") { text.as_str() } else { "time" };
        self.facts.set(event, "keep_policy", Value::from(policy), Origin::Answer);
        if let Some(spec) = self.knowledge.vocabulary.fact("event", "keep").filter(|_| policy == "time") {
            let value = read_value(spec, &text)
                .map_err(|message| self.error(node, format!("keep: {message}; or write forever or latest-per-key")))?;
            self.facts.set(event, "keep", value, Origin::Answer);
        }
        Ok(())
    }

    fn consumers(&mut self) -> Result<(), SourceError> {
        for (name, entry) in self.named("consumers")? {
            let consumer = self.facts.add("consumer", &name, &format!("consumers.{name}"));
            self.processing(consumer, entry)?;
            self.answers_of(consumer, entry, &["name", "reads", "writes", "client", "limits", "current"])?;
            let Some(reads) = entry.get("reads").filter(|reads| !reads.items().next().is_none()) else {
                return Err(self.error(entry, format!("consumer `{name}` reads nothing: add `reads: [EVENT]`")));
            };
            for node in reads.items() {
                let (event, topic) = self.event_named(node)?;
                self.facts.relate(consumer, "reads", topic);
                self.facts.relate(consumer, "events", event);
                self.facts.relate(topic, "readers", consumer);
            }
            let mut writes = false;
            for node in entry.get("writes").into_iter().flat_map(Node::items) {
                let (event, topic) = self.event_named(node)?;
                self.facts.relate(consumer, "writes", topic);
                if self.facts.get(event, "producer").is_none() {
                    self.facts.set(event, "producer", Value::from(name.as_str()), Origin::Structure);
                }
                writes = true;
            }
            self.facts.set(consumer, "writes_events", Value::Bool(writes), Origin::Structure);
            self.limits(consumer, entry)?;
            self.client(consumer, entry.get("client"))?;
        }
        Ok(())
    }

    fn event_named(&self, node: &Node) -> Result<(Id, Id), SourceError> {
        let name = self.text(node, "reads")?;
        match (self.facts.find("event", &name), self.facts.find("topic", &name)) {
            (Some(event), Some(topic)) => Ok((event, topic)),
            _ => {
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
    }

    fn processing(&mut self, consumer: Id, entry: &Node) -> Result<(), SourceError> {
        let Some(node) = entry.get("processing") else { return Ok(()) };
        let Some(text) = node.as_text() else { return Ok(()) };
        for (key, value) in shape::processing(text) {
            let fact = format!("processing_{key}");
            let Some(spec) = self.knowledge.vocabulary.fact("consumer", &fact) else { continue };
            let value =
                read_value(spec, &value).map_err(|message| self.error(node, format!("processing: {message}")))?;
            self.facts.set(consumer, &fact, value, Origin::Answer);
        }
        let number = |fact: &str| self.facts.value(consumer, fact).and_then(Value::as_number);
        match (number("processing_min"), number("processing_max")) {
            (Some(min), Some(max)) if min > max => {
                Err(self.error(node, format!("processing: `{text}` runs backwards: write the shorter time first")))
            }
            _ => Ok(()),
        }
    }

    fn limits(&mut self, consumer: Id, entry: &'a Node) -> Result<(), SourceError> {
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

    fn producers(&mut self) -> Result<(), SourceError> {
        let stated = self.named("producers")?;
        let topics: Vec<Id> = self.facts.of_kind("topic").collect();
        for topic in topics {
            let Some(event) = self.facts.related(topic, "event").first().copied() else { continue };
            let Some(name) = self.assume(event, "producer") else { continue };
            let name = name.to_string();
            let producer = match self.facts.find("producer", &name) {
                Some(producer) => producer,
                None => {
                    self.producer(&name, stated.iter().find(|(stated, _)| *stated == name).map(|(_, entry)| *entry))?
                }
            };
            self.facts.relate(producer, "events", event);
            self.facts.relate(producer, "topics", topic);
            self.facts.relate(topic, "producers", producer);
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

    fn producer(&mut self, name: &str, entry: Option<&'a Node>) -> Result<Id, SourceError> {
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

    fn check_client(&self, client: &str, node: &Node) -> Result<(), SourceError> {
        let name = client.split('@').next().unwrap_or(client);
        if self.knowledge.clients.get(name).is_some_and(|client| client.format.is_some()) {
            return Ok(());
        }
        let known =
            || self.knowledge.clients.iter().filter(|client| client.format.is_some()).map(|client| client.id.as_str());
        let next = match closest(name, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", known().collect::<Vec<_>>().join(", ")),
        };
        Err(self.error(node, format!("there is no client `{name}`: {next}")))
    }

    /// The subject's client library with its traits and, as `default`, what it does where nothing is set.
    fn client(&mut self, subject: Id, stated: Option<&Node>) -> Result<(), SourceError> {
        let text = match stated.and_then(Node::as_text) {
            Some(text) => text.to_owned(),
            None => self
                .facts
                .only("system")
                .and_then(|system| self.facts.value(system, "client"))
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        if let Some(node) = stated {
            self.check_client(&text, node)?;
        }
        let (name, version) =
            text.split_once('@').map_or((text.as_str(), None), |(name, version)| (name, Some(version)));
        let Some(client) = self.knowledge.clients.get(name) else { return Ok(()) };
        let version = version.or(client.newest.as_deref()).unwrap_or("0").to_owned();
        let id = self.facts.add("client", name, "");
        self.facts.relate(subject, "client", id);
        self.facts.set(id, "id", Value::from(name), Origin::Structure);
        self.facts.set(id, "version", Value::from(version.as_str()), Origin::Structure);
        for (name, value) in &client.traits {
            self.client_fact(id, "client", name, value.at(&version));
        }
        self.defaults(subject, name, &version);
        Ok(())
    }

    /// What the client does where nothing is set, as the related subject `default`.
    fn defaults(&mut self, subject: Id, client: &str, version: &str) {
        let Some(client) = self.knowledge.clients.get(client) else { return };
        let role = self.facts.subject(subject).kind.to_string();
        let default = self.facts.add("default", &role, "");
        self.facts.relate(subject, "default", default);
        for setting in client.settings(&role) {
            let value = setting.default.as_ref().and_then(|value| value.at(version));
            self.client_fact(default, &role, &setting.fact, value);
        }
    }

    fn client_fact(&mut self, id: Id, kind: &str, name: &str, value: Option<&serde_json::Value>) {
        let (Some(spec), Some(value)) = (self.knowledge.vocabulary.fact(kind, name), value) else { return };
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(items) => {
                items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        if let Ok(value) = read_value(spec, &text) {
            self.facts.set(id, name, value, Origin::Client);
        }
    }

    /// Each consumer may come to need a retry and a dead-letter topic per topic that it reads.
    fn failure_topics(&mut self) {
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

    fn cluster_relations(&mut self) {
        let topics: Vec<Id> = self.facts.of_kind("topic").collect();
        for topic in topics {
            self.defaults(topic, BROKER, NEWEST);
        }
        let Some(cluster) = self.facts.only("cluster") else { return };
        for (kind, relation) in [("topic", "topics"), ("consumer", "consumers")] {
            let members: Vec<Id> = self.facts.of_kind(kind).collect();
            for member in members {
                self.facts.relate(cluster, relation, member);
            }
        }
    }
}

/// Finds `retries.backoff`, or a dotted key such as `current` / `max.poll.records`.
fn find<'a>(map: &'a Node, path: &str) -> Option<&'a Node> {
    match path.split_once('.') {
        None => map.get(path),
        Some((first, rest)) => map.get(first)?.get(rest),
    }
}

/// What Kafka takes as a topic's name, with room for a suffix.
fn is_topic_name(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !matches!(name, "." | "..") && name.len() <= 200 && name.chars().all(fine)
}
