//! Settles anew what depends on facts that have other values, and nothing else.

use std::collections::{BTreeSet, HashMap};

use super::run::{Refusal, settle_one};
use crate::facts::{Facts, Id, Origin, Relating, Value};
use crate::knowledge::{Knowledge, Name, Readers, Scope};

/// Settled facts, and who depends on whom among them.
pub struct Again<'a> {
    knowledge: &'a Knowledge,
    settled: &'a Facts,
    refusals: &'a [Refusal],
    readers: Readers<'a>,
    relating: Relating,
    /// The conflicts, by their number, that read a fact.
    conflicts: HashMap<(&'a str, &'a str), Vec<usize>>,
}

/// A fact of a subject with another value; none where it is not stated any more.
pub struct Change {
    /// The subject.
    pub subject: Id,
    /// The fact.
    pub fact: String,
    /// The value, and where it was learnt.
    pub value: Option<(Value, Origin)>,
}

/// Facts settled anew.
pub struct Anew {
    /// All of them.
    pub facts: Facts,
    /// The conflicts, by their number, that may hold now for a subject and did not before, or the other way round.
    pub judge: BTreeSet<(usize, Id)>,
}

impl<'a> Again<'a> {
    /// Settling anew from `settled`, with the same choices ruled out.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, settled: &'a Facts, refusals: &'a [Refusal]) -> Self {
        let mut conflicts: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (index, conflict) in knowledge.conflicts.iter().enumerate() {
            for expression in conflict.when.expressions() {
                for name in expression.names().unwrap_or_default() {
                    let (Name::Fact(subject, fact) | Name::Given(subject, fact)) = name else { continue };
                    let Some(kind) = knowledge.vocabulary.resolve(&conflict.of, subject) else { continue };
                    conflicts.entry((kind, fact)).or_default().push(index);
                }
            }
        }
        let readers = knowledge.plan.readers();
        Self { knowledge, settled, refusals, readers, relating: settled.relating(), conflicts }
    }

    /// The facts from which it starts.
    #[must_use]
    pub fn settled(&self) -> &'a Facts {
        self.settled
    }

    /// The facts as they would be with these changes; none where a ruled out choice leaves nothing else.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Option<Anew> {
        let mut anew = Anew { facts: self.settled.clone(), judge: BTreeSet::new() };
        let mut open: BTreeSet<(usize, Id)> = BTreeSet::new();
        for change in changes {
            if let Some((value, origin)) = &change.value {
                anew.facts.set(change.subject, &change.fact, value.clone(), origin.clone());
            } else {
                anew.facts.forget(change.subject, &change.fact);
                let kind = &*self.settled.subject(change.subject).kind;
                let own = self.readers.facts.iter().position(|of| of.kind == kind && of.fact == change.fact);
                open.extend(own.map(|number| (number, change.subject)));
            }
            self.spread(change.subject, &change.fact, &mut open, &mut anew.judge);
        }
        while let Some((number, subject)) = open.pop_first() {
            if self.settle(&mut anew.facts, number, subject) {
                self.spread(subject, self.readers.facts[number].fact, &mut open, &mut anew.judge);
            }
        }
        let refused = |refusal: &Refusal| anew.facts.get(refusal.subject, &refusal.fact).is_none();
        (!self.refusals.iter().any(refused)).then_some(anew)
    }

    /// Settles one fact of one subject; whether it has another value now.
    fn settle(&self, facts: &mut Facts, number: usize, subject: Id) -> bool {
        let of = &self.readers.facts[number];
        let before = facts.get(subject, of.fact).cloned();
        let settled = |origin: &Origin| matches!(origin, Origin::Assumed(_) | Origin::Decided(_) | Origin::Derived);
        if before.as_ref().is_some_and(|fact| !settled(&fact.origin)) {
            return false;
        }
        // Its own former value is no reason for the new one.
        if before.is_some() {
            facts.forget(subject, of.fact);
        }
        let steps = of.ways.iter().map(|way| &self.knowledge.plan.steps[*way]);
        let mut found = steps.filter_map(|step| settle_one(self.knowledge, facts, step, subject, self.refusals));
        let after = found.next();
        let changed = before.as_ref().map(|fact| &fact.value) != after.as_ref().map(|(value, _)| value);
        if let Some((value, origin)) = after {
            facts.set(subject, of.fact, value, origin);
        }
        changed
    }

    /// Who may see the fact: what they settle by it is open, and the conflicts that read it are to be judged.
    fn spread(&self, subject: Id, fact: &str, open: &mut BTreeSet<(usize, Id)>, judge: &mut BTreeSet<(usize, Id)>) {
        let kind = &*self.settled.subject(subject).kind;
        for number in self.readers.of(kind, fact) {
            let reader = self.readers.facts[*number].kind;
            self.seen_by(subject, reader, |id| {
                open.insert((*number, id));
            });
        }
        for index in self.conflicts.get(&(kind, fact)).into_iter().flatten() {
            self.seen_by(subject, &self.knowledge.conflicts[*index].of, |id| {
                judge.insert((*index, id));
            });
        }
    }

    /// The subjects of `kind` that can see `subject`: itself, those with a relation to it, or all where it is the only
    /// one of its kind.
    fn seen_by(&self, subject: Id, kind: &str, mut with: impl FnMut(Id)) {
        let own = &*self.settled.subject(subject).kind;
        if self.knowledge.vocabulary.kinds.get(own).is_some_and(|kind| kind.one) {
            self.settled.of_kind(kind).for_each(with);
            return;
        }
        let near = self.relating.to(subject).iter().chain([&subject]);
        near.filter(|id| &*self.settled.subject(**id).kind == kind).for_each(|id| with(*id));
    }
}

