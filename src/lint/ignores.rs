//! Findings that somebody does not want to hear of, with the reason; and what is wrong with how they say it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::remarks::remarks;
use super::{Found, Options, Place, Source};
use crate::facts::{Facts, Origin, Value};
use crate::judge::{Verdict, judge};
use crate::knowledge::{Condition, Rule, Rulebook};
use crate::sources::project::{Project, Waiver};
use crate::sources::tree::closest;

/// A rule that is not to be applied somewhere.
struct Ignore<'a> {
    rule: &'a str,
    reason: &'a str,
    /// Whether it is written as remarks and entries are.
    bracketed: bool,
    at: Place,
    covers: Covers<'a>,
    /// Whether all that it speaks of was read.
    complete: bool,
    used: bool,
}

enum Covers<'a> {
    /// A line of a file.
    Line(Place),
    /// Files.
    Files(&'a Waiver),
}

/// All that is to be ignored in the files of a run.
pub(super) struct Ignores<'a> {
    all: Vec<Ignore<'a>>,
    /// The files, where a project speaks of any.
    files: Vec<PathBuf>,
    /// How many of them are no project's own.
    own: usize,
}

impl<'a> Ignores<'a> {
    /// The remarks in files and the entries of projects, whose own files are the last of `sources`.
    pub fn collect(sources: &'a [Source], projects: &'a [Project]) -> Self {
        let own = sources.len() - projects.len();
        let absolute = |source: &Source| std::path::absolute(&source.path).unwrap_or_default();
        let mut all = Vec::new();
        for (number, source) in sources[..own].iter().enumerate() {
            all.extend(remarks(&source.path, &source.text).into_iter().map(|remark| Ignore {
                rule: remark.rule,
                reason: remark.reason,
                bracketed: remark.bracketed,
                at: Place { source: number, bytes: remark.at },
                covers: Covers::Line(Place { source: number, bytes: remark.line }),
                complete: true,
                used: false,
            }));
        }
        for (number, project) in projects.iter().enumerate() {
            all.extend(project.ignores.iter().map(|waiver| Ignore {
                rule: &waiver.rule,
                reason: &waiver.reason,
                bracketed: true,
                at: Place { source: own + number, bytes: waiver.at.clone() },
                covers: Covers::Files(waiver),
                complete: project.is_whole,
                used: false,
            }));
        }
        let files = if projects.is_empty() { Vec::new() } else { sources.iter().map(absolute).collect() };
        Self { all, own: files.len().min(own), files }
    }

    /// Takes out what is ignored, and gives how many that were.
    pub fn apply(&mut self, findings: &mut Vec<Found>) -> u64 {
        let before = findings.len();
        let files = &self.files;
        findings.retain(|found| {
            let mut kept = true;
            for ignore in self.all.iter_mut().filter(|ignore| ignore.rule == found.rule && ignore.covers(found, files))
            {
                ignore.used = true;
                kept = false;
            }
            kept
        });
        (before - findings.len()) as u64
    }

    /// The rules that are named, whether there are such or not.
    pub fn rules(&self) -> BTreeSet<&'a str> {
        self.all.iter().map(|ignore| ignore.rule).collect()
    }

    /// What is wrong with the remarks and entries themselves. `undecided` are rules that could not be judged, each with
    /// the file of which it could not.
    pub fn judge(
        &self,
        rulebook: &Rulebook,
        options: Options,
        sources: &[Source],
        undecided: &BTreeSet<(usize, String)>,
    ) -> Vec<Found> {
        let mut facts = Facts::default();
        let ids: Vec<_> = self.all.iter().map(|ignore| (facts.add("ignore", ignore.rule, ""), ignore)).collect();
        for (id, ignore) in &ids {
            let rule = rulebook.rules.get(ignore.rule);
            let meant = if rule.is_some() { None } else { closest(ignore.rule, rulebook.rules.ids()) };
            let judged = ignore.complete
                && rule.is_some_and(|rule| {
                    let about = self.about(ignore);
                    about.is_empty() || is_decided(rule, options, sources, &about, undecided)
                });
            for (fact, value) in [
                ("rule", Value::from(ignore.rule)),
                ("reason", Value::from(ignore.reason)),
                ("known", Value::Bool(rule.is_some())),
                ("meant", Value::from(meant.unwrap_or_default())),
                ("bracketed", Value::Bool(ignore.bracketed)),
                ("judged", Value::Bool(judged)),
                ("used", Value::Bool(ignore.used)),
            ] {
                facts.set(*id, fact, value, Origin::Structure);
            }
        }
        let judgements = judge(&rulebook.vocabulary, rulebook.rules.about(&facts), &facts);
        let fired = judgements.iter().filter_map(|judgement| {
            let Verdict::Fires(finding) = &judgement.verdict else { return None };
            let (_, ignore) = ids.iter().find(|(id, _)| judgement.ids.contains(id))?;
            Some(Found::of(judgement.rule, finding, ignore.at.clone()))
        });
        fired.collect()
    }
}

