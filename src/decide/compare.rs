//! What is otherwise between two designs: decisions, assumptions and conflicts.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::design::{Assumption, Conflict, Decision, Design, ENVIRONMENTS, Finding, Literal, Pattern};

/// What a new design has that an earlier one had not, and the other way round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// The decisions that are otherwise, in the order of the new design; those that are gone come last.
    pub changes: Vec<Change>,
    /// The assumptions; one that has another value now is on both sides.
    pub assumptions: Moves<Assumption>,
    /// The conflicts.
    pub conflicts: Moves<Conflict>,
    /// The rules that are broken; [`compare`] leaves them to those who judge both designs.
    pub findings: Moves<Finding>,
}

/// A decision that is otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What it is about: `topic/task`.
    pub subject: String,
    /// The key as it stands in the config; `exists` for a subject that came or went.
    pub key: String,
    /// The environment. Patterns are chosen for production.
    pub env: String,
    /// The value before; none where there was none.
    pub from: Option<Literal>,
    /// The value now; none where there is none.
    pub to: Option<Literal>,
    /// Why it is so now.
    pub because: String,
}

/// What came and what went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moves<T> {
    /// Only in the new design.
    pub added: Vec<T>,
    /// Only in the earlier design.
    pub removed: Vec<T>,
}

impl Changes {
    /// Whether nothing is otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.assumptions.is_empty() && self.conflicts.is_empty() && self.findings.is_empty()
    }
}

impl<T> Moves<T> {
    /// Whether nothing came or went.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

impl<T: Clone> Moves<T> {
    /// What only one side has, by `same`.
    pub fn between(before: &[T], after: &[T], same: impl Fn(&T, &T) -> bool) -> Self {
        let only = |these: &[T], those: &[T]| {
            these.iter().filter(|this| !those.iter().any(|that| same(this, that))).cloned().collect()
        };
        Self { added: only(after, before), removed: only(before, after) }
    }
}

/// What is otherwise in `after`.
#[must_use]
pub fn compare(before: &Design, after: &Design) -> Changes {
    let (old, new) = (rows(before), rows(after));
    let subjects = Moves::between(&subjects(before), &subjects(after), PartialEq::eq);
    let mut changes: Vec<Change> = Vec::new();
    for row in &new {
        if subjects.added.contains(&row.subject) {
            let seen = changes.iter().any(|change| change.subject == row.subject && change.env == row.env);
            if !seen {
                changes.push(came_or_went(row, false, appeared(after, &row.subject)));
            }
            continue;
        }
        let was = old.iter().find(|old| old.is_about(row)).map(|old| &old.value);
        if was != Some(&row.value) {
            changes.push(row.change(was.cloned()));
        }
    }
    for row in &old {
        if subjects.removed.contains(&row.subject) {
            let seen = changes.iter().any(|change| change.subject == row.subject && change.env == row.env);
            if !seen {
                changes.push(came_or_went(row, true, "nothing in the answers asks for it any more".to_owned()));
            }
        } else if !new.iter().any(|new| new.is_about(row)) {
            changes.push(gone(row, &new));
        }
    }
    let same_conflict = |a: &Conflict, b: &Conflict| a.id == b.id && a.between == b.between;
    Changes {
        changes,
        assumptions: Moves::between(&before.assumptions, &after.assumptions, |a, b| {
            a.path == b.path && a.value == b.value
        }),
        conflicts: Moves::between(&before.conflicts, &after.conflicts, same_conflict),
        findings: Moves { added: Vec::new(), removed: Vec::new() },
    }
}

/// A decision or a pattern, as both are told in the same way.
struct Row<'a> {
    subject: String,
    key: &'a str,
    env: &'a str,
    value: Literal,
    because: &'a str,
    fact: &'a str,
}

impl<'a> Row<'a> {
    fn of_decision(row: &'a Decision) -> Self {
        let Decision { key, env, value, because, fact, .. } = row;
        Self { subject: row.subject.clone(), key, env, value: value.clone(), because, fact }
    }

    fn of_pattern(subject: String, key: &'a str, pattern: &'a Pattern) -> Self {
        let value = Literal::Plain(pattern.id.as_str().into());
        Self { subject, key, env: ENVIRONMENTS[1], value, because: &pattern.because, fact: key }
    }

    fn is_about(&self, other: &Self) -> bool {
        self.subject == other.subject && self.key == other.key && self.env == other.env
    }

    fn change(&self, from: Option<Literal>) -> Change {
        Change {
            subject: self.subject.clone(),
            key: self.key.to_owned(),
            env: self.env.to_owned(),
            from,
            to: Some(self.value.clone()),
            because: self.because.to_owned(),
        }
    }
}

/// A setting that is no longer there: because another key says it now, or because nothing decides it.
fn gone(row: &Row, new: &[Row]) -> Change {
    let successor = new.iter().find(|new| new.subject == row.subject && new.env == row.env && new.fact == row.fact);
    let because = successor.map_or_else(
        || "there is nothing to decide about it any more".to_owned(),
        |successor| format!("the client calls it {}", successor.key),
    );
    Change { from: Some(row.value.clone()), to: None, because, ..row.change(None) }
}

fn came_or_went(row: &Row, went: bool, because: String) -> Change {
    let truth = |truth: bool| Some(Literal::Plain(truth.into()));
    Change { key: "exists".to_owned(), from: truth(went), to: truth(!went), because, ..row.change(None) }
}

/// Why a subject is there now.
fn appeared(design: &Design, subject: &str) -> String {
    let topic = subject.strip_prefix("topic/");
    let topic = topic.and_then(|name| design.topics.iter().find(|topic| topic.name == name));
    let because = topic.map(|topic| topic.because.clone()).filter(|because| !because.is_empty());
    because.unwrap_or_else(|| "the answers speak of it now".to_owned())
}

fn rows(design: &Design) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = Vec::new();
    for consumer in &design.consumers {
        let subject = format!("consumer/{}", consumer.name);
        rows.extend(consumer.pattern.iter().map(|pattern| Row::of_pattern(subject.clone(), "pattern", pattern)));
        rows.extend(consumer.patterns.iter().map(|one| Row::of_pattern(subject.clone(), &one.slot, one)));
    }
    for producer in &design.producers {
        let subject = format!("producer/{}", producer.name);
        rows.extend(producer.patterns.iter().map(|one| Row::of_pattern(subject.clone(), &one.slot, one)));
    }
    rows.extend(design.decisions.iter().map(Row::of_decision));
    rows
}

/// Everything that decisions are about, each once.
fn subjects(design: &Design) -> Vec<String> {
    let named: BTreeSet<String> = rows(design).into_iter().map(|row| row.subject).collect();
    named.into_iter().collect()
}
