//! What goes wrong with a subject, why, and what each remedy would change.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::again::{Again, Change};
use super::why::render;
use crate::design::{Cause, Remedy};
use crate::facts::{Facts, Id, Origin};
use crate::finding::Confidence;
use crate::knowledge::{self, Condition, Knowledge, Outcome, Scope, Text, Weight};

/// What the causes that there are say of a subject.
#[derive(Debug)]
pub struct Causes<'k> {
    /// Those that hold, the likeliest first.
    pub told: Vec<Cause>,
    /// Those of which it cannot be said, each with the facts that it lacks, as `kind.fact`.
    pub unknown: Vec<(&'k knowledge::Cause, BTreeSet<String>)>,
}

/// Judges every cause about such a subject.
#[must_use]
pub fn causes<'k>(knowledge: &'k Knowledge, facts: &Facts, id: Id) -> Causes<'k> {
    let kind = &*facts.subject(id).kind;
    let subjects = [id];
    let scope = Scope::new(facts, &subjects);
    let mut holding = Vec::new();
    let mut unknown = Vec::new();
    for cause in knowledge.causes.iter().filter(|cause| cause.of == *kind) {
        match cause.when.holds(&scope) {
            Outcome::Known(true) => holding.push(cause),
            Outcome::Known(false) => {}
            Outcome::Unknown { needs, .. } => unknown.push((cause, needs)),
        }
    }
    let covered: BTreeSet<&str> = holding.iter().flat_map(|cause| &cause.covers).map(String::as_str).collect();
    holding.retain(|cause| !covered.contains(cause.id.as_str()));
    let again = Again::new(knowledge, facts, &[]);
    let mut told: Vec<(Weight, Cause)> =
        holding.into_iter().map(|cause| (cause.weight, tell(&again, cause, &scope, id))).collect();
    // Causes come in their order: those that are as sure stay in it.
    told.sort_by_key(|(weight, cause)| (*weight, Reverse(cause.confidence)));
    Causes { told: told.into_iter().map(|(_, cause)| cause).collect(), unknown }
}

fn tell(again: &Again, cause: &knowledge::Cause, scope: &Scope, id: Id) -> Cause {
    let holds = |when: &Option<Condition>| when.as_ref().is_some_and(|when| when.is_true(scope));
    let confidence = match (holds(&cause.unsure_when), holds(&cause.sure_when)) {
        (true, _) => Confidence::Context,
        (false, true) => Confidence::High,
        (false, false) => cause.confidence,
    };
    Cause {
        id: cause.id.clone(),
        title: render(&cause.title, scope),
        weight: match cause.weight {
            Weight::Cause => "cause",
            Weight::Beside => "beside",
            Weight::Harmless => "harmless",
        },
        confidence,
        about: cause.about.clone(),
        evidence: cause.evidence.iter().filter_map(|text| known(text, scope)).collect(),
        remedies: cause.remedies.iter().filter_map(|one| remedy(again, cause, one, scope, id)).collect(),
        will_not_help: cause.will_not_help.iter().filter_map(|text| known(text, scope)).collect(),
    }
}

/// A number that nobody knows is no evidence; a text that comes out empty says nothing.
fn known(text: &Text, scope: &Scope) -> Option<String> {
    match text.render(scope) {
        Outcome::Known(_) => Some(render(text, scope)).filter(|text| !text.is_empty()),
        Outcome::Unknown { .. } => None,
    }
}

/// The remedy with what it changes; none where the cause is not gone once its facts are set, and all that follows from
/// them.
fn remedy(
    again: &Again,
    cause: &knowledge::Cause,
    remedy: &knowledge::Remedy,
    scope: &Scope,
    id: Id,
) -> Option<Remedy> {
    let after = after(again, remedy, scope, id)?;
    let subjects = [id];
    let then = Scope::new(&after, &subjects);
    let gone = remedy.set.is_empty() || !cause.when.is_true(&then);
    if !gone || remedy.when.as_ref().is_some_and(|when| !when.is_true(&then)) {
        return None;
    }
    Some(Remedy {
        action: known(&remedy.action, scope)?,
        effect: remedy.effect.as_ref().and_then(|effect| known(effect, &then)),
        cost: remedy.cost.as_ref().and_then(|cost| known(cost, &then)),
    })
}

/// The facts as they would be; none where a value cannot be computed: what cannot be computed cannot be said to help.
fn after(again: &Again, remedy: &knowledge::Remedy, scope: &Scope, id: Id) -> Option<Facts> {
    let mut changes = Vec::new();
    for (path, value) in &remedy.set {
        let (_, fact) = path.split_once('.')?;
        let value = value.evaluate(scope).known()?;
        changes.push(Change { subject: id, fact: fact.to_owned(), value: Some((value, Origin::Pinned)) });
    }
    Some(again.with(&changes)?.facts)
}
