//! How a group does while nothing disturbs it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::pace::Pace;
use super::tracks::{Track, group, seconds};
use crate::sources::cluster::{Group, Series};

/// A shorter time shows the steps of the commits alone, in seconds.
const SHORTEST: f64 = 8.0;

/// What is seen in the longest time in which all members were there and none came or went.
pub fn settled_pace(series: &Series, tracks: &[Track]) -> Option<Pace> {
    let longest = longest(series).filter(|time| time.end() - time.start() >= SHORTEST)?;
    let tracks: Vec<Track> = tracks.iter().map(|track| track.within(&longest)).collect();
    Pace::of(&tracks, false)
}

/// The time at the end in which the group was settled and every member kept its partitions, where it is long enough.
pub fn unchanged(series: &Series) -> Option<RangeInclusive<f64>> {
    let begun = series.snapshots.first()?.taken;
    let shared = |group: &Group| {
        settled(group)?;
        let members = group.members.iter().flatten();
        let shared: BTreeMap<String, _> = members.map(|member| (member.id.clone(), member.assigned.clone())).collect();
        Some(shared)
    };
    let seen = series.snapshots.iter().filter_map(|seen| Some((seconds(seen.taken - begun), group(series, seen)?)));
    let seen: Vec<_> = seen.map(|(at, group)| (at, shared(group))).collect();
    let (until, last) = seen.last().filter(|(_, shared)| shared.is_some())?;
    let same = seen.iter().rev().take_while(|(_, shared)| shared == last);
    let from = same.map(|(at, _)| *at).last()?;
    (until - from >= SHORTEST).then_some(from..=*until)
}

/// The longest time, in seconds since the first picture, in which the group was settled with as many members as it ever had,
/// and always the same.
fn longest(series: &Series) -> Option<RangeInclusive<f64>> {
    let begun = series.snapshots.first()?.taken;
    let all: Vec<(f64, Option<BTreeSet<&str>>)> = series
        .snapshots
        .iter()
        .filter_map(|seen| Some((seconds(seen.taken - begun), settled(group(series, seen)?))))
        .collect();
    let most = all.iter().filter_map(|(_, members)| members.as_ref().map(BTreeSet::len)).max()?;
    let same = all.chunk_by(|(_, one), (_, other)| one == other);
    let such = same.filter(|stretch| stretch[0].1.as_ref().is_some_and(|members| members.len() == most));
    let times = such.map(|stretch| (stretch[0].0, stretch[stretch.len() - 1].0));
    times.max_by(|(from, to), (other, end)| (to - from).total_cmp(&(end - other))).map(|(from, to)| from..=to)
}

/// The members of a group that all know what they read.
fn settled(group: &Group) -> Option<BTreeSet<&str>> {
    let members = group.members.as_ref().filter(|_| group.state.as_deref() == Some("Stable"))?;
    Some(members.iter().map(|member| member.id.as_str()).collect())
}
