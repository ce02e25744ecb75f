//! How fast records arrive and are committed, and whether the lag grows.

use super::peak::{Height, fallen};
use super::spans::{Balance, progress};
use super::tracks::{Point, Track, commit_gap};

/// The group as a whole at one moment.
#[derive(Debug, Clone, Copy)]
struct Moment {
    at: f64,
    end: i64,
    /// What was worked off since the first picture.
    done: i64,
    /// What waits in the partitions with a position; none where one of them had none yet.
    lag: Option<i64>,
}

/// What the pictures show of the group as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Records that arrived per second in all that it reads, while it was watched and in the second half of it; instead of
    /// that half, since the lag was at its highest where it has been falling since.
    pub arrival: (f64, f64),
    /// Records per second that were committed, likewise.
    pub consumed: (f64, f64),
    /// What was committed from commit to commit, beside what arrived.
    pub balance: Balance,
    /// The lag; none where nothing was committed.
    pub lag: Option<Lag>,
    /// The longest time between two commits, in seconds; as long as it was watched where they were not seen.
    pub gap: f64,
}

/// How the lag went.
#[derive(Debug, Clone, Copy)]
pub struct Lag {
    /// At first.
    pub first: i64,
    /// At its highest.
    pub most: i64,
    /// At the end.
    pub last: i64,
    /// Whether less is committed than arrives; none where too few commits were seen.
    pub growing: Option<bool>,
    /// Whether it shrinks by more than the commits make it swing.
    pub draining: Option<bool>,
    /// Whether it rose first, and has been falling since it was at its highest.
    pub turned: bool,
}

/// Rates that differ by less are told as one.
const ALIKE: f64 = 0.1;

impl Pace {
    /// What the pictures show; none where there is only one in which all is known. Of a group that nobody was in no commit
    /// is awaited.
    pub fn of(tracks: &[Track], deserted: bool) -> Option<Self> {
        let moments = moments(tracks);
        let all: Vec<&Track> = tracks.iter().collect();
        let (first, last) = (moments.first()?, moments.last()?);
        let length = last.at - first.at;
        if length <= 0.0 {
            return None;
        }
        let middle = first.at + length / 2.0;
        let (arrival, consumed) = rates(&moments);
        let (arrival_late, consumed_late) = late(&moments, middle).unwrap_or((arrival, consumed));
        let pair = |all: f64, late: f64| (all, if (late - all).abs() <= ALIKE * all { all } else { late });
        let read = tracks.iter().any(|track| track.last().committed.is_some());
        let mut pace = Self {
            arrival: pair(arrival, arrival_late),
            consumed: pair(consumed, consumed_late),
            balance: Balance::of(&all),
            lag: None,
            gap: if read { commit_gap(tracks).unwrap_or(length) } else { 0.0 },
        };
        // Who commits nothing has no lag that can be told, but records arrive all the same.
        if read {
            let late = Balance::since(&all, middle);
            pace.lag = pace.lag_of(&moments, &late, deserted || commit_gap(tracks).is_some());
            pace.turn(&moments);
        }
        Some(pace)
    }

    /// A lag that nobody was seen to commit twice may be what comes between two commits, unless there is none, or nothing
    /// comes.
    fn lag_of(&self, moments: &[Moment], late: &Balance, rhythm: bool) -> Option<Lag> {
        let lags: Vec<(f64, i64)> = moments.iter().filter_map(|one| Some((one.at, one.lag?))).collect();
        let ((begun, first), (ended, last)) = (*lags.first()?, *lags.last()?);
        let third = begun + (ended - begun) * 2.0 / 3.0;
        let highest = |late: bool| {
            let such = lags.iter().filter(|(at, _)| late == (*at >= third));
            such.map(|(_, lag)| *lag).max().unwrap_or_default()
        };
        let growing = self.balance.falls_short() && late.goes_on();
        let draining = highest(true) < highest(false) && late.gains();
        let known = rhythm || last == 0 || self.arrival.0 == 0.0;
        let (growing, draining) = (known.then_some(growing), known.then_some(draining));
        Some(Lag { first, most: highest(true).max(highest(false)), last, growing, draining, turned: false })
    }

