//! The code quality report of GitLab.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::fingerprint::{fingerprint, fingerprints};
use super::{Places, UNREAD, UNREAD_ID};
use crate::finding::Severity;
use crate::lint::Report;
use crate::sources::repository::Repository;
use crate::sources::walk::Unread;

/// A JSON list with an entry for each file that could not be read, and for each finding. Paths are those of the
/// repository, in whichever directory of it the run is.
///
/// # Errors
/// None that a report can cause.
pub fn gitlab(report: &Report, repository: Option<&Repository>) -> Result<String> {
    let places = Places::within(repository, report);
    let findings = report.findings.iter().zip(fingerprints(&places)).map(|(found, fingerprint)| {
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
    });
    let entries: Vec<Value> =
        report.unread.iter().map(|file| unread(&places.shown(&file.path), file)).chain(findings).collect();
    let mut text = serde_json::to_string_pretty(&entries).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

/// A file that could not be read at all.
fn unread(path: &str, file: &Unread) -> Value {
    json!({
        "description": format!("{UNREAD}: it {}", file.message),
        "check_name": UNREAD_ID,
        "fingerprint": fingerprint([UNREAD_ID, path]),
        "severity": if file.asked { "critical" } else { "minor" },
        // a place is wanted, and a line in it
        "location": {"path": path, "lines": {"begin": 1}},
    })
}
