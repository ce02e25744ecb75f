//! The last lines of the report for people: how much was judged, and what could not be.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::layout::{counted, listed};
use crate::lint::Report;

/// The sums of a report, in a few lines.
pub(super) fn sums(report: &Report) -> String {
    let sums = &report.summary;
    if sums.configs == 0 && sums.problems == 0 && report.findings.is_empty() {
        if sums.unread > 0 {
            return format!("nothing judged: {} could not be read\n", counted(sums.unread, "file"));
        }
        return "nothing to judge: there is no Kafka config here\n".to_owned();
    }
    let judged = format!(
        "{} and {} in {} judged by {}",
        counted(sums.configs, "config"),
        counted(sums.settings, "setting"),
        counted(sums.files, "file"),
        counted(sums.rules, "rule")
    );
    let unread = [(sums.unread, "file"), (sums.problems, "part")];
    let unread: Vec<String> =
        unread.iter().filter(|(number, _)| *number > 0).map(|(n, what)| counted(*n, what)).collect();
    let judged = if unread.is_empty() { judged } else { format!("{judged}; {} could not be read", listed(&unread)) };
    let found = [(sums.errors, "error"), (sums.warnings, "warning"), (sums.infos, "note")];
    let found: Vec<String> =
        found.iter().filter(|(number, _)| *number > 0).map(|(n, what)| counted(*n, what)).collect();
    let mut out = match found.as_slice() {
        [] => format!("nothing to object to: {judged}\n"),
        found => format!("{}: {judged}\n", listed(found)),
    };
    let quiet = [(sums.ignored, "ignored with a remark"), (sums.known, "known to the baseline")];
    for (number, why) in quiet.iter().filter(|(number, _)| *number > 0) {
        let _ = writeln!(out, "{} {why}", counted(*number, "finding"));
    }
    if sums.gone > 0 {
        let _ = writeln!(
            out,
            "the baseline knows {} that {} no more: write it anew with --write-baseline",
            counted(sums.gone, "finding"),
            if sums.gone == 1 { "is" } else { "are" }
        );
    }
    out.push_str(&unknown(report));
    out.push_str(&assumed(report));
    out
}

/// The rules that could not be judged, by what would help.
fn unknown(report: &Report) -> String {
    let (mut environment, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut lacking = BTreeSet::new();
    for (needs, rules) in &report.unknown {
        if needs.iter().all(|fact| fact == "environment") && !needs.is_empty() {
            environment.extend(rules);
        } else {
            others.extend(rules);
            let kinds = needs.iter().filter_map(|fact| fact.split_once('.')).map(|(kind, _)| kind);
            lacking
                .extend(kinds.filter(|kind| !matches!(*kind, "given" | "default")).map(|kind| kind.replace('_', " ")));
        }
    }
    let mut out = String::new();
    let count = environment.len() as u64;
    if count > 0 {
        let need = if count == 1 { "needs" } else { "need" };
        let _ = writeln!(out, "{} {need} the environment: pass --environment", counted(count, "rule"));
    }
    let count = others.len() as u64;
    if count > 0 {
        let need = if count == 1 { "needs" } else { "need" };
        let lacking: Vec<String> = lacking.into_iter().collect();
        let of = if lacking.is_empty() { String::new() } else { format!(" of the {}", listed(&lacking)) };
        let _ = writeln!(out, "{} {need} what no file here says{of}", counted(count, "rule"));
    }
    out
}

/// The versions that nobody stated.
fn assumed(report: &Report) -> String {
    let mut out = String::new();
    let kafka = |client: &str| matches!(client, "java" | "broker");
    if let Some((_, version)) = report.assumed.iter().find(|(client, _)| kafka(client)) {
        let _ = writeln!(out, "Kafka {version} assumed: --kafka VERSION");
    }
    for (client, version) in report.assumed.iter().filter(|(client, _)| !kafka(client)) {
        let _ = writeln!(out, "{client} {version} assumed: --client {client}@VERSION");
    }
    out
}
