//! Pins that are outside of the bounds of the decision that they stand for.

use super::again::{Again, Change};
use super::rows::label;
use super::run::Refusal;
use super::why::Why;
use crate::facts::{Facts, Id, Origin, Value, units};
use crate::finding::{Confidence, Finding, Severity};
use crate::knowledge::{Decision, Knowledge, Outcome, Scope};

/// A pin that its decision would not accept.
pub struct Outside {
    /// The fact that is pinned, as `kind.fact`.
    pub of: String,
    /// What is said of it.
    pub finding: Finding,
}

/// The numbers that are pinned to what their decision would not accept, each with what the design would have and why.
/// A choice among words, such as a codec, is the person's own.
pub fn outside(knowledge: &Knowledge, settled: &Facts, refusals: &[Refusal]) -> Vec<Outside> {
    let mut found = Vec::new();
    for id in settled.ids() {
        for (name, fact) in settled.all(id).filter(|(_, fact)| fact.origin == Origin::Pinned) {
            let Value::Number(pinned) = fact.value else { continue };
            let Some(decision) = refusing(knowledge, settled, id, name, &fact.value) else { continue };
            let change = Change { subject: id, fact: name.to_owned(), value: None };
            let Some(anew) = Again::new(knowledge, settled, refusals).with(&[change]) else { continue };
            let Some(own) = anew.facts.value(id, name).and_then(Value::as_number) else { continue };
            let unit = knowledge.vocabulary.fact(&settled.subject(id).kind, name).and_then(|spec| spec.of.unit());
            let show = |number: f64| unit.map_or_else(|| number.to_string(), |unit| units::show(number, unit));
            let because = Why::new(knowledge, &anew.facts).because(id, name);
            let finding = Finding {
                rule: decision.id.clone(),
                severity: Severity::Warning,
                confidence: Confidence::Medium,
                message: format!("{}: not {}, but {}, as {because}", decision.title, show(pinned), show(own)),
                path: label(settled, id),
                first: None,
            };
            found.push(Outside { of: decision.decides.clone(), finding });
        }
    }
    found
}

/// The decision about a fact that would not accept this value.
fn refusing<'a>(
    knowledge: &'a Knowledge,
    facts: &Facts,
    subject: Id,
    fact: &str,
    value: &Value,
) -> Option<&'a Decision> {
    let kind = &*facts.subject(subject).kind;
    let subjects = [subject];
    let scope = Scope::new(facts, &subjects);
    let locals = [("value", value.clone())];
    let about = |decision: &&Decision| {
        decision.decides.split_once('.') == Some((kind, fact))
            && decision.when.as_ref().is_none_or(|when| when.is_true(&scope))
    };
    let decision = knowledge.decisions.iter().find(about)?;
    let accepts = decision.accept.as_ref()?.evaluate(&scope.clone().with_locals(&locals));
    matches!(accepts, Outcome::Known(Value::Bool(false))).then_some(decision)
}
