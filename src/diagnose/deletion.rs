//! Records that are deleted before the group has read them, or soon will be.

use std::collections::{BTreeMap, BTreeSet};

use super::pace::number;
use super::tracks::{Track, seconds};
use crate::sources::cluster::{Series, Snapshot};

/// So often the first offset must have moved before a speed is made of it: it moves by a whole segment at a time.
const MOVES: usize = 2;

/// How exact the time of the oldest record is, in ms.
const EXACT: i64 = 1000;

/// Records that were deleted unread. Where nothing is left behind the one offset that is missing, it was the end marker of a
/// transaction, which nobody reads.
pub fn lost(track: &Track) -> i64 {
    let last = track.last();
    let (Some(start), Some(committed)) = (last.start, last.committed) else { return 0 };
    let missing = (start - committed).max(0);
    if missing == 1 && last.end == Some(start) { 0 } else { missing }
}

/// Whether in any partition deletion comes nearer to what is not yet read, and where it reaches it first, in seconds, by the
/// moves that were seen.
pub fn overtaken(tracks: &[Track]) -> (bool, Option<(f64, &Track)>) {
    let closing = |track: &&Track| {
        let waits = track.last().lag().is_some_and(|lag| lag > 0);
        // Where it has passed it, it is not about to.
        waits && lost(track) == 0 && track.length() > 0.0 && gain(track) > 0
    };
    let reached = |track: &Track| {
        let left = (track.last().committed? - track.last().start?).max(0);
        let moves = track.moves(|point| point.start).len();
        (moves >= MOVES).then(|| number(left) / number(gain(track)) * track.length())
    };
    let near: Vec<&Track> = tracks.iter().filter(closing).collect();
    let first = near.iter().filter_map(|track| Some((reached(track)?, *track)));
    (!near.is_empty(), first.min_by(|(one, _), (other, _)| one.total_cmp(other)))
}

/// By how much the first offset came nearer to the committed one.
fn gain(track: &Track) -> i64 {
    track.growth(|point| point.start) - track.growth(|point| point.committed)
}

/// Unread records of a topic that deletes by age.
#[derive(Debug, Clone, Copy)]
pub struct Aging<'t> {
    /// The topic.
    pub topic: &'t str,
    /// How old the oldest of them is or, where that is not known, how long all of them took to arrive, in ms.
    pub age: f64,
    /// Whether it is known.
    pub known: bool,
    /// How long the topic keeps records, in ms.
    pub kept: f64,
}

/// The topic in which unread records come nearest to the age at which they are deleted.
pub fn aging<'t>(series: &Series, kept: &BTreeMap<&str, f64>, tracks: &'t [Track]) -> Option<Aging<'t>> {
    let last = series.snapshots.last()?;
    let mut of: BTreeMap<&'t str, Vec<&Track>> = BTreeMap::new();
    for track in tracks {
        of.entry(&track.topic).or_default().push(track);
    }
    let whole = of.into_iter().filter(|(_, tracks)| tracks.iter().all(|track| lost(track) == 0));
    let aging = whole.filter_map(|(topic, tracks)| {
        let kept = *kept.get(topic)?;
        // Clocks of producers may be ahead.
        let told = waiting_since(series, topic, &tracks).map(|since| seconds((last.taken - since).max(0)) * 1000.0);
        let age = told.or_else(|| arrived_in(&tracks))?;
        Some(Aging { topic, age, known: told.is_some(), kept })
    });
    aging.max_by(|one, other| (one.age / one.kept).total_cmp(&(other.age / other.kept)))
}

/// When the oldest record was written that waits in a topic, unless other pictures refute it: what was deleted while it was
/// asked for is found nowhere.
fn waiting_since(series: &Series, topic: &str, tracks: &[&Track]) -> Option<i64> {
    let told = series.waiting_since.get(topic).copied()?;
    let waiting: BTreeMap<i32, i64> = tracks
        .iter()
        .filter(|track| track.last().lag().is_some_and(|lag| lag > 0))
        .filter_map(|track| Some((track.partition, track.last().committed?.max(track.last().start?))))
        .collect();
    // A time that all of them are younger than.
    let younger = series.snapshots.iter().filter_map(|seen| {
        let topic = seen.topics.iter().find(|one| one.name == topic)?;
        let of = |number: &i32| topic.partitions.iter().find(|one| one.id == *number);
        let firsts: Option<Vec<_>> = waiting.iter().map(|(number, at)| Some((&of(number)?.since, *at))).collect();
        let firsts = firsts?;
        let times = firsts.first()?.0.keys().copied();
        times.filter(|time| firsts.iter().all(|(since, at)| since.get(time).is_some_and(|first| first <= at))).max()
    });
    younger.max().is_none_or(|time| told >= time - EXACT).then_some(told)
}

/// For how many ms the oldest record has waited of all topics; none where that is not known of any.
pub fn waiting(series: &Series, tracks: &[Track]) -> Option<f64> {
    let last = series.snapshots.last()?;
    let topics: BTreeSet<&str> = tracks.iter().map(|track| track.topic.as_str()).collect();
    let since = topics.into_iter().filter_map(|topic| {
        let own: Vec<&Track> = tracks.iter().filter(|track| track.topic == topic).collect();
        waiting_since(series, topic, &own)
    });
    // Clocks of producers may be ahead.
    since.min().map(|since| seconds((last.taken - since).max(0)) * 1000.0)
}

/// In how many ms what waits arrived, at the rate that was seen; none where nothing waits or arrives.
fn arrived_in(tracks: &[&Track]) -> Option<f64> {
    let lag: i64 = tracks.iter().filter_map(|track| track.last().lag()).sum();
    let came: i64 = tracks.iter().map(|track| track.growth(|point| point.end)).sum();
    let length = tracks.iter().map(|track| track.length()).max_by(f64::total_cmp)?;
    (lag > 0 && came > 0 && length > 0.0).then(|| number(lag) / number(came) * length * 1000.0)
}

/// How long each topic that the group reads keeps its records, in ms, by a picture that shows the settings of topics;
/// without those that keep them whatever their age.
pub fn kept<'s>(configured: &'s Snapshot, tracks: &[Track]) -> BTreeMap<&'s str, f64> {
    let is_read = |topic: &str| tracks.iter().any(|track| track.topic == topic);
    let kept = configured.topics.iter().filter(|topic| is_read(&topic.name)).filter_map(|topic| {
        let setting = |key: &str| configured.topic_setting(topic, key).and_then(|setting| setting.value.as_deref());
        let deletes = setting("cleanup.policy").is_some_and(|policy| policy.contains("delete"));
        let kept = setting("retention.ms")?.parse::<f64>().ok().filter(|millis| deletes && *millis >= 0.0)?;
        Some((topic.name.as_str(), kept))
    });
    kept.collect()
}
