//! A cluster as it was seen -> findings: the same rules as for files, and those about what only a running cluster shows.

mod brokers;
mod design_rules;
mod drift;
mod gone;
mod groups;
mod moves;
mod picture;
mod positions;
mod report;
mod samples;
mod settings;
mod since;
mod times;
mod topics;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::{ptr, thread};

use crate::decide::{Designed, derive_facts, on_every_core};
use crate::facts::{Facts, Id, Value};
use crate::finding::Finding;
use crate::judge::{Verdict, judge};
use crate::knowledge::{Rule, Rulebook};
use crate::sources::cluster::Snapshot;

pub use report::{Found, Growth, New, Report, Summary};

/// What a cluster is held against, beside the rules.
#[derive(Clone, Copy, Default)]
#[expect(missing_debug_implementations, reason = "a design has none")]
pub struct Beside<'a> {
    /// What the cluster is for, where somebody says so.
    pub environment: Option<&'a str>,
    /// An earlier look at the same cluster.
    pub before: Option<&'a Snapshot>,
    /// What it was meant to be.
    pub design: Option<&'a Designed<'a>>,
}

/// Into how many parts the rules are divided, for the cores that there are.
const SHARES: usize = 8;

/// Judges a cluster.
#[must_use]
pub fn check(rulebook: &Rulebook, snapshot: &Snapshot, beside: &Beside) -> Report {
    let mut facts = picture::draw(rulebook, snapshot, beside.environment, beside.before);
    derive_facts(rulebook, &mut facts);
    if let Some(design) = beside.design {
        drift::add(rulebook, &mut facts, snapshot, design, beside.environment);
    }
    let mut found: BTreeMap<(&str, String), Found> = BTreeMap::new();
    let mut unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    let mut judged: BTreeSet<&str> = BTreeSet::new();
    let asked: Vec<&Rule> = rulebook.rules.live(&facts).filter(|rule| !rule.pedantic).collect();
    // Rules about topics follow each other and are most of the work: each share has some of them.
    let share = |at| asked.iter().skip(at).step_by(SHARES).copied().collect();
    let shares: Vec<Vec<&Rule>> = (0..SHARES).map(share).collect();
    let judgements = on_every_core(&shares, |rules| judge(&rulebook.vocabulary, rules.iter().copied(), &facts));
    // There are a hundred for each topic: what is the same of all that one rule says is done once.
    for of_rule in judgements.iter().flat_map(|share| share.chunk_by(|one, other| ptr::eq(one.rule, other.rule))) {
        let rule = of_rule[0].rule;
        let mut last = None;
        for judgement in of_rule {
            match &judgement.verdict {
                Verdict::Fires(finding) => {
                    // What is said of every broker in the same words is said once.
                    let same = found.entry((&rule.id, finding.message.clone()));
                    let all = same.or_insert_with(|| told(rule, finding, &facts, &judgement.ids));
                    all.paths.push(place(finding, &facts, &judgement.ids));
                }
                Verdict::Unknown { needs, .. } if last != Some(needs) => {
                    unknown.entry(needs.clone()).or_default().insert(rule.id.clone());
                    last = Some(needs);
                }
                Verdict::Unknown { .. } | Verdict::Holds => {}
            }
        }
        if of_rule.iter().any(|judgement| !matches!(judgement.verdict, Verdict::Unknown { .. })) {
            judged.insert(&rule.id);
        }
    }
    if let Some((design, environment)) = beside.design.zip(beside.environment) {
        for (rule, finding) in design_rules::broken(rulebook, &facts, design, environment) {
            let one = found.entry((&rule.id, finding.message.clone()));
            one.or_insert_with(|| told(rule, &finding, &facts, &[])).paths.push(finding.path);
        }
    }
    let mut findings: Vec<Found> = found.into_values().collect();
    findings.sort_by_key(Found::order);
    let version = version::in_words(&rulebook.catalog, &facts);
    let report = Report::new(snapshot, findings, unknown, judged.len(), version);
    let report = report.with_growth(&facts, beside.before.is_some());
    // To free what is known of thousands of topics takes as long as to draw it, and nobody has to wait for that.
    let freed = thread::Builder::new().spawn(move || drop(facts));
    drop(freed);
    report
}

/// What a drift is of is what the design calls it.
fn place(finding: &Finding, facts: &Facts, ids: &[Id]) -> String {
    let drift = ids.iter().find(|id| &*facts.subject(**id).kind == "drift");
    let of = drift.and_then(|id| facts.value(*id, "subject")).and_then(Value::as_text);
    of.map_or_else(|| finding.path.clone(), str::to_owned)
}

fn told(rule: &Rule, finding: &Finding, facts: &Facts, ids: &[Id]) -> Found {
    let drift = ids.iter().copied().find(|id| &*facts.subject(*id).kind == "drift");
    let said = |fact: &str| Some(facts.value(drift?, fact)?.to_string()).filter(|text| !text.is_empty());
    Found {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity: finding.severity,
        confidence: finding.confidence,
        message: finding.message.clone(),
        paths: Vec::new(),
        because: said("because").unwrap_or_else(|| paragraph(&rule.why)),
        first: finding.first.clone(),
        expected: said("expected"),
        found: said("found"),
        url: rule.references.first().cloned(),
    }
}

/// The first paragraph, as one line.
fn paragraph(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}
