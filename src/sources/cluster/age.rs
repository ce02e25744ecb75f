//! How old the oldest record is that a group has still to read: by the times of the records themselves, without reading
//! any of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::ffi::Client;
use super::request::{Event, Place, Request, Response};
use super::snapshot::Snapshot;

/// Partitions that are asked about: of each topic that with the largest lag, then the others, the largest lags first.
const PARTITIONS: usize = 8;

/// How far back is looked: what is older is told as this old.
const OLDEST: i64 = 60 * 24 * 3_600_000;

/// How exact the time is, in ms.
const EXACT: i64 = 250;

/// A partition, and between which two times the record at the group's position was written.
struct Search {
    partition: [(String, i32); 1],
    committed: i64,
    after: i64,
    before: i64,
}

/// The time, in ms since 1970, of the oldest record that is still to be read, by the topic; none where nothing is, or brokers
/// do not tell in time.
pub(super) fn waiting_since(client: &Client, snapshot: &Snapshot, within: Duration) -> BTreeMap<String, i64> {
    let mut searches = searches(snapshot);
    if narrow(client, &mut searches, within).is_none() {
        return BTreeMap::new();
    }
    let mut since = BTreeMap::new();
    for Search { partition: [(topic, _)], after, .. } in searches {
        since.entry(topic).and_modify(|oldest: &mut i64| *oldest = after.min(*oldest)).or_insert(after);
    }
    since
}

/// Asks until every time is exact; none where an answer is lacking.
fn narrow(client: &Client, searches: &mut [Search], within: Duration) -> Option<()> {
    let deadline = Instant::now() + within;
    // No number of an earlier request is as large.
    let mut asked = usize::MAX / 2;
    while searches.iter().any(Search::goes_on) {
        let mut awaited = BTreeMap::new();
        for (number, search) in searches.iter().enumerate().filter(|(_, search)| search.goes_on()) {
            asked += 1;
            client.ask(Request::Offsets(&search.partition, Place::Since(search.middle())), None, asked, within);
            awaited.insert(asked, number);
        }
        while !awaited.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let Some(Event::Answer(number, answer)) = client.next(left.min(Duration::from_millis(100))) else {
                continue;
            };
            let Some(search) = awaited.remove(&number).map(|at| &mut searches[at]) else { continue };
            let Ok(Response::Offsets(offsets)) = answer else { return None };
            search.narrow(offsets.into_iter().next()?.2.ok()?.offset);
        }
    }
    Some(())
}

fn searches(snapshot: &Snapshot) -> Vec<Search> {
    let group = snapshot.groups.first();
    let committed = |topic: &str, partition: i32| group?.committed.as_ref()?.get(topic)?.get(&partition).copied();
    let mut behind: Vec<(i64, Search)> = Vec::new();
    for topic in &snapshot.topics {
        for partition in &topic.partitions {
            let (Some(at), Some(start), Some(end)) =
                (committed(&topic.name, partition.id), partition.start, partition.end)
            else {
                continue;
            };
            let at = at.max(start);
            if at < end {
                let partition = [(topic.name.clone(), partition.id)];
                let (after, before) = (snapshot.taken - OLDEST, snapshot.taken);
                behind.push((end - at, Search { partition, committed: at, after, before }));
            }
        }
    }
    behind.sort_by_key(|(lag, _)| -lag);
    let mut topics = BTreeSet::new();
    let is_first = |(_, search): &(i64, Search)| topics.insert(search.partition[0].0.clone());
    let (mut asked, others): (Vec<_>, Vec<_>) = behind.into_iter().partition(is_first);
    asked.extend(others);
    asked.into_iter().take(PARTITIONS).map(|(_, search)| search).collect()
}

impl Search {
    fn goes_on(&self) -> bool {
        self.before - self.after > EXACT
    }

    fn middle(&self) -> i64 {
        self.after + (self.before - self.after) / 2
    }

    /// Takes in which record is the first that was written at the middle or later; below 0 is none.
    fn narrow(&mut self, first: i64) {
        let middle = self.middle();
        if (0..=self.committed).contains(&first) { self.after = middle } else { self.before = middle }
    }
}
