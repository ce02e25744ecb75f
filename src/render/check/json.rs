//! The findings for programs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::check::{Found, Report};

/// `{findings: [{rule, severity, confidence, message, path, paths, because, first, url}], unknown: [{rule, needs}],
/// missing: [{what, why}], summary}`; `path` is the first of the resources in `paths`. Drift has `expected` and `found` too;
/// with an earlier look there is `since: {ms, growth: [{topic, arrived, per_second}], new: [{topic, arrived}], unknown}`, the
/// last of them the number of topics of which it is not known what came, and where records were read
/// `sample: {each, topics: {NAME: {partitions, records, ...}}}` as --save has it.
///
/// # Errors
/// None that a report can cause.
pub fn json(report: &Report) -> Result<String> {
    let unknown = report
        .unknown
        .iter()
        .flat_map(|(needs, rules)| rules.iter().map(move |rule| json!({"rule": rule, "needs": needs})));
    let mut whole = json!({
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
        "missing": report.missing,
        "summary": report.summary,
    });
    if let Some(apart) = report.apart {
        whole["since"] =
            json!({"ms": apart, "growth": report.growth, "new": report.new, "unknown": report.growth_unknown});
    }
    if let Some(sample) = &report.sample {
        whole["sample"] = json!(sample);
    }
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

fn finding(found: &Found) -> Value {
    let mut finding = json!({
        "rule": found.rule,
        "severity": found.severity,
        "confidence": found.confidence,
        "message": found.message,
        "path": found.paths.first(),
        "paths": found.paths,
        "because": found.because,
        "first": found.first,
        "url": found.url,
    });
    if found.rule.starts_with("drift-") {
        finding["expected"] = json!(found.expected);
        finding["found"] = json!(found.found);
    }
    finding
}
