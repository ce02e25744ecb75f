//! Why a group of consumers lags, rebalances or stands still: what was watched of it, what its client is told and what
//! is said of its work become one picture, which the causes are judged by.

mod consumer;
mod deletion;
mod deserted;
mod halted;
mod hand_over;
mod held;
mod in_use;
mod leap;
mod loads;
mod members;
mod open;
mod pace;
mod peak;
mod refuted;
mod settled;
mod sight;
mod spans;
mod tracks;
mod turn;
mod unowned;
mod vanished;
mod watch;

use anyhow::Result;
use serde::Serialize;

use self::refuted::Refuted;
use crate::decide::{Causes, causes, derive_all, settle};
use crate::design::Cause;
use crate::facts::{Facts, Id, Value};
use crate::knowledge::Knowledge;
use crate::sources::answers::Answers;
use crate::sources::cluster::{Missing, Series};

pub use hand_over::{HandOver, Way};
pub use open::{Open, Settles};

/// What is known of a group; any part of it may be lacking, but not all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Material<'a> {
    /// The group, where its name was given.
    pub group: Option<&'a str>,
    /// Its work as it is described.
    pub answers: Option<&'a Answers>,
    /// What its client is told, as facts about a consumer.
    pub config: Option<(&'a Facts, Id)>,
    /// What the clients of the other members are told, where they have configs of their own.
    pub others: &'a [(&'a Facts, Id)],
    /// What was watched.
    pub series: Option<&'a Series>,
}

/// Why the group is as it is.
#[derive(Debug)]
pub struct Diagnosis {
    /// The group.
    pub group: String,
    /// Why it lags, rebalances or stands still, the likeliest first.
    pub causes: Vec<Cause>,
    /// What is worth knowing beside them.
    pub beside: Vec<Cause>,
    /// Why nothing is wrong although it looks so.
    pub harmless: Vec<Cause>,
    /// Causes of which it cannot be said, by what would settle it; none where nothing is wrong, and it is known why it looks
    /// so.
    pub open: Vec<Open>,
    /// Where work can be handed over, if an outside limit or a long handler asks for it.
    pub hand_over: Option<HandOver>,
    /// What could not be learnt of the cluster.
    pub missing: Vec<Missing>,
    /// The numbers that were seen.
    pub seen: Seen,
}

/// The numbers that were seen; none where nothing was watched, or not long enough.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Seen {
    /// For how many ms it was watched.
    pub watched_ms: Option<f64>,
    /// How often it was looked at.
    pub pictures: Option<f64>,
    /// Records that it has still to read.
    pub lag: Option<f64>,
    /// How many ms ago the oldest of them was written or, where that is not known, in how many ms they arrived.
    pub lag_ms: Option<f64>,
    /// Whether it is known when the oldest of them was written.
    pub lag_is_age: bool,
    /// Partitions with records of which it has no position.
    pub without_position: Option<f64>,
    /// Records that are in those: so many more wait at the most.
    pub without_position_records: Option<f64>,
    /// Records that arrive per second.
    pub arrival: Option<f64>,
    /// Records per second that it commits.
    pub consumed: Option<f64>,
    /// In how many ms the lag is gone; none where it never is at these rates.
    pub catch_up_ms: Option<f64>,
    /// Whether the lag grows.
    pub growing: Option<bool>,
    /// Members at the end.
    pub members: Option<f64>,
    /// Partitions that it reads.
    pub partitions: Option<f64>,
    /// How often partitions were given out anew.
    pub rebalances: Option<f64>,
    /// Topics that it reads and of which no offset could be seen: the lag is that of the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unseen: Vec<String>,
}

/// Says why a group is as it is.
///
/// # Errors
/// When an answer is wrong (with its place), or no or several described consumers could be meant.
pub fn diagnose(knowledge: &Knowledge, material: &Material) -> Result<Diagnosis> {
    let (mut facts, id) = consumer::subject(knowledge, material)?;
    let loads = material.series.map(|series| watch::add(&mut facts, series, id)).unwrap_or_default();
    let facts = if material.answers.is_some() {
        let settled = settle(knowledge, facts.clone(), &[]);
        match Refuted::by(&settled, id, &loads) {
            Some(refuted) => {
                refuted.note(&mut facts, id);
                settle(knowledge, facts, &[])
            }
            None => settled,
        }
    } else {
        derive_all(knowledge, &mut facts);
        consumer::forget_undescribed(&mut facts, id);
        facts
    };
    let Causes { told, unknown } = causes(knowledge, &facts, id);
    let of = |weight: &str| told.iter().filter(|cause| cause.weight == weight).cloned().collect::<Vec<Cause>>();
    let causes = of("cause");
    // Where a part of it was not seen, nobody knows that nothing is wrong.
    let watch = facts.related(id, "watch").first();
    let whole = watch.is_none_or(|watch| facts.value(*watch, "whole") != Some(&Value::Bool(false)));
    let harmless = if whole { of("harmless") } else { Vec::new() };
    let explained = causes.is_empty() && !harmless.is_empty();
    let name = |series: &Series| series.group.clone();
    let group = material.group.map(str::to_owned).or_else(|| material.series.map(name));
    let configured = |(config, of): (&Facts, Id)| config.value(of, "group").map(ToString::to_string);
    let group = group.or_else(|| material.config.and_then(configured));
    let own = |fact: &str| facts.value(id, fact).map(ToString::to_string);
    Ok(Diagnosis {
        group: group.or_else(|| own("group")).or_else(|| own("name")).unwrap_or_default(),
        open: if explained { Vec::new() } else { open::open(knowledge, &facts, id, unknown) },
        causes,
        beside: of("beside"),
        harmless,
        hand_over: hand_over::hand_over(knowledge, &facts, id),
        missing: missing(material.series),
        seen: seen(&facts, id),
    })
}

fn seen(facts: &Facts, id: Id) -> Seen {
    let watch = facts.related(id, "watch").first();
    let value = |fact: &str| watch.and_then(|watch| facts.value(*watch, fact));
    let number = |fact: &str| value(fact).and_then(Value::as_number);
    // What a group did before a member joined is over.
    let joined =
        number("joined") > Some(0.0) && number("left") == Some(0.0) && value("started") == Some(&Value::Bool(false));
    let joined = joined && number("catch_up_settled").is_some();
    Seen {
        watched_ms: number("length"),
        pictures: number("pictures"),
        lag: number("lag"),
        lag_ms: number("lag_time"),
        lag_is_age: number("waiting").is_some(),
        without_position: number("without_position"),
        without_position_records: number("without_position_records"),
        arrival: number("arrival"),
        consumed: number("consumed"),
        catch_up_ms: if joined { number("catch_up_settled") } else { number("catch_up") },
        growing: value("growing").and_then(Value::as_bool),
        members: number("members"),
        partitions: number("partitions"),
        rebalances: number("rebalances"),
        unseen: match value("unseen") {
            Some(Value::List(names)) => names.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        },
    }
}

/// What could not be learnt, each once.
fn missing(series: Option<&Series>) -> Vec<Missing> {
    let mut missing: Vec<Missing> =
        series.iter().flat_map(|series| &series.snapshots).flat_map(|seen| seen.missing.iter().cloned()).collect();
    missing.extend(series.and_then(sight::lacks));
    missing.sort();
    missing.dedup();
    missing
}
