//! Partitions that are committed regularly at first, and then no more although records wait.

use super::held::is_held;
use super::tracks::{Point, Track};
use super::turn::works_off_beside;

/// So often a partition must have been committed before its pause says anything.
const REGULAR: usize = 4;

/// A pause is so many times the longest time between two of its commits before...
const LONG: f64 = 5.0;

/// ...and at least so long, in seconds: one slow record is none.
const SHORTEST: f64 = 8.0;

/// A partition that is no longer committed.
#[derive(Debug, Clone, Copy)]
pub struct Halted<'t> {
    /// It.
    pub track: &'t Track,
    /// For how many seconds nothing was committed while records waited.
    pub seconds: f64,
    /// The longest time between two of its commits before, in seconds.
    pub usual: f64,
}

/// Partitions whose commits stopped, without those whose member works off another one meanwhile.
pub fn halted<'t>(tracks: &'t [Track], gap: f64) -> Vec<Halted<'t>> {
    let all: Vec<&Track> = tracks.iter().collect();
    let of = |track: &'t Track| {
        let (since, usual) = since(track)?;
        let last = track.last();
        let seconds = last.at - since;
        let span = track.within(&(since..=last.at));
        let readable = last.leader.is_some() && !is_held(&span);
        let pauses = seconds > LONG * usual && seconds >= SHORTEST;
        (pauses && readable && !works_off_beside(&span, &all, gap)).then_some(Halted { track, seconds, usual })
    };
    tracks.iter().filter_map(of).collect()
}

/// Since when records wait and nothing is committed, with the longest time between two commits before.
fn since(track: &Track) -> Option<(f64, f64)> {
    let commits = track.moves(|point| point.committed);
    let last = *commits.last().filter(|_| commits.len() >= REGULAR)?;
    let usual = track.gap()?;
    let empty = |point: &&Point| point.lag().is_none_or(|lag| lag <= 0);
    let emptied = track.points.iter().rev().find(empty).map_or(last, |point| point.at);
    Some((last.max(emptied), usual))
}
