//! The findings for programs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::check::{Found, Report};

/// `{findings: [{rule, severity, confidence, message, path, paths, url}], unknown: [{rule, needs}],
/// missing: [{what, why}], summary}`; `path` is the first of the resources in `paths`.
///
/// # Errors
/// None that a report can cause.
pub fn json(report: &Report) -> Result<String> {
    let unknown = report
        .unknown
        .iter()
        .flat_map(|(needs, rules)| rules.iter().map(move |rule| json!({"rule": rule, "needs": needs})));
    let whole = json!({
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
        "missing": report.missing,
        "summary": report.summary,
    });
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

fn finding(found: &Found) -> Value {
    json!({
        "rule": found.rule,
        "severity": found.severity,
        "confidence": found.confidence,
        "message": found.message,
        "path": found.paths.first(),
        "paths": found.paths,
        "url": found.url,
    })
}
