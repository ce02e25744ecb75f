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
    partitions: Offsets,
    after: i64,
    before: i64,
}

/// How often it is searched anew where records were deleted meanwhile.
const TRIES: usize = 4;

/// Partitions, each with an offset.
type Offsets = BTreeMap<(String, i32), i64>;

/// The time, in ms since 1970, of the oldest record of each topic that is still to be read; none where nothing is, where
/// records bear no times, where they are deleted too fast, or brokers do not tell in time.
pub(super) fn waiting_since(client: &Client, snapshot: &Snapshot, within: Duration) -> BTreeMap<String, i64> {
    // No number of an earlier request is as large.
    let mut asking = Asking { client, within, deadline: Instant::now() + within, asked: usize::MAX / 2 };
    let mut positions = lagging(snapshot);
    let mut found = BTreeMap::new();
    for _ in 0..TRIES {
        let mut searches: BTreeMap<String, Search> = BTreeMap::new();
        for (partition, position) in &positions {
            let search = || Search { partitions: BTreeMap::new(), after: 0, before: snapshot.taken };
            let search = searches.entry(partition.0.clone()).or_insert_with(search);
            search.partitions.insert(partition.clone(), *position);
        }
        let whole = asking.narrowed(&mut searches).and_then(|()| asking.offsets(positions.keys(), Place::Start));
        let Some(starts) = whole else { return BTreeMap::new() };
        let moved = moved(&mut positions, &starts);
        let held = searches.into_iter().filter(|(topic, _)| !moved.contains(topic));
        // Nothing was written in 1970: such records bear no time.
        found.extend(held.map(|(topic, search)| (topic, search.after)).filter(|(_, after)| *after > 0));
        if positions.is_empty() {
            break;
        }
    }
    found
}

/// The topics in which what the group would read next was deleted while it was asked for: everything that is left seems to be
/// younger than any time then. Leaves the partitions of those topics, each with the first record that is left.
fn moved(positions: &mut Offsets, starts: &Offsets) -> BTreeSet<String> {
    let gone = positions.iter().filter(|(partition, at)| starts.get(partition).is_some_and(|start| start > at));
    let moved: BTreeSet<String> = gone.map(|((topic, _), _)| topic.clone()).collect();
    positions.retain(|(topic, _), _| moved.contains(topic));
    for (partition, at) in positions {
        *at = starts.get(partition).map_or(*at, |start| *start.max(at));
    }
    moved
}

/// What is asked of brokers, until it has to be known.
struct Asking<'c> {
    client: &'c Client,
    within: Duration,
    deadline: Instant,
    asked: usize,
}

impl Asking<'_> {
    /// Asks of all topics side by side until every time is exact; none where an answer is lacking.
    fn narrowed(&mut self, searches: &mut BTreeMap<String, Search>) -> Option<()> {
        // All begin with the same two times, and halve what is between: they are exact at the same time.
        while searches.values().any(|search| search.before - search.after > EXACT) {
            let mut awaited = BTreeSet::new();
            for search in searches.values() {
                self.ask(search.partitions.keys(), Place::Since(search.middle()), &mut awaited);
            }
            let first = self.answered(awaited)?;
            for search in searches.values_mut() {
                search.narrow(&first);
            }
        }
        Some(())
    }

    fn offsets<'p>(&mut self, partitions: impl Iterator<Item = &'p (String, i32)>, place: Place) -> Option<Offsets> {
        let mut awaited = BTreeSet::new();
        self.ask(partitions, place, &mut awaited);
        self.answered(awaited)
    }

    fn ask<'p>(
        &mut self,
        partitions: impl Iterator<Item = &'p (String, i32)>,
        place: Place,
        awaited: &mut BTreeSet<usize>,
    ) {
        let partitions: Vec<(String, i32)> = partitions.cloned().collect();
        for partitions in partitions.chunks(AT_ONCE) {
            self.asked += 1;
            self.client.ask(Request::Offsets(partitions, place), None, self.asked, self.within);
            awaited.insert(self.asked);
        }
    }

    fn answered(&self, mut awaited: BTreeSet<usize>) -> Option<Offsets> {
        let mut all = BTreeMap::new();
        while !awaited.is_empty() {
            let left = self.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let Some(Event::Answer(number, answer)) = self.client.next(left.min(Duration::from_millis(100))) else {
                continue;
            };
            if !awaited.remove(&number) {
                continue;
            }
            let Ok(Response::Offsets(offsets)) = answer else { return None };
            for (topic, partition, mark) in offsets {
                all.insert((topic, partition), mark.ok()?.offset);
            }
        }
        Some(all)
    }
}

/// The partitions with records that the group has not read, each with its position.
fn lagging(snapshot: &Snapshot) -> Offsets {
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
    fn narrow(&mut self, first: &Offsets) {
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
    #[test]
    fn what_is_deleted_while_it_is_asked_for_is_searched_anew() {
        let of = |topic: &str, at: i64| ((topic.to_owned(), 0), at);
        let mut positions = Offsets::from([of("kept", 100), of("short", 100)]);
        let moved = moved(&mut positions, &Offsets::from([of("kept", 100), of("short", 250)]));
        assert_eq!(moved, BTreeSet::from(["short".to_owned()]));
        assert_eq!(positions, Offsets::from([of("short", 250)]));
    }
}
