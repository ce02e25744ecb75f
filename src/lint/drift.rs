//! What is set beside what a design decided.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::belongs::belongs;
use super::edit::Editor;
use super::picture::{Home, Picture};
use super::said::is_shared;
use super::{Edit, Fix, Place};
use crate::decide::{Designed, framework_of, spell};
use crate::design::{ENVIRONMENTS, Literal};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::Setting as Spelling;
use crate::sources::config::{Given, Role};
use crate::sources::tree::closest;

/// What keys begin with that hold for all clients of an application.
const COMMON: &[&str] = &["spring.kafka.properties.", "spring.kafka.", "kafka."];

/// A setting that is not as the design has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// What the design has, as the file's client spells it; null where it leaves the key out.
    pub expected: Json,
    /// What holds.
    pub found: Json,
    /// The key.
    pub key: String,
    /// How the file gets what the design has.
    pub(super) fix: Option<Fix>,
}

/// One of them, before it is known whether the other environment says the same.
struct Apart {
    subject: String,
    key: String,
    /// The setting that says it, by its number; none where it is the client's default.
    written: Option<u32>,
    found: Literal,
    expected: Literal,
    because: String,
}

/// A config that is of nothing in the design.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stranger {
    /// The file, by its number among the sources.
    pub source: usize,
    /// Where it begins, in bytes.
    pub at: usize,
    /// What it is a config of: `producer`.
    pub kind: &'static str,
    /// The name by which it would be found; of others than topics there are several.
    pub topic: Option<String>,
    /// The topic of the design that was probably meant.
    pub meant: Option<String>,
}

