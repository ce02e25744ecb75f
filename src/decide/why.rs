//! Why a fact has its value, in words.

use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Choice, Combine, Decision, Knowledge, Question, Scope, Text};

/// Explains settled facts.
pub struct Why<'a> {
    knowledge: &'a Knowledge,
    facts: &'a Facts,
}

impl<'a> Why<'a> {
    /// Explains the values in `facts`.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, facts: &'a Facts) -> Self {
        Self { knowledge, facts }
    }

    /// The decision that chose the fact.
    #[must_use]
    pub fn decision(&self, subject: Id, fact: &str) -> Option<&'a Decision> {
        let Origin::Decided(id) = &self.facts.get(subject, fact)?.origin else { return None };
        self.knowledge.decisions.iter().find(|decision| *decision.id == **id)
    }

    /// The question that assumed the fact.
    #[must_use]
    pub fn question(&self, subject: Id, fact: &str) -> Option<&'a Question> {
        let Origin::Assumed(id) = &self.facts.get(subject, fact)?.origin else { return None };
        self.knowledge.questions.iter().find(|question| *question.id == **id)
    }

    /// The reason, in the user's own numbers; empty where there is none to give.
    #[must_use]
    pub fn because(&self, subject: Id, fact: &str) -> String {
        let Some(known) = self.facts.get(subject, fact) else { return String::new() };
        let subjects = [subject];
        let scope = Scope::new(self.facts, &subjects);
        match &known.origin {
            Origin::Answer | Origin::Set => "you said so".to_owned(),
            Origin::Pinned => "you pinned it".to_owned(),
            Origin::Decided(id) => {
                if let Some(decision) = self.decision(subject, fact) {
                    Self::of_choice(&decision.choice, &known.value, &scope).unwrap_or_else(|| {
                        let others = decision.alternatives.iter();
                        let mut taken =
                            others.filter(|other| other.value.evaluate(&scope).known().as_ref() == Some(&known.value));
                        let because = taken.next().map(|other| render(&other.because, &scope)).unwrap_or_default();
                        format!("the first choice was ruled out; of this one: {because}")
                    })
                } else {
                    let pattern = self.knowledge.patterns.iter().find(|pattern| *pattern.id == **id);
                    pattern.map(|pattern| render(&pattern.because, &scope)).unwrap_or_default()
                }
            }
            Origin::Assumed(_) => {
                let assume = self.question(subject, fact).and_then(|question| question.assume.as_ref());
                assume.and_then(|choice| Self::of_choice(choice, &known.value, &scope)).unwrap_or_default()
            }
            Origin::Written(_) | Origin::Derived | Origin::Client | Origin::Structure => String::new(),
        }
    }

    /// The words of the way that gave the value.
    fn of_choice(choice: &Choice, value: &Value, scope: &Scope) -> Option<String> {
        let refused = |other: &Value| choice.rule == Combine::First && other != value;
        let chosen = choice.choose(scope, &refused).filter(|chosen| chosen.value == *value)?;
        let locals = [("value", value.clone())];
        Some(render(&choice.ways[chosen.way].because, &scope.clone().with_locals(&locals)))
    }
}

/// The text in `scope`. What cannot be said is marked, so that no reason is silently empty.
pub fn render(text: &Text, scope: &Scope) -> String {
    match text.render(scope) {
        crate::knowledge::Outcome::Known(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        crate::knowledge::Outcome::Unknown { needs, reason } => {
            let needs: Vec<String> = needs.into_iter().collect();
            format!("(not known: {})", reason.unwrap_or_else(|| needs.join(", ")))
        }
    }
}
