//! How a rule mends what it finds.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::expression::Expression;

/// What a rule makes of the settings that it finds fault with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// What facts are to be, by `kind.fact`, in the unit of the fact. `setting.key` renames a key, and
    /// takes its line out where it is empty.
    #[serde(default)]
    pub set: BTreeMap<String, Expression>,
    /// Facts whose lines go, as `kind.fact`.
    #[serde(default)]
    pub remove: Vec<String>,
    /// Whether nobody can be worse off with it than without, so that it is applied unasked.
    pub safe: bool,
}

impl Fix {
    /// The facts that it changes.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.set.keys().chain(&self.remove).map(String::as_str)
    }
}
