//! What a judgement says: how bad, how sure, about what. Imports nothing of the crate.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad a finding is. Errors fail a run by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely to hurt.
    Warning,
    /// Refused, or loses data or service.
    Error,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Depends on facts that nobody stated.
    Context,
    /// Holds in most systems.
    Medium,
    /// Always holds.
    High,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The subject, such as `topic/orders`.
    pub path: String,
    /// What to do first, where the rule knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}
