//! Open transactions that hold records back.

use super::tracks::{Point, Track};
use super::watch::FEWEST;

/// Whether the end for readers of committed records stood still below the end, and the group has read up to it.
pub fn is_held(track: &Track) -> bool {
    let Some((at, stable)) = track.last().committed.zip(track.last().stable) else { return false };
    // The end marker of an earlier transaction may lie between; who reads on behind the place reads all records.
    (stable - 2..=stable).contains(&at) && stands(track)
}

/// The same of a partition of which the group has never committed a position: whether it waits there, or commits nothing
/// anyway, cannot be seen.
pub fn is_held_unread(track: &Track) -> bool {
    track.points.iter().all(|point| point.committed.is_none()) && stands(track)
}

fn stands(track: &Track) -> bool {
    let below = |point: &Point| point.stable.zip(point.end).is_some_and(|(stable, end)| stable < end);
    track.points.len() >= FEWEST && track.points.iter().all(below) && track.stood(|point| point.stable)
}
