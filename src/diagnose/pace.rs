//! How fast records arrive and are committed, and whether the lag grows.

use super::tracks::{Point, Track, commit_gap};

/// The group as a whole at one moment.
#[derive(Debug, Clone, Copy)]
struct Moment {
    at: f64,
    end: i64,
    committed: i64,
    lag: i64,
}

/// What the pictures show of the group as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Records that arrived per second, while it was watched and in the second half of it.
    pub arrival: (f64, f64),
    /// Records per second that were committed, likewise.
    pub consumed: (f64, f64),
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
    /// Whether it grows by more than the commits make it swing; none where too few of them were seen.
    pub growing: Option<bool>,
    /// Whether it shrinks by more than that.
    pub draining: Option<bool>,
}

/// By how much two rates must differ to be called different: pictures are not taken at the very moment of a commit.
const NOTABLE: f64 = 1.05;

impl Pace {
    /// What the pictures show; none where there is only one in which all is known. Of a group that nobody was in no commit
    /// is awaited.
    pub fn of(tracks: &[Track], deserted: bool) -> Option<Self> {
        let read: Vec<&Track> = tracks.iter().filter(|track| track.last().committed.is_some()).collect();
        if read.is_empty() {
            // Who commits nothing has no lag that can be told, but records arrive all the same.
            let moments = moments(&tracks.iter().collect::<Vec<_>>(), false);
            let late = late(&moments)?;
            return Some(Self {
                arrival: (arrival(&moments), arrival(late)),
                consumed: (0.0, 0.0),
                lag: None,
                gap: 0.0,
            });
        }
        let moments = moments(&read, true);
        let late = late(&moments)?;
        let mut pace = Self {
            arrival: (arrival(&moments), arrival(late)),
            consumed: (consumed(&moments), consumed(late)),
            lag: None,
            gap: commit_gap(tracks).unwrap_or_else(|| length(&moments)),
        };
        pace.lag = pace.lag_of(&moments, deserted || commit_gap(tracks).is_some());
        Some(pace)
    }

    /// A lag that nobody was seen to commit twice may be what comes between two commits, unless there is none, or nothing
    /// comes.
    fn lag_of(&self, moments: &[Moment], rhythm: bool) -> Option<Lag> {
        let (first, last) = (moments.first()?, moments.last()?);
        let length = last.at - first.at;
        let within = |from: f64, to: f64| {
            let such = moments.iter().filter(move |one| (from..=to).contains(&((one.at - first.at) / length)));
            such.map(|moment| moment.lag)
        };
        let highest = |from, to| within(from, to).max().unwrap_or_default();
        let lowest = |from, to| within(from, to).min().unwrap_or_default();
        let growing = lowest(2.0 / 3.0, 1.0) > highest(0.0, 1.0 / 3.0)
            && self.arrival.0 > self.consumed.0 * NOTABLE
            && self.arrival.1 > self.consumed.1 * NOTABLE;
        let draining = highest(2.0 / 3.0, 1.0) < highest(0.0, 2.0 / 3.0) && self.consumed.1 > self.arrival.1 * NOTABLE;
        let known = rhythm || last.lag == 0 || self.arrival.0 == 0.0;
        let (growing, draining) = (known.then_some(growing), known.then_some(draining));
        Some(Lag { first: first.lag, most: highest(0.0, 1.0), last: last.lag, growing, draining })
    }

    /// Seconds until the lag is gone at the rates of the second half; none where it never is.
    pub fn catch_up(&self) -> Option<f64> {
        let lag = self.lag.filter(|lag| lag.draining == Some(true))?;
        let gain = self.consumed.1 - self.arrival.1;
        (gain > 0.0).then(|| number(lag.last) / gain)
    }
}

/// The sums over partitions, where all of them are known; what is committed only where it is asked for.
fn moments(tracks: &[&Track], committed: bool) -> Vec<Moment> {
    let Some(first) = tracks.first() else { return Vec::new() };
    let moment = |of: &Point| {
        let mut sum = Moment { at: of.at, end: 0, committed: 0, lag: 0 };
        for track in tracks {
            // A picture may lack a topic.
            let point = &track.points[track.points.binary_search_by(|point| point.at.total_cmp(&of.at)).ok()?];
            sum.end += point.end?;
            if committed {
                // A position that is not there yet is no progress from nought.
                sum.committed += point.committed?;
                sum.lag += point.lag()?;
            }
        }
        Some(sum)
    };
    first.points.iter().filter_map(moment).collect()
}

/// The second half; none of fewer than two moments.
fn late(moments: &[Moment]) -> Option<&[Moment]> {
    let (first, last) = (moments.first()?, moments.last()?);
    let length = last.at - first.at;
    let middle = moments.iter().position(|moment| moment.at - first.at >= length / 2.0)?;
    (length > 0.0).then(|| &moments[middle.min(moments.len() - 2)..])
}

fn arrival(moments: &[Moment]) -> f64 {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return 0.0 };
    rate(last.end - first.end, last.at - first.at)
}

/// Commits come in steps: from the first that was seen to the last, which is a whole number of steps.
fn consumed(moments: &[Moment]) -> f64 {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return 0.0 };
    let steps: Vec<&Moment> =
        moments.windows(2).filter(|pair| pair[0].committed != pair[1].committed).map(|pair| &pair[1]).collect();
    match (steps.first(), steps.last()) {
        // Of fewer steps the time between them says little.
        (Some(from), Some(to)) if steps.len() > 2 && to.at - from.at >= (last.at - first.at) / 2.0 => {
            rate(to.committed - from.committed, to.at - from.at)
        }
        _ => rate(last.committed - first.committed, last.at - first.at),
    }
}

fn length(moments: &[Moment]) -> f64 {
    moments.first().zip(moments.last()).map_or(0.0, |(first, last)| last.at - first.at)
}

fn rate(records: i64, seconds: f64) -> f64 {
    if seconds > 0.0 { (number(records) / seconds).max(0.0) } else { 0.0 }
}

/// Records as a number to compute with.
#[expect(clippy::cast_precision_loss, reason = "no lag has 2^52 records")]
pub fn number(records: i64) -> f64 {
    records as f64
}
