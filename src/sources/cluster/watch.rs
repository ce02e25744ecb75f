//! Watches one group: first everything that there is to learn of it, then again and again what moves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::age::waiting_since;
use super::collect::{self, Target, by_topic, collect, now, of_group, unseen, with_ours};
use super::ffi::Client;
use super::request::{Event, Place, Request, Response};
use super::series::Series;
use super::snapshot::{Group, GroupKind, Missing, Partition, Snapshot, Topic};
use super::trouble::Unreachable;

/// How often it is asked who leads the partitions: that concerns all topics of the cluster.
const LEADERS_EVERY: Duration = Duration::from_secs(5);

/// What is to be watched.
#[expect(missing_debug_implementations, reason = "functions have none")]
pub struct Watch<'a> {
    /// librdkafka's settings of the connection, `bootstrap.servers` among them.
    pub settings: Vec<(String, String)>,
    /// The group.
    pub group: &'a str,
    /// For how long.
    pub length: Duration,
    /// From one picture to the next.
    pub every: Duration,
    /// How long the answers to one picture may take.
    pub within: Duration,
    /// How long it is waited for where it is not there.
    pub appears: Duration,
    /// Told that it is waited for, with the names of those that are there.
    pub absent: &'a dyn Fn(&[String]),
    /// Told when everything else is known and the watch begins.
    pub begins: &'a dyn Fn(),
    /// Whether it is to end before its time.
    pub is_over: &'a dyn Fn() -> bool,
}

/// What became of it.
#[derive(Debug)]
pub enum Watched {
    /// What was seen.
    Series(Series),
    /// There is no such group of consumers; these are there.
    NoSuchGroup(Vec<String>),
}

/// Watches a group; `progress` is told how much of the time is over.
///
/// # Errors
/// When nothing at all can be learnt: the settings are refused, or no broker answers.
pub fn watch(watch: &Watch, progress: &mut dyn FnMut(Duration)) -> Result<Watched, Unreachable> {
    let names = RefCell::new(Vec::new());
    let groups = |name: &str| {
        names.borrow_mut().push(name.to_owned());
        name == watch.group
    };
    let target = Target {
        settings: watch.settings.clone(),
        within: watch.within,
        topics: &|_| true,
        groups: &groups,
        registry: None,
        progress: &|_, _| {},
    };
    let until = Instant::now() + watch.appears;
    let mut first = loop {
        let first = collect(&target)?;
        if !first.groups.is_empty() {
            break first;
        }
        if Instant::now() < until {
            (watch.absent)(&names.borrow());
        }
        if !appears(watch, until)? {
            return Ok(Watched::NoSuchGroup(names.into_inner()));
        }
        names.borrow_mut().clear();
    };
    let read = read_by(&first);
    first.topics.retain(|topic| read.contains(&topic.name));
    // Nothing is asked of the brokers' own settings here.
    first.broker_config.clear();
    first.brokers.iter_mut().for_each(|broker| broker.config = None);
    let settings = of_group(&watch.settings, watch.group);
    let client = Client::new(&settings).map_err(|(key, words)| Unreachable::refused(key, &words))?;
    let begun = Instant::now();
    let mut series = Series { group: watch.group.to_owned(), snapshots: vec![first], ..Series::default() };
    let mut round = Round { client, settings, watch, asked: 0, topics: Vec::new(), known: begun };
    round.topics = series.snapshots[0].topics.iter().map(without_offsets).collect();
    (watch.begins)();
    while begun.elapsed() < watch.length && !(watch.is_over)() {
        progress(begun.elapsed());
        let next = Instant::now() + watch.every;
        let asked = now();
        if let Some(snapshot) = round.take(series.snapshots.last()) {
            series.snapshots.push(snapshot);
        } else {
            series.silent.push(asked);
            round.begin_anew();
        }
        rest(next, watch);
    }
    progress(begun.elapsed().min(watch.length));
    if let Some(last) = series.snapshots.last() {
        series.waiting_since = waiting_since(&round.client, last, watch.within);
    }
    Ok(Watched::Series(series))
}

