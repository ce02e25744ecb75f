//! Facts x decisions -> design: every choice with its because.

mod again;
mod assemble;
mod causes;
pub mod compare;
mod configure;
mod conflicts;
mod cores;
mod designed;
pub mod example;
mod people;
mod pinned;
mod request;
mod rows;
mod run;
mod sensitivity;
mod spell;
mod today;
mod ways_out;
mod why;

use std::sync::Mutex;

use anyhow::Result;

use crate::design::{Conflict, Design, ENVIRONMENTS, Environments, Finding, Forecast, WouldChange};
use crate::facts::Facts;
use crate::finding::Severity;
use crate::judge;
use crate::knowledge::Knowledge;

use again::Again;
use ways_out::Trials;

pub use causes::{Causes, causes};
pub(crate) use cores::on_every_core;
pub use designed::{Designed, Instead, framework_of};
pub use request::{Rejection, Request};
pub use run::{Refusal, derive_all, derive_facts, settle};
pub use spell::{read_config, spell, unspell};

/// Designs what is asked for.
///
/// # Errors
/// When an answer is wrong (with its place), or a pin or rejection names nothing.
pub fn decide(knowledge: &Knowledge, request: &Request) -> Result<Design> {
    let runs = settle_both(knowledge, request)?;
    let refusals = request.refusals(knowledge, &runs.production)?;
    // What else is tried takes about as long as putting the design together.
    std::thread::scope(|scope| {
        let tried = scope.spawn(|| try_others(knowledge, request, &runs, &refusals));
        let design = put_together(knowledge, request, &runs)?;
        let (conflicts, would_change_most) = tried.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(Design { conflicts, would_change_most, ..design })
    })
}

/// Designs what is asked for, but tries nothing else: neither ways out of conflicts nor what would change most, which
/// takes most of the time. With the facts that the design was made of.
///
/// # Errors
/// As [`decide`].
pub fn draft(knowledge: &Knowledge, request: &Request) -> Result<(Design, Environments<Facts>)> {
    let runs = settle_both(knowledge, request)?;
    let design = put_together(knowledge, request, &runs)?;
    Ok((Design { conflicts: conflicts::find(knowledge, None, &runs), ..design }, runs))
}

fn settle_both(knowledge: &Knowledge, request: &Request) -> Result<Environments<Facts>> {
    std::thread::scope(|scope| {
        let production = scope.spawn(|| request.settle(knowledge, "production"));
        let development = request.settle(knowledge, "development")?;
        let production = production.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(Environments { development, production })
    })
}

/// The conflicts with their ways out, and what would change most.
fn try_others(
    knowledge: &Knowledge,
    request: &Request,
    runs: &Environments<Facts>,
    refusals: &[Refusal],
) -> (Vec<Conflict>, Vec<WouldChange>) {
    let again = Environments {
        development: Again::new(knowledge, &runs.development, refusals),
        production: Again::new(knowledge, &runs.production, refusals),
    };
    let trials = Trials { knowledge, request, again: &again, tried: Mutex::default() };
    let known = conflicts::ids(knowledge, &runs.production);
    let conflicts = conflicts::find(knowledge, Some(&trials), runs);
    (conflicts, sensitivity::would_change_most(knowledge, &again.production, &known))
}

/// The design without its conflicts and what would change it.
fn put_together(knowledge: &Knowledge, request: &Request, runs: &Environments<Facts>) -> Result<Design> {
    let assemble = assemble::Assemble { knowledge, request, runs };
    let decisions = rows::decisions(knowledge, runs);
    Ok(Design {
        system: request.answers.root.get("system").and_then(|node| node.as_text()).unwrap_or_default().to_owned(),
        assumptions: assemble.assumptions(),
        conflicts: Vec::new(),
        today: today::today(knowledge, request, &runs.production),
        topics: assemble.topics(),
        producers: assemble.producers(),
        consumers: assemble.consumers(),
        cluster: Environments::of(|environment| assemble::cluster(runs.get(environment))),
        schemas: assemble.schemas()?,
        path_to_production: rows::path_to_production(knowledge, runs, &decisions),
        decisions,
        would_change_most: Vec::new(),
        forecast: Forecast { failures: people::failures(knowledge, &runs.production) },
    })
}

/// The rules that the design of a request breaks in either environment, as warnings or errors, and the bounds of the
/// decisions that its pins stand for, where no rule is about the same.
///
/// # Errors
/// As [`decide`].
pub fn findings(knowledge: &Knowledge, request: &Request) -> Result<Vec<Finding>> {
    let rules = knowledge.rules()?;
    let mut all = Vec::new();
    for env in ENVIRONMENTS {
        let settled = request.settle(knowledge, env)?;
        let found = judge::findings(&knowledge.vocabulary, &rules, &judge::as_configured(knowledge, &settled));
        let serious: Vec<_> = found.into_iter().filter(|finding| finding.severity >= Severity::Warning).collect();
        let of_rule = |id: &str| rules.iter().find(|rule| rule.id == id).map(|rule| rule.at.as_str());
        let told = |pin: &pinned::Outside| {
            serious.iter().any(|other| other.path == pin.finding.path && of_rule(&other.rule) == Some(&pin.of))
        };
        let outside = pinned::outside(knowledge, &settled, &request.refusals(knowledge, &settled)?);
        let outside: Vec<_> = outside.into_iter().filter(|pin| !told(pin)).map(|pin| pin.finding).collect();
        all.extend(serious.into_iter().chain(outside).map(|of| Finding { env: env.to_owned(), of }));
    }
    Ok(all)
}

/// The settled facts of one environment.
///
/// # Errors
/// As [`decide`].
pub fn facts(knowledge: &Knowledge, request: &Request, environment: &str) -> Result<Facts> {
    request.settle(knowledge, environment)
}
