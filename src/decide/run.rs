//! Settles facts: walks the plan and, for every subject, derives, assumes, decides or picks a pattern.

use super::on_every_core;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{
    Aggregate, Alternative, Decision, Formula, Knowledge, Name, Pattern, Reduce, Rulebook, Scope, Step, Way,
};

/// A choice that the user rules out.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The subject.
    pub subject: Id,
    /// The fact.
    pub fact: String,
    /// The value that it must not have.
    pub value: Value,
}

/// Settles everything that `facts` leaves open.
#[must_use]
pub fn settle(knowledge: &Knowledge, mut facts: Facts, refusals: &[Refusal]) -> Facts {
    for index in 0..knowledge.plan.steps.len() {
        take(knowledge, &mut facts, index, refusals);
    }
    facts
}

/// Derives every fact that follows from those that are there, and decides nothing.
pub fn derive_facts(rulebook: &Rulebook, facts: &mut Facts) {
    for step in &rulebook.derivations.steps {
        // Most steps are about kinds that a picture of few files has none of.
        if facts.of_kind(&step.kind).next().is_none() {
            continue;
        }
        let formula = rulebook.vocabulary.fact(&step.kind, &step.fact).and_then(|spec| spec.is.as_ref());
        let Some(formula) = formula.filter(|formula| may_be_known(formula, facts)) else { continue };
        let open: Vec<Id> = facts.of_kind(&step.kind).filter(|id| facts.get(*id, &step.fact).is_none()).collect();
        let value = |subject: &Id| derive(formula, facts, &Scope::new(facts, &[*subject]), *subject);
        let values = if open.len() < MANY { open.iter().map(value).collect() } else { on_every_core(&open, value) };
        for (subject, value) in open.iter().zip(values) {
            if let Some(value) = value {
                facts.set(*subject, &step.fact, value, Origin::Derived);
            }
        }
    }
}

/// From how many subjects on it pays to start threads.
const MANY: usize = 250;

/// Whether some subject may have every fact that the formula needs.
fn may_be_known(formula: &Formula, facts: &Facts) -> bool {
    let Formula::Expression(expression) = formula else { return true };
    let is_known = |name: &Name| match name {
        Name::Bare(fact) | Name::Fact(_, fact) => facts.knows_of(fact),
        Name::Given(..) => true,
    };
    expression.names().is_ok_and(|names| names.iter().all(is_known))
}

/// Derives every fact that follows from those that are there, and decides and assumes nothing.
pub fn derive_all(knowledge: &Knowledge, facts: &mut Facts) {
    for (index, step) in knowledge.plan.steps.iter().enumerate() {
        if step.way == Way::Derived {
            take_step(knowledge, facts, index);
        }
    }
}

/// Takes one step of the plan alone.
pub(super) fn take_step(knowledge: &Knowledge, facts: &mut Facts, index: usize) {
    take(knowledge, facts, index, &[]);
}

fn take(knowledge: &Knowledge, facts: &mut Facts, index: usize, refusals: &[Refusal]) {
    let step = &knowledge.plan.steps[index];
    let subjects: Vec<Id> = facts.of_kind(&step.kind).collect();
    for subject in subjects {
        if facts.get(subject, &step.fact).is_some() {
            continue;
        }
        if let Some((value, origin)) = settle_one(knowledge, facts, step, subject, refusals) {
            facts.set(subject, &step.fact, value, origin);
        }
    }
}

type Settled = (Value, Origin);

/// What one step of the plan gives one subject, if anything.
pub(super) fn settle_one(
    knowledge: &Knowledge,
    facts: &Facts,
    step: &Step,
    subject: Id,
    refusals: &[Refusal],
) -> Option<Settled> {
    let subjects = [subject];
    let scope = Scope::new(facts, &subjects);
    let refused = |value: &Value| {
        let mut all = refusals.iter();
        all.any(|refusal| refusal.subject == subject && refusal.fact == step.fact && refusal.value == *value)
    };
    match step.way {
        Way::Derived => {
            let formula = knowledge.vocabulary.fact(&step.kind, &step.fact)?.is.as_ref()?;
            derive(formula, facts, &scope, subject).map(|value| (value, Origin::Derived))
        }
        Way::Assumed(index) => {
            let question = &knowledge.questions[index];
            let applies = question.when.as_ref().is_none_or(|when| when.is_true(&scope));
            let chosen = question.assume.as_ref().filter(|_| applies)?.choose(&scope, &refused)?;
            Some((chosen.value, Origin::Assumed(question.id.as_str().into())))
        }
        Way::Decided(index) => decide(&knowledge.decisions[index], &scope, &refused),
        Way::Patterns => {
            let slot = format!("{}.{}", step.kind, step.fact);
            let best = best_pattern(knowledge, &slot, &scope, &refused)?;
            Some((Value::from(best.id.as_str()), Origin::Decided(best.id.as_str().into())))
        }
    }
}

