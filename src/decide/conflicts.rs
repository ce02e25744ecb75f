//! Constraints that cannot all be met, and which changes dissolve the collision.

use std::collections::BTreeSet;

use super::request::Request;
use super::why::render;
use crate::design::{Conflict, ENVIRONMENTS, Environments, GiveWay};
use crate::facts::{Facts, Id};
use crate::knowledge::{self, Knowledge, Scope};
use crate::sources::answers::write_value;

/// A conflict that fires, before its ways out are tried.
struct Clash<'a> {
    conflict: &'a knowledge::Conflict,
    subject: Id,
    between: [String; 2],
}

/// What makes two clashes the same: the conflict and the two answers.
type Identity = (String, [String; 2]);

impl Clash<'_> {
    fn identity(&self) -> Identity {
        (self.conflict.id.clone(), self.between.clone())
    }
}

fn clashes<'a>(knowledge: &'a Knowledge, facts: &'a Facts) -> impl Iterator<Item = Clash<'a>> {
    knowledge.conflicts.iter().flat_map(move |conflict| {
        facts.of_kind(&conflict.of).filter_map(move |subject| {
            let subjects = [subject];
            let scope = Scope::new(facts, &subjects);
            conflict.when.is_true(&scope).then(|| {
                let between = [render(&conflict.between[0], &scope), render(&conflict.between[1], &scope)];
                Clash { conflict, subject, between }
            })
        })
    })
}

/// The ids of the conflicts among settled facts.
pub fn ids<'a>(knowledge: &'a Knowledge, facts: &'a Facts) -> impl Iterator<Item = &'a str> {
    clashes(knowledge, facts).map(|clash| clash.conflict.id.as_str())
}

/// All conflicts of a request, each once; with the changes that dissolve it, where these are to be tried on `request`.
pub fn find(knowledge: &Knowledge, request: Option<&Request>, runs: &Environments<Facts>) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    let all = ENVIRONMENTS.into_iter().flat_map(|environment| clashes(knowledge, runs.get(environment)));
    let original: BTreeSet<Identity> = all.map(|clash| clash.identity()).collect();
    // Production first: its numbers are the larger ones, so its message is the one to show.
    for environment in ENVIRONMENTS.into_iter().rev() {
        let facts = runs.get(environment);
        for clash in clashes(knowledge, facts) {
            let known = found.iter_mut().find(|known| known.id == clash.conflict.id && known.between == clash.between);
            if let Some(known) = known {
                known.environments.insert(0, environment.to_owned());
                continue;
            }
            let subjects = [clash.subject];
            let message = render(&clash.conflict.message, &Scope::new(facts, &subjects));
            let give_way =
                request.map(|request| ways_out(knowledge, request, facts, &clash, &original)).unwrap_or_default();
            let environments = vec![environment.to_owned()];
            found.push(Conflict {
                id: clash.conflict.id.clone(),
                between: clash.between,
                message,
                environments,
                give_way,
            });
        }
    }
    found
}

/// Tries each way out on the whole request; only those after which the clash is gone are ways out. One that brings
/// another clash instead is shown only where there is none better.
fn ways_out(
    knowledge: &Knowledge,
    request: &Request,
    facts: &Facts,
    clash: &Clash,
    known: &BTreeSet<Identity>,
) -> Vec<GiveWay> {
    let subjects = [clash.subject];
    let scope = Scope::new(facts, &subjects);
    let (mut clean, mut second_best) = (Vec::new(), Vec::new());
    for way in &clash.conflict.give_way {
        if way.when.as_ref().is_some_and(|when| !when.is_true(&scope)) {
            continue;
        }
        let path = render(&way.path, &scope);
        let Some(value) = way.to.evaluate(&scope).known() else { continue };
        let to = match answer_at(knowledge, facts, &path) {
            Some(spec) => write_value(spec, &value),
            None => value.to_string(),
        };
        let Some(after) = clashes_after(knowledge, request, &path, &to) else { continue };
        let way = GiveWay { path, to, buys: render(&way.buys, &scope) };
        if after.contains(&clash.identity()) {
            continue;
        }
        if after.is_subset(known) { clean.push(way) } else { second_best.push(way) }
    }
    if clean.is_empty() { second_best } else { clean }
}

/// What clashes in either environment once an answer is changed; none where the change cannot be made.
fn clashes_after(knowledge: &Knowledge, request: &Request, path: &str, to: &str) -> Option<BTreeSet<Identity>> {
    let mut changed = request.clone();
    changed.answers.set(path, to).ok()?;
    let mut after = BTreeSet::new();
    for environment in ENVIRONMENTS {
        let facts = changed.settle(knowledge, environment).ok()?;
        after.extend(clashes(knowledge, &facts).map(|clash| clash.identity()));
    }
    Some(after)
}

/// The fact whose answer stands at a path.
fn answer_at<'a>(knowledge: &'a Knowledge, facts: &Facts, path: &str) -> Option<&'a knowledge::FactSpec> {
    facts.ids().find_map(|id| {
        let subject = facts.subject(id);
        let rest = if subject.path.is_empty() { path } else { path.strip_prefix(&*subject.path)?.strip_prefix('.')? };
        let facts = &knowledge.vocabulary.kinds.get(&*subject.kind)?.facts;
        facts.values().find(|spec| spec.answer.as_deref() == Some(rest))
    })
}
