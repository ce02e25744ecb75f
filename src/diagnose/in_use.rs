//! Which of what a group reads has anything for it to do.

use std::collections::BTreeSet;

use super::tracks::Track;
use crate::sources::cluster::{Group, Member};

/// The topics in which anything arrived or waits.
pub struct InUse<'t> {
    topics: BTreeSet<&'t str>,
}

impl<'t> InUse<'t> {
    /// By what was seen of each partition.
    pub fn of(tracks: &'t [Track]) -> Self {
        let works =
            |track: &&Track| track.growth(|point| point.end) > 0 || track.last().lag().is_some_and(|lag| lag > 0);
        Self { topics: tracks.iter().filter(works).map(|track| track.topic.as_str()).collect() }
    }

    /// Their partitions.
    pub fn partitions(&self, tracks: &[Track]) -> usize {
        tracks.iter().filter(|track| self.topics.contains(track.topic.as_str())).count()
    }

    /// Those of the topic that has the most.
    pub fn most(&self, tracks: &[Track]) -> usize {
        let of = |topic: &&str| tracks.iter().filter(|track| track.topic == **topic).count();
        self.topics.iter().map(of).max().unwrap_or_default()
    }

    /// The members that have any of them.
    pub fn members(&self, group: &Group) -> usize {
        let has = |member: &&Member| {
            member.assigned.iter().any(|(topic, own)| !own.is_empty() && self.topics.contains(topic.as_str()))
        };
        group.members.iter().flatten().filter(has).count()
    }
}