impl Picture<'_> {
    /// Compares the configs of this environment with the design, and gives those that are not in it. What no file gives
    /// an environment must be wrong in both.
    pub(super) fn compare(&mut self, designed: &Designed, environment: Option<&str>) -> Vec<Stranger> {
        let environments: Vec<&str> =
            ENVIRONMENTS.into_iter().rev().filter(|one| environment.is_none_or(|own| own == *one)).collect();
        // A config may be of a producer and of a consumer: it is a stranger only if it is one as both.
        let mut known: BTreeMap<Stranger, bool> = BTreeMap::new();
        let mut drifts = Vec::new();
        for id in self.own() {
            let kind = self.facts.subject(id).kind.to_string();
            let Some(home) = self.homes.get(&id).filter(|_| ["producer", "consumer", "topic"].contains(&kind.as_str()))
            else {
                continue;
            };
            let source = &self.sources[home.source];
            let found: Vec<Option<Vec<Apart>>> = environments
                .iter()
                .map(|environment| {
                    let subject = belongs(designed.facts(environment), &kind, source, home.config)?;
                    Some(self.apart(designed, environment, subject, id))
                })
                .collect();
            let stranger = stranger(designed.facts(environments[0]), home);
            *known.entry(stranger).or_default() |= found.iter().any(Option::is_some);
            let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else { continue };
            let mut found = found.into_iter();
            let (first, other) = (found.next().unwrap_or_default(), found.next());
            let within = environments.first().filter(|_| other.is_none()).copied().unwrap_or_default();
            let said = |apart: &Apart| {
                let same = |one: &Apart| (&one.key, one.written) == (&apart.key, apart.written);
                other.as_ref().is_none_or(|other| other.iter().any(same))
            };
            drifts.extend(first.into_iter().filter(said).map(|apart| (id, apart, within)));
        }
        for (id, apart, within) in drifts {
            self.add_drift(id, apart, within);
        }
        known.into_iter().filter(|(_, known)| !known).map(|(stranger, _)| stranger).collect()
    }

    /// What the config of `id` has otherwise than the design's `subject`.
    fn apart(&self, designed: &Designed, environment: &str, subject: Id, id: Id) -> Vec<Apart> {
        let label = format!("{}/{}", self.facts.subject(id).kind, designed.facts(environment).subject(subject).name);
        let all: Vec<(&str, &Value)> = self.facts.all(id).map(|(name, fact)| (name, &fact.value)).collect();
        let written = designed.written(environment, subject);
        let framework = framework_of(&self.facts, id);
        let mut apart = Vec::new();
        for (name, fact) in self.facts.all(id) {
            let number = match fact.origin {
                Origin::Written(number) => Some(number),
                Origin::Client if written.contains(&name) => None,
                _ => continue,
            };
            let own = (name, &fact.value);
            let Some(instead) = designed.instead(environment, subject, own, &all, framework) else { continue };
            let Some((key, spelling)) = self.spelled(id, name, number) else { continue };
            let (found, expected) = (spell(&spelling, &fact.value), spell(&spelling, &instead.value));
            // What a client cannot tell apart is the same to it.
            if found != expected {
                let because = instead.because;
                apart.push(Apart { subject: label.clone(), key, written: number, found, expected, because });
            }
        }
        apart.extend(self.lines_apart(designed, environment, subject, id, &label));
        apart
    }

    /// The key of a fact in the subject's config, and how its values are written there.
    fn spelled(&self, id: Id, fact: &str, number: Option<u32>) -> Option<(String, Spelling)> {
        let kind = &self.facts.subject(id).kind;
        let (_, spelling, _) = self.spelling(&[id], &format!("{kind}.{fact}"))?;
        let spelling = spelling.into_owned();
        let key = match number {
            Some(number) => self.written.get(number as usize)?.setting.key.clone(),
            None => spelling.key.clone().filter(|key| !key.contains('{'))?,
        };
        Some((key, spelling))
    }

    /// What is no decision of its own and stands in the design's config all the same: how the client connects.
    fn lines_apart(&self, designed: &Designed, environment: &str, subject: Id, id: Id, label: &str) -> Vec<Apart> {
        let Some(home) = self.homes.get(&id) else { return Vec::new() };
        let (client, lines) = designed.config(environment, subject);
        let own = home.client.as_ref().map(|(client, _)| client.id.as_str());
        if own != Some(client.as_str()) {
            return Vec::new();
        }
        let settled: Vec<u32> = self.numbers(id);
        let mut apart = Vec::new();
        for line in &lines.0 {
            let Some((number, found)) = setting_of(home, &line.key) else { continue };
            let expected = line.value.to_string();
            let telling = matches!(line.value, Literal::Plain(Json::String(_) | Json::Bool(_) | Json::Number(_)))
                && Given::of_text(&expected) != Given::Unknown
                && !line.key.to_ascii_lowercase().replace(['-', '_'], ".").ends_with("bootstrap.servers");
            if telling && !settled.contains(&number) && !found.trim().eq_ignore_ascii_case(&expected) {
                apart.push(Apart {
                    subject: label.to_owned(),
                    key: self.written[number as usize].setting.key.clone(),
                    written: Some(number),
                    found: Literal::Plain(found.into()),
                    expected: line.value.clone(),
                    because: line.because.clone(),
                });
            }
        }
        apart
    }

    /// The settings that state a fact of the subject.
    fn numbers(&self, id: Id) -> Vec<u32> {
        let origins = self.facts.all(id).map(|(_, fact)| &fact.origin);
        origins.filter_map(|origin| if let Origin::Written(number) = origin { Some(*number) } else { None }).collect()
    }

    fn add_drift(&mut self, of: Id, apart: Apart, within: &str) {
        let Some(home) = self.homes.get(&of) else { return };
        let home = Home { source: home.source, config: home.config, client: None, first: home.first };
        let fix = apart.written.and_then(|number| self.put_back(&home, number, &apart.expected));
        let id = self.facts.add("drift", &apart.key, "");
        let json = |literal: &Literal| serde_json::to_value(literal).unwrap_or_default();
        let text = |literal: &Literal| {
            if *literal == Literal::Plain(Json::Null) { String::new() } else { literal.to_string() }
        };
        for (fact, value) in [
            ("what", &"setting".to_owned()),
            ("key", &apart.key),
            ("subject", &apart.subject),
            ("within", &within.to_owned()),
            ("expected", &text(&apart.expected)),
            ("because", &apart.because),
        ] {
            self.facts.set(id, fact, Value::from(value.as_str()), Origin::Structure);
        }
        self.facts.set(id, "written", Value::Bool(apart.written.is_some()), Origin::Structure);
        let origin = apart.written.map_or(Origin::Structure, Origin::Written);
        self.facts.set(id, "found", Value::from(text(&apart.found).as_str()), origin);
        self.homes.insert(id, home);
        let drift = Drift { expected: json(&apart.expected), found: json(&apart.found), key: apart.key, fix };
        self.belongs_too(id, drift);
    }

    /// The design's value in the place of what is written.
    fn put_back(&self, Home { source, config, .. }: &Home, number: u32, expected: &Literal) -> Option<Fix> {
        let written = self.written.get(number as usize)?;
        let (source, file) = (*source, &self.sources[*source]);
        // Another value in a line that several read would part another of them from the design.
        if is_shared(file, config, written.setting) {
            return None;
        }
        let (bytes, text) = Editor::new(&file.path, &file.text).value(written.setting, expected)?;
        Some(Fix { safe: false, edits: vec![Edit { at: Place { source, bytes }, text }] })
    }
}

/// A config, should the design know nothing of it.
fn stranger(designed: &Facts, home: &Home) -> Stranger {
    let topic = home.config.name.as_ref().and_then(Given::text).filter(|_| home.config.role == Role::Topic);
    let names = || designed.of_kind("topic").map(|id| &*designed.subject(id).name);
    Stranger {
        source: home.source,
        at: home.config.head.start,
        kind: home.config.role.kind(),
        topic: topic.map(str::to_owned),
        meant: topic.and_then(|topic| closest(topic, names())).map(str::to_owned),
    }
}

/// The setting that holds for a line of the design, where its value is known.
fn setting_of<'a>(home: &Home<'a>, line: &str) -> Option<(u32, &'a str)> {
    let common = COMMON.iter().find_map(|prefix| line.strip_prefix(prefix)).unwrap_or_default();
    // What is written for all clients is read as each client's own.
    let own = |key: &str| key.strip_suffix(common).is_some_and(|before| !common.is_empty() && before.ends_with('.'));
    let settings = &home.config.settings;
    let at = settings.iter().rposition(|setting| setting.key == line || own(&setting.key))?;
    Some((u32::try_from(home.first + at).ok()?, settings[at].value.text()?))
}
