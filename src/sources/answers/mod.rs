//! The answers file: constraints as people write them, read into facts.

mod alone;
mod clients;
mod consumers;
mod events;
mod producers;
mod scalar;
mod shape;
mod structure;
mod subject;

use crate::facts::Facts;
use crate::knowledge::Knowledge;

use super::tree::{self, Node, SourceError};

pub use scalar::{read_value, write_value};

/// Answers with their places, so that whatever is wrong with one is said with its line and column.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The file, as the user named it.
    pub file: String,
    /// The answers.
    pub root: Node,
}

impl Answers {
    /// Reads the text of an answers file.
    ///
    /// # Errors
    /// When it is no YAML. What the values say is checked by [`Answers::facts`].
    pub fn read(file: &str, text: &str) -> Result<Self, SourceError> {
        Ok(Self { file: file.to_owned(), root: tree::read(file, text)? })
    }

    /// Sets one answer by its path, such as `events.task.peak`.
    ///
    /// # Errors
    /// When the path leads nowhere or the value is no YAML.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), SourceError> {
        tree::set_shaped(&mut self.root, path, value, &shape::AnswersShape)
    }

    /// The facts that the answers state, for one environment, and the subjects that follow from them.
    ///
    /// # Errors
    /// When a key is unknown, a value is not of its type or out of range, or a name leads nowhere; with its place.
    pub fn facts(&self, knowledge: &Knowledge, environment: &str) -> Result<Facts, SourceError> {
        structure::build(self, knowledge, environment)
    }

    /// The fields of an event as they were written: names and types.
    #[must_use]
    pub fn fields(&self, event: &str) -> Option<&Node> {
        let events = self.root.get("events")?;
        events.items().find(|entry| entry.get("name").and_then(Node::as_text) == Some(event))?.get("fields")
    }
}
