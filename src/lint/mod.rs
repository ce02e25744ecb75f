//! Files -> findings: reads the configs of a project as one picture and judges it by the rules.

mod baseline;
mod belongs;
mod drift;
mod edit;
mod example;
mod fixing;
mod found;
mod ignores;
mod keys;
mod links;
mod mend;
mod options;
mod picture;
mod remarks;
mod report;
mod secret;

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::{Designed, derive_facts};
use crate::judge::{Judgement, Verdict, judge};
use crate::knowledge::Rulebook;
use crate::sources::project::Project;

pub use baseline::Baseline;
pub use drift::{Drift, Stranger};
pub use example::fires;
pub use fixing::{Change, Fixed, fix};
pub use found::{Found, Place};
pub use mend::{Edit, Fix};
pub use options::Options;
pub use report::{Report, Source, Summary};

use ignores::Ignores;
use picture::Picture;

/// Judges what the files say, and compares it with the design if there is one. The last of `sources` are the files of the
/// `projects`, in their order.
#[must_use]
pub fn lint(
    rulebook: &Rulebook,
    sources: Vec<Source>,
    projects: &[Project],
    designed: Option<&Designed>,
    options: Options,
) -> Report {
    let mut verdicts = Verdicts::default();
    for environment in environments(&sources) {
        let mut picture = Picture::draw(rulebook, &sources, options, environment.as_deref());
        derive_facts(rulebook, &mut picture.facts);
        let strangers = designed.map(|designed| picture.compare(designed, environment.as_deref()));
        verdicts.strangers.extend(strangers.into_iter().flatten());
        for judgement in judge(&rulebook.vocabulary, &rulebook.rules, &picture.facts) {
            verdicts.take(&picture, &judgement, options);
        }
        verdicts.assumed.append(&mut picture.assumed);
    }
    let Verdicts { mut findings, unknown, judged, assumed, strangers } = verdicts;
    findings.sort_by_key(Found::order);
    findings.dedup_by(|a, b| a.same(b));
    let mut exceptions = Ignores::collect(&sources, projects);
    let ignored = exceptions.apply(&mut findings);
    let lacking = unknown.values().flatten().map(String::as_str).collect();
    findings.extend(exceptions.judge(rulebook, options, &lacking));
    findings.sort_by_key(Found::order);
    let summary = Summary { ignored, rules: judged.len() as u64, ..Summary::default() };
    let mut report = Report { sources, findings, unknown, assumed, strangers, summary };
    report.count();
    report
}

/// What the rules say of all environments.
#[derive(Default)]
struct Verdicts {
    findings: Vec<Found>,
    unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
    judged: BTreeSet<String>,
    assumed: BTreeSet<(String, String)>,
    strangers: BTreeSet<Stranger>,
}

impl Verdicts {
    fn take(&mut self, picture: &Picture, judgement: &Judgement, options: Options) {
        if judgement.rule.pedantic && !options.pedantic || !picture.is_about(&judgement.ids) {
            return;
        }
        let rule = &judgement.rule.id;
        match &judgement.verdict {
            Verdict::Fires(finding) => self.findings.extend(Found::at(picture, judgement, finding)),
            Verdict::Unknown { needs, .. } => {
                self.unknown.entry(needs.clone()).or_default().insert(rule.clone());
                return;
            }
            Verdict::Holds => {}
        }
        if !self.judged.contains(rule) {
            self.judged.insert(rule.clone());
        }
    }
}

/// The environments that the files speak of, and the one of the files that speak of none.
fn environments(sources: &[Source]) -> BTreeSet<Option<String>> {
    let configs = sources.iter().flat_map(|source| source.reading.configs.iter().map(move |config| (source, config)));
    configs.map(|(source, config)| source.environment(config).map(str::to_owned)).collect()
}
