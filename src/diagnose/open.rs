//! What would settle what cannot be said.

use std::collections::BTreeSet;

use crate::facts::{Facts, Id};
use crate::knowledge::{self, Condition, FactSpec, Formula, Knowledge, Name, Outcome, Scope, Type, Weight};

/// A cause of which it cannot be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its id.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// The facts that it lacks, as `kind.fact`.
    pub needs: BTreeSet<String>,
    /// What would settle it.
    pub settles: BTreeSet<Settles>,
}

/// What would settle what cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settles {
    /// Watching the group.
    Watching,
    /// Watching it for longer.
    Longer,
    /// What its client is told.
    ClientConfig,
    /// Describing its work.
    Described,
    /// An answer that is lacking.
    Answer {
        /// Its path.
        path: String,
        /// How such an answer may look.
        example: String,
    },
}

impl Settles {
    /// How much it asks of a person.
    fn effort(&self) -> usize {
        match self {
            Self::Answer { .. } => 1,
            Self::ClientConfig | Self::Longer => 2,
            Self::Watching => 3,
            Self::Described => 4,
        }
    }
}

/// The causes that cannot be judged, with what would settle each.
pub fn open(
    knowledge: &Knowledge,
    facts: &Facts,
    id: Id,
    unknown: Vec<(&knowledge::Cause, BTreeSet<String>)>,
) -> Vec<Open> {
    let watched = !facts.related(id, "watch").is_empty();
    let described = !facts.subject(id).path.is_empty();
    let ask = Ask { knowledge, facts, id, watched, described };
    let subjects = [id];
    let scope = Scope::new(facts, &subjects);
    let causes = unknown.into_iter().filter(|(cause, _)| cause.weight == Weight::Cause);
    causes
        .map(|(cause, needs)| Open {
            id: cause.id.clone(),
            title: title(cause),
            settles: ask.condition(&cause.when, &scope, &BTreeSet::new()),
            needs,
        })
        .collect()
}

/// What it is called where nothing is known.
fn title(cause: &knowledge::Cause) -> String {
    cause.called.clone().unwrap_or_else(|| cause.title.source().to_owned())
}

struct Ask<'a> {
    knowledge: &'a Knowledge,
    facts: &'a Facts,
    id: Id,
    watched: bool,
    described: bool,
}

/// Facts follow from each other over fewer steps than this.
const DEEPEST: usize = 8;

impl Ask<'_> {
    /// What would settle a condition: of those of which any does, what asks least beside what is asked for already.
    fn condition(&self, condition: &Condition, scope: &Scope, asked: &BTreeSet<Settles>) -> BTreeSet<Settles> {
        if !matches!(condition.holds(scope), Outcome::Unknown { .. }) {
            return BTreeSet::new();
        }
        match condition {
            Condition::One(expression) => match expression.evaluate(scope) {
                Outcome::Known(_) => BTreeSet::new(),
                Outcome::Unknown { needs, .. } => needs.iter().flat_map(|fact| self.settles(fact, 0)).collect(),
            },
            Condition::All(items) => {
                let (choices, musts): (Vec<_>, Vec<_>) =
                    items.iter().partition(|item| matches!(item, Condition::Any(_)));
                musts.into_iter().chain(choices).fold(BTreeSet::new(), |mut all: BTreeSet<Settles>, item| {
                    let known: BTreeSet<Settles> = all.union(asked).cloned().collect();
                    all.extend(self.condition(item, scope, &known));
                    all
                })
            }
            Condition::Any(items) => {
                let ways = items.iter().map(|item| self.condition(item, scope, asked)).filter(|way| !way.is_empty());
                let least = ways.min_by_key(|way| way.difference(asked).map(Settles::effort).sum::<usize>());
                least.unwrap_or_default()
            }
        }
    }

    /// What would settle a fact that is lacking.
    fn settles(&self, path: &str, depth: usize) -> BTreeSet<Settles> {
        let bare = path.strip_prefix("given.").unwrap_or(path);
        let Some((kind, fact)) = bare.split_once('.').filter(|_| depth < DEEPEST) else { return BTreeSet::new() };
        match kind {
            "watch" if self.watched => return BTreeSet::from([Settles::Longer]),
            "watch" => return BTreeSet::from([Settles::Watching]),
            "client" | "default" => return BTreeSet::from([Settles::ClientConfig]),
            _ => {}
        }
        // How many run, no client's config says.
        let setting = fact.strip_prefix("current_").and_then(|usual| self.knowledge.vocabulary.fact("consumer", usual));
        if kind == "consumer" && (setting.is_some_and(|spec| spec.kafka.is_some()) || fact == "polled") {
            return BTreeSet::from([Settles::ClientConfig]);
        }
        let Some(spec) = self.knowledge.vocabulary.fact(kind, fact) else { return BTreeSet::new() };
        if let Some(answer) = &spec.answer {
            return BTreeSet::from([self.answer(kind, answer, spec)]);
        }
        match &spec.is {
            Some(Formula::Expression(expression)) => {
                let names = expression.names().unwrap_or_default();
                let lacking = names.iter().filter_map(|name| match name {
                    Name::Fact(subject, fact) if !self.is_known(subject, fact) => Some(format!("{subject}.{fact}")),
                    _ => None,
                });
                lacking.flat_map(|fact| self.settles(&fact, depth + 1)).collect()
            }
            Some(Formula::Aggregate(_)) | None => BTreeSet::from([Settles::Described]),
        }
    }

    fn is_known(&self, subject: &str, fact: &str) -> bool {
        subject == "consumer" && self.facts.get(self.id, fact).is_some()
    }

    fn answer(&self, kind: &str, path: &str, spec: &FactSpec) -> Settles {
        let name = &self.facts.subject(self.id).path;
        if self.described && kind == "consumer" {
            Settles::Answer { path: format!("{name}.{path}"), example: example(spec).to_owned() }
        } else {
            Settles::Described
        }
    }
}

/// How an answer of such a type may look.
fn example(spec: &FactSpec) -> &str {
    match spec.of {
        Type::Bool => "true",
        Type::Count => "3",
        Type::Time => "500ms",
        Type::Size => "1KiB",
        Type::Rate => "20/s",
        Type::Share => "50%",
        Type::Text | Type::List => spec.one_of.first().map_or("NAME", String::as_str),
    }
}
