//! How a value is chosen: one expression, the first case that holds, or the largest or smallest of several bounds.

use serde::Deserialize;

use super::expression::{Condition, Expression, Scope};
use super::text::Text;
use crate::facts::Value;

/// How a value is chosen, and the words that say why.
#[derive(Debug)]
pub struct Choice {
    /// How the ways combine.
    pub rule: Combine,
    /// The ways to a value.
    pub ways: Vec<Way>,
}

/// How the ways of a [`Choice`] combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// The first way that applies.
    First,
    /// The way with the largest value.
    Largest,
    /// The way with the smallest value.
    Smallest,
}

/// One way to a value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What this bound is called beside the others.
    pub bound: Option<String>,
    /// When this way applies; always, if left out.
    pub when: Option<Condition>,
    /// The value.
    pub value: Expression,
    /// Why this value, in the user's own numbers.
    pub because: Text,
}

/// The form of a choice in a knowledge file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceFields {
    value: Option<Expression>,
    because: Option<Text>,
    cases: Option<Vec<Way>>,
    largest: Option<Vec<Way>>,
    smallest: Option<Vec<Way>>,
}

impl Choice {
    /// A choice from the fields of a file.
    ///
    /// # Errors
    /// When there is not exactly one of `value` (with `because`), `cases`, `largest` and `smallest`.
    pub fn from_fields(
        value: Option<Expression>,
        because: Option<Text>,
        cases: Option<Vec<Way>>,
        largest: Option<Vec<Way>>,
        smallest: Option<Vec<Way>>,
    ) -> Result<Self, String> {
        match (value, because, cases, largest, smallest) {
            (Some(value), Some(because), None, None, None) => {
                Ok(Self { rule: Combine::First, ways: vec![Way { bound: None, when: None, value, because }] })
            }
            (None, None, Some(ways), None, None) => Ok(Self { rule: Combine::First, ways }),
            (None, None, None, Some(ways), None) => Ok(Self { rule: Combine::Largest, ways }),
            (None, None, None, None, Some(ways)) => Ok(Self { rule: Combine::Smallest, ways }),
            _ => Err("needs exactly one of value (with because), cases, largest, smallest".to_owned()),
        }
    }

    /// All expressions in it.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        self.ways
            .iter()
            .flat_map(|way| {
                let conditions = way.when.iter().flat_map(Condition::expressions);
                conditions.chain(std::iter::once(&way.value)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Chooses in `scope`; values that `refused` says yes to are passed over. None where no way gives a value.
    pub fn choose(&self, scope: &Scope, refused: &dyn Fn(&Value) -> bool) -> Option<Chosen> {
        let mut candidates = Vec::new();
        for (index, way) in self.ways.iter().enumerate() {
            if way.when.as_ref().is_some_and(|when| !when.is_true(scope)) {
                continue;
            }
            let value = way.value.evaluate(scope).known();
            match value {
                Some(value) if !refused(&value) => candidates.push((index, value)),
                // A bound whose facts are absent does not bind; a case that holds but has no value leaves the fact open.
                None if self.rule == Combine::First => return None,
                Some(_) | None => {}
            }
            if self.rule == Combine::First && !candidates.is_empty() {
                break;
            }
        }
        let best = self.best(&candidates)?;
        let (way, value) = candidates[best].clone();
        Some(Chosen { way, value, bounds: candidates })
    }

    fn best(&self, candidates: &[(usize, Value)]) -> Option<usize> {
        let number = |index: &usize| candidates[*index].1.as_number().unwrap_or(0.0);
        let all = 0..candidates.len();
        match self.rule {
            Combine::First => (!candidates.is_empty()).then_some(0),
            Combine::Largest => all.rev().max_by(|a, b| number(a).total_cmp(&number(b))),
            Combine::Smallest => all.min_by(|a, b| number(a).total_cmp(&number(b))),
        }
    }
}

impl TryFrom<ChoiceFields> for Choice {
    type Error = String;

    fn try_from(fields: ChoiceFields) -> Result<Self, String> {
        Self::from_fields(fields.value, fields.because, fields.cases, fields.largest, fields.smallest)
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(ChoiceFields::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What was chosen.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The index of the way that gave the value.
    pub way: usize,
    /// The value, in canonical units.
    pub value: Value,
    /// Every way that gave a value, with its value.
    pub bounds: Vec<(usize, Value)>,
}
