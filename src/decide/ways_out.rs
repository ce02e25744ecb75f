//! Tries the ways out of conflicts: only what dissolves one is shown.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use super::again::{Again, Change};
use super::conflicts::{Clash, Identity, between, clashes};
use super::request::Request;
use super::why::render;
use crate::design::{ENVIRONMENTS, Environments, GiveWay};
use crate::facts::{Facts, Id, Origin};
use crate::knowledge::{self, Knowledge, Scope};
use crate::sources::answers::write_value;

/// A way out that changes which subjects there are needs the whole design anew. It is tried for this many conflicts of
/// the same kind.
const WHOLE: usize = 6;

/// In a system of more subjects than this it is tried for one: the others have the same ways out, and each takes long.
const LARGE: usize = 400;

/// The conflicts that are left once an answer at a path has a value; none where it cannot have it.
type Left = Option<Arc<BTreeSet<Identity>>>;

/// What trying needs.
pub struct Trials<'a> {
    /// The knowledge.
    pub knowledge: &'a Knowledge,
    /// The request.
    pub request: &'a Request,
    /// Its settled facts.
    pub again: &'a Environments<Again<'a>>,
    /// What was tried on the whole design: conflicts of many subjects have the same way out, such as more brokers.
    pub tried: Mutex<HashMap<(String, String), Left>>,
}

/// The conflicts of a request, and where each fires.
pub struct Known<'a>(HashMap<Identity, Vec<(&'a str, &'a str, Id)>>);

impl<'a> Known<'a> {
    /// All conflicts of both environments.
    pub(super) fn new(all: &'a Environments<Vec<Clash<'a>>>) -> Self {
        let mut known: HashMap<Identity, Vec<_>> = HashMap::new();
        for environment in ENVIRONMENTS {
            for clash in all.get(environment) {
                let places = known.entry(clash.identity()).or_default();
                places.push((environment, clash.conflict.id.as_str(), clash.subject));
            }
        }
        Self(known)
    }
}

/// What a change does to a conflict.
struct Effect {
    dissolves: bool,
    brings_another: bool,
}

