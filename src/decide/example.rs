//! Runs the examples inside knowledge files.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value as Json;

use super::run::{derive_all, take_step};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Condition, Decision, Example, FactSpec, Kind, Knowledge, Question, Scope, Type, Way};
use crate::sources::answers::read_value;

/// The facts of an example and the subject that it is about.
pub struct Stage {
    /// The facts as stated, and what is derived from them.
    pub facts: Facts,
    /// The subject of the kind that was asked for.
    pub subject: Id,
}

/// Sets up the facts of an example about a subject of `kind`.
///
/// # Errors
/// When it names unknown kinds or facts, or a value is not of its type.
pub fn stage(knowledge: &Knowledge, example: &Example, kind: &str) -> Result<Stage> {
    let mut facts = Facts::default();
    let system = facts.add("system", "example", "");
    let mut subjects = vec![("system".to_owned(), "system".to_owned(), system)];
    let own = knowledge.vocabulary.kinds.get(kind).with_context(|| format!("there is no kind `{kind}`"))?;
    for (key, value) in &example.facts {
        if key == "environment" {
            facts.set(system, key, Value::from(value.as_str().unwrap_or_default()), Origin::Structure);
            continue;
        }
        let of = if key == "default" { kind } else { kind_of(knowledge, own, key)? };
        let stored = if key == "default" { "default" } else { of };
        let known = facts.find(stored, "example").filter(|_| stored == "system");
        let id = known.unwrap_or_else(|| facts.add(stored, "example", ""));
        state(knowledge, &mut facts, id, of, value).with_context(|| format!("the facts of `{key}`"))?;
        subjects.push((key.clone(), of.to_owned(), id));
    }
    let subject = subjects.iter().find(|(_, of, _)| of == kind).map(|(_, _, id)| *id);
    let subject = subject.unwrap_or_else(|| {
        let id = facts.add(kind, "example", "");
        subjects.push((kind.to_owned(), kind.to_owned(), id));
        id
    });
    relate(knowledge, &mut facts, &subjects);
    derive_all(knowledge, &mut facts);
    Ok(Stage { facts, subject })
}

fn kind_of<'a>(knowledge: &'a Knowledge, own: &'a Kind, key: &str) -> Result<&'a str> {
    if let Some(relation) = own.relations.get(key) {
        return Ok(&relation.to);
    }
    let kind = knowledge.vocabulary.kinds.get(key);
    kind.map(|kind| kind.kind.as_str()).ok_or_else(|| anyhow!("`{key}` is no kind and no relation of {}", own.kind))
}

fn state(knowledge: &Knowledge, facts: &mut Facts, id: Id, kind: &str, values: &Json) -> Result<()> {
    for (name, value) in values.as_object().context("facts are a map of names and values")? {
        let value = match knowledge.vocabulary.fact(kind, name) {
            Some(spec) => typed(spec, value).with_context(|| format!("{kind}.{name}"))?,
            None if name == "name" => Value::from(value.as_str().unwrap_or_default()),
            None => bail!("`{kind}.{name}` is no fact of knowledge/facts/"),
        };
        facts.set(id, name, value, Origin::Answer);
    }
    Ok(())
}

/// A value of an example: numbers are canonical, texts are read as an answer would be.
fn typed(spec: &FactSpec, value: &Json) -> Result<Value> {
    match value {
        Json::Number(number) if spec.of.unit().is_some() => Ok(Value::Number(number.as_f64().unwrap_or_default())),
        Json::Array(items) => {
            Ok(Value::List(items.iter().map(|item| Value::from(item.as_str().unwrap_or_default())).collect()))
        }
        // A text that is empty is an answer to nobody, and a fact like any other.
        Json::String(text) if text.is_empty() && spec.of == Type::Text => Ok(Value::from("")),
        Json::String(text) => read_value(spec, text).map_err(anyhow::Error::msg),
        other => read_value(spec, &other.to_string()).map_err(anyhow::Error::msg),
    }
}

fn relate(knowledge: &Knowledge, facts: &mut Facts, subjects: &[(String, String, Id)]) {
    for (_, from_kind, from) in subjects {
        let Some(kind) =
            knowledge.vocabulary.kinds.get(from_kind).filter(|_| facts.subject(*from).kind.as_ref() != "default")
        else {
            continue;
        };
        for (key, to_kind, to) in subjects {
            if key == "default" && from != to {
                facts.relate(*from, "default", *to);
                continue;
            }
            for (name, relation) in &kind.relations {
                let named = name == key || name == to_kind || !relation.one;
                if from != to && relation.to == *to_kind && named {
                    facts.relate(*from, name, *to);
                }
            }
        }
    }
}

/// Checks a decision's example.
///
/// # Errors
/// When it does not give the value that the example states, or two bounds of one name hold at once.
pub fn check_decision(knowledge: &Knowledge, decision: &Decision, example: &Example) -> Result<()> {
    let index = knowledge.decisions.iter().position(|other| other.id == decision.id).context("an unknown decision")?;
    check_value(knowledge, &decision.decides, Way::Decided(index), example)?;
    let (kind, _) = decision.decides.split_once('.').context("a fact is kind.fact")?;
    let stage = stage(knowledge, example, kind)?;
    let subjects = [stage.subject];
    let chosen = decision.choice.choose(&Scope::new(&stage.facts, &subjects), &|_| false);
    let mut seen = BTreeSet::new();
    for (way, _) in chosen.iter().flat_map(|chosen| &chosen.bounds) {
        if let Some(bound) = decision.choice.ways[*way].bound.as_ref().filter(|bound| !seen.insert(*bound)) {
            bail!("two bounds named `{bound}` hold at once: give one of them a `when` that keeps it from the other");
        }
    }
    Ok(())
}

/// Checks a question's example.
///
/// # Errors
/// When it does not assume the value that the example states.
pub fn check_question(knowledge: &Knowledge, question: &Question, example: &Example) -> Result<()> {
    let index = knowledge.questions.iter().position(|other| other.id == question.id).context("an unknown question")?;
    check_value(knowledge, &question.asks, Way::Assumed(index), example)
}

fn check_value(knowledge: &Knowledge, target: &str, way: Way, example: &Example) -> Result<()> {
    let (kind, fact) = target.split_once('.').context("a fact is kind.fact")?;
    let mut stage = stage(knowledge, example, kind)?;
    let step = knowledge.plan.steps.iter().position(|step| step.way == way).context("nothing is chosen here")?;
    take_step(knowledge, &mut stage.facts, step);
    let found = stage.facts.value(stage.subject, fact);
    let spec = knowledge.vocabulary.fact(kind, fact).context("an unknown fact")?;
    let expected = match &example.value {
        None | Some(Json::Null) => None,
        Some(value) => Some(typed(spec, value)?),
    };
    if found != expected.as_ref() {
        bail!("expected {expected:?}, found {found:?}");
    }
    Ok(())
}

/// Whether a condition holds for an example about a subject of `kind`.
///
/// # Errors
/// When the example cannot be set up.
pub fn fires(knowledge: &Knowledge, kind: &str, condition: &Condition, example: &Example) -> Result<bool> {
    let stage = stage(knowledge, example, kind)?;
    let subjects = [stage.subject];
    Ok(condition.is_true(&Scope::new(&stage.facts, &subjects)))
}
