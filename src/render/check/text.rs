//! The findings for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::super::layout::{counted, listed};
use crate::check::{Found, Report};
use crate::finding::Severity;

/// Every finding, what could not be learnt, then the sums.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    for found in &report.findings {
        let style = style(found.severity);
        let _ = writeln!(out, "{style}{}{style:#} {}  [{}]", found.severity, subjects(found), found.rule);
        let _ = writeln!(out, "  {}\n", found.message);
    }
    for missing in &report.missing {
        let _ = writeln!(out, "not learnt: {}: {}", missing.what, missing.why);
    }
    if !report.missing.is_empty() {
        out.push('\n');
    }
    out.push_str(&sums(report));
    out
}

/// As many as fit a line, and how many more.
fn subjects(found: &Found) -> String {
    const SHOWN: usize = 3;
    match found.paths.len() {
        0..=SHOWN => found.paths.join(", "),
        all => format!("{} and {} more", found.paths[..SHOWN].join(", "), all - SHOWN),
    }
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Blue,
    };
    Style::new().bold().fg_color(Some(color.into()))
}

fn sums(report: &Report) -> String {
    let sums = &report.summary;
    let number = |number: usize| number as u64;
    let version = sums.version.as_ref().map(|version| format!(" (Kafka {version})")).unwrap_or_default();
    let judged = format!(
        "{}{version}, {} with {} and {} judged by {}",
        counted(number(sums.brokers), "broker"),
        counted(number(sums.topics), "topic"),
        counted(number(sums.partitions), "partition"),
        counted(number(sums.groups), "group"),
        counted(number(sums.rules), "rule")
    );
    let found = [(sums.errors, "error"), (sums.warnings, "warning"), (sums.infos, "note")];
    let found: Vec<String> =
        found.iter().filter(|(number, _)| *number > 0).map(|(n, what)| counted(number(*n), what)).collect();
    let mut out = match found.as_slice() {
        [] => format!("nothing to object to: {judged}\n"),
        found => format!("{}: {judged}\n", listed(found)),
    };
    let waiting = report.unknown.iter().filter(|(needs, _)| needs.iter().any(|fact| fact == "environment"));
    let waiting: std::collections::BTreeSet<&String> = waiting.flat_map(|(_, rules)| rules).collect();
    if !waiting.is_empty() {
        let _ = writeln!(
            out,
            "{} need the environment: add --environment production",
            counted(number(waiting.len()), "rule")
        );
    }
    if sums.topics == 0 {
        out.push_str("no topic was listed: the cluster has none, or the principal may describe none\n");
    }
    out
}
