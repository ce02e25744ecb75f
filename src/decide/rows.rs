//! The table of decisions, one row per environment, and the path from one environment to the other.

use std::collections::{HashMap, HashSet};

use super::configure::{Speaker, Standing};
use super::request::BROKER;
use super::spell::{plain, spell};
use super::why::{Why, render};
use crate::design::{Alternative, Bound, Decision, ENVIRONMENTS, Environments, Literal, Step};
use crate::facts::units::{self, Unit};
use crate::facts::{Facts, Id, Value};
use crate::knowledge::{self, Combine, Knowledge, Scope, Write};

/// The kinds of subjects that decisions are shown for, in the order of showing.
const KINDS: [&str; 4] = ["cluster", "topic", "producer", "consumer"];

/// Every decision of both environments.
#[must_use]
pub fn decisions(knowledge: &Knowledge, runs: &Environments<Facts>) -> Vec<Decision> {
    let mut rows = Vec::new();
    for kind in KINDS {
        for id in runs.production.of_kind(kind) {
            for environment in ENVIRONMENTS {
                rows.extend(of_subject(knowledge, runs.get(environment), id, environment));
            }
        }
    }
    rows
}

/// What a subject is called in tables: `topic/task`; the cluster is just that.
#[must_use]
pub fn label(facts: &Facts, id: Id) -> String {
    let subject = facts.subject(id);
    if &*subject.kind == "cluster" { "cluster".to_owned() } else { format!("{}/{}", subject.kind, subject.name) }
}

/// The client that spells a subject's settings: id and version.
#[must_use]
pub fn client(facts: &Facts, id: Id) -> (String, String) {
    let client = facts.related(id, "client").first();
    let text = |fact: &str| client.and_then(|client| facts.value(*client, fact)).map(ToString::to_string);
    match text("id") {
        Some(name) => (name, text("version").unwrap_or_default()),
        None => (BROKER.to_owned(), broker_version(facts)),
    }
}

/// The version of the brokers; newer than all where nobody says.
fn broker_version(facts: &Facts) -> String {
    let version = facts.only("cluster").and_then(|cluster| facts.value(cluster, "version"));
    version.map_or_else(|| "99".to_owned(), ToString::to_string)
}

fn of_subject(knowledge: &Knowledge, facts: &Facts, id: Id, environment: &str) -> Vec<Decision> {
    let kind = &*facts.subject(id).kind;
    if kind == "topic" && facts.value(id, "exists") != Some(&Value::Bool(true)) {
        return Vec::new();
    }
    let (client, version) = client(facts, id);
    let speaker = Speaker { knowledge, facts, subject: id, role: kind, client: &client, version: &version };
    let why = Why::new(knowledge, facts);
    let mut rows = Vec::new();
    for decision in &knowledge.decisions {
        let Some((of, fact)) = decision.decides.split_once('.').filter(|(of, _)| *of == kind) else { continue };
        let pinned = facts.get(id, fact).is_some_and(|fact| fact.origin == crate::facts::Origin::Pinned);
        let chosen = why.decision(id, fact).is_some_and(|chosen| chosen.id == decision.id);
        if !(chosen || pinned) || rows.iter().any(|row: &Decision| row.fact == decision.decides) {
            continue;
        }
        let Some((key, written)) = place(knowledge, &speaker, decision, of, fact) else { continue };
        let row = Row { facts, speaker: &speaker, decision, id, fact };
        let value = row.literal(facts.value(id, fact));
        // Said by leaving the key out: there is no row for what stands nowhere, nor for nothing at all.
        let nothing = decision.write == Write::Quiet && !written && facts.value(id, fact) == Some(&Value::Number(0.0));
        if nothing || value == Literal::Plain(serde_json::Value::Null) {
            continue;
        }
        rows.push(Decision {
            subject: label(facts, id),
            key,
            value,
            shown: shown(knowledge, &decision.decides, facts.value(id, fact)),
            env: environment.to_owned(),
            because: why.because(id, fact),
            id: decision.id.clone(),
            references: decision.references.clone(),
            alternatives: row.alternatives(),
            bounds: row.bounds(),
            fact: decision.decides.clone(),
            title: decision.title.clone(),
            written,
        });
    }
    rows
}

/// A number with a unit, for people.
fn shown(knowledge: &Knowledge, fact: &str, value: Option<&Value>) -> Option<String> {
    let (kind, fact) = fact.split_once('.')?;
    let unit = knowledge.vocabulary.fact(kind, fact)?.of.unit().filter(|unit| *unit != Unit::Count)?;
    let number = value?.as_number().filter(|number| *number >= 0.0)?;
    Some(units::show(number, unit))
}

