//! The findings for programs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::Positions;
use crate::lint::{Found, Report};

/// `{findings: [...], unknown: [{rule, needs}], summary}`.
///
/// # Errors
/// None that a report can cause.
pub fn json(report: &Report) -> Result<String> {
    let mut positions = Positions::of(report);
    let findings: Vec<Value> = report.findings.iter().map(|found| finding(report, found, &mut positions)).collect();
    let unknown = report
        .unknown
        .iter()
        .flat_map(|(needs, rules)| rules.iter().map(move |rule| json!({"rule": rule, "needs": needs})));
    let whole = json!({
        "findings": findings,
        "unknown": unknown.collect::<Vec<_>>(),
        "summary": report.summary,
    });
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

fn finding(report: &Report, found: &Found, positions: &mut Positions) -> Value {
    let (line, column) = positions.position(&found.at);
    json!({
        "rule": found.rule,
        "severity": found.severity,
        "confidence": found.confidence,
        "message": found.message,
        "path": report.sources[found.at.source].path,
        "line": line,
        "column": column,
        "key": found.key,
        "fix": Value::Null,
        "url": found.url,
    })
}
