//! The order of deciding: every way to a fact, sorted so that what it reads is settled before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Result, bail};

use super::entries::{Decision, Pattern, Question};
use super::expression::{Condition, Expression, Name};
use super::vocabulary::{Formula, Vocabulary};

/// One way to settle a fact. The number is the index in the knowledge's list of that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The formula of the fact itself.
    Derived,
    /// What a question assumes.
    Assumed(usize),
    /// What a decision chooses.
    Decided(usize),
    /// The best of the patterns of the slot.
    Patterns,
}

/// A fact by kind and name.
pub type FactName = (String, String);

/// A step of the plan: a fact and one way to settle it, for every subject of its kind.
#[derive(Debug, Clone)]
pub struct Step {
    /// The kind of subject.
    pub kind: String,
    /// The fact.
    pub fact: String,
    /// The way.
    pub way: Way,
    /// The facts that it reads.
    pub reads: BTreeSet<FactName>,
    /// The facts of which it asks whether a person stated them.
    pub asks: BTreeSet<FactName>,
}

/// The steps in an order in which each finds what it reads settled.
#[derive(Debug, Default)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
}

/// What a plan is made of.
pub(super) struct Material<'a> {
    pub vocabulary: &'a Vocabulary,
    pub questions: &'a [Question],
    pub decisions: &'a [Decision],
    pub patterns: &'a [Pattern],
}

impl Plan {
    /// Sorts all ways to facts.
    ///
    /// # Errors
    /// When a name is unknown or facts depend on each other in a circle.
    pub(super) fn new(material: &Material) -> Result<Self> {
        let steps = steps(material)?;
        sort(steps).map(|steps| Self { steps })
    }

    /// The derivations alone, for facts that nobody decides or assumes.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub(super) fn derived(vocabulary: &Vocabulary) -> Result<Self> {
        sort(derivations(vocabulary)?).map(|steps| Self { steps })
    }

    /// Which facts are settled anew when another changes.
    #[must_use]
    pub fn readers(&self) -> Readers<'_> {
        let mut facts: Vec<Settling> = Vec::new();
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        // The last way comes last: by then everything that any of them reads is settled.
        for (index, step) in self.steps.iter().enumerate().rev() {
            let number = *numbers.entry((&step.kind, &step.fact)).or_insert(facts.len());
            if number == facts.len() {
                facts.push(Settling { kind: &step.kind, fact: &step.fact, ways: Vec::new() });
            }
            facts[number].ways.insert(0, index);
        }
        facts.reverse();
        let mut readers: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (number, fact) in facts.iter().enumerate() {
            for read in fact.ways.iter().map(|way| &self.steps[*way]).flat_map(|step| step.reads.union(&step.asks)) {
                let all = readers.entry((&read.0, &read.1)).or_default();
                if all.last() != Some(&number) {
                    all.push(number);
                }
            }
        }
        Readers { facts, readers }
    }
}

/// A fact with all ways to it, as indices of steps in their order.
#[derive(Debug)]
pub struct Settling<'a> {
    /// The kind of subject.
    pub kind: &'a str,
    /// The fact.
    pub fact: &'a str,
    /// The ways.
    pub ways: Vec<usize>,
}

/// The facts that a plan settles, and which of them read which.
#[derive(Debug)]
pub struct Readers<'a> {
    /// The facts, so ordered that each comes after those that it reads.
    pub facts: Vec<Settling<'a>>,
    readers: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl Readers<'_> {
    /// The facts, by their number, that read `kind.fact`.
    #[must_use]
    pub fn of<'s>(&'s self, kind: &'s str, fact: &'s str) -> &'s [usize] {
        self.readers.get(&(kind, fact)).map_or(&[], Vec::as_slice)
    }
}

fn derivations(vocabulary: &Vocabulary) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for (kind, spec) in &vocabulary.kinds {
        for (fact, of) in &spec.facts {
            let Some(formula) = &of.is else { continue };
            let reads = match formula {
                Formula::Expression(expression) => reads(vocabulary, kind, [expression])?,
                Formula::Aggregate(aggregate) => {
                    let read = std::iter::once(&aggregate.fact).chain(&aggregate.by);
                    read.filter_map(|fact| fact.split_once('.').map(own)).collect()
                }
            };
            let asks = match formula {
                Formula::Expression(expression) => asks(vocabulary, kind, [expression]),
                Formula::Aggregate(_) => BTreeSet::new(),
            };
            steps.push(Step { kind: kind.clone(), fact: fact.clone(), way: Way::Derived, reads, asks });
        }
    }
    Ok(steps)
}

fn steps(material: &Material) -> Result<Vec<Step>> {
    let mut steps = derivations(material.vocabulary)?;
    for (index, question) in material.questions.iter().enumerate() {
        let Some(assume) = &question.assume else { continue };
        let expressions = of_condition(question.when.as_ref()).chain(assume.expressions());
        steps.push(step(material.vocabulary, &question.asks, Way::Assumed(index), expressions)?);
    }
    for (index, decision) in material.decisions.iter().enumerate() {
        let expressions = of_condition(decision.when.as_ref()).chain(decision.choice.expressions());
        steps.push(step(material.vocabulary, &decision.decides, Way::Decided(index), expressions)?);
    }
    steps.extend(pattern_steps(material)?);
    Ok(steps)
}

