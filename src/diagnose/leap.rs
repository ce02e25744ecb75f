//! A position that leaps over what waits: the reader went to the end, or its position was reset to it.

use super::pace::number;
use super::spans::progress;
use super::tracks::{Point, Track};

/// One commit that went far beyond what the partition was otherwise seen to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leap {
    /// Records between the position before and after.
    pub records: i64,
    /// When it was seen, in seconds since the first picture.
    pub at: f64,
    /// Records per second that any other commit of the partition came to, at the most.
    pub usual: f64,
    /// Whether records before the position had been deleted, so that the reader had to begin anew elsewhere.
    pub deleted: bool,
}

/// A smaller step is one poll or two.
const LARGE: i64 = 1000;

/// How many times faster than anything else it must be.
const BEYOND: f64 = 20.0;

/// So many other commits must be seen, and so many of them while it was far behind: only then they show its own speed.
const OTHERS: usize = 3;

/// What is left to read is at most this part of what was leapt over.
const LEFT: i64 = 20;

struct Step {
    from: Point,
    to: Point,
    records: i64,
    /// When the commit before was seen.
    since: f64,
}

impl Step {
    fn rate(&self, since: f64) -> f64 {
        number(self.records) / (self.to.at - since).max(f64::EPSILON)
    }
}

/// The leap of a partition; none where it has none, or works off fast anyway.
pub fn leap(track: &Track) -> Option<Leap> {
    let steps = steps(track);
    let largest = (0..steps.len()).max_by_key(|index| steps[*index].records)?;
    let step = &steps[largest];
    let others = || steps.iter().enumerate().filter(|(index, _)| *index != largest).map(|(_, step)| step);
    let usual = others().map(|other| other.rate(other.from.at)).max_by(f64::total_cmp)?;
    let behind = |other: &&Step| waiting(&other.from).is_some_and(|lag| lag >= step.records / 2);
    let deleted = step.from.start > step.from.committed;
    let known = deleted || steps[..largest].iter().filter(behind).count() >= OTHERS;
    let far = step.records >= LARGE
        && waiting(&step.from).is_some_and(|lag| lag >= step.records / 2)
        && waiting(&step.to).is_some_and(|lag| lag <= step.records / LEFT)
        && step.rate(step.since) >= BEYOND * usual;
    (known && far && others().count() >= OTHERS).then_some(Leap {
        records: step.records,
        at: step.to.at,
        usual,
        deleted,
    })
}

/// What a reader of finished transactions could read.
fn waiting(point: &Point) -> Option<i64> {
    Some((point.stable.or(point.end)? - point.committed?.max(point.start?)).max(0))
}

fn steps(track: &Track) -> Vec<Step> {
    let Some(first) = track.points.first() else { return Vec::new() };
    let mut since = first.at;
    let mut steps = Vec::new();
    for pair in track.points.windows(2) {
        let records = progress(&pair[0], &pair[1]);
        if records > 0 {
            steps.push(Step { from: pair[0], to: pair[1], records, since });
            since = pair[1].at;
        }
    }
    steps
}