impl Anew {
    /// The conflicts that were to be judged and hold, by their number, each with its subject.
    pub fn holding<'a>(&'a self, knowledge: &'a Knowledge) -> impl Iterator<Item = (usize, Id)> + 'a {
        self.judge.iter().copied().filter(|(index, subject)| {
            let subjects = [*subject];
            knowledge.conflicts[*index].when.is_true(&Scope::new(&self.facts, &subjects))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::decide::Request;
    use crate::decide::sensitivity::path;
    use crate::decide::why::Why;
    use crate::sources::answers::{Answers, write_value};

    fn values(facts: &Facts) -> BTreeMap<String, Value> {
        let of = |id| facts.all(id).map(move |(name, fact)| (format!("{id:?} {name}"), fact.value.clone()));
        facts.ids().flat_map(of).collect()
    }

    /// Every other answer to an assumption gives the same facts near as in a whole design.
    fn agrees(knowledge: &Knowledge, example: &str) -> usize {
        let text = std::fs::read_to_string(format!("examples/{example}/answers.yaml")).unwrap();
        let request = Request::new(Answers::read("answers.yaml", &text).unwrap());
        let settled = request.settle(knowledge, "production").unwrap();
        let again = Again::new(knowledge, &settled, &[]);
        let mut tried = 0;
        for subject in settled.ids() {
            for (name, _) in settled.all(subject) {
                let Some(question) = Why::new(knowledge, &settled).question(subject, name) else { continue };
                let Some(spec) = knowledge.vocabulary.fact(&settled.subject(subject).kind, name) else { continue };
                let subjects = [subject];
                let scope = Scope::new(&settled, &subjects);
                for value in question.vary.iter().filter_map(|other| other.evaluate(&scope).known()) {
                    let mut other = request.clone();
                    if other.answers.set(&path(&settled, subject, spec), &write_value(spec, &value)).is_err() {
                        continue;
                    }
                    let Ok(whole) = other.settle(knowledge, "production") else { continue };
                    // Other subjects are no matter of settling anew.
                    if whole.ids().count() != settled.ids().count() || name == "client" {
                        continue;
                    }
                    let value = whole.value(subject, name).cloned().map(|value| (value, Origin::Answer));
                    let near = again.with(&[Change { subject, fact: name.to_owned(), value }]).unwrap();
                    let (near, whole) = (values(&near.facts), values(&whole));
                    let both = near.iter().chain(&whole);
                    let differs: Vec<_> = both.filter(|(key, _)| near.get(*key) != whole.get(*key)).collect();
                    assert!(differs.is_empty(), "{example}: {name} of {subject:?}: {differs:?}");
                    tried += 1;
                }
            }
        }
        tried
    }

    #[test]
    fn near_is_as_good_as_whole() {
        let knowledge = Knowledge::load(None).unwrap();
        let tried: Vec<usize> =
            ["task-api", "notification-lag", "agents"].iter().map(|example| agrees(&knowledge, example)).collect();
        assert!(tried.iter().all(|number| *number > 0) && tried.iter().sum::<usize>() > 20, "too few: {tried:?}");
    }
}
