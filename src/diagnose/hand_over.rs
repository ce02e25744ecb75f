//! Where work can be handed over so that none of it is lost with a process.

use crate::facts::{Facts, Id, Value};
use crate::knowledge::{Keeps, Knowledge, Outcome, Pattern, Scope, Text};

/// The ways to hand work over to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Those that survive a crash and fit, the best first.
    pub durable: Vec<Way>,
    /// Those that are out, and why.
    pub out: Vec<Way>,
}

/// A way to hand work over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The id of the pattern.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Why it fits or does not, and when it pays beside the others.
    pub because: String,
    /// What it costs.
    pub costs: String,
}

/// The ways that there are, where nothing accepted may be lost with the process and an outside limit holds the work up.
pub fn hand_over(knowledge: &Knowledge, facts: &Facts, id: Id) -> Option<HandOver> {
    let is = |fact: &str| facts.value(id, fact) == Some(&Value::Bool(true));
    let stated = facts.is_given(id, "survives_crash") == Some(true);
    if !stated || !is("survives_crash") || !is("limited") {
        return None;
    }
    let subjects = [id];
    let scope = Scope::new(facts, &subjects);
    let mut durable: Vec<(f64, Way)> = Vec::new();
    let mut unfit = Vec::new();
    for pattern in &knowledge.patterns {
        let Some(kept) = pattern.hands_over else { continue };
        let rendered = |text: &Text| match text.render(&scope) {
            Outcome::Known(text) => text,
            Outcome::Unknown { .. } => pattern.title.clone(),
        };
        let way = |because: String| Way {
            id: pattern.id.clone(),
            title: pattern.title.clone(),
            because,
            costs: pattern.costs.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if kept == Keeps::Durable && pattern.fits.is_true(&scope) {
            let weight = pattern.score.evaluate(&scope).known().and_then(|score| score.as_number());
            durable.push((weight.unwrap_or(f64::MIN), way(rendered(because(pattern, facts, id)))));
        } else if let Some(reason) = pattern.unfit.iter().find(|reason| reason.when.is_true(&scope)) {
            unfit.push(way(rendered(&reason.because)));
        }
    }
    durable.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Some(HandOver { durable: durable.into_iter().map(|(_, way)| way).collect(), out: unfit })
}

/// Why it was chosen or, where another one was, how it stands beside that one.
fn because<'p>(pattern: &'p Pattern, facts: &Facts, id: Id) -> &'p Text {
    let chosen = facts.value(id, "pattern").and_then(Value::as_text) == Some(&pattern.id);
    if chosen { &pattern.because } else { &pattern.not_chosen }
}
