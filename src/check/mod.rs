//! A cluster as it was seen -> findings: the same rules as for files, and those about what only a running cluster shows.

mod groups;
mod picture;
mod report;
mod times;
mod topics;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::derive_facts;
use crate::finding::Finding;
use crate::judge::{Verdict, judge};
use crate::knowledge::{Rule, Rulebook};
use crate::sources::cluster::Snapshot;

pub use report::{Found, Report, Summary};

/// Judges a cluster; `environment` is what it is for, where somebody says so.
#[must_use]
pub fn check(rulebook: &Rulebook, snapshot: &Snapshot, environment: Option<&str>) -> Report {
    let mut facts = picture::draw(rulebook, snapshot, environment);
    derive_facts(rulebook, &mut facts);
    let mut found: BTreeMap<(&str, String), Found> = BTreeMap::new();
    let mut unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    let mut judged: BTreeSet<&str> = BTreeSet::new();
    for judgement in judge(&rulebook.vocabulary, rulebook.rules.about(&facts), &facts) {
        let rule = judgement.rule;
        if rule.pedantic {
            continue;
        }
        match judgement.verdict {
            Verdict::Fires(finding) => {
                // What is said of every broker in the same words is said once.
                let same = found.entry((&rule.id, finding.message.clone()));
                let all = same.or_insert_with(|| told(rule, &finding));
                all.paths.push(finding.path);
            }
            Verdict::Unknown { needs, .. } => {
                unknown.entry(needs).or_default().insert(rule.id.clone());
                continue;
            }
            Verdict::Holds => {}
        }
        judged.insert(&rule.id);
    }
    let mut findings: Vec<Found> = found.into_values().collect();
    findings.sort_by_key(Found::order);
    let version = version::in_words(&rulebook.catalog, snapshot);
    Report::new(snapshot, findings, unknown, judged.len(), version)
}

fn told(rule: &Rule, finding: &Finding) -> Found {
    Found {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity: finding.severity,
        confidence: finding.confidence,
        message: finding.message.clone(),
        paths: Vec::new(),
        url: rule.references.first().cloned(),
    }
}
