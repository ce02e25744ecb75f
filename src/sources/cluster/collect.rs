//! Asks a cluster everything at once and waits for the answers together.

mod passed;
mod take;
mod times;

pub(super) use take::{by_topic, put};

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::ffi::Client;
use super::lacks::{Lack, Lacks};
use super::registry::{self, Address};
use super::request::{Event, Failure, Layout, Place, Request};
use super::snapshot::{Group, GroupKind, Snapshot, Topic};
use super::trouble::{SLOW, Troubles, Unreachable};

/// Topics of which one request asks the configs: more make one broker work for longer while the others wait.
const TOPICS_AT_ONCE: usize = 250;

/// Partitions of which one request asks the offsets: librdkafka puts answers together in quadratic time.
const PARTITIONS_AT_ONCE: usize = 500;

/// Why nothing but its name is known of a group that is none of consumers.
const OTHER_KIND: &str = "it is a share group, or one of the Streams protocol, which is not looked into";

/// Brokers of which the first that answers is enough.
const BROKERS_ASKED: usize = 3;

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
    /// The schema registry to ask as well.
    pub registry: Option<Address>,
    /// Told how many of so many requests are answered.
    pub progress: &'a dyn Fn(usize, usize),
}

/// What librdkafka is told whatever the user's file says: to create nothing, and to tell us what goes wrong.
const OURS: [(&str, &str); 6] = [
    // The broker's own default would create a topic that is asked for by its name.
    ("allow.auto.create.topics", "false"),
    ("enable.auto.commit", "false"),
    // Brokers may ask clients for their metrics, and to send them is to write.
    ("enable.metrics.push", "false"),
    ("log.queue", "true"),
    // Brokers read one request of a connection at a time. What is sent beyond what their buffers hold (100 KiB as they come)
    // is dropped, and where answers are large as well both ends may wait for each other for seconds.
    ("max.in.flight.requests.per.connection", "4"),
    // A port for TLS, or one that wants a login, only hangs up.
    ("log.connection.close", "true"),
];

/// The user's settings, and what librdkafka is told beside them.
pub(super) fn with_ours(users: &[(String, String)]) -> Vec<(String, String)> {
    // Brokers log and count by this name; the user's file may have another.
    let mut settings = vec![("client.id".to_owned(), "kskill".to_owned())];
    settings.extend(users.iter().cloned());
    settings.extend(OURS.map(|(key, value)| (key.to_owned(), value.to_owned())));
    settings
}

/// What librdkafka is told beside that where positions are asked for. When a broker says that it looks after a group no
/// more, librdkafka looks for the coordinator of its own group, and falls over where it has none. It is in no group with
/// that, because it never subscribes.
pub(super) fn of_group(users: &[(String, String)], group: &str) -> Vec<(String, String)> {
    let mut settings = with_ours(users);
    settings.push(("group.id".to_owned(), group.to_owned()));
    settings
}

/// Learns what there is to learn of a cluster. What is refused or does not come in time is noted in the snapshot.
///
/// # Errors
/// When nothing at all can be learnt: the settings are refused, or no broker answers.
pub fn collect(target: &Target) -> Result<Snapshot, Unreachable> {
    let client = Client::new(&with_ours(&target.settings)).map_err(|(key, words)| Unreachable::refused(key, &words))?;
    let mut collector = Collector {
        client: Arc::new(client),
        positions: None,
        within: target.within,
        deadline: Instant::now() + target.within,
        awaited: HashMap::new(),
        asked: 0,
        troubles: Troubles::new(protocol(&target.settings)),
        lacks: Lacks::default(),
        listed: None,
        alive: None,
        progress: target.progress,
        seen: Snapshot { taken: now(), ..Snapshot::default() },
    };
    collector.ask(Request::Groups, Awaited::Groups);
    let layout = collector.reach()?;
    std::thread::scope(|scope| {
        let left = collector.left();
        let asked = target.registry.as_ref().map(|address| scope.spawn(move || registry::ask(address, left)));
        let client = Arc::clone(&collector.client);
        let untold = scope.spawn(move || client.untold_groups(left / 3));
        collector.topics(target, layout);
        collector.find_alive();
        // A broker answers in turn what comes over one connection: first what has to be asked in two steps.
        collector.ask_groups(target);
        collector.ask_topics();
        collector.wait_while(|collector| !collector.awaited.is_empty());
        collector.ask_passed();
        collector.wait_while(|collector| !collector.awaited.is_empty());
        collector.ask_times();
        collector.wait_while(|collector| !collector.awaited.is_empty());
        if let Ok(Ok(untold)) = untold.join() {
            collector.name_unread(target, untold);
        }
        let mut seen = collector.finish();
        if let Some(asked) = asked.and_then(|asked| asked.join().ok()) {
            seen.registry = asked.registry;
            seen.missing.extend(asked.missing);
        }
        Ok(seen)
    })
}

