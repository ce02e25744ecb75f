//! Files -> findings: reads the configs of a project as one picture and judges it by the rules.

mod found;
mod keys;
mod options;
mod picture;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::derive_facts;
use crate::judge::{Judgement, Verdict, judge};
use crate::knowledge::Rulebook;

pub use found::{Found, Place};
pub use options::{ClientHint, Options};
pub use report::{Report, Source, Summary};

use picture::Picture;

/// Judges what the files say.
#[must_use]
pub fn lint(rulebook: &Rulebook, sources: Vec<Source>, options: &Options) -> Report {
    let mut findings = Vec::new();
    let mut unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    for environment in environments(&sources, options) {
        let mut picture = Picture::draw(rulebook, &sources, options, environment.as_deref());
        derive_facts(rulebook, &mut picture.facts);
        for judgement in judge(&rulebook.vocabulary, &rulebook.rules, &picture.facts) {
            take(&picture, &judgement, options, &mut findings, &mut unknown);
        }
    }
    findings.sort_by_key(Found::order);
    findings.dedup_by(|a, b| a.same(b));
    Report::new(sources, findings, unknown)
}

fn take(
    picture: &Picture,
    judgement: &Judgement,
    options: &Options,
    findings: &mut Vec<Found>,
    unknown: &mut BTreeMap<BTreeSet<String>, BTreeSet<String>>,
) {
    if judgement.rule.pedantic && !options.pedantic || !picture.is_about(&judgement.ids) {
        return;
    }
    match &judgement.verdict {
        Verdict::Fires(finding) => findings.extend(Found::at(picture, judgement, finding)),
        Verdict::Unknown { needs, .. } => {
            unknown.entry(needs.clone()).or_default().insert(judgement.rule.id.clone());
        }
        Verdict::Holds => {}
    }
}

/// The environments that the files speak of, and the one of the files that speak of none.
fn environments(sources: &[Source], options: &Options) -> BTreeSet<Option<String>> {
    if let Some(stated) = &options.environment {
        return [Some(stated.clone())].into();
    }
    let configs = sources.iter().flat_map(|source| &source.reading.configs);
    configs.map(|config| config.environment.map(str::to_owned)).collect()
}
