//! What all forms of a diagnosis say in the same words.

use crate::diagnose::{Diagnosis, Seen, Settles};
use crate::facts::units::{self, Unit};
use crate::finding::Confidence;

use super::super::layout::{counted, listed};

/// What it comes down to.
pub fn verdict(diagnosis: &Diagnosis) -> String {
    let watched = diagnosis.seen.pictures.is_some();
    match (diagnosis.causes.as_slice(), diagnosis.harmless.as_slice()) {
        ([first, rest @ ..], _) => {
            let others = match rest.len() {
                0 => String::new(),
                more => format!(", and {}", counted(more as u64, "more possible cause")),
            };
            format!("likeliest: {}{others}", first.title)
        }
        ([], [first, ..]) => format!("nothing is wrong: {}", first.title),
        ([], []) if !diagnosis.seen.unseen.is_empty() => {
            let hidden = listed(&diagnosis.seen.unseen);
            format!("a part of what it reads cannot be seen ({hidden}); nothing wrong was seen in the rest")
        }
        ([], []) if is_too_early(&diagnosis.seen) => {
            "too early to say: too few commits were seen to tell whether it keeps up".to_owned()
        }
        ([], []) if watched => "nothing wrong was seen".to_owned(),
        ([], []) => "nothing of what is known explains a lag: more is needed to say more".to_owned(),
    }
}

/// Whether records came, and it is not known whether the lag grows.
fn is_too_early(seen: &Seen) -> bool {
    seen.growing.is_none() && seen.arrival.is_some_and(|arrival| arrival > 0.0)
}

/// The numbers that were seen, as sentences.
pub fn numbers(seen: &Seen) -> Vec<String> {
    let time = |millis: f64| units::show(millis, Unit::Time);
    let rate = |rate: f64| units::show(rate, Unit::Rate);
    let many = |number: f64, one: &str| units::counted(number, one, None);
    let mut lines = Vec::new();
    if let (Some(length), Some(pictures)) = (seen.watched_ms, seen.pictures) {
        lines.push(format!("watched for {}, looked at {}", time(length), many(pictures, "time")));
    } else if seen.pictures.is_some() {
        lines.push("seen once: what moves is not known".to_owned());
    }
    let group: Vec<String> = [
        seen.members.map(|members| many(members, "member")),
        seen.partitions.map(|partitions| many(partitions, "partition")),
        seen.rebalances.filter(|number| *number > 0.0).map(|number| many(number, "rebalance")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !group.is_empty() {
        lines.push(listed(&group));
    }
    if let (Some(arrival), Some(consumed)) = (seen.arrival, seen.consumed) {
        lines.push(format!("{} arrive, {} are committed", rate(arrival), rate(consumed)));
    }
    if let Some(lag) = seen.lag {
        let in_time = seen.lag_ms.filter(|_| lag > 0.0).map(|millis| {
            if seen.lag_is_age {
                format!(", the oldest from {} ago", time(millis))
            } else {
                format!(", {} of arrivals", time(millis))
            }
        });
        let part = if seen.unseen.is_empty() {
            String::new()
        } else {
            format!(", without what waits in {}", listed(&seen.unseen))
        };
        let in_time = in_time.unwrap_or_default();
        lines.push(format!("{} behind{part}{in_time}{}", many(lag, "record"), end(seen, lag)));
    }
    if let (Some(partitions), Some(records)) =
        (seen.without_position.filter(|many| *many > 0.0), seen.without_position_records)
    {
        let counted = if seen.catch_up_ms.is_some() { ", counted in that time" } else { "" };
        let record = if seen.lag.is_some() { "more record" } else { "record" };
        lines.push(format!(
            "no position yet in {}: up to {} wait there{counted}",
            many(partitions, "partition"),
            many(records, record)
        ));
    }
    lines
}

/// When the lag is gone.
fn end(seen: &Seen, lag: f64) -> String {
    match (seen.catch_up_ms, seen.growing) {
        (Some(millis), _) if lag > 0.0 => format!("; gone in {}", units::show(millis, Unit::Time)),
        (None, Some(true)) => "; at this rate never worked off".to_owned(),
        _ => String::new(),
    }
}

/// How sure a cause is.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Context => "low",
    }
}

/// What would settle an open question.
pub fn settles(settles: &Settles, group: &str) -> String {
    match settles {
        Settles::Watching => {
            format!("watch the group: --bootstrap-server HOST:PORT --group {}", super::super::shell_word(group))
        }
        Settles::Longer => "watch it for longer: --for 5min".to_owned(),
        Settles::ClientConfig => "its client's own config: --client-config FILE".to_owned(),
        Settles::Described => "what its work takes: --answers FILE".to_owned(),
        Settles::Answer { path, example } => format!("--set {path}={example}, or what holds for you"),
    }
}