impl Trials<'_> {
    /// The ways out after which the clash is gone. One that brings another clash instead is shown only where there is
    /// none better. `earlier` conflicts of the same kind were tried before.
    pub(super) fn ways_out(&self, facts: &Facts, clash: &Clash, known: &Known, earlier: usize) -> Vec<GiveWay> {
        let subjects = [clash.subject];
        let scope = Scope::new(facts, &subjects);
        let (mut clean, mut second_best) = (Vec::new(), Vec::new());
        for way in &clash.conflict.give_way {
            if way.when.as_ref().is_some_and(|when| !when.is_true(&scope)) {
                continue;
            }
            let path = render(&way.path, &scope);
            let Some(value) = way.to.evaluate(&scope).known() else { continue };
            let to = match answer_at(self.knowledge, facts, &path) {
                Some(spec) => write_value(spec, &value),
                None => value.to_string(),
            };
            let Some(effect) = self.effect(clash, known, (&path, &to), earlier) else { continue };
            let way = GiveWay { path, to, buys: render(&way.buys, &scope) };
            match effect {
                Effect { dissolves: false, .. } => {}
                Effect { brings_another: false, .. } => clean.push(way),
                Effect { .. } => second_best.push(way),
            }
        }
        if clean.is_empty() { second_best } else { clean }
    }

    /// What setting an answer does; none where it cannot be set, or is not tried.
    fn effect(&self, clash: &Clash, known: &Known, (path, to): (&str, &str), earlier: usize) -> Option<Effect> {
        let stated = self.request.answers.with_one(self.knowledge, path, to);
        match stated {
            Some(stated) => {
                let stated = stated.ok()?;
                match changes(self.again.production.settled(), &stated) {
                    Some(changes) => self.near(clash, known, &changes),
                    None => self.whole(clash, known, (path, to), earlier),
                }
            }
            None => self.whole(clash, known, (path, to), earlier),
        }
    }

    /// Settles anew only what the changes reach.
    fn near(&self, clash: &Clash, known: &Known, changes: &[Change]) -> Option<Effect> {
        let mut after: BTreeSet<Identity> = BTreeSet::new();
        let mut judged: BTreeSet<(&str, &str, Id)> = BTreeSet::new();
        for environment in ENVIRONMENTS {
            let anew = self.again.get(environment).with(changes)?;
            let conflict = |index: usize| &self.knowledge.conflicts[index];
            judged.extend(
                anew.judge.iter().map(|(index, subject)| (environment, conflict(*index).id.as_str(), *subject)),
            );
            after.extend(anew.holding(self.knowledge).map(|(index, subject)| {
                let conflict = conflict(index);
                (conflict.id.clone(), between(conflict, &anew.facts, subject))
            }));
        }
        let identity = clash.identity();
        let mut places = known.0.get(&identity).into_iter().flatten();
        Some(Effect {
            dissolves: !after.contains(&identity) && places.all(|place| judged.contains(place)),
            brings_another: after.iter().any(|other| !known.0.contains_key(other)),
        })
    }

    /// Settles everything anew.
    fn whole(&self, clash: &Clash, known: &Known, (path, to): (&str, &str), earlier: usize) -> Option<Effect> {
        let of_one = path.starts_with("consumers.") || path.starts_with("events.");
        let large = self.again.production.settled().ids().count() > LARGE;
        if of_one && earlier >= if large { 1 } else { WHOLE } {
            return None;
        }
        let key = (path.to_owned(), to.to_owned());
        let tried = self.tried.lock().ok().and_then(|tried| tried.get(&key).cloned());
        let left = tried.unwrap_or_else(|| {
            let left = self.left(path, to).map(Arc::new);
            if let Ok(mut tried) = self.tried.lock() {
                tried.insert(key, left.clone());
            }
            left
        })?;
        Some(Effect {
            dissolves: !left.contains(&clash.identity()),
            brings_another: left.iter().any(|other| !known.0.contains_key(other)),
        })
    }

    /// The conflicts in either environment once an answer is changed; none where the change cannot be made.
    fn left(&self, path: &str, to: &str) -> Option<BTreeSet<Identity>> {
        let mut changed = self.request.clone();
        changed.answers.set(path, to).ok()?;
        let mut left: BTreeSet<Identity> = BTreeSet::new();
        for environment in ENVIRONMENTS {
            let facts = changed.settle(self.knowledge, environment).ok()?;
            left.extend(clashes(self.knowledge, &facts).map(|clash| clash.identity()));
        }
        Some(left)
    }
}

/// What the answers about one subject change; none where the subjects are others then. What is pinned stays.
fn changes(settled: &Facts, stated: &Facts) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let mut limits = Vec::new();
    for id in stated.ids() {
        let of = stated.subject(id);
        let subject = settled.of_kind(&of.kind).find(|known| settled.subject(*known).path == of.path)?;
        if &*of.kind == "limit" {
            limits.push(subject);
        }
        let same = |fact: &str| stated.get(id, fact) == settled.get(subject, fact);
        for (name, fact) in stated.all(id).filter(|(name, _)| !same(name)) {
            let pinned = settled.get(subject, name).is_some_and(|fact| fact.origin == Origin::Pinned);
            if !pinned {
                let value = Some((fact.value.clone(), fact.origin.clone()));
                changes.push(Change { subject, fact: name.to_owned(), value });
            }
        }
        for (name, fact) in settled.all(subject) {
            if fact.origin == Origin::Answer && stated.get(id, name).is_none() {
                changes.push(Change { subject, fact: name.to_owned(), value: None });
            }
        }
        let other_producer = |change: &Change| &*of.kind == "event" && change.fact == "producer";
        if changes.iter().any(other_producer) {
            return None;
        }
    }
    // Another set of limits is another set of subjects.
    let consumer = stated.of_kind("consumer").find_map(|id| settled.find("consumer", &stated.subject(id).name));
    let same_limits = consumer.is_none_or(|consumer| settled.related(consumer, "limits") == limits);
    same_limits.then_some(changes)
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
