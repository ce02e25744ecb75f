//! How old the oldest record is that a group has still to read: by the times of the records themselves, without reading
//! any of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::ffi::Client;
use super::request::{Event, Place, Request, Response};
use super::snapshot::Snapshot;

/// How exact the time is, in ms.
const EXACT: i64 = 250;

/// Partitions of which one request asks.
const AT_ONCE: usize = 500;

/// Between which two times the oldest record of a topic was written that is still to be read, and the partitions that may
/// hold it.
struct Search {
    /// Each with the group's position.
    partitions: BTreeMap<(String, i32), i64>,
    after: i64,
    before: i64,
}

/// The time, in ms since 1970, of the oldest record of each topic that is still to be read; none where nothing is, where
/// records bear no times, or brokers do not tell in time.
pub(super) fn waiting_since(client: &Client, snapshot: &Snapshot, within: Duration) -> BTreeMap<String, i64> {
    let mut searches: BTreeMap<String, Search> = BTreeMap::new();
    for (partition, position) in lagging(snapshot) {
        let search = || Search { partitions: BTreeMap::new(), after: 0, before: snapshot.taken };
        let search = searches.entry(partition.0.clone()).or_insert_with(search);
        search.partitions.insert(partition, position);
    }
    if narrowed(client, &mut searches, within).is_none() {
        return BTreeMap::new();
    }
    // Nothing was written in 1970: such records bear no time.
    searches.into_iter().map(|(topic, search)| (topic, search.after)).filter(|(_, after)| *after > 0).collect()
}

/// Asks of all topics side by side until every time is exact; none where an answer is lacking.
fn narrowed(client: &Client, searches: &mut BTreeMap<String, Search>, within: Duration) -> Option<()> {
    let deadline = Instant::now() + within;
    // No number of an earlier request is as large.
    let mut asked = usize::MAX / 2;
    // All begin with the same two times, and halve what is between: they are exact at the same time.
    while searches.values().any(|search| search.before - search.after > EXACT) {
        let mut awaited = BTreeSet::new();
        for search in searches.values() {
            let place = Place::Since(search.middle());
            let partitions: Vec<(String, i32)> = search.partitions.keys().cloned().collect();
            for partitions in partitions.chunks(AT_ONCE) {
                asked += 1;
                client.ask(Request::Offsets(partitions, place), None, asked, within);
                awaited.insert(asked);
            }
        }
        let mut first = BTreeMap::new();
        while !awaited.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let Some(Event::Answer(number, answer)) = client.next(left.min(Duration::from_millis(100))) else {
                continue;
            };
            if !awaited.remove(&number) {
                continue;
            }
            let Ok(Response::Offsets(offsets)) = answer else { return None };
            for (topic, partition, mark) in offsets {
                first.insert((topic, partition), mark.ok()?.offset);
            }
        }
        for search in searches.values_mut() {
            search.narrow(&first);
        }
    }
    Some(())
}

/// The partitions with records that the group has not read, each with its position.
fn lagging(snapshot: &Snapshot) -> BTreeMap<(String, i32), i64> {
    let group = snapshot.groups.first();
    let committed = |topic: &str, partition: i32| group?.committed.as_ref()?.get(topic)?.get(&partition).copied();
    let mut lagging = BTreeMap::new();
    for topic in &snapshot.topics {
        for partition in &topic.partitions {
            let (Some(at), Some(start), Some(end)) =
                (committed(&topic.name, partition.id), partition.start, partition.end)
            else {
                continue;
            };
            let at = at.max(start);
            if at < end {
                lagging.insert((topic.name.clone(), partition.id), at);
            }
        }
    }
    lagging
}

impl Search {
    fn middle(&self) -> i64 {
        self.after + (self.before - self.after) / 2
    }

    /// Takes in which record of each partition is the first that was written at the middle or later; below 0 is none.
    fn narrow(&mut self, first: &BTreeMap<(String, i32), i64>) {
        let middle = self.middle();
        let older = |partition: &(String, i32), position: &i64| {
            first.get(partition).is_some_and(|first| !(0..=*position).contains(first))
        };
        if self.partitions.iter().any(|(partition, position)| older(partition, position)) {
            self.before = middle;
            // The oldest is in one of those.
            self.partitions.retain(|partition, position| older(partition, position));
        } else {
            self.after = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of one record each `every` ms since `begun` that is no older than a time.
    fn first_since(begun: i64, every: i64, time: i64) -> i64 {
        ((time - begun) + every - 1).max(0) / every
    }

    #[test]
    fn the_oldest_of_all_partitions_is_found_however_little_waits_behind_it() {
        const NOW: i64 = 1_700_000_000_000;
        const HOUR: i64 = 3_600_000;
        // One has much to read and is an hour behind, one has a single record that is 90 days old.
        let begun = |number: i32| if number == 0 { NOW - 10 * HOUR } else { NOW - 90 * 24 * HOUR };
        let every = |number: i32| if number == 0 { 1 } else { 200 * 24 * HOUR };
        let positions = [(("orders".to_owned(), 0), 9 * HOUR), (("orders".to_owned(), 1), 0)];
        let mut search = Search { partitions: positions.into(), after: 0, before: NOW };
        let mut rounds = 0;
        while search.before - search.after > EXACT {
            let first = |(topic, number): &(String, i32)| {
                let first = first_since(begun(*number), every(*number), search.middle());
                // No record is as young.
                let first = if *number == 1 && first > 0 { -1 } else { first };
                ((topic.clone(), *number), first)
            };
            let first = search.partitions.keys().map(first).collect();
            search.narrow(&first);
            rounds += 1;
        }
        let off = begun(1) - search.after;
        assert!((0..=EXACT).contains(&off), "{off} ms off");
        assert!(rounds < 40, "{rounds} rounds");
    }
}
