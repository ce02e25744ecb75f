//! The findings as one page that needs nothing else.

use serde_json::{Value, json};

use super::super::template::fill;
use super::sample::sample;
use super::sums::{growth, sums};
use super::{by_rule, subjects};
use crate::check::{Found, Report};
use crate::sources::cluster::Snapshot;

/// A page with the sums, every rule that is broken, and why.
#[must_use]
pub fn html(report: &Report, snapshot: &Snapshot) -> String {
    let values = json!({
        "cluster": snapshot.id,
        "sums": sums(report),
        "growth": growth(report),
        "rules": by_rule(&report.findings).map(rule).collect::<Vec<_>>(),
        "sample": sample(report, usize::MAX).map(
            |told| json!({"head": told.head, "topics": told.topics, "rest": told.rest})
        ),
        "missing": report.missing,
    });
    fill("check.html", include_str!("../../../templates/report/check.html"), &values)
}

fn rule(findings: &[Found]) -> Value {
    let first = &findings[0];
    let told = |found: &Found| json!({"of": subjects(found), "message": found.message, "first": found.first});
    json!({
        "id": first.rule,
        "title": first.title,
        "severity": first.severity,
        "findings": findings.iter().map(told).collect::<Vec<_>>(),
        "because": first.because,
        "url": first.url,
    })
}
