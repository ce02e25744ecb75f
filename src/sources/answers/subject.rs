//! Reads the answers about one subject, and says what is wrong with them.

use std::collections::BTreeMap;

use super::super::tree::{Key, Node, SourceError, closest};
use super::structure::{Builder, find};
use super::{read_value, write_value};
use crate::facts::units::{self, Unit};
use crate::facts::{Id, Origin, Value};
use crate::knowledge::{FactSpec, Scope};

/// Answers of one subject of which the first cannot be larger than the second.
const ORDERED: [(&str, &str, &str); 6] = [
    ("event", "rate", "peak"),
    ("event", "mean", "peak"),
    ("event", "size", "max_size"),
    ("consumer", "processing_min", "processing_max"),
    ("consumer", "processing_min", "processing_mean"),
    ("consumer", "processing_mean", "processing_max"),
];

impl<'a> Builder<'a> {
    pub(super) fn error(&self, node: &Node, message: impl Into<String>) -> SourceError {
        node.error(&self.answers.file, message)
    }

    pub(super) fn known_keys<'k>(
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

    pub(super) fn unknown_key<'k>(
        &self,
        key: &Key,
        known: impl Iterator<Item = &'k str> + Clone,
        of: &str,
    ) -> SourceError {
        let next = match closest(&key.text, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
        };
        key.source.error(&self.answers.file, format!("unknown key `{}` in {of}: {next}", key.text))
    }

    /// Records every answer that `map` gives about a subject; `also` are keys that are read elsewhere.
    pub(super) fn answers_of(&mut self, id: Id, map: &'a Node, also: &[&str]) -> Result<(), SourceError> {
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
        if map.as_map().is_none() && !map.is_null() {
            let key = of.trim_matches('`');
            let specs = kind_spec.facts.values().filter(|spec| spec.answer.is_some());
            return Err(self.no_map(map, key, &specs));
        }
        if kind != "system" {
            self.known_keys(map, known.iter().copied(), &of)?;
        }
        for (name, spec) in &kind_spec.facts {
            let Some(path) = spec.answer.as_ref().filter(|path| !also.contains(&path.as_str())) else { continue };
            let Some(node) = find(map, path).filter(|node| !node.is_null()) else { continue };
            let text = self.text(node, path)?;
            let value = read_value(spec, &text).map_err(|message| self.error(node, format!("{path}: {message}")))?;
            self.facts.set(id, name, value, Origin::Answer);
        }
        for (first, rests) in nested {
            if let Some(map) = map.get(first).filter(|map| map.as_map().is_some() && first != "current") {
                self.known_keys(map, rests.iter().copied(), &format!("{of} `{first}`"))?;
            }
            // A time alone says how long the work takes.
            let single = map.get(first).filter(|node| node.as_map().is_none() && !node.is_null());
            if let Some(node) =
                single.filter(|_| !rests.contains(&"") && !also.contains(&first) && first != "processing")
            {
                let below = kind_spec.facts.values().filter(|spec| {
                    spec.answer.as_ref().is_some_and(|path| path.split_once('.').is_some_and(|(key, _)| key == first))
                });
                return Err(self.no_map(node, first, &below));
            }
        }
        Ok(())
    }

    /// What is wrong with a single value where a map belongs, and that map: with the value below the key that takes it.
    fn no_map<'k>(&self, node: &Node, key: &str, specs: &(impl Iterator<Item = &'k FactSpec> + Clone)) -> SourceError {
        let text = node.as_text().or_else(|| node.items().next()?.as_text()).unwrap_or_default();
        let last =
            |spec: &FactSpec| spec.answer.as_ref().map(|path| path.rsplit('.').next().unwrap_or(path).to_owned());
        let reads = |spec: &&FactSpec| !text.is_empty() && read_value(spec, text).is_ok();
        let choice = specs.clone().filter(|spec| !spec.one_of.is_empty()).find(reads);
        let taken = choice.or_else(|| specs.clone().filter(|spec| spec.of.unit().is_some()).find(reads));
        let such = match (taken.and_then(last), specs.clone().find_map(last)) {
            (Some(inner), _) => format!("{key}: {{{inner}: {text}}}"),
            (None, inner) => format!("{key}: {{{}: VALUE}}", inner.unwrap_or_else(|| "KEY".to_owned())),
        };
        self.error(node, format!("`{key}` should be a map of keys and values, not {}: write `{such}`", node.noun()))
    }

    pub(super) fn text(&self, node: &Node, path: &str) -> Result<String, SourceError> {
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
    pub(super) fn assume(&mut self, id: Id, fact: &str) -> Option<Value> {
        let kind = self.facts.subject(id).kind.to_string();
        if self.facts.get(id, fact).is_none() {
            let question = self.knowledge.question_of(&kind, fact)?;
            let subjects = [id];
            let chosen = question.assume.as_ref()?.choose(&Scope::new(&self.facts, &subjects), &|_| false)?;
            self.facts.set(id, fact, chosen.value, Origin::Assumed(question.id.as_str().into()));
        }
        self.facts.value(id, fact).cloned()
    }

    /// Refuses a busiest key with less than every key would have, if all had the same.
    pub(super) fn check_hottest(&self, event: Id, entry: &Node) -> Result<(), SourceError> {
        let number = |fact: &str| self.facts.value(event, fact).and_then(Value::as_number);
        let (Some(share), Some(keys)) = (number("hottest_key"), number("keys")) else { return Ok(()) };
        if share * keys >= 1.0 - 1e-9 {
            return Ok(());
        }
        let at = entry.get("hottest_key").unwrap_or(entry);
        let even = units::show(1.0 / keys, Unit::Share);
        let message = format!("the busiest of {keys} keys has at least an even share: write {even} or more");
        Err(self.error(at, format!("hottest_key: {message}")))
    }

    /// Refuses two answers of a subject that contradict each other by their size.
    pub(super) fn check_order(&self, id: Id, entry: &Node) -> Result<(), SourceError> {
        let kind = &*self.facts.subject(id).kind;
        for (of, low, high) in ORDERED {
            let number = |fact: &str| self.facts.value(id, fact).and_then(Value::as_number);
            let (Some(least), Some(most)) = (number(low), number(high)) else { continue };
            if of != kind || least <= most {
                continue;
            }
            let spec = |fact: &str| self.knowledge.vocabulary.fact(of, fact);
            let (Some(low), Some(high)) = (spec(low), spec(high)) else { continue };
            let name = |spec: &FactSpec| spec.answer.clone().unwrap_or_default();
            let at = find(entry, &name(high)).or_else(|| entry.get(name(high).split('.').next()?)).unwrap_or(entry);
            let (low_text, high_text) =
                (write_value(low, &Value::Number(least)), write_value(high, &Value::Number(most)));
            let message = format!(
                "{} ({high_text}) is below {} ({low_text}): swap them, or leave one out",
                name(high),
                name(low)
            );
            return Err(self.error(at, message));
        }
        Ok(())
    }
}
