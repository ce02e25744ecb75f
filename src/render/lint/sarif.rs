//! SARIF 2.1.0, which code scanning services read.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::fingerprint::fingerprints;
use super::{Places, Span};
use crate::finding::{Confidence, Severity};
use crate::knowledge::{Rule, Rules};
use crate::lint::{Found, Place, Report};
use crate::sources::repository::Repository;
use crate::sources::walk::Unread;

/// Where the form of SARIF is written down.
pub(in crate::render) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings, and the rules that they break with all that is to be said of those. Paths are those of the repository, in
/// whichever directory of it the run is.
///
/// # Errors
/// None that a report can cause.
pub fn sarif(report: &Report, rules: &Rules, repository: Option<&Repository>) -> Result<String> {
    let places = Places::within(repository, report);
    let named: BTreeSet<&str> = report.findings.iter().map(|found| found.rule.as_str()).collect();
    let broken: Vec<&Rule> = rules.ids().filter(|id| named.contains(id)).filter_map(|id| rules.get(id)).collect();
    let index: BTreeMap<&str, usize> = broken.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints(&places))
        .map(|(found, fingerprint)| result(&places, found, index.get(found.rule.as_str()).copied(), &fingerprint))
        .collect();
    let parts = report.sources.iter().enumerate().flat_map(|(number, _)| notifications(&places, number));
    let notifications: Vec<Value> =
        report.unread.iter().map(|file| unread(&places.shown(&file.path), file)).chain(parts).collect();
    // what was asked for itself was not judged
    let successful = !report.unread.iter().any(|file| file.asked);
    let whole = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": tool(broken),
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": notifications}],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&whole).context("writing the findings")?;
    text.push('\n');
    Ok(text)
}

/// kskill, and the rules that are broken.
pub(in crate::render) fn tool(broken: Vec<&Rule>) -> Value {
    json!({"driver": {
        "name": "kskill",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": broken.into_iter().map(rule).collect::<Vec<_>>(),
    }})
}

/// What SARIF calls a severity.
pub(in crate::render) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(rule: &Rule) -> Value {
    let exceptions = rule.exceptions.as_ref().map(|text| format!("\n\nExceptions: {text}")).unwrap_or_default();
    let help = format!("{}{exceptions}\n\nRead on:\n- {}", rule.why.trim(), rule.references.join("\n- "));
    let mut tags: Vec<&str> = vec!["kafka"];
    tags.extend(rule.of.0.iter().map(String::as_str));
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why.split("\n\n").next().unwrap_or_default().trim()},
        "help": {"text": help, "markdown": help},
        "helpUri": rule.references.first(),
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {
            "tags": tags,
            "precision": match rule.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Context => "low",
            },
            "problem.severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    })
}

fn result(places: &Places, found: &Found, rule: Option<usize>, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": found.rule,
        "level": level(found.severity),
        "message": {"text": found.message},
        "locations": [location(places, &found.at)],
        "partialFingerprints": {"kskill/v1": fingerprint},
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    if let Some((place, key)) = &found.against {
        let mut other = location(places, place);
        other["id"] = 1.into();
        other["message"] = json!({"text": format!("collides with this {key}")});
        result["relatedLocations"] = json!([other]);
    }
    if let Some(fix) = &found.fix {
        let changes: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "artifactLocation": artifact(&places.path(&edit.at)),
                    "replacements": [{
                        "deletedRegion": region(places.span(&edit.at)),
                        "insertedContent": {"text": edit.text},
                    }],
                })
            })
            .collect();
        result["fixes"] = json!([{"description": {"text": found.title}, "artifactChanges": changes}]);
    }
    result
}

/// A file that could not be read at all.
fn unread(path: &str, file: &Unread) -> Value {
    let level = if file.asked { "error" } else { "warning" };
    let place = json!({"physicalLocation": {"artifactLocation": artifact(path)}});
    json!({"level": level, "message": {"text": file.message}, "locations": [place]})
}

/// What could not be read of a file.
fn notifications(places: &Places, source: usize) -> Vec<Value> {
    let problems = &places.report.sources[source].reading.problems;
    let notification = |problem: &crate::sources::config::Problem| {
        let place = Place { source, bytes: problem.at.clone() };
        json!({"level": "warning", "message": {"text": problem.message}, "locations": [location(places, &place)]})
    };
    problems.iter().map(notification).collect()
}

fn location(places: &Places, place: &Place) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": artifact(&places.path(place)),
        "region": region(places.span(place)),
    }})
}

fn artifact(path: &str) -> Value {
    json!({"uri": uri(path)})
}

/// The path as a URI: relative as it is given; what has a meaning in URIs is written as a code.
fn uri(path: &str) -> String {
    let code = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => (byte as char).to_string(),
        other => format!("%{other:02X}"),
    };
    let path: String = path.bytes().map(code).collect();
    if path.starts_with('/') { format!("file://{path}") } else { path }
}

fn region(span: Span) -> Value {
    json!({
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    })
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/ä#1.yaml"), "a%20b/%C3%A4%231.yaml");
        assert_eq!(uri("/x/y.properties"), "file:///x/y.properties");
    }
}
