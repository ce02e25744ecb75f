//! Fixes that reckon with a value which is itself wrong wait until that one is mended.

use std::collections::BTreeSet;

use super::Found;
use crate::finding::Severity;

/// Takes the fix of each finding that collides with a setting which is an error whatever stands beside it: to follow
/// such a value would spoil the one that may be right.
pub(super) fn wait(findings: &mut [Found]) {
    let wrong = findings.iter().filter(|found| found.severity == Severity::Error && found.against.is_none());
    let wrong: BTreeSet<(usize, usize)> = wrong.map(|found| (found.at.source, found.at.bytes.start)).collect();
    for found in findings {
        let beside = found.against.as_ref().map(|(place, _)| (place.source, place.bytes.start));
        if beside.is_some_and(|place| wrong.contains(&place)) {
            found.fix = None;
        }
    }
}
