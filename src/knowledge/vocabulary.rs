//! The vocabulary: kinds of subjects, their relations, and every fact that may be known of them.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::expression::Expression;
use super::files::Files;
use crate::facts::units::Unit;

/// One file of knowledge/facts/: a kind of subject.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The kind's name, equal to the file's.
    pub kind: String,
    /// What such a subject is.
    pub meaning: String,
    /// Whether a system has exactly one.
    #[serde(default)]
    pub one: bool,
    /// Relations to other subjects, by name.
    #[serde(default)]
    pub relations: BTreeMap<String, Relation>,
    /// The facts, by name.
    pub facts: BTreeMap<String, FactSpec>,
}

/// A relation from a kind to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The kind it leads to.
    pub to: String,
    /// Whether it leads to one subject at most; expressions may then name that subject by the relation's name.
    #[serde(default)]
    pub one: bool,
}

/// What a fact is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Type and unit.
    #[serde(rename = "type")]
    pub of: Type,
    /// What it means, in one sentence.
    pub meaning: String,
    /// Its path in the answers, below the subject's own: `processing.max`.
    pub answer: Option<String>,
    /// The only values a text may have.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// The smallest allowed answer, in human units.
    pub at_least: Option<String>,
    /// The largest allowed answer, in human units.
    pub at_most: Option<String>,
    /// Kafka's own (Java) name of it.
    pub kafka: Option<String>,
    /// Whether each broker has its own: its name, its addresses, its disks, and what its machine is good for.
    #[serde(default)]
    pub own: bool,
    /// The formula of a derived fact.
    pub is: Option<Formula>,
}

/// The type of a fact, which fixes its canonical unit.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A number without a unit.
    Count,
    /// Milliseconds.
    Time,
    /// Bytes (or bytes per second).
    Size,
    /// Records per second.
    Rate,
    /// A part of one.
    Share,
    /// A name or a choice.
    Text,
    /// Several texts.
    List,
}

impl Type {
    /// The unit in which people write a number of this type.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Self::Count => Some(Unit::Count),
            Self::Time => Some(Unit::Time),
            Self::Size => Some(Unit::Size),
            Self::Rate => Some(Unit::Rate),
            Self::Share => Some(Unit::Share),
            Self::Bool | Self::Text | Self::List => None,
        }
    }
}

/// How a derived fact is computed.
#[derive(Debug, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub enum Formula {
    /// An expression over the subject's own facts, its one-relations and the system's.
    Expression(Expression),
    /// A fact of all related subjects, reduced to one value.
    Aggregate(Aggregate),
}

/// A fact of all related subjects, reduced to one value.
#[derive(Debug)]
pub struct Aggregate {
    /// How the members are reduced.
    pub reduce: Reduce,
    /// `kind.fact` of each member.
    pub fact: String,
    /// `kind.fact` of each member that ranks them, where the fact of the first is taken.
    pub by: Option<String>,
    /// The relation that leads to the members.
    pub over: String,
    /// The value where there are no members; without it the fact is unknown then.
    pub empty: Option<serde_json::Value>,
    /// Whether members that lack the fact are passed over instead of making the whole unknown.
    pub skip_unknown: bool,
}

/// How the members of an [`Aggregate`] become one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduce {
    /// The largest number.
    Max,
    /// The smallest number.
    Min,
    /// The sum of the numbers.
    Sum,
    /// How many members there are.
    Count,
    /// Whether any is true.
    Any,
    /// Whether all are true.
    All,
    /// The different texts, sorted.
    Distinct,
    /// The fact of the member that ranks highest; of equals, the first.
    AtMax,
}

impl Formula {
    fn check(&self) -> Result<(), String> {
        match self {
            Self::Expression(expression) => expression.check(),
            Self::Aggregate(_) => Ok(()),
        }
    }
}

impl TryFrom<serde_json::Value> for Formula {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        match value {
            serde_json::Value::String(source) => Ok(Self::Expression(Expression::new(source))),
            serde_json::Value::Object(fields) => aggregate(fields).map(Self::Aggregate),
            other => Err(format!("a formula is an expression or {{max: kind.fact, over: kind.relation}}, not {other}")),
        }
    }
}

fn aggregate(fields: serde_json::Map<String, serde_json::Value>) -> Result<Aggregate, String> {
    let mut reduced = None;
    let mut over = None;
    let mut empty = None;
    let mut skip_unknown = false;
    let mut by = None;
    for (key, value) in fields {
        let reduce = match key.as_str() {
            "over" => {
                over = value.as_str().map(str::to_owned);
                continue;
            }
            "by" => {
                by = value.as_str().map(str::to_owned);
                continue;
            }
            "empty" => {
                empty = Some(value);
                continue;
            }
            "skip_unknown" => {
                skip_unknown = value == true;
                continue;
            }
            "max" => Reduce::Max,
            "min" => Reduce::Min,
            "sum" => Reduce::Sum,
            "count" => Reduce::Count,
            "any" => Reduce::Any,
            "all" => Reduce::All,
            "distinct" => Reduce::Distinct,
            "at_max" => Reduce::AtMax,
            other => {
                return Err(format!(
                    "unknown aggregate `{other}`: use max, min, sum, count, any, all, distinct or at_max"
                ));
            }
        };
        reduced = Some((reduce, value.as_str().unwrap_or_default().to_owned()));
    }
    let (reduce, fact) = reduced.ok_or("an aggregate needs max, min, sum, count, any, all, distinct or at_max")?;
    if by.is_some() != (reduce == Reduce::AtMax) {
        return Err("`by: kind.fact` goes with at_max, and with nothing else".to_owned());
    }
    let over = over.ok_or("an aggregate needs `over: kind.relation`")?;
    let over = over.rsplit('.').next().unwrap_or(&over).to_owned();
    Ok(Aggregate { reduce, fact, by, over, empty, skip_unknown })
}

/// All kinds, by name.
#[derive(Debug)]
pub struct Vocabulary {
    /// The kinds, by name.
    pub kinds: BTreeMap<String, Kind>,
}

impl Vocabulary {
    /// Reads knowledge/facts/.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn read(files: &Files) -> Result<Self> {
        let kinds = files.read_all::<Kind>("facts").context("reading the vocabulary")?;
        if !files.are_tested() {
            let formulas = kinds.iter().flat_map(|(_, kind)| kind.facts.values()).filter_map(|fact| fact.is.as_ref());
            for formula in formulas {
                formula.check().map_err(anyhow::Error::msg)?;
            }
        }
        Ok(Self { kinds: kinds.into_iter().map(|(_, kind)| (kind.kind.clone(), kind)).collect() })
    }

    /// The fact called `kind.fact`.
    #[must_use]
    pub fn fact(&self, kind: &str, fact: &str) -> Option<&FactSpec> {
        self.kinds.get(kind)?.facts.get(fact)
    }

    /// The kind that `name` leads to from a subject of `kind`: itself, a one-relation, or a kind there is one of.
    #[must_use]
    pub fn resolve<'a>(&'a self, kind: &str, name: &str) -> Option<&'a str> {
        let from = self.kinds.get(kind)?;
        if name == kind {
            return Some(&from.kind);
        }
        if let Some(relation) = from.relations.get(name).filter(|relation| relation.one) {
            return Some(&relation.to);
        }
        self.kinds.get(name).filter(|kind| kind.one).map(|kind| kind.kind.as_str())
    }
}
