//! Causes: what makes consumers lag, rebalance or lose, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::entries::Example;
use super::expression::{Condition, Expression};
use super::text::Text;

/// Why something goes wrong with what runs today. One file of knowledge/causes/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Equal to the file's name.
    pub id: String,
    /// What it is, in a few words.
    pub title: Text,
    /// The kind of subject that it is judged for.
    #[serde(rename = "for")]
    pub of: String,
    /// Smaller is told earlier.
    pub order: f64,
    /// How sure it is.
    pub confidence: crate::finding::Confidence,
    /// The setting of today that it is about, if it is one.
    pub about: Option<String>,
    /// When it is one.
    pub when: Condition,
    /// What shows it, in numbers; what cannot be said is left out.
    pub evidence: Vec<Text>,
    /// What mends it.
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
}
