//! What runs today, beside the design.

use serde::Serialize;

use super::Literal;
use crate::finding::Confidence;

/// What is said of a consumer as it runs today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Today {
    /// Whom it is about: `consumer/notification-service`.
    pub subject: String,
    /// Its settings, beside those of the design.
    pub settings: Vec<CurrentSetting>,
    /// What goes wrong with it, and why.
    pub causes: Vec<Cause>,
}

/// A setting of today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurrentSetting {
    /// The key as it was given.
    pub key: String,
    /// The value as it was given.
    pub value: String,
    /// Whether the design has the same, another value or none, or the client has no such setting.
    pub beside: Beside,
    /// The design's value, where it has one.
    pub design: Option<Literal>,
    /// Why the design has it; empty where it has none.
    pub because: String,
}

/// How a setting of today stands beside the design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// The design has the same value.
    Same,
    /// The design has another.
    Other,
    /// The design decides nothing about it.
    Undecided,
    /// The client has no setting of this name.
    NoSuchSetting,
}

/// Why something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Its id.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// Whether it is a cause at all: `cause`, `beside` or `harmless`.
    pub weight: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// The setting of today that it is about, if it is one.
    pub about: Option<String>,
    /// What shows it, in numbers.
    pub evidence: Vec<String>,
    /// What mends it.
    pub remedies: Vec<Remedy>,
    /// What people try, and why it does not help.
    pub will_not_help: Vec<String>,
}

/// What mends a [`Cause`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What to do.
    #[serde(rename = "do")]
    pub action: String,
    /// What is otherwise then, in numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
}
