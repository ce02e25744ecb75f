//! The code quality report of GitLab.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::Places;
use super::fingerprint::fingerprints;
use crate::finding::Severity;
use crate::lint::Report;

/// A JSON list with an entry for each finding.
///
/// # Errors
/// None that a report can cause.
pub fn gitlab(report: &Report) -> Result<String> {
    let places = Places::of(report);
    let entries: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints(report))
        .map(|(found, fingerprint)| {
            let at = places.span(&found.at);
            json!({
                "description": found.message,
                "check_name": found.rule,
                "fingerprint": fingerprint,
                "severity": match found.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": {"path": places.path(&found.at), "lines": {"begin": at.line, "end": at.end_line}},
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&entries).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}
