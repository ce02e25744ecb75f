//! Files -> findings: reads the configs of a project as one picture and judges it by the rules.

mod baseline;
mod belongs;
mod clusters;
mod consumers;
mod drift;
mod edit;
mod example;
mod fixing;
mod found;
mod groups;
mod ignores;
mod keys;
mod libraries;
mod links;
mod mend;
mod nodes;
mod options;
mod picture;
mod remarks;
mod report;
mod said;
mod secret;
mod testing;
mod unreadable;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::{Designed, derive_facts, on_every_core};
use crate::finding::Severity;
use crate::judge::{Judgement, Verdict, judge};
use crate::knowledge::Rulebook;
use crate::sources::project::Project;

pub use baseline::Baseline;
pub use consumers::{Told, consumers};
pub use drift::{Drift, Stranger};
pub use example::fires;
pub use fixing::{Change, Fixed, fix};
pub use found::{Found, Place};
pub use mend::{Edit, Fix};
pub use options::Options;
pub use report::{Assumed, Report, Source, Summary};

use groups::groups;
use ignores::Ignores;
use libraries::Libraries;
use picture::{Picture, Run};

/// Judges what the files say, and compares it with the design if there is one. The last of `sources` are the files of the
/// `projects`, in their order.
#[must_use]
pub fn lint(
    rulebook: &Rulebook,
    mut sources: Vec<Source>,
    projects: &[Project],
    designed: Option<&Designed>,
    options: Options,
) -> Report {
    clusters::tell_versions(&mut sources);
    nodes::tell_nodes(&mut sources);
    let libraries = Libraries::default();
    let mut exceptions = Ignores::collect(&sources, projects);
    let watched = exceptions.rules();
    let run = Run { rulebook, sources: &sources, libraries: &libraries, designed, options, watched: &watched };
    let Verdicts { mut findings, unknown, judged, assumed, strangers, undecided, unplaced } = Verdicts::of(run);
    findings.extend(unreadable::unreadable(rulebook, &sources));
    findings.sort_by_cached_key(Found::order);
    let about_keys = |rule: &str| rulebook.rules.get(rule).is_some_and(|rule| rule.of.0 == ["setting"]);
    // A key that several clients share stands in the file once.
    findings.dedup_by(|a, b| a.same(b) || a.rule == b.rule && a.at == b.at && about_keys(&a.rule));
    let ignored = exceptions.apply(&mut findings);
    waiting::wait(&mut findings);
    if options.whole && !options.pedantic {
        findings.retain(|found| found.severity > Severity::Info || !testing::is_test(&sources[found.at.source].below));
    }
    findings.extend(exceptions.judge(rulebook, options, &sources, &undecided));
    findings.sort_by_cached_key(Found::order);
    let others = unknown.iter().filter(|(needs, _)| !is_environment(needs)).flat_map(|(_, rules)| rules);
    let lacking = others.collect::<BTreeSet<_>>().into_iter().filter(|rule| !judged.contains(*rule)).count() as u64;
    let summary = Summary { ignored, lacking, rules: judged.len() as u64, ..Summary::default() };
    let mut report = Report { sources, findings, unknown, assumed, unplaced, strangers, summary, unread: Vec::new() };
    report.count();
    report
}

/// What the rules say of all environments.
#[derive(Default)]
struct Verdicts {
    findings: Vec<Found>,
    unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
    judged: BTreeSet<String>,
    assumed: Assumed,
    strangers: BTreeSet<Stranger>,
    /// Rules that somebody ignores and that could not be judged, each with the file of which it could not.
    undecided: BTreeSet<(usize, String)>,
    /// Files of which a rule lacks nothing but the environment.
    unplaced: BTreeSet<usize>,
}

/// Groups that a core takes at once.
const SHARE: usize = 32;

impl Verdicts {
    /// Of all groups of files, on every core.
    fn of(run: Run) -> Self {
        let groups = groups(run.sources);
        let shares: Vec<&[Vec<usize>]> = groups.chunks(SHARE).collect();
        let of_share = |share: &&[Vec<usize>]| {
            let mut verdicts = Self::default();
            for group in *share {
                verdicts.add(run, group);
            }
            verdicts
        };
        on_every_core(&shares, of_share).into_iter().fold(Self::default(), Self::and)
    }

    /// Judges a group of files, by their numbers, in each of its environments.
    fn add(&mut self, run: Run, group: &[usize]) {
        let rulebook = run.rulebook;
        for environment in environments(run.sources, group) {
            let mut picture = Picture::draw(run, group, environment);
            derive_facts(rulebook, &mut picture.facts);
            let strangers = run.designed.map(|designed| picture.compare(designed, environment));
            self.strangers.extend(strangers.into_iter().flatten());
            for judgement in judge(&rulebook.vocabulary, rulebook.rules.about(&picture.facts), &picture.facts) {
                self.take(&picture, &judgement, run);
            }
            self.assume(picture.assumed);
        }
    }

    fn and(mut self, mut other: Self) -> Self {
        self.findings.append(&mut other.findings);
        self.judged.append(&mut other.judged);
        self.assume(other.assumed);
        self.undecided.append(&mut other.undecided);
        self.unplaced.append(&mut other.unplaced);
        self.strangers.append(&mut other.strangers);
        for (needs, mut rules) in other.unknown {
            self.unknown.entry(needs).or_default().append(&mut rules);
        }
        self
    }

    fn assume(&mut self, assumed: Assumed) {
        for (version, mut files) in assumed {
            self.assumed.entry(version).or_default().append(&mut files);
        }
    }

    fn take(&mut self, picture: &Picture, judgement: &Judgement, run: Run) {
        if judgement.rule.pedantic && !run.options.pedantic || !picture.is_about(&judgement.ids) {
            return;
        }
        let rule = &judgement.rule.id;
        match &judgement.verdict {
            Verdict::Fires(finding) => self.findings.extend(Found::at(picture, judgement, finding)),
            Verdict::Unknown { needs, .. } => {
                if run.watched.contains(rule.as_str()) {
                    self.undecided.extend(picture.files_of(&judgement.ids).map(|file| (file, rule.clone())));
                }
                if is_environment(needs) {
                    self.unplaced.extend(picture.files_of(&judgement.ids));
                }
                return self.lack(needs, rule);
            }
            Verdict::Holds => {}
        }
        if !self.judged.contains(rule) {
            self.judged.insert(rule.clone());
        }
    }

    /// Notes that a rule cannot be judged; mostly it is known already.
    fn lack(&mut self, needs: &BTreeSet<String>, rule: &str) {
        match self.unknown.get_mut(needs) {
            Some(rules) if rules.contains(rule) => {}
            Some(rules) => drop(rules.insert(rule.to_owned())),
            None => drop(self.unknown.insert(needs.clone(), BTreeSet::from([rule.to_owned()]))),
        }
    }
}

/// Whether nothing but the environment is lacking.
#[must_use]
pub fn is_environment(needs: &BTreeSet<String>) -> bool {
    needs.len() == 1 && needs.contains("environment")
}

/// The environments that the files of a group speak of, and the one of those that speak of none.
fn environments<'a>(sources: &'a [Source], group: &[usize]) -> BTreeSet<Option<&'a str>> {
    let group = group.iter().map(|number| &sources[*number]);
    group.flat_map(|source| source.reading.configs.iter().map(|config| source.environment(config))).collect()
}
