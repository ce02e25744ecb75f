//! SARIF 2.1.0, for services that collect findings.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::super::lint::sarif::{SCHEMA, level, tool};
use crate::check::{Found, Report};
use crate::knowledge::{Rule, Rules};

/// The findings, and the rules that they break. What a finding is of is no file: its place is the name of the resource.
///
/// # Errors
/// None that a report can cause.
pub fn sarif(report: &Report, rules: &Rules) -> Result<String> {
    let named: BTreeSet<&str> = report.findings.iter().map(|found| found.rule.as_str()).collect();
    let broken: Vec<&Rule> = named.iter().filter_map(|id| rules.get(id)).collect();
    let notifications: Vec<Value> = report
        .missing
        .iter()
        .map(|missing| {
            json!({"level": "warning", "message": {"text": format!("not learnt: {}: {}", missing.what, missing.why)}})
        })
        .collect();
    let whole = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": tool(broken),
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notifications}],
            "results": report.findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

fn result(found: &Found) -> Value {
    let first = found.first.as_ref().map(|first| format!(". Do first: {first}")).unwrap_or_default();
    json!({
        "ruleId": found.rule,
        "level": level(found.severity),
        "message": {"text": format!("{}{first}", found.message)},
        "locations": found.paths.iter().map(|path| json!({
            "logicalLocations": [{"fullyQualifiedName": path, "kind": "resource"}],
        })).collect::<Vec<_>>(),
    })
}
