//! The findings as markdown, for a wiki or a pull request.

use std::fmt::Write as _;

use super::super::markdown::{code, prose};
use super::sample::sample;
use super::sums::{growth, sums};
use super::{by_rule, subjects};
use crate::check::Report;

/// Every rule that is broken under a heading of its own, with its findings as a list.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::from("# What was found in the cluster\n\n");
    for line in sums(report).into_iter().chain(growth(report)) {
        let _ = writeln!(out, "{}\n", prose(&line));
    }
    for findings in by_rule(&report.findings) {
        let Some(first) = findings.first() else { continue };
        let _ = writeln!(out, "## {}: {} ({})\n", first.severity, prose(&first.title), code(&first.rule));
        for found in findings {
            let _ = writeln!(out, "- {}: {}", code(&subjects(found)), prose(&found.message));
            if let Some(first) = &found.first {
                let _ = writeln!(out, "  - do first: {}", prose(first));
            }
        }
        let _ = writeln!(out, "\nWhy: {}\n", prose(&first.because));
    }
    if let Some(told) = sample(report, usize::MAX) {
        let _ = writeln!(out, "## Records\n\n{}\n", prose(&told.head));
        for (topic, line) in &told.topics {
            let _ = writeln!(out, "- {}: {}", code(topic), prose(line));
        }
        let _ = writeln!(out, "\n{}\n", prose(told.rest.as_deref().unwrap_or_default()));
    }
    if !report.missing.is_empty() {
        out.push_str("## What could not be learnt\n\n");
        for missing in &report.missing {
            let _ = writeln!(out, "- {}: {}", prose(&missing.what), prose(&missing.why));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
