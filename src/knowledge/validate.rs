//! Judges the knowledge files themselves: known facts only, expressions that evaluate, right types and dimensions.

mod item;
mod spelling;
mod stand_in;
mod trial;

use std::collections::BTreeSet;

use super::entries::Rule;
use super::expression::Name;
use super::vocabulary::{FactSpec, Type, Vocabulary};
use super::{Fix, Formula, Knowledge};

use item::{Item, Source};
use trial::Trials;

/// Filters that name an attribute by a string: they pass over what is absent or misspelled.
const BY_STRING: [&str; 5] = ["attribute=", "attribute =", "selectattr", "rejectattr", "groupby"];

/// Everything that is wrong with the knowledge, each with its file and expression.
#[must_use]
pub fn validate(knowledge: &Knowledge, rules: &[Rule]) -> Vec<String> {
    let mut problems: BTreeSet<String> = BTreeSet::new();
    aggregates(&knowledge.vocabulary, &mut problems);
    clients(knowledge, &mut problems);
    for rule in rules {
        rule_facts(&knowledge.vocabulary, rule, &mut problems);
    }
    let trials = Trials::new(knowledge);
    for item in item::all(knowledge, rules) {
        if let Err(problem) = check(knowledge, &trials, &item) {
            problems.insert(format!("{}: {problem}", item.file));
        }
    }
    problems.into_iter().collect()
}

fn check(knowledge: &Knowledge, trials: &Trials, item: &Item) -> Result<(), String> {
    let text = item.source.text();
    if let Some(filter) = BY_STRING.iter().find(|filter| text.contains(**filter)) {
        return Err(format!("`{text}` uses {filter}, which passes over absent facts: add an aggregate to facts/"));
    }
    let names = item.source.names()?;
    for name in &names {
        known(&knowledge.vocabulary, item, name).map_err(|problem| format!("`{text}` {problem}"))?;
    }
    spelling::check(knowledge, item, &names)?;
    trials.run(item, &names)
}

/// Whether the item can see the fact of that name.
fn known(vocabulary: &Vocabulary, item: &Item, name: &Name) -> Result<(), String> {
    let found = match name {
        Name::Bare(bare) => item.value.is_some() && &**bare == "value" || vocabulary.fact("system", bare).is_some(),
        Name::Fact(subject, fact) | Name::Given(subject, fact) => {
            &**fact == "name" || spec(vocabulary, item, subject, fact).is_some()
        }
    };
    if found {
        Ok(())
    } else {
        Err(format!("names {name}, which is no fact that a {} can see", item.kinds.join(" or ")))
    }
}

/// What `subject.fact` is, seen from the kinds of the item.
fn spec<'a>(vocabulary: &'a Vocabulary, item: &Item, subject: &str, fact: &str) -> Option<&'a FactSpec> {
    item.kinds.iter().find_map(|kind| {
        let kind = if subject == "default" { kind } else { vocabulary.resolve(kind, subject)? };
        vocabulary.fact(kind, fact)
    })
}

fn aggregates(vocabulary: &Vocabulary, problems: &mut BTreeSet<String>) {
    for (kind, of) in &vocabulary.kinds {
        for (name, relation) in &of.relations {
            if !vocabulary.kinds.contains_key(&relation.to) {
                problems.insert(format!("facts/{kind}.yaml: {name} leads to `{}`, which is no kind", relation.to));
            }
        }
        for (name, spec) in &of.facts {
            let Some(Formula::Aggregate(aggregate)) = &spec.is else { continue };
            for fact in std::iter::once(&aggregate.fact).chain(&aggregate.by) {
                let member = fact.split_once('.');
                let leads = of.relations.get(&aggregate.over).zip(member).is_some_and(|(relation, (kind, fact))| {
                    relation.to == kind && (fact == "name" || vocabulary.fact(kind, fact).is_some())
                });
                if !leads {
                    problems.insert(format!(
                        "facts/{kind}.yaml: {name} is over {}.{}, which does not lead to {fact}",
                        kind, aggregate.over
                    ));
                }
            }
        }
    }
}

/// Clients spell facts that there are, and their traits are facts of a client.
fn clients(knowledge: &Knowledge, problems: &mut BTreeSet<String>) {
    for client in knowledge.clients.iter() {
        for name in client.traits.keys().filter(|name| knowledge.vocabulary.fact("client", name).is_none()) {
            problems.insert(format!("clients/{}.yaml: `{name}` is no fact of a client", client.id));
        }
        for role in ["producer", "consumer", "share_consumer", "topic", "connection"] {
            let mut seen = BTreeSet::new();
            for setting in client.settings(role) {
                if knowledge.vocabulary.fact(role, &setting.fact).is_none() {
                    problems.insert(format!("clients/{}.yaml: `{role}.{}` is no fact", client.id, setting.fact));
                }
                if !seen.insert(&setting.fact) {
                    problems.insert(format!("clients/{}.yaml: {role}.{} is there twice", client.id, setting.fact));
                }
            }
        }
    }
}

/// The facts that a rule points at, and its kinds.
fn rule_facts(vocabulary: &Vocabulary, rule: &Rule, problems: &mut BTreeSet<String>) {
    let kinds = item::kinds_of(vocabulary, rule);
    let Some(kinds) = kinds else {
        problems.insert(format!(
            "rules/{}.yaml: `for` names {}, which are no related kinds",
            rule.id,
            rule.of.0.join(" and ")
        ));
        return;
    };
    let changed = rule.fix.iter().flat_map(Fix::facts);
    for fact in std::iter::once(&rule.at).chain(&rule.against).map(String::as_str).chain(changed) {
        let item = Item::condition(String::new(), &kinds, Source::None);
        let found = fact.split_once('.').and_then(|(subject, fact)| spec(vocabulary, &item, subject, fact));
        if found.is_none() {
            problems.insert(format!(
                "rules/{}.yaml: `{fact}` is no fact that a {} can see",
                rule.id,
                kinds.join(" or ")
            ));
        }
    }
}

/// By how much a number of this type grows with the units of time and size.
fn grows(of: Type, (time, size): (f64, f64)) -> f64 {
    match of {
        Type::Time => time,
        Type::Size => size,
        _ => 1.0,
    }
}
