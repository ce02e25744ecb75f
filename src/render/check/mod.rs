//! What was found in a cluster.

mod html;
mod json;
mod markdown;
mod sample;
mod sarif;
mod sums;
mod text;

use crate::check::Found;

pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use sarif::sarif;
pub use text::text;

/// Findings of one rule that follow each other: they are told together.
fn by_rule(findings: &[Found]) -> impl Iterator<Item = &[Found]> {
    findings.chunk_by(|one, other| one.rule == other.rule)
}

/// What a finding is said of, as many as fit a line, and how many more.
fn subjects(found: &Found) -> String {
    const SHOWN: usize = 3;
    match found.paths.len() {
        0..=SHOWN => found.paths.join(", "),
        all => format!("{} and {} more", found.paths[..SHOWN].join(", "), all - SHOWN),
    }
}
