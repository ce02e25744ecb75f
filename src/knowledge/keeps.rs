//! What becomes of work that is handed over.

use serde::Deserialize;

/// What a crash does to work that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keeps {
    /// Nothing.
    Durable,
    /// It loses it.
    Volatile,
}
