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
        Self { topics: tracks.iter().filter(works).map(topic).collect() }
    }

    /// Their partitions.
    pub fn partitions(&self, tracks: &[Track]) -> usize {
        tracks.iter().filter(|track| self.topics.contains(topic(track))).count()
    }

    /// The members that have any of them.
    pub fn members(&self, group: &Group) -> usize {
        let has = |member: &&Member| {
            member.assigned.iter().any(|(topic, own)| !own.is_empty() && self.topics.contains(topic.as_str()))
        };
        group.members.iter().flatten().filter(has).count()
    }
}

fn topic(track: &Track) -> &str {
    track.name.rsplit_once('-').map_or(track.name.as_str(), |(topic, _)| topic)
}
