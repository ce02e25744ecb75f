//! The last lines of the report for people: how much was judged, and what could not be.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::layout::{counted, listed};
use crate::lint::{Report, is_environment};

/// What is said where no file holds a config.
pub const NOTHING: &str = "nothing to judge: there is no Kafka config here";

/// The sums of a report, in a few lines.
pub(super) fn sums(report: &Report) -> String {
    let sums = &report.summary;
    if sums.configs == 0 && sums.problems == 0 && report.findings.is_empty() {
        if sums.unread > 0 {
            return format!("nothing judged: {} could not be read\n", counted(sums.unread, "file"));
        }
        return format!("{NOTHING}\n");
    }
    let judged = || {
        format!(
            "{} and {} in {}, judged by {}",
            counted(sums.configs, "config"),
            counted(sums.settings, "setting"),
            counted(sums.files, "file"),
            applying(sums.rules)
        )
    };
    let judged = if sums.configs == 0 { "no Kafka config is here".to_owned() } else { judged() };
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

/// All rules that are about something in the files.
fn applying(rules: u64) -> String {
    if rules == 1 { "the 1 rule that applies".to_owned() } else { format!("the {rules} rules that apply") }
}

/// The rules that could not be judged: by what would help, or only how many.
fn unknown(report: &Report) -> String {
    let mut out = String::new();
    let environment = report.unknown.iter().filter(|(needs, _)| is_environment(needs)).flat_map(|(_, rules)| rules);
    let count = environment.collect::<BTreeSet<_>>().len() as u64;
    if count > 0 {
        let depend = if count == 1 { "depends" } else { "depend" };
        let of = match files(report, &report.unplaced) {
            Some(files) => format!(", which is not known of {files}"),
            None => String::new(),
        };
        let _ = writeln!(out, "{} {depend} on the environment{of}: pass --environment", counted(count, "rule"));
    }
    let count = report.summary.lacking;
    if count > 0 {
        let are = if count == 1 { "is" } else { "are" };
        let these = if report.summary.files == 1 { "this file does" } else { "these files do" };
        let others = counted(count, "other rule");
        let _ = writeln!(out, "{others} {are} about what {these} not show: --format json names what");
    }
    out
}

/// The versions that nobody stated.
fn assumed(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |what: &str, of: &BTreeSet<usize>, flag: &str| {
        let of = files(report, of).map(|files| format!(" for {files}")).unwrap_or_default();
        let _ = writeln!(out, "{what} assumed{of}: {flag}");
    };
    let (kafka, others): (Vec<_>, Vec<_>) =
        report.assumed.iter().partition(|((client, _), _)| matches!(client.as_str(), "java" | "broker"));
    if let Some(((_, version), _)) = kafka.first() {
        let of = kafka.iter().flat_map(|(_, files)| files.iter().copied()).collect();
        line(&format!("Kafka {version}"), &of, "--kafka VERSION");
    }
    for ((client, version), of) in others {
        line(&format!("{client} {version}"), of, &format!("--client {client}@VERSION"));
    }
    out
}

/// Which files these are; none where they are all that hold configs.
fn files(report: &Report, numbers: &BTreeSet<usize>) -> Option<String> {
    let first = &report.sources.get(*numbers.first()?)?.path;
    let more = numbers.len() as u64 - 1;
    match more {
        _ if more + 1 >= report.summary.files => None,
        0 => Some(first.clone()),
        _ => Some(format!("{first} and {}", counted(more, "other file"))),
    }
}