impl Ignores<'_> {
    /// The numbers of the files that it is about.
    fn about(&self, ignore: &Ignore) -> Vec<usize> {
        match &ignore.covers {
            Covers::Line(line) => vec![line.source],
            Covers::Files(waiver) => {
                let files = self.files[..self.own].iter().enumerate();
                files.filter(|(_, file)| waiver.covers(file)).map(|(number, _)| number).collect()
            }
        }
    }
}

impl Ignore<'_> {
    fn covers(&self, found: &Found, files: &[PathBuf]) -> bool {
        self.bracketed && self.is_about(found, files)
    }

    fn is_about(&self, found: &Found, files: &[PathBuf]) -> bool {
        match &self.covers {
            Covers::Line(line) => {
                let holds = |place: &Place| {
                    let at = place.bytes.start;
                    line.source == place.source && line.bytes.start <= at && at <= line.bytes.end
                };
                // Either of two lines that collide may be the one that is meant to stay.
                holds(&found.at) || found.against.as_ref().is_some_and(|(place, _)| holds(place))
            }
            Covers::Files(waiver) => files.get(found.at.source).is_some_and(|file| waiver.covers(file)),
        }
    }
}

/// Whether a run can tell that nothing in these files breaks the rule: it was applied, to all of what it looks at, and
/// would say the same in another environment.
fn is_decided(
    rule: &Rule,
    options: Options,
    sources: &[Source],
    about: &[usize],
    undecided: &BTreeSet<(usize, String)>,
) -> bool {
    let applied = (options.pedantic || !rule.pedantic) && (options.whole || rule.of.0.len() == 1);
    let known = !about.iter().any(|number| undecided.contains(&(*number, rule.id.clone())));
    applied && known && about.iter().all(|number| is_strictest(rule, &sources[*number]))
}

/// Whether no environment but that of the file would let the rule fire: it asks for none, or for this one alone.
fn is_strictest(rule: &Rule, source: &Source) -> bool {
    let parts = match &rule.when {
        Condition::All(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    !depends(&rule.when) || parts.iter().any(|part| asks_for(part, source))
}

/// Whether the environment matters to a condition.
fn depends(condition: &Condition) -> bool {
    let names = condition.expressions().into_iter().filter_map(|expression| expression.names().ok()).flatten();
    names.into_iter().any(|name| name.to_string() == ENVIRONMENT)
}

/// Whether a condition that holds in any environment holds in that of the file.
fn asks_for(condition: &Condition, source: &Source) -> bool {
    match condition {
        Condition::One(expression) => {
            let asked = |name: &str| expression.source() == format!("{ENVIRONMENT} == \"{name}\"");
            source.reading.configs.iter().all(|config| source.environment(config).is_some_and(asked))
        }
        // What else suffices does so in each of them.
        Condition::Any(parts) => parts.iter().all(|part| asks_for(part, source) || !depends(part)),
        Condition::All(_) => false,
    }
}

/// What rules call the environment.
const ENVIRONMENT: &str = "environment";
