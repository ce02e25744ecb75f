//! How much was judged, and what came of it.

use std::collections::BTreeSet;

use super::super::layout::{counted, listed};
use crate::check::Report;
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
        [] => vec![format!("nothing to object to: {judged}")],
        found => vec![format!("{}: {judged}; kskill explain RULE says why", listed(found))],
    };
    let waiting = report.unknown.iter().filter(|(needs, _)| needs.iter().any(|fact| fact == "environment"));
    let waiting: BTreeSet<&String> = waiting.flat_map(|(_, rules)| rules).collect();
    if !waiting.is_empty() {
        let rules = counted(number(waiting.len()), "rule");
        out.push(format!("{rules} need the environment: add --environment production"));
    }
    // Where they could not be asked for, that is said already.
    if sums.topics == 0 && !report.missing.iter().any(|missing| missing.what == "the topics") {
        out.push("no topic was listed: the cluster has none, or the principal may describe none".to_owned());
    }
    out
}

/// What came into topics since the earlier look; none where there was none.
pub(super) fn growth(report: &Report) -> Option<String> {
    let since = format!("in the {} since the earlier look", show(report.apart?, Unit::Time));
    if report.growth.is_empty() {
        return Some(format!("{since} nothing was written"));
    }
    let told =
        report.growth.iter().take(SHOWN).map(|one| {
            format!("{} +{} ({})", one.topic, show(one.arrived, Unit::Count), show(one.per_second, Unit::Rate))
        });
    let told: Vec<String> = told.collect();
    let more = report.growth.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("; {more} more") } else { String::new() };
    Some(format!("{since}: {}{more}", told.join(", ")))
}
