//! How much was judged, and what came of it.

use std::collections::BTreeSet;

use super::super::layout::{counted, listed};
use crate::check::{Growth, New, Report};
use crate::facts::units::{Unit, show};

/// Topics of which the growth is told.
const SHOWN: usize = 5;

/// The sums, then what would let more be judged.
pub(super) fn sums(report: &Report) -> Vec<String> {
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
        [] if all_seen(report) => vec![format!("nothing to object to: {judged}")],
        [] => vec![format!("nothing to object to in what could be seen: {judged}")],
        found => vec![format!("{}: {judged}; kskill explain RULE says why", listed(found))],
    };
    let waiting = report.unknown.iter().filter(|(needs, _)| needs.iter().any(|fact| fact == "environment"));
    let waiting: BTreeSet<&String> = waiting.flat_map(|(_, rules)| rules).collect();
    if !waiting.is_empty() {
        let rules = counted(number(waiting.len()), "rule");
        let need = if waiting.len() == 1 { "needs" } else { "need" };
        out.push(format!("{rules} {need} the environment: add --environment production"));
    }
    // Where brokers would not tell of them, that is said already.
    if sums.topics == 0 && !report.lacks_topics() {
        out.push(match &report.only_topics {
            Some(glob) => format!("no topic that was listed matches {glob}"),
            None => "no topic was listed: the cluster has none, or the principal may describe none".to_owned(),
        });
    }
    if let Some(glob) = report.only_groups.as_ref().filter(|_| sums.groups == 0) {
        out.push(format!("no group that was listed matches {glob}"));
    }
    out
}

/// Whether something was seen of all that was asked for.
fn all_seen(report: &Report) -> bool {
    let sums = &report.summary;
    report.missing.is_empty() && sums.topics > 0 && (report.only_groups.is_none() || sums.groups > 0)
}

/// What came into topics since the earlier look; none where there was none.
pub(super) fn growth(report: &Report) -> Option<String> {
    // Of none that was asked for nothing is known, which is said already.
    if report.summary.topics == 0 {
        return None;
    }
    let since = format!("in the {} since the earlier look", show(report.apart?, Unit::Time));
    let told = |one: &Growth| {
        format!("{} +{} ({})", one.topic, show(one.arrived, Unit::Count), show(one.per_second, Unit::Rate))
    };
    let come = |one: &New| match one.arrived {
        Some(arrived) => format!("{} +{}", one.topic, show(arrived, Unit::Count)),
        None => one.topic.clone(),
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(first(&report.growth, told));
    parts.extend(first(&report.new, come).map(|new| format!("new: {new}")));
    if parts.is_empty() {
        let all = if report.growth_unknown.is_empty() { "" } else { " that is known of" };
        parts.push(format!("nothing was written{all}"));
    }
    if let Some(topics) = first(&report.growth_unknown, String::clone) {
        parts.push(format!("what came into {topics} is not known, for want of offsets in one of the looks"));
    }
    Some(format!("{since}: {}", parts.join("; ")))
}

/// The first of them, and how many more there are; none where there is none.
fn first<T>(all: &[T], told: impl Fn(&T) -> String) -> Option<String> {
    let shown: Vec<String> = all.iter().take(SHOWN).map(told).collect();
    let more = all.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
}
