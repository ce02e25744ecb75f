//! Which of the things that nobody said would change most if they were otherwise.

use std::collections::BTreeSet;

use super::again::{Again, Change};
use super::configure::Speaker;
use super::cores::on_every_core;
use super::rows::{client, label};
use super::spell::spell;
use super::why::Why;
use crate::design::WouldChange;
use crate::facts::{Fact, Facts, Id, Origin, Value};
use crate::knowledge::{FactSpec, Knowledge, Question, Scope};
use crate::sources::answers::write_value;

/// How many are shown.
const SHOWN: usize = 3;

/// The same assumption is tried for this many subjects: beyond them a large system says nothing new, and takes long.
const ALIKE: usize = 6;

/// What counts more than a setting: these are costly to change once the system runs.
const COSTLY: [&str; 10] = [
    "partitions",
    "pattern",
    "failure_handling",
    "effect_safety",
    "write_path",
    "replication_factor",
    "instances",
    "acks",
    "transactional",
    "brokers_needed",
];

/// What is no setting of Kafka either, and is bought or configured all the same.
const BOUGHT: [&str; 2] = ["disk", "heap"];

/// As many changes are named: the weightiest.
const NAMED: usize = 4;

/// What a change of one setting counts.
const SETTING: usize = 4;

/// What a change of something [`COSTLY`] counts, or a topic more or fewer.
const STRUCTURE: usize = 3 * SETTING;

struct Trial {
    /// Whether the other answer collides with what was said: it cannot be built, so one that can is shown instead.
    collides: bool,
    weight: usize,
    shown: WouldChange,
}

/// The assumptions with the largest effect on production, each with the other answer that shows it.
#[must_use]
pub fn would_change_most(knowledge: &Knowledge, again: &Again, known: &BTreeSet<&str>) -> Vec<WouldChange> {
    let facts = again.settled();
    let why = Why::new(knowledge, facts);
    let mut assumed: Vec<Assumed> = Vec::new();
    for subject in facts.ids() {
        for (name, fact) in facts.all(subject) {
            let Some(question) = why.question(subject, name) else { continue };
            let Some(spec) = knowledge.vocabulary.fact(&facts.subject(subject).kind, name) else { continue };
            if assumed.iter().filter(|known| known.question.id == question.id).count() >= ALIKE {
                continue;
            }
            assumed.push(Assumed { knowledge, again, facts, known, subject, name, value: &fact.value, spec, question });
        }
    }
    let mut trials: Vec<Trial> = on_every_core(&assumed, Assumed::strongest).into_iter().flatten().collect();
    trials.sort_by(|a, b| b.rank().cmp(&a.rank()).then_with(|| a.shown.path.cmp(&b.shown.path)));
    trials.into_iter().filter(|trial| trial.weight > 0 || trial.collides).take(SHOWN).map(|trial| trial.shown).collect()
}

impl Trial {
    /// What can be built comes first, then what changes most.
    fn rank(&self) -> (bool, usize) {
        (!self.collides && self.weight > 0, self.weight)
    }
}

struct Assumed<'a> {
    knowledge: &'a Knowledge,
    again: &'a Again<'a>,
    facts: &'a Facts,
    known: &'a BTreeSet<&'a str>,
    subject: Id,
    name: &'a str,
    value: &'a Value,
    spec: &'a FactSpec,
    question: &'a Question,
}

impl Assumed<'_> {
    /// The other answer with the largest effect.
    fn strongest(&self) -> Option<Trial> {
        let subjects = [self.subject];
        let scope = Scope::new(self.facts, &subjects);
        let others = self.question.vary.iter().filter_map(|other| other.evaluate(&scope).known());
        let trials = others.filter(|other| other != self.value).filter_map(|other| self.trial(&other));
        trials.max_by_key(Trial::rank)
    }

    fn trial(&self, other: &Value) -> Option<Trial> {
        let value = Some((other.clone(), Origin::Answer));
        let after = self.again.with(&[Change { subject: self.subject, fact: self.name.to_owned(), value }])?;
        let mut then: Vec<(usize, String)> = Vec::new();
        for (index, _) in after.holding(self.knowledge) {
            let conflict = &self.knowledge.conflicts[index];
            if !self.known.contains(conflict.id.as_str()) {
                then.push((usize::MAX, format!("it cannot all be met: {}", conflict.title)));
            }
        }
        let collides = !then.is_empty();
        let changes = changes(self.knowledge, self.facts, &after.facts);
        let weight = changes.iter().map(|(of, _)| of).sum();
        then.extend(changes);
        then.sort_by_key(|(of, _)| std::cmp::Reverse(*of));
        Some(Trial {
            collides,
            weight,
            shown: WouldChange {
                path: path(self.facts, self.subject, self.spec),
                assumed: write_value(self.spec, self.value),
                other: write_value(self.spec, other),
                then: then.into_iter().take(NAMED).map(|(_, what)| what).collect(),
            },
        })
    }
}

