//! Texts with expressions over facts: reasons, messages, questions.

use serde::Deserialize;

use super::context::context;
use super::expression::{Name, Outcome, Scope, environment, names};

/// A text with `{{ expressions }}` over facts.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The names it uses.
    ///
    /// # Errors
    /// What is wrong with its syntax.
    pub fn names(&self) -> Result<Vec<Name>, String> {
        let template = environment().template_from_str(&self.0).map_err(|error| format!("`{}`: {error}", self.0))?;
        Ok(names(template.undeclared_variables(true)))
    }

    /// The source of the text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0
    }

    /// The text with the values of `scope`; unknown where any fact that it names is absent.
    #[must_use]
    pub fn render(&self, scope: &Scope) -> Outcome<String> {
        let template = match environment().template_from_str(&self.0) {
            Ok(template) => template,
            Err(error) => return Outcome::failed(error),
        };
        match context(&names(template.undeclared_variables(true)), scope) {
            Ok(context) => match template.render(context) {
                Ok(text) => Outcome::Known(text.trim().to_owned()),
                Err(error) => Outcome::failed(format!("`{}`: {error}", self.0)),
            },
            Err(needs) => Outcome::Unknown { needs, reason: None },
        }
    }
}
