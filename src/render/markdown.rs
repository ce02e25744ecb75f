//! A design as markdown.

use crate::design::Design;

/// What one pastes into a wiki or a conversation.
#[must_use]
pub fn markdown(design: &Design) -> String {
    format!("# {}\n", design.system)
}