/// The answer's path of a fact, as `--set` takes it.
pub fn path(facts: &Facts, subject: Id, spec: &FactSpec) -> String {
    let below = &facts.subject(subject).path;
    let answer = spec.answer.as_deref().unwrap_or_default();
    if below.is_empty() { answer.to_owned() } else { format!("{below}.{answer}") }
}

/// The decided facts that differ, each with its weight and in words: those that somebody sets, builds or buys. What
/// is computed on the way there would count the same change twice, under names that nobody knows.
fn changes(knowledge: &Knowledge, before: &Facts, after: &Facts) -> Vec<(usize, String)> {
    let mut changes = Vec::new();
    for id in before.ids() {
        let subject = before.subject(id);
        // Most subjects are the same, and shared.
        if std::ptr::eq(subject, after.subject(id)) {
            continue;
        }
        match (hidden(before, id), hidden(after, id)) {
            (true, true) => continue,
            (false, false) => {}
            (was_hidden, _) => {
                let what = if was_hidden { "is added" } else { "is not needed" };
                changes.push((STRUCTURE, format!("{}/{} {what}", subject.kind, subject.name)));
                continue;
            }
        }
        let names: BTreeSet<&str> = before.all(id).chain(after.all(id)).map(|(name, _)| name).collect();
        for name in names {
            let (old, new) = (before.get(id, name), after.get(id, name));
            let decided = [old, new].into_iter().flatten().any(|fact| matches!(fact.origin, Origin::Decided(_)));
            if !decided || old.map(|fact| &fact.value) == new.map(|fact| &fact.value) {
                continue;
            }
            let Some(spec) = knowledge.vocabulary.fact(&subject.kind, name) else { continue };
            if !COSTLY.contains(&name) && !BOUGHT.contains(&name) && spec.kafka.is_none() {
                continue;
            }
            let show = |facts: &Facts, fact: Option<&Fact>| {
                let value = fact.map(|fact| {
                    spelled(knowledge, facts, id, name, &fact.value).unwrap_or_else(|| shown(spec, &fact.value))
                });
                value.unwrap_or_else(|| "not set".to_owned())
            };
            let base = if COSTLY.contains(&name) { STRUCTURE } else { SETTING };
            let weight = base * quarters(old, new) / 4;
            changes.push((
                weight.max(1),
                format!("{} {name}: {} to {}", label(before, id), show(before, old), show(after, new)),
            ));
        }
    }
    changes
}

/// How large a change is, in quarters of a doubling: a number that doubles, or a word that becomes another, has four.
fn quarters(old: Option<&Fact>, new: Option<&Fact>) -> usize {
    let number = |fact: Option<&Fact>| fact.and_then(|fact| fact.value.as_number()).filter(|number| *number > 0.0);
    let (Some(old), Some(new)) = (number(old), number(new)) else { return 4 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 16")]
    let quarters = ((new / old).log2().abs() * 4.0).round().min(16.0) as usize;
    quarters
}

/// A topic that the design does not have.
fn hidden(facts: &Facts, id: Id) -> bool {
    &*facts.subject(id).kind == "topic" && facts.value(id, "exists") == Some(&Value::Bool(false))
}

/// A word as the subject's client writes it, where it has one of its own for it: acks is `1` for `leader`.
fn spelled(knowledge: &Knowledge, facts: &Facts, id: Id, fact: &str, value: &Value) -> Option<String> {
    let (client, version) = client(facts, id);
    let role = &*facts.subject(id).kind;
    let speaker = Speaker { knowledge, facts, subject: id, role, client: &client, version: &version };
    let setting = speaker.setting(fact).filter(|setting| value.as_text().is_some() && !setting.values.is_empty())?;
    Some(spell(&setting, value).to_string())
}

fn shown(spec: &FactSpec, value: &Value) -> String {
    match (value, spec.of.unit()) {
        (Value::Number(number), Some(unit)) => crate::facts::units::show(*number, unit),
        _ => value.to_string(),
    }
}
