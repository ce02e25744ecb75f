//! Causes: what makes consumers lag, rebalance or lose, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entries::Example;
use super::expression::{Condition, Expression};
use super::text::Text;
use crate::finding::Confidence;

/// Why something goes wrong with what runs today. One file of knowledge/causes/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Equal to the file's name.
    pub id: String,
    /// What it is, in a few words.
    pub title: Text,
    /// The same where nothing is known, if the title names somebody.
    pub called: Option<String>,
    /// The kind of subject that it is judged for.
    #[serde(rename = "for")]
    pub of: String,
    /// Smaller is told earlier.
    pub order: f64,
    /// Whether it is a cause at all.
    #[serde(default)]
    pub weight: Weight,
    /// How sure it is.
    pub confidence: Confidence,
    /// When it is certain, whatever `confidence` says: more was seen then.
    pub sure_when: Option<Condition>,
    /// When it is no more than possible, whatever the others say: less was seen then.
    pub unsure_when: Option<Condition>,
    /// Causes that need not be told where this one is: it says the same, and more.
    #[serde(default)]
    pub covers: Vec<String>,
    /// The setting of today that it is about, if it is one.
    pub about: Option<String>,
    /// When it is one.
    pub when: Condition,
    /// What shows it, in numbers; what cannot be said is left out.
    pub evidence: Vec<Text>,
    /// What mends it: what to do first stands first.
    pub remedies: Vec<Remedy>,
    /// What people try, and why it does not help.
    pub will_not_help: Vec<Text>,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts for which it is one and for which it is not.
    pub examples: Vec<Example>,
}

/// What mends a [`Cause`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// What to do.
    #[serde(rename = "do")]
    pub action: Text,
    /// The facts of the cause's subject that are otherwise then, as `kind.fact`. It is told only where the cause is gone
    /// with them.
    #[serde(default)]
    pub set: BTreeMap<String, Expression>,
    /// What else must hold then; always, if left out.
    pub when: Option<Condition>,
    /// What is otherwise then, in numbers: of the facts as they are with `set`.
    pub effect: Option<Text>,
    /// What it costs: a fault that is noticed later, memory, records that are done again.
    pub cost: Option<Text>,
}

/// What a [`Cause`] is to somebody who asks why a group lags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Why it does.
    #[default]
    Cause,
    /// Something beside it that is worth knowing.
    Beside,
    /// Why nothing is wrong although it looks so.
    Harmless,
}
