//! Facts of the right types that stand in for real ones.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::grows;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::Knowledge;
use crate::knowledge::vocabulary::{FactSpec, Type};

/// One subject of every kind, related in every way, with a value for every fact.
pub(super) struct StandIn {
    /// The facts.
    pub facts: Facts,
    subjects: Vec<(String, Id)>,
}

impl StandIn {
    /// `variant` chooses among the possible values; times and sizes are in the given units of ms and bytes.
    pub fn new(knowledge: &Knowledge, variant: u64, units: (f64, f64)) -> Self {
        let mut facts = Facts::default();
        let kinds = &knowledge.vocabulary.kinds;
        let subjects: Vec<(String, Id)> =
            kinds.keys().map(|kind| (kind.clone(), facts.add(kind, "example", kind))).collect();
        for (kind, id) in &subjects {
            let default = facts.add("default", "default", "");
            facts.relate(*id, "default", default);
            for (name, relation) in &kinds[kind].relations {
                if let Some((_, to)) = subjects.iter().find(|(kind, _)| *kind == relation.to) {
                    facts.relate(*id, name, *to);
                }
            }
            for (name, spec) in &kinds[kind].facts {
                facts.set(*id, name, value(knowledge, kind, name, spec, variant, units), Origin::Answer);
                // Often a fact is compared with its default, so the two differ.
                facts.set(default, name, value(knowledge, kind, name, spec, variant + 1, units), Origin::Client);
            }
        }
        Self { facts, subjects }
    }

    /// The subjects of `kinds`.
    pub fn subjects(&self, kinds: &[String]) -> Vec<Id> {
        let of = |kind: &String| self.subjects.iter().find(|(name, _)| name == kind).map(|(_, id)| *id);
        kinds.iter().filter_map(of).collect()
    }
}

/// A value of the fact's type; another one for most other variants.
fn value(knowledge: &Knowledge, kind: &str, name: &str, spec: &FactSpec, variant: u64, units: (f64, f64)) -> Value {
    let mut hasher = DefaultHasher::new();
    (kind, name, variant).hash(&mut hasher);
    let seed = hasher.finish();
    #[expect(clippy::cast_precision_loss, reason = "a number below a thousand")]
    let part = (seed % 997) as f64 / 997.0;
    match spec.of {
        Type::Bool => Value::Bool(seed.is_multiple_of(2)),
        Type::Count => Value::Number((2.0 + part * 40.0).floor()),
        Type::Share => Value::Number(0.02 + part * 0.9),
        Type::Rate => Value::Number(0.5 + part * 2000.0),
        // From 1 to a million ms or bytes, as often small as large.
        Type::Time | Type::Size => Value::Number(10f64.powf(part * 6.0).floor() * grows(spec.of, units)),
        Type::Text => Value::from(pick(&texts(knowledge, kind, name, spec), seed)),
        Type::List => Value::List([Value::from(pick(&texts(knowledge, kind, name, spec), seed))].into()),
    }
}

/// A fact's choices, the patterns that may fill it, or any text.
fn texts<'a>(knowledge: &'a Knowledge, kind: &str, name: &str, spec: &'a FactSpec) -> Vec<&'a str> {
    let slot = format!("{kind}.{name}");
    let patterns = knowledge.patterns.iter().filter(|pattern| pattern.slot == slot).map(|pattern| pattern.id.as_str());
    let mut texts: Vec<&str> = spec.one_of.iter().map(String::as_str).chain(patterns).collect();
    if texts.is_empty() {
        texts.push(if name == "version" { "4.3.1" } else { "example" });
    }
    texts
}

#[expect(clippy::cast_possible_truncation, reason = "an index into a short list")]
fn pick<'t>(texts: &[&'t str], seed: u64) -> &'t str {
    texts[(seed % texts.len() as u64) as usize]
}
