//! What people must know besides the settings: obligations of the code, and what happens when something fails.

use super::why::render;
use crate::design::{Failure, Obligation};
use crate::facts::{Facts, Id};
use crate::knowledge::{self, Knowledge, Scope};

/// What the code of a producer or consumer must do, by its client and its patterns.
#[must_use]
pub fn your_code_must(knowledge: &Knowledge, facts: &Facts, subject: Id, client: &str) -> Vec<Obligation> {
    let role = facts.subject(subject).kind.clone();
    let chosen = |pattern: &&knowledge::Pattern| {
        let slot = pattern.slot.split_once('.').filter(|(kind, _)| *kind == &*role);
        slot.is_some_and(|(_, fact)| facts.value(subject, fact).and_then(|value| value.as_text()) == Some(&pattern.id))
    };
    // A client's own instructions speak of its own methods: they replace those of the client it extends.
    let mut line = knowledge.clients.line(client);
    let of_client = line.find(|client| !client.your_code_must.is_empty());
    let of_client = of_client.into_iter().flat_map(|client| &client.your_code_must);
    let of_patterns = knowledge.patterns.iter().filter(chosen).flat_map(|pattern| &pattern.your_code_must);
    let subjects = [subject];
    let scope = Scope::new(facts, &subjects);
    let mut obligations: Vec<Obligation> = Vec::new();
    for duty in of_client.chain(of_patterns) {
        let mine = duty.role.as_ref().is_none_or(|of| **of == *role);
        if mine && duty.when.as_ref().is_none_or(|when| when.is_true(&scope)) {
            let duty = Obligation { action: render(&duty.action, &scope), because: render(&duty.because, &scope) };
            if !obligations.iter().any(|known| known.action == duty.action) {
                obligations.push(duty);
            }
        }
    }
    for duty in knowledge.duties.iter().filter(|duty| *duty.role == *role && duty.when.is_true(&scope)) {
        obligations.push(Obligation { action: render(&duty.action, &scope), because: render(&duty.because, &scope) });
    }
    obligations
}

/// What happens when something fails, in the order of telling.
#[must_use]
pub fn failures(knowledge: &Knowledge, facts: &Facts) -> Vec<Failure> {
    let mut told = Vec::new();
    for failure in &knowledge.failures {
        for subject in facts.of_kind(&failure.of) {
            let subjects = [subject];
            let scope = Scope::new(facts, &subjects);
            if failure.when.as_ref().is_none_or(|when| when.is_true(&scope)) {
                told.push(Failure {
                    id: failure.id.clone(),
                    subject: format!("{}/{}", failure.of, facts.subject(subject).name),
                    title: render(&failure.title, &scope),
                    message: render(&failure.message, &scope),
                });
            }
        }
    }
    told
}
