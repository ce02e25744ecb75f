//! What could not be read of files with configs: nothing in it was judged, so that a run must not pass for a good one.

use super::{Found, Place, Source};
use crate::facts::{Facts, Origin, Value};
use crate::judge::{Verdict, judge};
use crate::knowledge::Rulebook;

/// A finding for each part that could not be read.
pub(super) fn unreadable(rulebook: &Rulebook, sources: &[Source]) -> Vec<Found> {
    let mut facts = Facts::default();
    let mut parts = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        for problem in &source.reading.problems {
            let id = facts.add("file", &source.path, "");
            facts.set(id, "problem", Value::from(problem.message.as_str()), Origin::Structure);
            parts.push((id, Place { source: number, bytes: problem.at.clone() }));
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let judgements = judge(&rulebook.vocabulary, rulebook.rules.about(&facts), &facts);
    let fired = judgements.iter().filter_map(|judgement| {
        let Verdict::Fires(finding) = &judgement.verdict else { return None };
        let (_, place) = parts.iter().find(|(id, _)| judgement.ids.contains(id))?;
        Some(Found::of(judgement.rule, finding, place.clone()))
    });
    fired.collect()
}
