//! The findings for programs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::Places;
use crate::lint::{Fix, Found, Place, Report, Stranger};

/// `{findings: [...], unknown: [{rule, needs}], assumed: [{client, version}], summary}`; with a design also
/// `not_in_design: [{path, line, of}]` where there are such configs. `unread: [{path, message}]` are the files that could
/// not be read at all.
///
/// # Errors
/// None that a report can cause.
pub fn json(report: &Report) -> Result<String> {
    let places = Places::of(report);
    let findings: Vec<Value> = report.findings.iter().map(|found| finding(&places, found)).collect();
    let unknown = report
        .unknown
        .iter()
        .flat_map(|(needs, rules)| rules.iter().map(move |rule| json!({"rule": rule, "needs": needs})));
    let mut whole = json!({
        "findings": findings,
        "unknown": unknown.collect::<Vec<_>>(),
        "assumed": report.assumed.keys().map(|(client, version)| json!({"client": client, "version": version})).collect::<Vec<_>>(),
        "unread": report.unread.iter().map(|file| json!({"path": file.path, "message": file.message})).collect::<Vec<_>>(),
        "summary": report.summary,
    });
    if !report.strangers.is_empty() {
        whole["not_in_design"] = report.strangers.iter().map(|stranger| self::stranger(&places, stranger)).collect();
    }
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

/// A config that the design knows nothing of.
fn stranger(places: &Places, stranger: &Stranger) -> Value {
    let place = Place { source: stranger.source, bytes: stranger.at..stranger.at };
    json!({"path": places.path(&place), "line": places.span(&place).line, "of": stranger.kind})
}

fn finding(places: &Places, found: &Found) -> Value {
    let at = places.span(&found.at);
    let mut finding = json!({
        "rule": found.rule,
        "severity": found.severity,
        "confidence": found.confidence,
        "message": found.message,
        "path": places.path(&found.at),
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "key": found.key,
        "fix": found.fix.as_ref().map(|fix| self::fix(places, fix)),
        "url": found.url,
    });
    if let Some(drift) = &found.drift {
        finding["expected"] = drift.expected.clone();
        finding["found"] = drift.found.clone();
    }
    finding
}

/// The text between line and column and the end of them is to be replaced.
fn fix(places: &Places, fix: &Fix) -> Value {
    let edits = fix.edits.iter().map(|edit| {
        let at = places.span(&edit.at);
        json!({
            "path": places.path(&edit.at),
            "line": at.line,
            "column": at.column,
            "end_line": at.end_line,
            "end_column": at.end_column,
            "text": edit.text,
        })
    });
    json!({"safe": fix.safe, "edits": edits.collect::<Vec<_>>()})
}
