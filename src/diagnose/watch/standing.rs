//! What did not move while others did.

use super::Seen;
use crate::diagnose::held::{is_held, is_held_unread};
use crate::diagnose::pace::number;
use crate::diagnose::tracks::{Point, Track, commit_gap};
use crate::diagnose::turn::awaits_turn;

impl Seen<'_> {
    /// What did not move.
    pub(super) fn standing(&mut self, tracks: &[Track], unowned: &[String]) {
        let lagging = tracks.iter().filter(|track| unowned.contains(&track.name()) && track.last().lag() != Some(0));
        let lagging: Vec<&Track> = lagging.filter(|track| track.last().end > track.last().start).collect();
        let names: Vec<String> = lagging.iter().map(|track| track.name()).collect();
        self.names("unowned", names.iter().map(String::as_str));
        self.set("unowned_lag", number(lagging.iter().filter_map(|track| track.last().lag()).sum()));
        let waits = |track: &Track| track.points.iter().filter_map(Point::lag).all(|lag| lag > 0);
        let stood = |track: &Track| track.stood(|point| point.committed);
        self.such("held", tracks, is_held);
        self.such("held_unread", tracks, is_held_unread);
        let behind = |track: &Track| track.last().end.zip(track.last().stable).map_or(0, |(end, stable)| end - stable);
        let held = tracks.iter().filter(|track| is_held(track) || is_held_unread(track));
        self.set("held_records", number(held.map(behind).sum()));
        self.such("one_short", tracks, Track::is_one_short);
        let read: Vec<&Track> = tracks.iter().filter(|track| track.last().committed.is_some()).collect();
        let readable = |track: &Track| {
            let has_reader = !unowned.contains(&track.name());
            has_reader && !is_held(track) && track.last().leader.is_some() && !track.is_one_short()
        };
        let still: Vec<&Track> =
            read.iter().copied().filter(|track| waits(track) && stood(track) && readable(track)).collect();
        let moved = read.iter().any(|track| !stood(track));
        self.set("standing", !moved && !still.is_empty());
        self.fixed(&fixed(tracks, &read, &still));
        if !moved || still.is_empty() {
            self.stuck(&[]);
            self.awaiting_turn(&[]);
        } else if let Some(gap) = commit_gap(tracks) {
            // Others commit, but this one may be slower: within twice their time it would have.
            let long = |track: &&Track| track.length() > 2.0 * gap;
            if still.iter().all(long) {
                let (waiting, stuck): (Vec<&Track>, Vec<&Track>) =
                    still.into_iter().partition(|track| awaits_turn(track, &read, gap));
                self.stuck(&stuck);
                self.awaiting_turn(&waiting);
            }
        }
    }

    /// Where one record may fail in all members that come, one after the other.
    fn fixed(&mut self, fixed: &[&Track]) {
        let at = |track: &Track| track.last().committed.unwrap_or_default();
        let told: Vec<String> = fixed.iter().map(|track| format!("{} at offset {}", track.name(), at(track))).collect();
        self.names("fixed", told.iter().map(String::as_str));
        self.set("fixed_lag", number(fixed.iter().filter_map(|track| track.last().lag()).sum()));
        if let Some(first) = fixed.first() {
            let options = format!("--topic {} --partition {} --offset {}", first.topic, first.partition, at(first));
            self.set("fixed_place", options.as_str());
        }
    }

    fn awaiting_turn(&mut self, waiting: &[&Track]) {
        let names: Vec<String> = waiting.iter().map(|track| track.name()).collect();
        self.names("awaiting_turn", names.iter().map(String::as_str));
        self.set("awaiting_turn_lag", number(waiting.iter().filter_map(|track| track.last().lag()).sum()));
    }

    fn stuck(&mut self, stuck: &[&Track]) {
        let names: Vec<String> = stuck.iter().map(|track| track.name()).collect();
        self.names("stuck", names.iter().map(String::as_str));
        self.set("stuck_lag", number(stuck.iter().filter_map(|track| track.last().lag()).sum()));
        if let Some(first) = stuck.first() {
            self.set("stuck_place", first.place().as_str());
        }
        let mut owners: Vec<&str> = stuck.iter().filter_map(|track| track.owner.as_deref()).collect();
        owners.sort_unstable();
        owners.dedup();
        self.names("stuck_clients", owners);
    }
}

/// Of more partitions that stand still it is not one record that each of them waits for.
const FEW: usize = 3;

/// The partitions that stand still at the same offset from the first picture to the last, where it can be told from a group
/// that does nothing at all: others moved on, or no other has a position yet.
fn fixed<'t>(tracks: &[Track], read: &[&'t Track], still: &[&'t Track]) -> Vec<&'t Track> {
    let gap = commit_gap(tracks);
    let long = |track: &&Track| gap.is_some_and(|gap| track.length() > 2.0 * gap);
    let others = still.len() < read.len() && still.iter().all(long);
    let alone = read.len() == 1 && still.len() == 1 && tracks.len() > 1;
    if (others || alone) && still.len() <= FEW { still.to_vec() } else { Vec::new() }
}
