//! Topics that go while a group reads them.

use std::collections::BTreeMap;

use super::tracks::{group, read, seconds};
use crate::sources::cluster::{Series, Snapshot};

/// So many pictures without it: one alone may lack an answer.
pub const FEWEST: usize = 2;

/// The topics whose partitions and committed positions were there and are gone, with the seconds after which they were.
///
/// A broker that does not answer hides the partitions alone: what is committed goes with the topic.
pub fn vanished(series: &Series) -> BTreeMap<String, f64> {
    let begun = series.snapshots.first().map_or(0, |snapshot| snapshot.taken);
    let after = |topic: &str| {
        let known = series.snapshots.iter().any(|snapshot| is_committed(series, snapshot, topic) == Some(true));
        let last = series.snapshots.iter().rposition(|snapshot| is_there(snapshot, topic))?;
        let without = &series.snapshots[last + 1..];
        let end = without.last().filter(|_| known && without.len() >= FEWEST)?;
        let gone = is_committed(series, end, topic) == Some(false);
        gone.then(|| seconds(without[0].taken - begun))
    };
    read(series).into_iter().filter_map(|topic| Some((topic.clone(), after(topic)?))).collect()
}

fn is_there(snapshot: &Snapshot, topic: &str) -> bool {
    let mut partitions = snapshot.topics.iter().filter(|seen| seen.name == topic).flat_map(|seen| &seen.partitions);
    partitions.any(|partition| partition.end.is_some())
}

/// Whether the group has a position in a topic; none where nobody said what it has.
fn is_committed(series: &Series, snapshot: &Snapshot, topic: &str) -> Option<bool> {
    let committed = group(series, snapshot)?.committed.as_ref()?;
    Some(committed.get(topic).is_some_and(|positions| !positions.is_empty()))
}
