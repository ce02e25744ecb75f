//! Asks a cluster everything at once and waits for the answers together.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::ffi::Client;
use super::request::{Event, Failure, Place, Request, Response};
use super::snapshot::{Broker, Group, GroupKind, LIST_OF_GROUPS, Missing, Settings, Snapshot, Topic};
use super::trouble::{Troubles, Unreachable};

/// Topics of which one request asks the configs: more make one broker work for longer while the others wait.
const TOPICS_AT_ONCE: usize = 250;

/// What is to be learnt.
#[expect(missing_debug_implementations, reason = "functions have none")]
pub struct Target<'a> {
    /// librdkafka's settings of the connection, `bootstrap.servers` among them.
    pub settings: Vec<(String, String)>,
    /// How long all of it may take.
    pub within: Duration,
    /// Which topics.
    pub topics: &'a dyn Fn(&str) -> bool,
    /// Which groups.
    pub groups: &'a dyn Fn(&str) -> bool,
}

/// What librdkafka is told whatever the user's file says: to create nothing, and to tell us what goes wrong.
const OURS: [(&str, &str); 4] = [
    // The broker's own default would create a topic that is asked for by its name.
    ("allow.auto.create.topics", "false"),
    ("enable.auto.commit", "false"),
    ("log.queue", "true"),
    ("log.connection.close", "false"),
];

/// Learns what there is to learn of a cluster. What is refused or does not come in time is noted in the snapshot.
///
/// # Errors
/// When nothing at all can be learnt: the settings are refused, or no broker answers.
pub fn collect(target: &Target) -> Result<Snapshot, Unreachable> {
    let mut settings = target.settings.clone();
    settings.extend(OURS.map(|(key, value)| (key.to_owned(), value.to_owned())));
    let client = Client::new(&settings).map_err(|(key, words)| Unreachable::refused(key, &words))?;
    let mut collector = Collector {
        client,
        deadline: Instant::now() + target.within,
        awaited: HashMap::new(),
        asked: 0,
        troubles: Troubles::default(),
        listed: None,
        seen: Snapshot { taken: now(), ..Snapshot::default() },
    };
    collector.ask(Request::Groups, Awaited::Groups);
    collector.ask(Request::Cluster, Awaited::Cluster);
    collector.reach()?;
    collector.topics(target)?;
    collector.ask_topics();
    collector.ask_groups(target);
    collector.wait_while(|collector| !collector.awaited.is_empty());
    Ok(collector.finish())
}

/// What an answer is to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Awaited {
    Cluster,
    Groups,
    Members,
    TopicConfigs,
    BrokerConfig(i32),
    Committed(String),
    Offsets(Place),
}

struct Collector {
    client: Client,
    deadline: Instant,
    awaited: HashMap<usize, Awaited>,
    asked: usize,
    troubles: Troubles,
    listed: Option<Vec<(String, GroupKind)>>,
    seen: Snapshot,
}

