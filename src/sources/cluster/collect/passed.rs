//! Ends of partitions that groups were beyond: everything is asked at once, and who keeps up goes on meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::Collector;
use crate::sources::cluster::request::Place;
use crate::sources::cluster::snapshot::Snapshot;

impl Collector<'_> {
    /// Asks again where partitions end that a group is beyond. What is not answered in time is not known.
    pub(super) fn ask_passed(&mut self) {
        let passed: Vec<(String, i32)> = passed(&self.seen).into_iter().collect();
        for (topic, number) in &passed {
            if let Some(partition) = self.partition(topic, *number) {
                // An open transaction is what lies between the two: they are asked together.
                (partition.end, partition.stable) = (None, None);
            }
        }
        self.ask_offsets(&passed, &[Place::End, Place::Stable]);
    }
}

/// The partitions in which a group has a position beyond their end.
fn passed(seen: &Snapshot) -> BTreeSet<(String, i32)> {
    let mut passed = BTreeSet::new();
    for (name, positions) in seen.groups.iter().filter_map(|group| group.committed.as_ref()).flatten() {
        let Some(topic) = seen.topic(name) else { continue };
        let ends: BTreeMap<i32, i64> =
            topic.partitions.iter().filter_map(|partition| Some((partition.id, partition.end?))).collect();
        let beyond = positions.iter().filter(|(number, position)| ends.get(number).is_some_and(|end| *position > end));
        passed.extend(beyond.map(|(number, _)| (name.clone(), *number)));
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::cluster::collect::unseen;
    use crate::sources::cluster::snapshot::{GroupKind, Partition, Topic};

    #[test]
    fn only_what_a_group_is_beyond_is_asked_again() {
        let partition = |id, end| Partition { id, end, ..Partition::default() };
        let partitions = vec![partition(0, Some(10)), partition(1, Some(10)), partition(2, None)];
        let mut group = unseen("billing".to_owned(), GroupKind::Classic);
        let positions: BTreeMap<i32, i64> = [(0, 10), (1, 11), (2, 5), (3, 5)].into();
        group.committed = Some([("orders".to_owned(), positions.clone()), ("gone".to_owned(), positions)].into());
        let topic = Topic { name: "orders".to_owned(), partitions, config: None };
        let seen = Snapshot { topics: vec![topic], groups: vec![group], ..Snapshot::default() };
        assert_eq!(passed(&seen), [("orders".to_owned(), 1)].into());
    }
}