/// The key of a fact in the subject's config and whether it is written there. What no client spells, such as the
/// number of instances, goes by what the decision calls it; what only other clients spell is no decision here.
fn place(
    knowledge: &Knowledge,
    speaker: &Speaker,
    decision: &knowledge::Decision,
    kind: &str,
    fact: &str,
) -> Option<(String, bool)> {
    let called = || (decision.called.as_deref().unwrap_or(fact).to_owned(), false);
    match speaker.setting(fact) {
        Some(setting) if setting.in_code && (setting.key.is_none() || speaker.refused(&setting)) => Some(called()),
        Some(setting) => {
            let standing = speaker.standing(&setting)?;
            let key = speaker.keys(setting.key.as_deref()?).into_iter().next()?;
            (standing != Standing::Cannot).then_some((key, matches!(standing, Standing::Written(_))))
        }
        None => {
            let elsewhere =
                knowledge.clients.iter().any(|client| client.settings(kind).iter().any(|other| other.fact == fact));
            (!elsewhere).then(called)
        }
    }
}

struct Row<'a> {
    facts: &'a Facts,
    speaker: &'a Speaker<'a>,
    decision: &'a knowledge::Decision,
    id: Id,
    fact: &'a str,
}

impl Row<'_> {
    fn literal(&self, value: Option<&Value>) -> Literal {
        let Some(value) = value else { return Literal::Plain(serde_json::Value::Null) };
        match self.speaker.setting(self.fact) {
            Some(setting) => spell(&setting, value),
            None => self.in_words(value),
        }
    }

    /// What no client spells is told in units, as the answers are.
    fn in_words(&self, value: &Value) -> Literal {
        let kind = &self.facts.subject(self.id).kind;
        let spec = self.speaker.knowledge.vocabulary.fact(kind, self.fact);
        match (spec.and_then(|spec| spec.of.unit()), value) {
            (Some(unit), Value::Number(number)) if unit != Unit::Count => {
                Literal::Plain(units::show(*number, unit).into())
            }
            _ => plain(value),
        }
    }

    fn alternatives(&self) -> Vec<Alternative> {
        let subjects = [self.id];
        let scope = Scope::new(self.facts, &subjects);
        let chosen = self.facts.value(self.id, self.fact);
        let mut alternatives = Vec::new();
        for other in &self.decision.alternatives {
            if other.when.as_ref().is_some_and(|when| !when.is_true(&scope)) {
                continue;
            }
            let Some(value) = other.value.evaluate(&scope).known().filter(|value| Some(value) != chosen) else {
                continue;
            };
            alternatives
                .push(Alternative { value: self.literal(Some(&value)), because: render(&other.because, &scope) });
        }
        alternatives
    }

    fn bounds(&self) -> Vec<Bound> {
        let choice = &self.decision.choice;
        if choice.rule == Combine::First {
            return Vec::new();
        }
        let subjects = [self.id];
        let chosen = choice.choose(&Scope::new(self.facts, &subjects), &|_| false);
        let bounds = chosen.map(|chosen| chosen.bounds).unwrap_or_default();
        let name = |way: usize| choice.ways[way].bound.clone().unwrap_or_default();
        bounds.into_iter().map(|(way, value)| Bound { bound: name(way), value: self.literal(Some(&value)) }).collect()
    }
}

/// The settings that differ between the environments, and those that do not yet.
#[must_use]
pub fn path_to_production(knowledge: &Knowledge, runs: &Environments<Facts>, rows: &[Decision]) -> Vec<Step> {
    let mut by_fact: HashMap<(&str, &str, &str), &Decision> = HashMap::new();
    for row in rows {
        by_fact.entry((&row.env, &row.subject, &row.fact)).or_insert(row);
    }
    let of = |env: &str, row: &Decision| by_fact.get(&(env, row.subject.as_str(), row.fact.as_str())).copied();
    let facts = &runs.production;
    let ids: HashMap<String, Id> = facts.ids().map(|id| (label(facts, id), id)).collect();
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    let mut steps: Vec<Step> = Vec::new();
    for row in rows {
        let (development, production) = (of("development", row), of("production", row));
        let same = development.map(|row| &row.value) == production.map(|row| &row.value);
        let pays = pays(knowledge, facts, ids.get(&row.subject).copied(), row);
        // What stays as it is for now is a step too, where it is known from when on another value pays.
        let later = same && !row.written && pays.is_some();
        if (same && !later) || !seen.insert((&row.subject, &row.key)) {
            continue;
        }
        let shown = production.or(development).unwrap_or(row);
        steps.push(Step {
            subject: row.subject.clone(),
            key: row.key.clone(),
            development: development.map(|row| row.value.clone()),
            production: production.map(|row| row.value.clone()),
            because: shown.because.clone(),
            pays,
        });
    }
    // What changes comes first.
    steps.sort_by_key(|step| step.development == step.production);
    steps
}

fn pays(knowledge: &Knowledge, facts: &Facts, subject: Option<Id>, row: &Decision) -> Option<String> {
    let decision = knowledge.decisions.iter().find(|decision| decision.id == row.id)?;
    let subjects = [subject?];
    decision.pays.as_ref()?.render(&Scope::new(facts, &subjects)).known()
}
