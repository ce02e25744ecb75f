//! Files -> findings: reads the configs of a project as one picture and judges it by the rules.

mod baseline;
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

use crate::decide::derive_facts;
use crate::judge::{Judgement, Verdict, judge};
use crate::knowledge::Rulebook;
use crate::sources::project::Project;

pub use baseline::Baseline;
pub use example::fires;
pub use fixing::{Change, Fixed, fix};
pub use found::{Found, Place};
pub use mend::{Edit, Fix};
pub use options::Options;
pub use report::{Report, Source, Summary};

use ignores::Ignores;
use picture::Picture;

/// Judges what the files say. The last of `sources` are the files of the `projects`, in their order.
#[must_use]
pub fn lint(rulebook: &Rulebook, sources: Vec<Source>, projects: &[Project], options: Options) -> Report {
    let mut verdicts = Verdicts::default();
    for environment in environments(&sources) {
        let mut picture = Picture::draw(rulebook, &sources, options, environment.as_deref());
        derive_facts(rulebook, &mut picture.facts);
        for judgement in judge(&rulebook.vocabulary, &rulebook.rules, &picture.facts) {
            verdicts.take(&picture, &judgement, options);
        }
        verdicts.assumed.append(&mut picture.assumed);
    }
    let Verdicts { mut findings, unknown, judged, assumed } = verdicts;
    findings.sort_by_key(Found::order);
    let about_keys: BTreeSet<&str> =
        rulebook.rules.iter().filter(|rule| rule.of.0 == ["setting"]).map(|rule| rule.id.as_str()).collect();
    // A key that several clients share stands in the file once.
    findings.dedup_by(|a, b| a.same(b) || a.rule == b.rule && a.at == b.at && about_keys.contains(a.rule.as_str()));
    let mut exceptions = Ignores::collect(&sources, projects);
    let ignored = exceptions.apply(&mut findings);
    let lacking = unknown.values().flatten().map(String::as_str).collect();
    findings.extend(exceptions.judge(rulebook, options, &lacking));
    findings.sort_by_key(Found::order);
    let summary = Summary { ignored, rules: judged.len() as u64, ..Summary::default() };
    let mut report = Report { sources, findings, unknown, assumed, summary };
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
