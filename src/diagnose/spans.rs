//! What was committed from one commit to a later one, beside what arrived in the same time: between commits a lag swings,
//! and right after them it does not.

use super::pace::number;
use super::tracks::{Point, Track};

/// By how much two rates must differ to be called different.
pub const NOTABLE: f64 = 1.05;

/// By how much the second half must go the same way.
const STILL: f64 = 1.02;

/// Commits from which on a speed can be told without a large reserve.
pub const ENOUGH: usize = 3;

/// What fewer commits must differ by, as a share: one of them may have been an odd one.
const RESERVE: f64 = 0.25;

/// Sums over partitions, of each from its first commit to its last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Balance {
    /// Records that arrived.
    pub arrived: f64,
    /// Records that were worked off.
    pub committed: f64,
    /// By how many records it can be off: pictures are not taken at the very moment of a commit.
    slack: f64,
    /// Commits of the partition that has the most.
    pub commits: usize,
    /// Records that waited right after the last commit of each.
    pub lag: f64,
    /// Partitions that are in it.
    partitions: usize,
}

impl Balance {
    /// Of all such partitions: what arrives where nothing is committed although records wait is in it, and what arrives
    /// where the group has no position is not.
    pub fn of(tracks: &[&Track]) -> Self {
        Self::since(tracks, f64::MIN)
    }

    /// The same from the last commit before such a moment on, in seconds since the first picture.
    pub fn since(tracks: &[&Track], moment: f64) -> Self {
        let mut sum = Self::default();
        for track in tracks {
            sum.take(track, moment);
        }
        sum
    }

    fn take(&mut self, track: &Track, moment: f64) {
        let points = since_reset(track);
        let moves = moves(&points);
        let from = moves.iter().rposition(|index| points[*index].at <= moment).unwrap_or_default();
        let moves = &moves[from..];
        self.commits = self.commits.max(moves.len());
        let last = moves.last().map_or_else(|| track.last(), |index| points[*index]);
        self.lag += number(last.lag().unwrap_or_default());
        if let [first, .., last] = moves {
            let span = &points[*first..=*last];
            let seconds = points[*last].at - points[*first].at;
            let arrived = arrived(span);
            self.arrived += arrived;
            self.committed += span.windows(2).map(|pair| number(progress(&pair[0], &pair[1]))).sum::<f64>();
            self.slack += arrived * track.between_pictures() / seconds;
            self.partitions += 1;
        } else if moves.is_empty() && waits(&points) {
            let such: Vec<Point> = points.into_iter().filter(|one| one.at >= moment).collect();
            self.arrived += arrived(&such);
            self.partitions += 1;
        }
    }

    /// Whether less is worked off than arrives, by more than it can be off.
    pub fn falls_short(&self) -> bool {
        self.arrived > self.committed * NOTABLE && self.arrived - self.committed > self.doubt()
    }

    /// Whether more is.
    pub fn gains(&self) -> bool {
        self.committed > self.arrived * NOTABLE && self.committed - self.arrived > self.doubt()
    }

    /// Whether it still does not go the other way.
    pub fn goes_on(&self) -> bool {
        self.arrived > self.committed * STILL
    }

    fn doubt(&self) -> f64 {
        let few = if (1..ENOUGH).contains(&self.commits) { RESERVE * self.arrived } else { 0.0 };
        // A record of each partition may just have come.
        #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 partitions")]
        let each = if self.commits == 0 { 0.0 } else { self.partitions as f64 };
        self.slack + few + each
    }
}

/// What was seen of a partition since its position was last moved back, where a position is known.
fn since_reset(track: &Track) -> Vec<Point> {
    let known = track.points.iter().filter(|point| point.committed.is_some() && point.end.is_some());
    let points: Vec<Point> = known.copied().collect();
    let back = points.windows(2).rposition(|pair| pair[1].committed < pair[0].committed);
    points[back.map_or(0, |index| index + 1)..].to_vec()
}

/// The pictures right after a commit.
fn moves(points: &[Point]) -> Vec<usize> {
    let moved = |index: &usize| points[*index].committed != points[index - 1].committed;
    (1..points.len()).filter(moved).collect()
}

/// Whether records wait most of the time.
fn waits(points: &[Point]) -> bool {
    let waiting = points.iter().filter(|one| one.lag().is_some_and(|lag| lag > 0)).count();
    waiting * 2 > points.len()
}

fn arrived(points: &[Point]) -> f64 {
    let ends: Vec<i64> = points.iter().filter_map(|point| point.end).collect();
    ends.first().zip(ends.last()).map_or(0.0, |(first, last)| number((last - first).max(0)))
}

/// Records that were worked off from one picture to the next: what was deleted and leapt over is no work, and a position
/// that is new or went back is no progress.
pub fn progress(from: &Point, to: &Point) -> i64 {
    let (Some(old), Some(new)) = (from.committed, to.committed) else { return 0 };
    let leapt = to.start.filter(|start| old < *start && new >= *start);
    (new - leapt.unwrap_or(old)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One partition, looked at each second, with a commit every five.
    fn track(length: i32, end: impl Fn(i64) -> i64, committed: impl Fn(i64) -> i64) -> Track {
        let point = |at: i32| Point {
            at: f64::from(at),
            start: Some(0),
            end: Some(end(i64::from(at))),
            committed: Some(committed(i64::from(at / 5 * 5))),
            ..Point::default()
        };
        let points = (0..=length).map(point).collect();
        Track { topic: "orders".to_owned(), partition: 0, points, owner: None, member: None }
    }

    #[test]
    fn a_lag_that_swings_between_commits_is_balanced() {
        let track = track(32, |at| 20 * at, |at| 20 * at);
        let balance = Balance::of(&[&track]);
        assert!(!balance.falls_short() && !balance.gains(), "{balance:?}");
        assert_eq!((balance.commits, balance.lag), (6, 0.0));
    }

    #[test]
    fn a_tenth_too_little_shows_within_half_a_minute() {
        let track = track(30, |at| 100 * at, |at| 90 * at);
        assert!(Balance::of(&[&track]).falls_short());
        // Two commits say nothing of a tenth.
        let short = Track { points: track.points[..12].to_vec(), ..track };
        assert!(!Balance::of(&[&short]).falls_short());
    }

    #[test]
    fn what_was_deleted_is_not_worked_off() {
        let at = |committed, start| Point { committed: Some(committed), start: Some(start), ..Point::default() };
        assert_eq!(progress(&at(100, 0), &at(150, 0)), 50);
        assert_eq!(progress(&at(100, 50), &at(1020, 1000)), 20);
        assert_eq!(progress(&at(100, 1000), &at(150, 1000)), 50, "it works on what it had fetched before");
        assert_eq!(progress(&at(1000, 0), &at(10, 0)), 0);
    }
}
