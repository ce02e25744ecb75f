//! How old the records are that groups have still to read.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Collector;
use crate::sources::cluster::request::Place;

/// The ages that every partition is asked about, in seconds: a lag is between two of them.
const AGES: [i64; 7] = [60, 300, 900, 3_600, 6 * 3_600, 86_400, 7 * 86_400];

/// The shares of its retention that a partition is asked about beside them, in tenths: how near deletion is.
const TENTHS: [i64; 2] = [3, 7];

/// Partitions that are asked about at most, those first that most records are waiting in: each age costs brokers a look
/// into an index of a file.
const AT_MOST: usize = 1_000;

/// In ms; more than is lost where a retention is divided.
const MOMENT: i64 = 10;

impl Collector<'_> {
    /// Asks for the times of the partitions in which some group has records to read.
    pub(super) fn ask_times(&mut self) {
        let lagging = self.lagging();
        let taken = self.seen.taken;
        let mut places: Vec<Place> = AGES.iter().map(|age| Place::Since(taken - age * 1_000)).collect();
        places.push(Place::Youngest);
        self.ask_offsets(&lagging, &places);
        let mut by_retention: BTreeMap<i64, Vec<(String, i32)>> = BTreeMap::new();
        for (topic, number) in lagging {
            if let Some(retention) = self.retention(&topic) {
                by_retention.entry(retention).or_default().push((topic, number));
            }
        }
        for (retention, partitions) in by_retention {
            // A moment more: what is found is then older than that share.
            let since = |tenths: &i64| Place::Since(taken - retention / 10 * tenths - MOMENT);
            let places: Vec<Place> = TENTHS.iter().map(since).collect();
            self.ask_offsets(&partitions, &places);
        }
    }

    /// How long a topic keeps its records, in ms; none where that has no end, or is not known.
    fn retention(&self, topic: &str) -> Option<i64> {
        let config = self.seen.topic(topic)?.config.as_ref()?;
        let retention: i64 = config.get("retention.ms")?.value.as_ref()?.parse().ok()?;
        // Longer than since 1970 is no time that a record can bear.
        (0 < retention && retention < self.seen.taken).then_some(retention)
    }

    /// By topic and number, the most waiting first.
    fn lagging(&self) -> Vec<(String, i32)> {
        let mut most: BTreeMap<(&str, i32), i64> = BTreeMap::new();
        for (topic, positions) in self.seen.groups.iter().filter_map(|group| group.committed.as_ref()).flatten() {
            let Some(topic) = self.seen.topic(topic) else { continue };
            for partition in &topic.partitions {
                let (Some(start), Some(end)) = (partition.start, partition.end) else { continue };
                let Some(position) = positions.get(&partition.id) else { continue };
                let most = most.entry((&topic.name, partition.id)).or_default();
                *most = (end - (*position).max(start)).max(*most);
            }
        }
        let mut waiting: Vec<_> = most.into_iter().filter(|(_, lag)| *lag > 0).collect();
        waiting.sort_by_key(|(_, lag)| Reverse(*lag));
        waiting.into_iter().take(AT_MOST).map(|((topic, number), _)| (topic.to_owned(), number)).collect()
    }
}
