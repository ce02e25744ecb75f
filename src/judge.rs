//! Facts x rules -> fires, holds or unknown.

use std::collections::BTreeSet;

use crate::facts::{Facts, Id, Origin, Value};
use crate::finding::Finding;
use crate::knowledge::{Client, Condition, Knowledge, Outcome, Rule, Scope, Setting, Vocabulary, Write, at_least};

/// What one rule says of one subject or related pair.
#[derive(Debug)]
pub struct Judgement<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What it was judged for, one or two.
    pub ids: Vec<Id>,
    /// What it says.
    pub verdict: Verdict,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is broken.
    Fires(Finding),
    /// It is kept.
    Holds,
    /// It can be neither: not a pass, not a failure.
    Unknown {
        /// The absent facts, as `kind.fact`.
        needs: BTreeSet<String>,
        /// Why it cannot be said although all facts are there.
        reason: Option<String>,
    },
}

/// Judges every rule for every subject of its kind, or for every related pair of its kinds.
#[must_use]
pub fn judge<'r>(
    vocabulary: &Vocabulary,
    rules: impl IntoIterator<Item = &'r Rule>,
    facts: &Facts,
) -> Vec<Judgement<'r>> {
    let mut judgements = Vec::new();
    // Rules about one kind mostly follow each other.
    let mut first: (&str, Vec<Id>) = ("", Vec::new());
    for rule in rules {
        let Some(kind) = rule.of.0.first() else { continue };
        if first.0 != kind {
            first = (kind, facts.of_kind(kind).filter(|id| is_there(facts, *id)).collect());
        }
        for ids in subjects(vocabulary, facts, &first.1, rule.of.0.get(1)) {
            judgements.push(Judgement { rule, verdict: verdict(rule, facts, &ids), ids });
        }
    }
    judgements
}

/// The rules that are broken, the worst first.
#[must_use]
pub fn findings(vocabulary: &Vocabulary, rules: &[Rule], facts: &Facts) -> Vec<Finding> {
    let fired = judge(vocabulary, rules, facts).into_iter().filter_map(|judgement| match judgement.verdict {
        Verdict::Fires(finding) => Some(finding),
        Verdict::Holds | Verdict::Unknown { .. } => None,
    });
    let mut findings: Vec<Finding> = fired.collect();
    findings.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.confidence.cmp(&a.confidence)));
    findings
}

fn verdict(rule: &Rule, facts: &Facts, ids: &[Id]) -> Verdict {
    let scope = Scope::new(facts, ids);
    match rule.when.holds(&scope) {
        Outcome::Known(true) => Verdict::Fires(Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            confidence: rule.confidence,
            // A rule that is broken is said to be so, even where a number of its message is not known.
            message: rule.message.render(&scope).known().unwrap_or_else(|| rule.title.clone()),
            path: place(rule, facts, ids),
            first: rule.first.as_ref().and_then(|first| first.render(&scope).known()),
        }),
        Outcome::Known(false) => Verdict::Holds,
        Outcome::Unknown { needs, reason } => Verdict::Unknown { needs, reason },
    }
}

/// The subject that the rule's `at` names: one of those it is judged for, or the only one of its kind.
fn place(rule: &Rule, facts: &Facts, ids: &[Id]) -> String {
    let kind = rule.at.split('.').next().unwrap_or_default();
    let own = ids.iter().copied().find(|id| &*facts.subject(*id).kind == kind);
    own.or_else(|| facts.only(kind)).or(ids.first().copied()).map(|id| label(facts, id)).unwrap_or_default()
}

/// What findings call a subject: `topic/orders`.
#[must_use]
pub fn label(facts: &Facts, id: Id) -> String {
    let subject = facts.subject(id);
    // There is one of its kind, and it needs no name.
    if subject.name.is_empty() {
        return subject.kind.to_string();
    }
    format!("{}/{}", subject.kind, subject.name)
}

fn is_there(facts: &Facts, id: Id) -> bool {
    facts.value(id, "exists") != Some(&Value::Bool(false))
}

/// Whom a rule is judged for: each subject of its first kind, or with each that is related to it of its second.
fn subjects(vocabulary: &Vocabulary, facts: &Facts, of_first: &[Id], second: Option<&String>) -> Vec<Vec<Id>> {
    let Some(second) = second else { return of_first.iter().map(|id| vec![*id]).collect() };
    let mut pairs: Vec<Vec<Id>> = Vec::new();
    for one in of_first {
        let mut seen = BTreeSet::new();
        let others = related(vocabulary, facts, *one, second).into_iter();
        let others = others.filter(|other| is_there(facts, *other) && seen.insert(*other));
        pairs.extend(others.map(|other| vec![*one, other]));
    }
    pairs
}

