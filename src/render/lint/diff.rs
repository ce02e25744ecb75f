//! What fixes change, as `patch` reads it.

use similar::TextDiff;

use crate::lint::Change;

/// A unified diff of the changed files.
#[must_use]
pub fn diff(changes: &[Change]) -> String {
    let one = |change: &Change| {
        let diff = TextDiff::from_lines(change.before.as_str(), change.after.as_str());
        diff.unified_diff().context_radius(3).header(&change.path, &change.path).to_string()
    };
    changes.iter().map(one).collect()
}
