//! Constraints that cannot all be met, and which changes dissolve the collision.

use std::collections::{BTreeSet, HashMap};

use super::cores::on_every_core;
use super::ways_out::{Known, Trials};
use super::why::render;
use crate::design::{Conflict, ENVIRONMENTS, Environments};
use crate::facts::{Facts, Id};
use crate::knowledge::{self, Knowledge, Scope};

/// A conflict that fires, before its ways out are tried.
pub(super) struct Clash<'a> {
    pub conflict: &'a knowledge::Conflict,
    pub subject: Id,
    pub between: [String; 2],
}

/// What makes two clashes the same: the conflict and the two answers.
pub(super) type Identity = (String, [String; 2]);

impl Clash<'_> {
    pub fn identity(&self) -> Identity {
        (self.conflict.id.clone(), self.between.clone())
    }
}

/// The conflicts that fire among settled facts.
pub(super) fn clashes<'a>(knowledge: &'a Knowledge, facts: &'a Facts) -> impl Iterator<Item = Clash<'a>> {
    knowledge.conflicts.iter().flat_map(move |conflict| {
        facts.of_kind(&conflict.of).filter_map(move |subject| {
            let subjects = [subject];
            let holds = conflict.when.is_true(&Scope::new(facts, &subjects));
            holds.then(|| Clash { conflict, subject, between: between(conflict, facts, subject) })
        })
    })
}

/// The two answers that collide, as paths.
pub(super) fn between(conflict: &knowledge::Conflict, facts: &Facts, subject: Id) -> [String; 2] {
    let subjects = [subject];
    let scope = Scope::new(facts, &subjects);
    [render(&conflict.between[0], &scope), render(&conflict.between[1], &scope)]
}

/// The ids of the conflicts among settled facts.
pub fn ids<'a>(knowledge: &'a Knowledge, facts: &'a Facts) -> BTreeSet<&'a str> {
    clashes(knowledge, facts).map(|clash| clash.conflict.id.as_str()).collect()
}

/// All conflicts of a request, each once; with the changes that dissolve it, where these are to be tried.
pub fn find(knowledge: &Knowledge, trials: Option<&Trials>, runs: &Environments<Facts>) -> Vec<Conflict> {
    let all = Environments::of(|environment| clashes(knowledge, runs.get(environment)).collect::<Vec<_>>());
    let mut found: Vec<(Conflict, &Facts, &Clash)> = Vec::new();
    let mut places: HashMap<Identity, usize> = HashMap::new();
    // Production first: its numbers are the larger ones, so its message is the one to show.
    for environment in ENVIRONMENTS.into_iter().rev() {
        let facts = runs.get(environment);
        for clash in all.get(environment) {
            if let Some(place) = places.get(&clash.identity()) {
                found[*place].0.environments.insert(0, environment.to_owned());
                continue;
            }
            places.insert(clash.identity(), found.len());
            let subjects = [clash.subject];
            let conflict = Conflict {
                id: clash.conflict.id.clone(),
                between: clash.between.clone(),
                message: render(&clash.conflict.message, &Scope::new(facts, &subjects)),
                environments: vec![environment.to_owned()],
                give_way: Vec::new(),
            };
            found.push((conflict, facts, clash));
        }
    }
    if let Some(trials) = trials {
        let known = Known::new(&all);
        let mut earlier: HashMap<&str, usize> = HashMap::new();
        let mut numbered = Vec::new();
        for (_, facts, clash) in &found {
            let earlier = earlier.entry(&clash.conflict.id).or_default();
            numbered.push((*facts, *clash, *earlier));
            *earlier += 1;
        }
        let ways = on_every_core(&numbered, |(facts, clash, earlier)| trials.ways_out(facts, clash, &known, *earlier));
        for ((conflict, ..), ways) in found.iter_mut().zip(ways) {
            conflict.give_way = ways;
        }
    }
    found.into_iter().map(|(conflict, ..)| conflict).collect()
}
