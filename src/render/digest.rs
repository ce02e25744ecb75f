//! What a short report tells of a design: the reasons, failures and steps that matter most.

use std::collections::HashSet;

use super::changes;
use super::rows::{self, Reason};
use crate::design::{Assumption, Decision, Design, Failure, Step};

/// As many assumptions are told with their reasons.
const ASSUMPTIONS: usize = 4;
/// As many reasons are told of the first subject of a kind, and of each further one.
const REASONS: usize = 2;
const FURTHER: usize = 1;
/// From so many services on a report is of the system, and tells less of each.
const MANY: usize = 4;
/// As many failures are told.
const FAILURES: usize = 3;
/// What is no setting of a client or topic and is told all the same.
const SHOWN: &[&str] = &["partitions", "replication_factor", "instances", "security", "handlers_per_loop"];
/// Numbers that everybody looks for first.
const COUNTS: &[&str] = &["topic.partitions", "consumer.instances"];

/// Whether there are so many services that less is told of each.
#[must_use]
pub fn is_large(design: &Design) -> bool {
    design.producers.len() + design.consumers.len() >= MANY
}

/// The assumptions that are told with their reasons, and the others by what they are about.
#[must_use]
pub fn assumptions(design: &Design) -> (&[Assumption], Vec<(String, Vec<&Assumption>)>) {
    let (told, others) = design.assumptions.split_at(design.assumptions.len().min(ASSUMPTIONS));
    let mut groups = changes::grouped(design);
    let paths: HashSet<&str> = others.iter().map(|other| other.path.as_str()).collect();
    for (_, members) in &mut groups {
        members.retain(|one| paths.contains(one.path.as_str()));
    }
    groups.retain(|(_, members)| !members.is_empty());
    (told, groups)
}

/// The reasons of each subject, and how many were left out. What is alike for several subjects is told of the first.
#[must_use]
pub fn reasons(design: &Design, all: bool) -> (Vec<(&str, Vec<Reason<'_>>)>, usize) {
    let mut seen: HashSet<(String, String, String)> = HashSet::new();
    let mut kinds: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    let mut left = 0;
    for (subject, rows) in rows::subjects(design) {
        let mut reasons = rows::reasons(design, subject, &rows);
        let number = reasons.len();
        reasons.retain(|reason| is_new(&mut seen, reason));
        if !all {
            let kind = subject.split('/').next().unwrap_or(subject);
            let further = kinds.contains(&kind) || is_large(design);
            weightiest(&mut reasons, if further { FURTHER } else { REASONS });
            kinds.extend((!reasons.is_empty()).then_some(kind));
        }
        left += number - reasons.len();
        if !reasons.is_empty() {
            told.push((subject, reasons));
        }
    }
    // What was said of another subject is not left out.
    (told, if all { 0 } else { left })
}

/// Keeps the weightiest, in the order in which they stand.
fn weightiest(reasons: &mut Vec<Reason>, most: usize) {
    let mut weights: Vec<usize> = reasons.iter().map(weight).filter(|weight| *weight > 0).collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let Some(least) = weights.get(most.min(weights.len()).saturating_sub(1)).copied() else {
        reasons.clear();
        return;
    };
    let above = weights.iter().filter(|weight| **weight > least).count();
    let mut ties = most.saturating_sub(above);
    reasons.retain(|reason| match weight(reason) {
        weight if weight > least => true,
        weight if weight == least && ties > 0 => {
            ties -= 1;
            true
        }
        _ => false,
    });
}

/// How much a reason matters: what was weighed against several bounds or has rates of the user in it comes first, then
/// what could well be chosen otherwise. The rest is what anybody would set.
fn weight(reason: &Reason) -> usize {
    let row: &Decision = reason.row;
    let alone = row.key == "handlers_per_loop" && reason.value == "1";
    if alone || !row.written && !SHOWN.contains(&row.key.as_str()) {
        return 0;
    }
    let others = row.alternatives.len();
    if COUNTS.contains(&row.fact.as_str()) && others > 0 || row.bounds.len() > 1 {
        3
    } else if others > 1 || others == 1 && row.because.contains("/s") {
        2
    } else {
        0
    }
}

/// Whether the same was not told of another subject.
fn is_new(seen: &mut HashSet<(String, String, String)>, reason: &Reason) -> bool {
    let because = reason.because.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
    seen.insert((reason.row.fact.clone(), reason.value.clone(), because))
}

/// The failures that everybody asks about: one of a producer, two of a consumer, and others where those are missing.
#[must_use]
pub fn failures(design: &Design) -> Vec<&Failure> {
    let mut told: Vec<&Failure> = Vec::new();
    for (kind, most) in [("producer", 1), ("consumer", 2), ("cluster", FAILURES), ("producer", FAILURES)] {
        let of_kind = design.forecast.failures.iter().filter(|one| one.subject.split('/').next() == Some(kind));
        let mut taken = 0;
        for one in of_kind {
            // The same failure of a second service differs in its numbers only.
            if taken < most && told.len() < FAILURES && told.iter().all(|known| known.id != one.id) {
                told.push(one);
                taken += 1;
            }
        }
    }
    told
}

/// The steps to production: those with something to say about when they pay; the same step of several subjects once.
#[must_use]
pub fn steps(design: &Design, all: bool) -> Vec<&Step> {
    let told = |step: &&Step| all || step.pays.is_some() && step.development != step.production;
    let mut steps: Vec<&Step> = Vec::new();
    for step in design.path_to_production.iter().filter(told) {
        let same = |known: &&Step| {
            known.key == step.key && known.production == step.production && known.development == step.development
        };
        if !steps.iter().any(same) {
            steps.push(step);
        }
    }
    steps
}
