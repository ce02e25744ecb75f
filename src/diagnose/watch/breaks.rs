//! What changed in the middle of the watch: topics that went, commits that stopped, and positions that leapt.

use std::collections::BTreeMap;

use super::Seen;
use crate::diagnose::halted::{Halted, halted};
use crate::diagnose::leap::{Leap, leap};
use crate::diagnose::pace::number;
use crate::diagnose::tracks::{Track, commit_gap};
use crate::sources::cluster::{Series, Setting};

impl Seen<'_> {
    /// Topics that went, and when the first of them did.
    pub(super) fn vanished(&mut self, gone: &BTreeMap<String, f64>) {
        self.names("vanished", gone.keys().map(String::as_str));
        if let Some(first) = gone.values().copied().min_by(f64::total_cmp) {
            self.set("vanished_after", first * 1000.0);
        }
    }

    /// Partitions whose commits stopped.
    pub(super) fn halted(&mut self, tracks: &[Track]) {
        let such = commit_gap(tracks).map(|gap| halted(tracks, gap)).unwrap_or_default();
        self.names("halted", such.iter().map(|one| one.track.name()).collect::<Vec<_>>().iter().map(String::as_str));
        let longest = such.iter().max_by(|one, other| one.seconds.total_cmp(&other.seconds));
        let Some(Halted { track, seconds, usual }) = longest else { return };
        self.set("halted_place", track.place().as_str());
        self.set("halted_for", seconds * 1000.0);
        self.set("halted_usual", usual * 1000.0);
        self.set("halted_lag", number(such.iter().filter_map(|one| one.track.last().lag()).sum()));
        let span = track.last().at - seconds..=track.last().at;
        let goes_on = |other: &Track| other.within(&span).moves(|point| point.committed).len() > 1;
        self.set("halted_all", !tracks.iter().any(goes_on));
        let mut owners: Vec<&str> = such.iter().filter_map(|one| one.track.owner.as_deref()).collect();
        owners.sort_unstable();
        owners.dedup();
        self.names("halted_clients", owners);
    }

    /// Positions that leapt over what waited; whether any did.
    pub(super) fn leapt(&mut self, series: &Series, tracks: &[Track]) -> bool {
        let of = |track: &Track| Some((track.name(), leap(track)?));
        // In a compacted topic most offsets of long ago are gone, and each record may be a leap.
        let such = tracks.iter().filter(|track| !compacted(series, &track.topic));
        let such: Vec<(String, Leap)> = such.filter_map(of).collect();
        self.names("leapt", such.iter().map(|(name, _)| name.as_str()));
        let Some((name, largest)) = such.iter().max_by_key(|(_, leap)| leap.records) else { return false };
        let ended = tracks.iter().map(|track| track.last().at).fold(0.0, f64::max);
        self.set("leapt_most", name.as_str());
        self.set("leapt_records", number(largest.records));
        self.set("leapt_ago", (ended - largest.at) * 1000.0);
        self.set("leapt_usual", largest.usual);
        self.set("leapt_deleted", such.iter().all(|(_, leap)| leap.deleted));
        true
    }
}

fn compacted(series: &Series, topic: &str) -> bool {
    let topics = series.snapshots.iter().flat_map(|seen| &seen.topics).filter(|one| one.name == topic);
    let policy =
        |config: &BTreeMap<String, Setting>| config.get("cleanup.policy").and_then(|setting| setting.value.clone());
    topics.filter_map(|one| one.config.as_ref()).filter_map(policy).any(|policy| policy.contains("compact"))
}