fn pattern_steps(material: &Material) -> Result<Vec<Step>> {
    let mut slots: BTreeMap<&str, Vec<&Expression>> = BTreeMap::new();
    for pattern in material.patterns {
        let expressions = slots.entry(&pattern.slot).or_default();
        expressions.extend(pattern.fits.expressions());
        expressions.push(&pattern.score);
    }
    slots.into_iter().map(|(slot, expressions)| step(material.vocabulary, slot, Way::Patterns, expressions)).collect()
}

fn of_condition(condition: Option<&Condition>) -> impl Iterator<Item = &Expression> {
    condition.into_iter().flat_map(Condition::expressions)
}

fn own((kind, fact): (&str, &str)) -> FactName {
    (kind.to_owned(), fact.to_owned())
}

fn step<'a>(
    vocabulary: &Vocabulary,
    target: &str,
    way: Way,
    expressions: impl IntoIterator<Item = &'a Expression>,
) -> Result<Step> {
    let Some((kind, fact)) = target.split_once('.').filter(|(kind, fact)| vocabulary.fact(kind, fact).is_some()) else {
        bail!("`{target}` is no fact of knowledge/facts/");
    };
    let expressions: Vec<&Expression> = expressions.into_iter().collect();
    let reads = reads(vocabulary, kind, expressions.iter().copied())?;
    let asks = asks(vocabulary, kind, expressions);
    Ok(Step { kind: kind.to_owned(), fact: fact.to_owned(), way, reads, asks })
}

fn reads<'a>(
    vocabulary: &Vocabulary,
    kind: &str,
    expressions: impl IntoIterator<Item = &'a Expression>,
) -> Result<BTreeSet<FactName>> {
    let mut reads = BTreeSet::new();
    for expression in expressions {
        for name in expression.names().map_err(anyhow::Error::msg)? {
            if let Name::Fact(subject, fact) = name {
                // `default.linger` is the client's default of the subject's own fact: a trait, settled from the start.
                if &**subject == DEFAULT && vocabulary.fact(kind, fact).is_some() {
                    continue;
                }
                let Some(of) = vocabulary
                    .resolve(kind, subject)
                    .filter(|of| vocabulary.fact(of, fact).is_some() || &**fact == "name")
                else {
                    bail!("`{}` names {name}, which is no fact that a {kind} can see", expression.source());
                };
                reads.insert((of.to_owned(), fact.to_string()));
            }
        }
    }
    Ok(reads)
}

/// The facts that the expressions ask about with `given.K.x`. They need not be settled before: it is known from the start.
fn asks<'a>(
    vocabulary: &Vocabulary,
    kind: &str,
    expressions: impl IntoIterator<Item = &'a Expression>,
) -> BTreeSet<FactName> {
    let names = expressions.into_iter().filter_map(|expression| expression.names().ok()).flatten();
    names
        .filter_map(|name| match name {
            Name::Given(subject, fact) => Some((vocabulary.resolve(kind, subject)?.to_owned(), fact.to_string())),
            Name::Bare(_) | Name::Fact(..) => None,
        })
        .collect()
}

/// The name under which expressions see what the client does where nothing is set.
const DEFAULT: &str = "default";

/// A step that waits for others, with facts by their numbers.
struct Waiting {
    step: Step,
    settles: usize,
    reads: Vec<usize>,
}

/// Kahn's algorithm; the first free step in the order of names comes first, so that the order never varies.
fn sort(steps: Vec<Step>) -> Result<Vec<Step>> {
    let mut open: Vec<usize> = Vec::new();
    let mut waiting = numbered(steps, &mut open);
    let mut sorted = Vec::new();
    while !waiting.is_empty() {
        let before = sorted.len();
        let mut left = Vec::new();
        for one in waiting {
            if one.reads.iter().all(|read| open[*read] == 0) {
                open[one.settles] -= 1;
                sorted.push(one.step);
            } else {
                left.push(one);
            }
        }
        waiting = left;
        if sorted.len() == before {
            let names: Vec<String> = waiting.iter().map(|one| format!("{}.{}", one.step.kind, one.step.fact)).collect();
            bail!("these facts depend on each other in a circle: {}", names.join(", "));
        }
    }
    Ok(sorted)
}

/// The steps with the numbers of the facts that they settle and read. `open` is how many steps settle each; what none
/// settles is there from the start, and a way to a fact may read what another way has left it.
fn numbered(steps: Vec<Step>, open: &mut Vec<usize>) -> Vec<Waiting> {
    let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
    let settles: Vec<usize> = steps
        .iter()
        .map(|step| {
            let number = *numbers.entry((&step.kind, &step.fact)).or_insert(open.len());
            if number == open.len() {
                open.push(0);
            }
            open[number] += 1;
            number
        })
        .collect();
    let reads = |(step, own): (&Step, &usize)| -> Vec<usize> {
        let read = step.reads.iter().filter_map(|(kind, fact)| numbers.get(&(kind.as_str(), fact.as_str())));
        read.copied().filter(|number| number != own).collect()
    };
    let reads: Vec<Vec<usize>> = steps.iter().zip(&settles).map(reads).collect();
    let all = steps.into_iter().zip(settles).zip(reads);
    all.map(|((step, settles), reads)| Waiting { step, settles, reads }).collect()
}