    /// What came in a burst makes the whole watch, or its second half, look like a shortage: where the lag has been falling
    /// since the burst, the rates since then tell how it goes on.
    fn turn(&mut self, moments: &[Moment]) {
        let Some(lag) = self.lag.as_mut().filter(|lag| lag.draining == Some(false)) else { return };
        let known: Vec<&Moment> = moments.iter().filter(|one| one.lag.is_some()).collect();
        let mut done = known.first().map_or(0, |first| first.done);
        let height = |one: &&Moment| {
            let committed = one.done != std::mem::replace(&mut done, one.done);
            Height { at: one.at, lag: one.lag.unwrap_or_default(), committed }
        };
        let heights: Vec<Height> = known.iter().map(height).collect();
        let Some((from, to)) = fallen(&heights, self.gap) else { return };
        (lag.growing, lag.draining, lag.turned) = (Some(false), Some(true), true);
        (self.arrival.1, self.consumed.1) = between(known[from], known[to]);
    }

    /// Seconds until the lag is gone at the rates of the second half, and so many records with it of which the group has no
    /// position yet; none where it never is.
    pub fn catch_up(&self, without: i64) -> Option<f64> {
        let lag = self.lag.filter(|lag| lag.draining == Some(true))?;
        let gain = self.consumed.1 - self.arrival.1;
        (gain > 0.0).then(|| number(lag.last + without) / gain)
    }
}

/// The sums over partitions, in the pictures that show all of them.
fn moments(tracks: &[Track]) -> Vec<Moment> {
    let Some(most) = tracks.iter().max_by_key(|track| track.points.len()) else { return Vec::new() };
    let mut moments: Vec<Moment> = Vec::new();
    let mut before: Vec<Option<Point>> = vec![None; tracks.len()];
    let mut done = 0;
    for of in &most.points {
        let such = |track: &Track| {
            let index = track.points.binary_search_by(|point| point.at.total_cmp(&of.at));
            index.ok().map(|index| track.points[index])
        };
        let points: Vec<Option<Point>> = tracks.iter().map(such).collect();
        for (before, now) in before.iter_mut().zip(&points) {
            let Some(now) = now.filter(|now| now.committed.is_some()) else { continue };
            done += before.as_ref().map_or(0, |before| progress(before, &now));
            *before = Some(now);
        }
        // A picture may lack a topic, and new partitions were not there before.
        let ends = tracks.iter().zip(&points).map(|(track, point)| match point {
            Some(point) => point.end,
            None if track.points.first().is_some_and(|first| first.at > of.at) => Some(0),
            None => None,
        });
        let Some(end) = ends.sum::<Option<i64>>() else { continue };
        let read = tracks.iter().zip(&points).filter(|(track, _)| track.last().committed.is_some());
        let lag = read.map(|(_, point)| point.as_ref().and_then(Point::lag)).sum::<Option<i64>>();
        moments.push(Moment { at: of.at, end, done, lag });
    }
    moments
}

/// What arrived and was committed per second. Commits come in steps: from the first that was seen to the last, which is a
/// whole number of steps, and both in the same time.
fn rates(moments: &[Moment]) -> (f64, f64) {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return (0.0, 0.0) };
    let steps = steps(moments);
    match (steps.first(), steps.last()) {
        // Of fewer steps the time between them says little.
        (Some(from), Some(to)) if steps.len() > 2 && to.at - from.at >= (last.at - first.at) / 2.0 => between(from, to),
        _ => between(first, last),
    }
}

/// The same from the last step before the middle on; none where too few steps follow.
fn late(moments: &[Moment], middle: f64) -> Option<(f64, f64)> {
    let steps = steps(moments);
    if steps.is_empty() {
        let from = moments.iter().find(|one| one.at >= middle)?;
        return moments.last().filter(|to| to.at > from.at).map(|to| between(from, to));
    }
    let from = steps.iter().rposition(|one| one.at <= middle).unwrap_or_default();
    let [first, _, .., last] = &steps[from..] else { return None };
    (steps.len() - from > 2).then(|| between(first, last))
}

fn steps(moments: &[Moment]) -> Vec<&Moment> {
    moments.windows(2).filter(|pair| pair[0].done != pair[1].done).map(|pair| &pair[1]).collect()
}

fn between(from: &Moment, to: &Moment) -> (f64, f64) {
    let seconds = to.at - from.at;
    (rate(to.end - from.end, seconds), rate(to.done - from.done, seconds))
}

fn rate(records: i64, seconds: f64) -> f64 {
    if seconds > 0.0 { (number(records) / seconds).max(0.0) } else { 0.0 }
}

/// Records as a number to compute with.
#[expect(clippy::cast_precision_loss, reason = "no lag has 2^52 records")]
pub fn number(records: i64) -> f64 {
    records as f64
}