/// What an answer is to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Awaited {
    /// Of this broker.
    Cluster(i32),
    Groups,
    Members,
    TopicConfigs,
    BrokerConfig(i32),
    Committed(String),
    Offsets(Place),
    Acls,
}

impl Awaited {
    /// What is lacking without the answer, and of whom.
    fn lack(&self) -> (Lack, Option<String>) {
        match self {
            Self::Cluster(_) => (Lack::Racks, None),
            Self::Groups => (Lack::Groups, None),
            Self::Members => (Lack::Members, None),
            Self::TopicConfigs => (Lack::TopicConfigs, None),
            Self::BrokerConfig(id) => (Lack::BrokerConfig, Some(id.to_string())),
            Self::Committed(group) => (Lack::Committed, Some(group.clone())),
            Self::Offsets(place) => (lack_of(*place), None),
            Self::Acls => (Lack::Acls, None),
        }
    }
}

fn lack_of(place: Place) -> Lack {
    match place {
        Place::Start | Place::End | Place::Stable => Lack::Offsets,
        Place::Since(_) | Place::Youngest => Lack::Times,
    }
}

struct Collector<'t> {
    client: Arc<Client>,
    /// Asks for positions.
    positions: Option<Client>,
    within: Duration,
    deadline: Instant,
    awaited: HashMap<usize, Awaited>,
    asked: usize,
    troubles: Troubles,
    lacks: Lacks,
    listed: Option<Vec<(String, GroupKind)>>,
    /// A broker that answers.
    alive: Option<i32>,
    progress: &'t dyn Fn(usize, usize),
    seen: Snapshot,
}

