//! Partitions that no member of a group is assigned.

use super::tracks::{Track, group};
use super::watch::FEWEST;
use crate::sources::cluster::{Member, Series};

/// The names of partitions that nobody had in any picture of the settled group, while members had others of the same topic.
pub fn unowned(series: &Series, tracks: &[Track]) -> Vec<String> {
    let groups = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot));
    let settled = groups.filter(|group| group.state.as_deref() == Some("Stable"));
    let shared: Vec<&[Member]> = settled.filter_map(|group| group.members.as_deref()).collect();
    let ends_settled = series.snapshots.last().and_then(|last| group(series, last)?.state.as_deref()) == Some("Stable");
    if shared.len() < FEWEST || !ends_settled {
        return Vec::new();
    }
    let has = |members: &[Member], topic: &str, partition: Option<i32>| {
        let own = |member: &Member| {
            let own = member.assigned.get(topic);
            own.is_some_and(|own| partition.map_or(!own.is_empty(), |partition| own.contains(&partition)))
        };
        members.iter().any(own)
    };
    let nobody = |track: &&Track| {
        let topic = track.topic.as_str();
        shared.iter().all(|members| has(members, topic, None) && !has(members, topic, Some(track.partition)))
    };
    tracks.iter().filter(nobody).map(Track::name).collect()
}
