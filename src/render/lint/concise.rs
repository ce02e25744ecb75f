//! A line for each finding, as editors and `grep` read it.

use std::fmt::Write as _;

use super::Places;
use crate::lint::Report;

/// `path:line:column: severity[rule] message`.
#[must_use]
pub fn concise(report: &Report) -> String {
    let places = Places::of(report);
    let mut out = String::new();
    for found in &report.findings {
        let (path, at) = (places.path(&found.at), places.span(&found.at));
        let (line, column) = (at.line, at.column);
        let _ = writeln!(out, "{path}:{line}:{column}: {}[{}] {}", found.severity, found.rule, found.message);
    }
    out
}