impl Collector<'_> {
    fn ask(&mut self, request: Request, awaited: Awaited) {
        self.ask_of(None, request, awaited);
    }

    /// Asks one broker: librdkafka's own choice is the controller, which after a death is a dead one for a while.
    fn ask_of(&mut self, to: Option<i32>, request: Request, awaited: Awaited) {
        self.asked += 1;
        // librdkafka tells what the others have answered when its own time is up, and that must be before ours is.
        let left = self.left();
        let within = left.saturating_sub((left / 10).min(Duration::from_millis(500)));
        // A broker that hangs must not use up the time in which the others could be asked about their groups.
        let within = if awaited == Awaited::Groups { within.min(self.within / 3) } else { within };
        let client = self.positions.as_ref().filter(|_| matches!(request, Request::Committed(_)));
        client.unwrap_or(&self.client).ask(request, to, self.asked, within);
        self.awaited.insert(self.asked, awaited);
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Waits until a broker has told what there is. One that takes the question and is silent is not waited for to the
    /// end: the next time it may be another, and meanwhile it is heard what goes wrong.
    fn reach(&mut self) -> Result<Layout, Unreachable> {
        let mut patience = Duration::from_millis(250);
        loop {
            if let Ok(layout) = self.client.layout(patience.min(self.left())) {
                return Ok(layout);
            }
            self.hear();
            if self.troubles.are_final() || self.left().is_zero() {
                return Err(self.troubles.unreachable());
            }
            patience = (patience * 2).min(self.within);
        }
    }

    /// Takes what is there already.
    fn hear(&mut self) {
        while let Some(event) = self.client.next(Duration::from_millis(10)) {
            self.take_event(event);
        }
    }

    /// Asks the brokers for the cluster until the first one answers.
    fn find_alive(&mut self) {
        let ids: Vec<i32> = self.seen.brokers.iter().map(|broker| broker.id).collect();
        for id in ids.iter().take(BROKERS_ASKED) {
            self.ask_of(Some(*id), Request::Cluster, Awaited::Cluster(*id));
        }
        let enough = self.left() / 2;
        self.wait_while(|collector| {
            let waiting = collector.awaited.values().any(|awaited| matches!(awaited, Awaited::Cluster(_)));
            waiting && collector.alive.is_none() && collector.left() > enough
        });
        self.awaited.retain(|_, awaited| !matches!(awaited, Awaited::Cluster(_)));
        if self.alive.is_none() {
            self.lacks.because(Lack::Racks, None, SLOW.to_owned());
        }
    }

    /// Takes what comes as long as the condition holds and there is time.
    fn wait_while(&mut self, more: impl Fn(&Self) -> bool) {
        while more(self) {
            let left = self.left();
            if left.is_zero() {
                return;
            }
            if let Some(event) = self.client.next(left.min(Duration::from_millis(100))) {
                self.take_event(event);
            }
        }
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Answer(number, answer) => {
                self.take(number, answer);
                (self.progress)(self.asked - self.awaited.len(), self.asked);
            }
            Event::Trouble(failure) => self.troubles.add(failure),
        }
    }

    /// Takes the brokers, and the topics that are asked for.
    fn topics(&mut self, target: &Target, layout: Layout) {
        self.seen.brokers = layout.brokers;
        for (name, partitions) in layout.topics {
            if !(target.topics)(&name) {
                continue;
            }
            match partitions {
                Ok(mut partitions) => {
                    partitions.sort_unstable_by_key(|partition| partition.id);
                    self.seen.topics.push(Topic { name, partitions, config: None });
                }
                Err(failure) => self.miss(Lack::Topic, Some(name), &failure),
            }
        }
        self.seen.topics.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    }

    fn ask_topics(&mut self) {
        let names: Vec<String> = self.seen.topics.iter().map(|topic| topic.name.clone()).collect();
        for names in names.chunks(TOPICS_AT_ONCE) {
            self.ask_of(self.alive, Request::TopicConfigs(names), Awaited::TopicConfigs);
        }
        let brokers: Vec<i32> = self.seen.brokers.iter().map(|broker| broker.id).collect();
        for id in brokers {
            self.ask(Request::BrokerConfig(id), Awaited::BrokerConfig(id));
        }
        self.ask_of(self.alive, Request::Acls, Awaited::Acls);
        self.ask_offsets(&self.led(), &[Place::Start, Place::End, Place::Stable]);
    }

    /// The partitions that somebody leads, by topic and number.
    fn led(&self) -> Vec<(String, i32)> {
        let led = |topic: &Topic| {
            let led = topic.partitions.iter().filter(|partition| partition.leader.is_some());
            led.map(|partition| (topic.name.clone(), partition.id)).collect::<Vec<_>>()
        };
        self.seen.topics.iter().flat_map(led).collect()
    }

    fn ask_offsets(&mut self, partitions: &[(String, i32)], places: &[Place]) {
        for partitions in partitions.chunks(PARTITIONS_AT_ONCE) {
            for place in places {
                self.ask(Request::Offsets(partitions, *place), Awaited::Offsets(*place));
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
        let names: Vec<String> = listed.iter().map(|(name, _)| name.clone()).collect();
        self.seen.groups = listed.into_iter().map(|(name, kind)| unseen(name, kind)).collect();
        let Some(first) = names.first() else { return };
        self.positions = Client::answering_to(&self.client, &of_group(&target.settings, first)).ok();
        self.ask(Request::Members(&names), Awaited::Members);
        for name in names {
            self.ask(Request::Committed(&name), Awaited::Committed(name.clone()));
        }
    }

    /// Notes groups of which nothing but the name can be learnt.
    fn name_unread(&mut self, target: &Target, untold: Vec<String>) {
        if self.lacks.have(Lack::Groups) {
            return;
        }
        for name in untold.into_iter().filter(|name| (target.groups)(name)) {
            let known = self.seen.groups.binary_search_by(|group| group.name.cmp(&name));
            if known.is_err() {
                self.lacks.because(Lack::Readers, Some(name), OTHER_KIND.to_owned());
            }
        }
    }

    fn miss(&mut self, lack: Lack, name: Option<String>, failure: &Failure) {
        self.lacks.add(lack, name, failure, &self.troubles);
    }

    fn finish(mut self) -> Snapshot {
        for awaited in std::mem::take(&mut self.awaited).into_values() {
            let (lack, name) = awaited.lack();
            self.lacks.because(lack, name, SLOW.to_owned());
        }
        if self.seen.acls.is_none() && !self.lacks.have(Lack::Acls) && self.is_authorized() {
            let why = "no entry was shown: there is none, or the principal needs Describe on the cluster".to_owned();
            self.lacks.because(Lack::Acls, None, why);
        }
        self.seen.missing = self.lacks.into_missing();
        self.seen.share_configs();
        self.seen
    }

    /// Whether brokers are known to ask somebody who may do what.
    fn is_authorized(&self) -> bool {
        let configs = self.seen.brokers.iter().filter_map(|broker| broker.config.as_ref());
        let mut authorizers = configs.filter_map(|config| config.get("authorizer.class.name")?.value.as_deref());
        authorizers.any(|class| !class.is_empty())
    }
}

fn protocol(settings: &[(String, String)]) -> String {
    let stated = settings.iter().rev().find(|(key, _)| key == "security.protocol");
    stated.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// A group of which nothing but its name is known.
pub(super) fn unseen(name: String, kind: GroupKind) -> Group {
    Group { name, kind, state: None, assignor: String::new(), coordinator: None, members: None, committed: None }
}

/// In ms since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