/// Whether the group is listed before that time: one without members and positions is gone until the next member comes.
fn appears(watch: &Watch, until: Instant) -> Result<bool, Unreachable> {
    const ANEW: Duration = Duration::from_millis(500);
    let client = Client::new(&with_ours(&watch.settings)).map_err(|(key, words)| Unreachable::refused(key, &words))?;
    let mut number = 0;
    while Instant::now() < until {
        number += 1;
        client.ask(Request::Groups, None, number, watch.within);
        let next = Instant::now() + ANEW;
        while let Some(left) = next.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            if let Some(Event::Answer(_, Ok(Response::Groups { listed, .. }))) = client.next(left)
                && listed.iter().any(|(name, _)| name == watch.group)
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Sleeps until then, or until the watch is over.
fn rest(until: Instant, watch: &Watch) {
    const AT_ONCE: Duration = Duration::from_millis(100);
    while Instant::now() < until && !(watch.is_over)() {
        std::thread::sleep(until.saturating_duration_since(Instant::now()).min(AT_ONCE));
    }
}

/// The topics that the groups of a picture read.
fn read_by(snapshot: &Snapshot) -> BTreeSet<String> {
    let committed = snapshot.groups.iter().flat_map(|group| group.committed.iter().flat_map(BTreeMap::keys));
    let members = snapshot.groups.iter().flat_map(|group| group.members.iter().flatten());
    committed.chain(members.flat_map(|member| member.assigned.keys())).cloned().collect()
}

fn without_offsets(topic: &Topic) -> Topic {
    let partitions = topic.partitions.iter();
    let partitions = partitions.map(|one| Partition { start: None, end: None, stable: None, ..one.clone() });
    Topic { name: topic.name.clone(), partitions: partitions.collect(), config: None }
}

/// Takes one picture after another.
struct Round<'a> {
    client: Client,
    settings: Vec<(String, String)>,
    watch: &'a Watch<'a>,
    asked: usize,
    /// The topics that the group reads, without offsets.
    topics: Vec<Topic>,
    /// When the leaders were asked for.
    known: Instant,
}

impl Round<'_> {
    /// One picture; none where brokers told nothing of the group in time.
    fn take(&mut self, last: Option<&Snapshot>) -> Option<Snapshot> {
        let deadline = Instant::now() + self.watch.within;
        if self.known.elapsed() >= LEADERS_EVERY {
            self.learn_leaders(deadline);
        }
        let mut seen = Snapshot { taken: now(), ..Snapshot::default() };
        if let Some(last) = last {
            seen.id.clone_from(&last.id);
        }
        seen.topics.clone_from(&self.topics);
        let led = |topic: &Topic| {
            let led = topic.partitions.iter().filter(|partition| partition.leader.is_some());
            led.map(|partition| (topic.name.clone(), partition.id)).collect::<Vec<_>>()
        };
        let partitions: Vec<(String, i32)> = self.topics.iter().flat_map(led).collect();
        let names = [self.watch.group.to_owned()];
        // Positions before ends: what is committed in between would lie beyond the end.
        let mut awaited = BTreeMap::new();
        self.ask(&mut awaited, Request::Committed(self.watch.group), None);
        self.ask(&mut awaited, Request::Members(&names), None);
        self.await_all(&mut awaited, &mut seen, deadline);
        if !partitions.is_empty() {
            for place in [Place::Start, Place::Stable, Place::End] {
                self.ask(&mut awaited, Request::Offsets(&partitions, place), Some(place));
            }
        }
        self.await_all(&mut awaited, &mut seen, deadline);
        let unknown = read_by(&seen).into_iter().any(|name| !self.topics.iter().any(|topic| topic.name == name));
        if unknown {
            self.learn_topics(&seen, deadline);
        }
        seen.groups.first().is_some_and(|group| group.state.is_some()).then_some(seen)
    }

    /// Takes a new client: librdkafka goes on asking who looked after the group before, as long as it asks at all.
    fn begin_anew(&mut self) {
        if let Ok(client) = Client::new(&self.settings) {
            self.client = client;
        }
    }

    fn ask(&mut self, awaited: &mut BTreeMap<usize, Option<Place>>, request: Request, place: Option<Place>) {
        self.asked += 1;
        self.client.ask(request, None, self.asked, self.watch.within);
        awaited.insert(self.asked, place);
    }

    fn await_all(&self, awaited: &mut BTreeMap<usize, Option<Place>>, seen: &mut Snapshot, deadline: Instant) {
        while !awaited.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                awaited.clear();
                note(seen, "one look at the group", "no answer in time".to_owned());
                return;
            }
            let Some(Event::Answer(number, answer)) = self.client.next(left.min(Duration::from_millis(100))) else {
                continue;
            };
            // An answer to an earlier picture comes too late.
            let Some(place) = awaited.remove(&number) else { continue };
            match answer {
                Ok(response) => put(seen, response, place, self.watch.group),
                Err(failure) => note(seen, "one look at the group", failure.text),
            }
        }
    }

    fn learn_leaders(&mut self, deadline: Instant) {
        self.known = Instant::now();
        let Ok(layout) = self.client.layout(deadline.saturating_duration_since(Instant::now())) else { return };
        for (name, partitions) in layout.topics {
            if let (Some(topic), Ok(mut partitions)) =
                (self.topics.iter_mut().find(|topic| topic.name == name), partitions)
            {
                partitions.sort_unstable_by_key(|partition| partition.id);
                topic.partitions = partitions;
            }
        }
    }

    /// Takes in topics that the group reads by now.
    fn learn_topics(&mut self, seen: &Snapshot, deadline: Instant) {
        let known: BTreeSet<String> = self.topics.iter().map(|topic| topic.name.clone()).collect();
        let further = read_by(seen).into_iter().filter(|name| !known.contains(name));
        self.topics.extend(further.map(|name| Topic { name, partitions: Vec::new(), config: None }));
        self.topics.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        self.learn_leaders(deadline);
    }
}

/// Puts an answer where it belongs.
fn put(seen: &mut Snapshot, response: Response, place: Option<Place>, group: &str) {
    match (response, place) {
        (Response::Members(described), _) => {
            for described in described {
                match described {
                    Ok(described) => {
                        let committed = own(seen, group).committed.take();
                        *own(seen, group) = Group { committed, ..described };
                    }
                    Err((_, failure)) => note(seen, "the members of the group", failure.text),
                }
            }
        }
        (Response::Committed(offsets), _) => {
            own(seen, group).committed = Some(by_topic(offsets));
        }
        (Response::Offsets(offsets), Some(place)) => {
            for (name, number, offset) in offsets {
                let topic = seen.topics.iter_mut().find(|topic| topic.name == name);
                let partition = topic.and_then(|topic| topic.partitions.iter_mut().find(|one| one.id == number));
                if let (Some(partition), Ok(mark)) = (partition, offset) {
                    collect::put(partition, place, mark);
                }
            }
        }
        _ => {}
    }
}

/// The group in a picture.
fn own<'s>(seen: &'s mut Snapshot, name: &str) -> &'s mut Group {
    if seen.groups.is_empty() {
        seen.groups.push(unseen(name.to_owned(), GroupKind::Classic));
    }
    &mut seen.groups[0]
}

fn note(seen: &mut Snapshot, what: &str, why: String) {
    let missing = Missing::new(what.to_owned(), why);
    if !seen.missing.contains(&missing) {
        seen.missing.push(missing);
    }
}