/// What the decision chooses or, where the user ruled that out, the first of its alternatives that is open.
fn decide(decision: &Decision, scope: &Scope, refused: &dyn Fn(&Value) -> bool) -> Option<Settled> {
    if decision.when.as_ref().is_some_and(|when| !when.is_true(scope)) {
        return None;
    }
    let origin = Origin::Decided(decision.id.as_str().into());
    if let Some(chosen) = decision.choice.choose(scope, refused) {
        return Some((chosen.value, origin));
    }
    // Where nothing is refused there is nothing to choose from, and alternatives to nothing are no choice either.
    decision.choice.choose(scope, &|_| false)?;
    let open = |other: &&Alternative| other.when.as_ref().is_none_or(|when| when.is_true(scope));
    let mut others = decision.alternatives.iter().filter(open).map(|other| other.value.evaluate(scope).known());
    let value = others.find_map(|value| value.filter(|value| !refused(value)))?;
    Some((value, origin))
}

/// The fitting pattern with the highest score; of equals, the first by name.
fn best_pattern<'a>(
    knowledge: &'a Knowledge,
    slot: &str,
    scope: &Scope,
    refused: &dyn Fn(&Value) -> bool,
) -> Option<&'a Pattern> {
    let fitting = knowledge.patterns.iter().filter(|pattern| {
        pattern.slot == slot && !refused(&Value::from(pattern.id.as_str())) && pattern.fits.is_true(scope)
    });
    let scored = fitting.map(|pattern| (score(pattern, scope), pattern));
    scored
        .fold(None, |best: Option<(f64, &Pattern)>, (score, pattern)| match best {
            Some((highest, _)) if highest >= score => best,
            _ => Some((score, pattern)),
        })
        .map(|(_, pattern)| pattern)
}

/// The pattern's score; one that cannot be computed is the lowest.
pub(super) fn score(pattern: &Pattern, scope: &Scope) -> f64 {
    pattern.score.evaluate(scope).known().and_then(|value| value.as_number()).unwrap_or(f64::MIN)
}

fn derive(formula: &Formula, facts: &Facts, scope: &Scope, subject: Id) -> Option<Value> {
    match formula {
        Formula::Expression(expression) if !expression.can_be_known(scope) => None,
        Formula::Expression(expression) => expression.evaluate(scope).known(),
        Formula::Aggregate(aggregate) => reduce(aggregate, facts, subject),
    }
}

fn reduce(aggregate: &Aggregate, facts: &Facts, subject: Id) -> Option<Value> {
    let fact = own(&aggregate.fact);
    let members = facts.related(subject, &aggregate.over);
    let mut values = Vec::new();
    let mut ranks = Vec::new();
    for member in members {
        let rank = aggregate.by.as_deref().map(|by| facts.value(*member, own(by)).and_then(Value::as_number));
        match (facts.value(*member, fact), rank) {
            (Some(value), None) => values.push(value),
            (Some(value), Some(Some(rank))) => {
                values.push(value);
                ranks.push(rank);
            }
            _ if aggregate.skip_unknown => {}
            _ => return None,
        }
    }
    if values.is_empty() {
        return aggregate.empty.as_ref().and_then(from_json);
    }
    let numbers = || values.iter().filter_map(|value| value.as_number());
    Some(match aggregate.reduce {
        Reduce::Max => Value::Number(numbers().fold(f64::MIN, f64::max)),
        Reduce::Min => Value::Number(numbers().fold(f64::MAX, f64::min)),
        Reduce::Sum => Value::Number(numbers().sum()),
        #[expect(clippy::cast_precision_loss, reason = "no system has 2^52 members of a relation")]
        Reduce::Count => Value::Number(values.len() as f64),
        Reduce::Any => Value::Bool(values.iter().any(|value| value.as_bool() == Some(true))),
        Reduce::All => Value::Bool(values.iter().all(|value| value.as_bool() == Some(true))),
        Reduce::Distinct => {
            let texts: std::collections::BTreeSet<&str> = values.iter().filter_map(|value| value.as_text()).collect();
            Value::List(texts.into_iter().map(Value::from).collect())
        }
        Reduce::AtMax => {
            let highest = ranks.iter().copied().fold(f64::MIN, f64::max);
            let first = ranks.iter().position(|rank| *rank >= highest)?;
            values[first].clone()
        }
    })
}

/// The name of a fact without that of its kind.
fn own(fact: &str) -> &str {
    fact.rsplit('.').next().unwrap_or(fact)
}

fn from_json(json: &serde_json::Value) -> Option<Value> {
    match json {
        serde_json::Value::Bool(truth) => Some(Value::Bool(*truth)),
        serde_json::Value::Number(number) => number.as_f64().map(Value::Number),
        serde_json::Value::String(text) => Some(Value::from(text.as_str())),
        serde_json::Value::Array(items) => Some(Value::List(items.iter().filter_map(from_json).collect())),
        _ => None,
    }
}
