//! What the pictures do not show of what a group reads.

use std::collections::{BTreeMap, BTreeSet};

use super::tracks::{Track, group, left_behind, read, seconds};
use super::vanished::{FEWEST, vanished};
use crate::sources::cluster::{Missing, Series, Snapshot};

/// What is hidden, and since when.
#[derive(Debug, Default)]
pub struct Sight {
    /// Topics that members have partitions of, or the group has positions in, of which no picture shows offsets.
    pub unseen: Vec<String>,
    /// Partitions whose ends were known and are no more.
    pub dark: Vec<String>,
    /// Share of the looks to which not everything was answered that had been at first.
    pub unanswered: f64,
    /// Whether the last looks got no answer at all.
    pub silent: bool,
    /// When the first answer was lacking, in seconds since the first picture.
    pub since: Option<f64>,
}

impl Sight {
    /// What the pictures do not show; `tracks` are those of topics that are there.
    pub fn of(series: &Series, tracks: &[Track]) -> Self {
        let begun = series.snapshots.first().map_or(0, |snapshot| snapshot.taken);
        let dark: Vec<(&Track, f64)> = tracks.iter().filter_map(|track| Some((track, dark(series, track)?))).collect();
        // Of those that lack an answer only now and then nothing is hidden for long.
        let lacking: Vec<i64> = lacking(series).chain(series.silent.iter().copied()).collect();
        let looks = series.snapshots.len() + series.silent.len();
        let last = series.snapshots.last().map_or(0, |snapshot| snapshot.taken);
        let first_dark = dark.iter().map(|(_, at)| *at).min_by(f64::total_cmp);
        let first_lack = lacking.iter().min().map(|taken| seconds(taken - begun));
        Self {
            unseen: unseen(series).into_iter().cloned().collect(),
            dark: dark.iter().map(|(track, _)| track.name()).collect(),
            #[expect(clippy::cast_precision_loss, reason = "nobody takes 2^52 pictures")]
            unanswered: lacking.len() as f64 / looks.max(1) as f64,
            silent: series.silent.iter().filter(|taken| **taken > last).count() >= FEWEST,
            since: first_dark.into_iter().chain(first_lack).min_by(f64::total_cmp),
        }
    }
}

/// When the end of a partition was first unknown, after which it was never known again.
fn dark(series: &Series, track: &Track) -> Option<f64> {
    let begun = series.snapshots.first()?.taken;
    let last = track.points.iter().rfind(|point| point.end.is_some())?.at;
    let after: Vec<f64> =
        series.snapshots.iter().map(|seen| seconds(seen.taken - begun)).filter(|at| *at > last).collect();
    after.first().copied().filter(|_| after.len() >= FEWEST)
}

/// When pictures were taken that lack what those before them had: what a principal may not ask is lacking from the
/// beginning.
fn lacking(series: &Series) -> impl Iterator<Item = i64> {
    let usual: BTreeSet<&Missing> = series.snapshots.iter().take(2).flat_map(|seen| &seen.missing).collect();
    let lacks = move |seen: &&Snapshot| seen.missing.iter().any(|missing| !usual.contains(missing));
    series.snapshots.iter().skip(2).filter(lacks).map(|seen| seen.taken)
}

/// Topics that are read, and of which no picture shows offsets.
fn unseen(series: &Series) -> BTreeSet<&String> {
    let gone = vanished(series);
    let shown = |name: &str| {
        let topics = series.snapshots.iter().flat_map(|seen| &seen.topics).filter(|topic| topic.name == name);
        topics.flat_map(|topic| &topic.partitions).any(|one| one.end.is_some() || one.leader.is_none())
    };
    let names = read(series).into_iter().chain(left_behind(series));
    names.filter(|name| !shown(name) && !gone.contains_key(*name) && is_asked_for(series, name)).collect()
}

/// A topic that is new to a group is asked for from the next picture on.
fn is_asked_for(series: &Series, name: &String) -> bool {
    let is_read = |seen: &&Snapshot| {
        let Some(group) = group(series, seen) else { return false };
        let mut members = group.members.iter().flatten();
        members.any(|member| member.assigned.contains_key(name))
            || group.committed.as_ref().is_some_and(|all: &BTreeMap<_, _>| all.contains_key(name))
    };
    series.snapshots.len() == 1 || series.snapshots.iter().filter(is_read).count() > FEWEST
}

/// What could not be learnt of topics that are read.
pub fn lacks(series: &Series) -> Option<Missing> {
    let names: Vec<&str> = unseen(series).into_iter().map(String::as_str).collect();
    let (last, first) = names.split_last()?;
    let all = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
    let topics = if first.is_empty() { "topic" } else { "topics" };
    Some(Missing::new(
        format!("the offsets of the {topics} {all}, which the group reads: the lag is that of the rest alone"),
        format!("the principal needs Describe on the {topics}"),
    ))
}
