//! Partitions that wait until their member has worked off another one.

use super::pace::number;
use super::tracks::{Point, Track};

/// A backlog is more than came in so many times between two commits...
const GAPS: f64 = 3.0;

/// ...and than so many records.
const FEW: f64 = 10.0;

/// Whether the member of a partition that stands still works off a backlog in another one: clients hand out what they have
/// fetched of one partition, which can be a hundred thousand records, before they turn to the next.
///
/// Of partitions that no member has it is not known whether the same process reads them: they count as if one did.
pub fn awaits_turn(still: &Track, all: &[&Track], gap: f64) -> bool {
    let others = all.iter().filter(|other| other.name() != still.name() && other.member == still.member);
    others.into_iter().any(|other| works_off(other, gap))
}

/// Whether more waits in it, all the time, than what came since the last commit, and it is being read.
fn works_off(track: &Track, gap: f64) -> bool {
    if track.length() <= 0.0 || track.growth(|point| point.committed) <= 0 {
        return false;
    }
    let arrival = number(track.growth(|point| point.end)) / track.length();
    let least = track.points.iter().filter_map(Point::lag).min().unwrap_or_default();
    number(least) > GAPS * arrival * gap + FEW
}

/// The same of a partition that stood still in a part of the watch only: whether its member committed another one in that
/// time, again and again, in which a backlog was.
pub fn works_off_beside(still: &Track, all: &[&Track], gap: f64) -> bool {
    let (Some(first), last) = (still.points.first(), still.last()) else { return false };
    let others = all.iter().filter(|other| other.name() != still.name() && other.member == still.member);
    others.map(|other| other.within(&(first.at..=last.at))).any(|other| {
        let most = other.points.iter().filter_map(Point::lag).max().unwrap_or_default();
        let arrival = number(other.growth(|point| point.end)) / other.length().max(gap);
        other.moves(|point| point.committed).len() > 1 && number(most) > GAPS * arrival * gap + FEW
    })
}
