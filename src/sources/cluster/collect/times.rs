//! How old the records are that groups have still to read.

use std::collections::BTreeSet;

use super::Collector;
use crate::sources::cluster::request::Place;

/// The ages that partitions are asked about, in seconds: a lag is between two of them.
const AGES: [i64; 7] = [60, 300, 900, 3_600, 6 * 3_600, 86_400, 7 * 86_400];

/// Partitions that are asked about at most, those first that most records are waiting in: each age costs brokers a look
/// into an index of a file.
const AT_MOST: usize = 1_000;

impl Collector<'_> {
    /// Asks for the times of the partitions in which some group has records to read.
    pub(super) fn ask_times(&mut self) {
        let lagging = self.lagging();
        let taken = self.seen.taken;
        let mut places: Vec<Place> = AGES.iter().map(|age| Place::Since(taken - age * 1_000)).collect();
        places.push(Place::Youngest);
        self.ask_offsets(&lagging, &places);
    }

    /// By topic and number, the most waiting first.
    fn lagging(&self) -> Vec<(String, i32)> {
        let mut waiting: BTreeSet<(i64, &str, i32)> = BTreeSet::new();
        for topic in &self.seen.topics {
            for partition in &topic.partitions {
                let (Some(start), Some(end)) = (partition.start, partition.end) else { continue };
                let committed = self.seen.groups.iter().filter_map(|group| {
                    let offset = group.committed.as_ref()?.get(&topic.name)?.get(&partition.id)?;
                    Some(end - (*offset).max(start))
                });
                if let Some(most) = committed.max().filter(|most| *most > 0) {
                    waiting.insert((-most, &topic.name, partition.id));
                }
            }
        }
        waiting.into_iter().take(AT_MOST).map(|(_, topic, number)| (topic.to_owned(), number)).collect()
    }
}
