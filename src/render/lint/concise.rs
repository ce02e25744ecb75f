//! A line for each finding, as editors and `grep` read it.

use std::fmt::Write as _;

use super::Positions;
use crate::lint::Report;

/// `path:line:column: severity[rule] message`.
#[must_use]
pub fn concise(report: &Report) -> String {
    let mut out = String::new();
    let mut positions = Positions::of(report);
    for found in &report.findings {
        let (line, column) = positions.position(&found.at);
        let path = &report.sources[found.at.source].path;
        let _ = writeln!(out, "{path}:{line}:{column}: {}[{}] {}", found.severity, found.rule, found.message);
    }
    out
}