/// What `one` is related to: by the relation of that name, or by every relation with that kind, whichever way it leads.
fn related(vocabulary: &Vocabulary, facts: &Facts, one: Id, second: &str) -> Vec<Id> {
    let kind = &*facts.subject(one).kind;
    let relations = |kind: &str| vocabulary.kinds.get(kind).into_iter().flat_map(|kind| &kind.relations);
    if relations(kind).any(|(name, _)| name == second) {
        return facts.related(one, second).to_vec();
    }
    let there = relations(kind).filter(|(_, relation)| relation.to == second);
    let mut found: Vec<Id> = there.flat_map(|(name, _)| facts.related(one, name)).copied().collect();
    for (name, _) in relations(second).filter(|(_, relation)| relation.to == kind) {
        found.extend(facts.of_kind(second).filter(|other| facts.related(*other, name).contains(&one)));
    }
    found
}

/// The facts of a design as its configs make them: what is written counts as given, what is not written is as the
/// client has it, and what the client cannot be told is as if nobody had decided it.
#[must_use]
pub fn as_configured(knowledge: &Knowledge, settled: &Facts) -> Facts {
    let mut facts = settled.clone();
    for id in settled.ids() {
        let Some(default) = settled.related(id, "default").first().copied() else { continue };
        for (name, fact) in settled.all(id) {
            let Origin::Decided(decision) = &fact.origin else { continue };
            let usual = settled.value(default, name);
            let always = || knowledge.decisions.iter().any(|one| *one.id == **decision && one.write == Write::Always);
            if !can_be_told(knowledge, settled, id, name) {
                facts.forget(id, name);
            } else if usual == Some(&fact.value) && !always() {
                facts.set(id, name, fact.value.clone(), Origin::Client);
            } else {
                facts.set(id, name, fact.value.clone(), Origin::Pinned);
            }
        }
        for (name, fact) in settled.all(default) {
            let open = settled.get(id, name).is_none() && is_out_of_place(knowledge, settled, id, name);
            if facts.get(id, name).is_none() && !open {
                facts.set(id, name, fact.value.clone(), Origin::Client);
            }
        }
    }
    facts
}

/// Whether there is nothing to decide about the fact here, such as the start offset of a share group.
fn is_out_of_place(knowledge: &Knowledge, facts: &Facts, id: Id, fact: &str) -> bool {
    let role = &*facts.subject(id).kind;
    let subjects = [id];
    let scope = Scope::new(facts, &subjects);
    let mut about =
        knowledge.decisions.iter().filter(|one| one.decides.split_once('.') == Some((role, fact))).peekable();
    let refused = |when: &Condition| when.holds(&scope) == Outcome::Known(false);
    about.peek().is_some() && about.all(|decision| decision.when.as_ref().is_some_and(refused))
}

/// Whether the subject's client has a key for the fact, or no client has one: what no config says is done otherwise.
#[must_use]
pub fn can_be_told(knowledge: &Knowledge, facts: &Facts, id: Id, fact: &str) -> bool {
    let role = &*facts.subject(id).kind;
    let settings = |client: Option<&Client>| client.map(|client| client.settings(role).to_vec()).unwrap_or_default();
    // What the code does by itself is as good as told.
    let has_key = |setting: &Setting| setting.fact == fact && (setting.key.is_some() || setting.in_code);
    let Some(client) = facts.related(id, "client").first().copied() else { return true };
    let version = facts.value(client, "version").map(ToString::to_string).unwrap_or_default();
    let new_enough = |setting: &Setting| setting.since.as_ref().is_none_or(|since| at_least(&version, since));
    let subjects = [id];
    let scope = Scope::new(facts, &subjects);
    // `ShareMaxRecords` is for members of share groups alone, whatever others have decided of their polls.
    let applies =
        |setting: &Setting| setting.when.as_ref().is_none_or(|when| when.holds(&scope) != Outcome::Known(false));
    let own = settings(knowledge.clients.get(&facts.subject(client).name));
    own.iter().any(|setting| has_key(setting) && new_enough(setting) && applies(setting))
        || !knowledge.clients.iter().any(|client| client.settings(role).iter().any(has_key))
}