impl Collector {
    fn ask(&mut self, request: Request, awaited: Awaited) {
        self.asked += 1;
        self.client.ask(request, self.asked, self.left());
        self.awaited.insert(self.asked, awaited);
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Waits until a broker has told the cluster.
    fn reach(&mut self) -> Result<(), Unreachable> {
        self.wait_while(|collector| {
            collector.awaited.values().any(|awaited| *awaited == Awaited::Cluster) && !collector.troubles.are_final()
        });
        if self.seen.brokers.is_empty() { Err(self.troubles.unreachable()) } else { Ok(()) }
    }

    /// Takes what comes as long as the condition holds and there is time.
    fn wait_while(&mut self, more: impl Fn(&Self) -> bool) {
        while more(self) {
            let left = self.left();
            if left.is_zero() {
                return;
            }
            match self.client.next(left.min(Duration::from_millis(100))) {
                Some(Event::Answer(number, answer)) => self.take(number, answer),
                Some(Event::Trouble(failure)) => self.troubles.add(failure),
                None => {}
            }
        }
    }

    fn take(&mut self, number: usize, answer: Result<Response, Failure>) {
        let Some(awaited) = self.awaited.remove(&number) else { return };
        let response = match answer {
            Ok(response) => response,
            Err(failure) if awaited == Awaited::Cluster => return self.troubles.add(failure),
            Err(failure) => return self.miss(&awaited, &failure),
        };
        match (response, awaited) {
            (Response::Cluster { id, controller, brokers }, _) => {
                self.seen = Snapshot { id, controller, brokers, ..std::mem::take(&mut self.seen) };
            }
            (Response::Groups { listed, failures }, awaited) => {
                self.listed = Some(listed);
                failures.iter().for_each(|failure| self.miss(&awaited, failure));
            }
            (Response::Members(groups), _) => groups.into_iter().for_each(|group| self.take_group(group)),
            (Response::Configs(configs), Awaited::BrokerConfig(id)) => self.take_broker_config(id, configs),
            (Response::Configs(configs), awaited) => self.take_topic_configs(&awaited, configs),
            (Response::Committed(offsets), Awaited::Committed(group)) => self.take_committed(&group, offsets),
            (Response::Offsets(offsets), awaited @ Awaited::Offsets(place)) => {
                self.take_offsets(&awaited, place, offsets);
            }
            (Response::Committed(_) | Response::Offsets(_), _) => {}
        }
    }

    /// Learns which topics there are.
    fn topics(&mut self, target: &Target) -> Result<(), Unreachable> {
        let layout = self.client.layout(self.left()).map_err(|failure| self.troubles.after(failure))?;
        for (name, partitions) in layout {
            if !(target.topics)(&name) {
                continue;
            }
            match partitions {
                Ok(mut partitions) => {
                    partitions.sort_unstable_by_key(|partition| partition.id);
                    self.seen.topics.push(Topic { name, partitions, config: None });
                }
                Err(failure) => self.note(format!("the topic {name}"), &failure),
            }
        }
        self.seen.topics.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(())
    }

    fn ask_topics(&mut self) {
        let names: Vec<String> = self.seen.topics.iter().map(|topic| topic.name.clone()).collect();
        for names in names.chunks(TOPICS_AT_ONCE) {
            self.ask(Request::TopicConfigs(names), Awaited::TopicConfigs);
        }
        let brokers: Vec<i32> = self.seen.brokers.iter().map(|broker| broker.id).collect();
        for id in brokers {
            self.ask(Request::BrokerConfig(id), Awaited::BrokerConfig(id));
        }
        let led = |topic: &Topic| {
            let led = topic.partitions.iter().filter(|partition| partition.leader.is_some());
            led.map(|partition| (topic.name.clone(), partition.id)).collect::<Vec<_>>()
        };
        let partitions: Vec<(String, i32)> = self.seen.topics.iter().flat_map(led).collect();
        if !partitions.is_empty() {
            for place in [Place::Start, Place::End, Place::Stable] {
                self.ask(Request::Offsets(&partitions, place), Awaited::Offsets(place));
            }
        }
    }

    /// Learns of the groups that there are. Asking for a group's coordinator creates `__consumer_offsets`: only those are
    /// asked for that brokers listed, so that it is there already.
    fn ask_groups(&mut self, target: &Target) {
        self.wait_while(|collector| collector.awaited.values().any(|awaited| *awaited == Awaited::Groups));
        let mut listed = self.listed.take().unwrap_or_default();
        listed.retain(|(name, _)| (target.groups)(name));
        listed.sort_by(|(one, _), (other, _)| one.cmp(other));
        let described = |kind: GroupKind| kind != GroupKind::Other;
        let names: Vec<String> =
            listed.iter().filter(|(_, kind)| described(*kind)).map(|(name, _)| name.clone()).collect();
        self.seen.groups = listed.into_iter().map(|(name, kind)| unseen(name, kind)).collect();
        if names.is_empty() {
            return;
        }
        self.ask(Request::Members(&names), Awaited::Members);
        for name in names {
            self.ask(Request::Committed(&name), Awaited::Committed(name.clone()));
        }
    }

    fn take_group(&mut self, described: Result<Group, (String, Failure)>) {
        match described {
            Ok(group) => {
                if let Some(seen) = self.group(&group.name) {
                    let committed = seen.committed.take();
                    *seen = Group { committed, kind: seen.kind, ..group };
                }
            }
            Err((name, failure)) => self.note(format!("the members of the group {name}"), &failure),
        }
    }

    fn group(&mut self, name: &str) -> Option<&mut Group> {
        let at = self.seen.groups.binary_search_by(|group| group.name.as_str().cmp(name)).ok()?;
        Some(&mut self.seen.groups[at])
    }

    fn take_broker_config(&mut self, id: i32, configs: Vec<(String, Result<Settings, Failure>)>) {
        for (_, config) in configs {
            match config {
                Ok(config) => {
                    if let Some(broker) = self.seen.brokers.iter_mut().find(|broker: &&mut Broker| broker.id == id) {
                        broker.config = Some(config);
                    }
                }
                Err(failure) => self.note("the settings of the brokers".to_owned(), &failure),
            }
        }
    }

    fn take_topic_configs(&mut self, awaited: &Awaited, configs: Vec<(String, Result<Settings, Failure>)>) {
        for (name, config) in configs {
            match config {
                Ok(config) => {
                    let found = self.seen.topics.binary_search_by(|topic| topic.name.as_str().cmp(&name));
                    if let Ok(at) = found {
                        self.seen.topics[at].config = Some(config);
                    }
                }
                Err(failure) => self.miss(awaited, &failure),
            }
        }
    }

    fn take_committed(&mut self, group: &str, offsets: Vec<(String, i32, i64)>) {
        let mut committed: BTreeMap<String, BTreeMap<i32, i64>> = BTreeMap::new();
        for (topic, partition, offset) in offsets {
            committed.entry(topic).or_default().insert(partition, offset);
        }
        if let Some(group) = self.group(group) {
            group.committed = Some(committed);
        }
    }

    fn take_offsets(&mut self, awaited: &Awaited, place: Place, offsets: Vec<(String, i32, Result<i64, Failure>)>) {
        for (name, number, offset) in offsets {
            let offset = match offset {
                Ok(offset) => offset,
                Err(failure) => {
                    self.miss(awaited, &failure);
                    continue;
                }
            };
            let found = self.seen.topics.binary_search_by(|topic| topic.name.as_str().cmp(&name));
            let Some(topic) = found.ok().map(|at| &mut self.seen.topics[at]) else { continue };
            let Some(partition) = topic.partitions.iter_mut().find(|partition| partition.id == number) else {
                continue;
            };
            match place {
                Place::Start => partition.start = Some(offset),
                Place::End => partition.end = Some(offset),
                Place::Stable => partition.stable = Some(offset),
                Place::Since(_) => {}
            }
        }
    }

    fn miss(&mut self, awaited: &Awaited, failure: &Failure) {
        self.note(awaited.to_string(), failure);
    }

    /// Notes once what could not be learnt, and why.
    fn note(&mut self, what: String, failure: &Failure) {
        let missing = Missing { what, why: self.troubles.explained(failure) };
        if !self.seen.missing.contains(&missing) {
            self.seen.missing.push(missing);
        }
    }

    fn finish(mut self) -> Snapshot {
        let late: Vec<Awaited> = std::mem::take(&mut self.awaited).into_values().collect();
        for awaited in late {
            let why = "no answer in time: give it more with --timeout".to_owned();
            let missing = Missing { what: awaited.to_string(), why };
            if !self.seen.missing.contains(&missing) {
                self.seen.missing.push(missing);
            }
        }
        self.seen.missing.sort();
        self.seen.share_configs();
        self.seen
    }
}

impl std::fmt::Display for Awaited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cluster => f.write_str("the brokers"),
            Self::Groups => f.write_str(LIST_OF_GROUPS),
            Self::Members => f.write_str("the members of the groups"),
            Self::TopicConfigs => f.write_str("the settings of the topics"),
            Self::BrokerConfig(id) => write!(f, "the settings of broker {id}"),
            Self::Committed(group) => write!(f, "what the group {group} has committed"),
            Self::Offsets(_) => f.write_str("the offsets of the partitions"),
        }
    }
}

/// A group of which nothing but its name is known.
fn unseen(name: String, kind: GroupKind) -> Group {
    Group { name, kind, state: None, assignor: String::new(), coordinator: None, members: None, committed: None }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
