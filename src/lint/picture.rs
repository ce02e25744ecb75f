//! The configs of a project as one graph of facts.

mod brokers;
mod connectors;
mod own;
mod resources;
mod shared;
mod versions;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::drift::Drift;
use super::keys::{AsRead, Keys, Reader, Stands, handed_on, login};
use super::libraries::Libraries;
use super::links::Links;
use super::said::{is_local, is_shared, said_otherwise};
use super::{Assumed, Options, Source};
use crate::decide::{Designed, read_config};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Client, Rulebook, Setting};
use crate::sources::config::{self, Config, Given, Role};

/// What names the libraries that librdkafka loads, which take settings of their own out of the same config.
const PLUGINS: &str = "plugin.library.paths";

/// The facts of one environment and where in the files they were written.
pub(super) struct Picture<'a> {
    pub facts: Facts,
    /// What [`Origin::Written`] counts.
    pub written: Vec<Written<'a>>,
    /// The config of a subject.
    pub homes: BTreeMap<Id, Home<'a>>,
    /// The files.
    pub sources: &'a [Source],
    /// Versions that nobody stated.
    pub assumed: Assumed,
    /// The file that is being read.
    reading: usize,
    /// The subjects that belong to this environment, and are not only seen from it.
    own: BTreeSet<Id>,
    /// What is not as the design has it, by its subject.
    pub drifts: BTreeMap<Id, Drift>,
    links: Links<'a>,
    rulebook: &'a Rulebook,
    libraries: &'a Libraries,
    options: Options,
}

/// What all pictures of a run are drawn of.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub rulebook: &'a Rulebook,
    pub sources: &'a [Source],
    pub libraries: &'a Libraries,
    pub designed: Option<&'a Designed<'a>>,
    pub options: Options,
    /// The rules that somebody ignores somewhere.
    pub watched: &'a BTreeSet<&'a str>,
}

/// The config of a subject and who reads it.
pub(super) struct Home<'a> {
    pub source: usize,
    pub config: &'a Config,
    pub client: Option<(&'a Client, String)>,
    /// The number of its first setting among those that were read.
    pub first: usize,
}

/// A setting and its file.
pub(super) struct Written<'a> {
    pub source: usize,
    pub setting: &'a config::Setting,
    /// Its key as the file spells it.
    pub key: &'a str,
}

impl<'a> Picture<'a> {
    /// The configs of an environment in a group of files, beside those that belong to none.
    pub fn draw(run: Run<'a>, group: &[usize], environment: Option<&str>) -> Self {
        let Run { rulebook, sources, libraries, options, .. } = run;
        let mut picture = Self {
            facts: Facts::default(),
            written: Vec::new(),
            homes: BTreeMap::new(),
            sources,
            assumed: Assumed::new(),
            reading: 0,
            own: BTreeSet::new(),
            drifts: BTreeMap::new(),
            links: Links::default(),
            rulebook,
            libraries,
            options,
        };
        let system = picture.facts.add("system", "", "");
        if let Some(environment) = environment {
            picture.facts.set(system, "environment", Value::from(environment), Origin::Structure);
        }
        picture.tell_version_of_all(group);
        for number in group.iter().copied() {
            let source = &sources[number];
            for config in &source.reading.configs {
                let own = source.environment(config);
                let belongs = own == environment;
                if belongs || own.is_none() {
                    let subjects = picture.add(number, source, config);
                    picture.own.extend(subjects.into_iter().filter(|_| belongs));
                }
            }
        }
        std::mem::take(&mut picture.links).draw(&mut picture.facts);
        picture
    }

    fn add(&mut self, number: usize, source: &'a Source, config: &'a Config) -> Vec<Id> {
        self.reading = number;
        let first = self.written.len();
        let unread = config.unread.iter().map(|unread| &unread.setting);
        self.written.extend(config.settings.iter().chain(unread).map(|setting| Written {
            source: number,
            setting,
            key: config.spelling(setting),
        }));
        let roles: &[Role] = match config.role {
            // One file for all clients of an application is a producer's and a consumer's.
            Role::Client => &[Role::Producer, Role::Consumer],
            ref role => std::slice::from_ref(role),
        };
        let subjects = roles.iter().map(|role| self.subject(source, config, *role, first));
        let mut subjects: Vec<Id> = subjects.collect();
        self.link(number, config, &subjects);
        subjects.extend(self.connection(source, config, first));
        subjects.extend(self.settings(source, config, first));
        for id in &subjects {
            let role = roles.iter().find(|role| role.kind() == &*self.facts.subject(*id).kind);
            let client = role.and_then(|role| self.client_of(source, config, *role));
            self.homes.insert(*id, Home { source: number, config, client, first });
        }
        subjects
    }

    fn subject(&mut self, source: &Source, config: &'a Config, role: Role, first: usize) -> Id {
        // One file for all clients of an application has the group of its consumers.
        let called = match (role, config.role) {
            (Role::Producer, Role::Client) => name_by(source, config, &["client.id"]),
            _ => name(source, config),
        };
        let id = self.facts.add(role.kind(), &called, "");
        let client = self.client_of(source, config, role);
        if let Some((client, version)) = &client {
            let library = self.libraries.of(&self.rulebook.vocabulary, role.kind(), client, version);
            library.belong_to(&mut self.facts, id);
            if self.stated_version(source, config, &client.id).is_some() {
                self.tell_stated(id, role);
            }
        }
        self.state((id, role.kind()), client.as_ref(), (source, config), first);
        self.tell_missing(id, source, config);
        self.tell_outbox(id, config);
        self.tell_beside(id, source, config);
        self.tell_resource(id, source, config);
        self.tell_cluster(id, source, config);
        // A file for all clients shows what each of them has, and not what it is.
        if config.open.is_some() || config.role == Role::Client {
            self.facts.leave_open(id);
            if role == Role::Consumer {
                self.take_for_classic(id, config);
            }
        } else if matches!(role, Role::Producer | Role::Consumer) {
            self.fill_defaults(id);
        }
        if role == Role::Producer {
            self.facts.set(id, "waits", Value::Bool(config.waits), Origin::Structure);
        }
        if role == Role::Producer
            && let Some(named) = self.facts.is_given(id, "transactional_id")
        {
            // Without a name of its own a producer cannot send in transactions, whatever its code does.
            self.facts.set(id, "transactional", Value::Bool(named), Origin::Structure);
            // Sarama alone leaves it to the code, and refuses to send without.
            let asks = client.as_ref().is_some_and(|(client, _)| client.id == "sarama");
            if named && !asks && self.facts.is_given(id, "idempotence") == Some(false) {
                self.facts.set(id, "idempotence", Value::Bool(true), Origin::Client);
            }
        }
        id
    }

    /// Whatever the rest of an open config says: clients of the new protocol have no session of their own, and refuse
    /// one that is written.
    fn take_for_classic(&mut self, id: Id, config: &Config) {
        let named = self.facts.is_given(id, "session_timeout") == Some(true);
        let chosen = config.get("group.protocol").is_some();
        if named && !chosen && self.facts.get(id, "group_protocol").is_none() {
            self.facts.set(id, "group_protocol", Value::from("classic"), Origin::Structure);
        }
    }

    /// How the client reaches the brokers, whichever client it is.
    fn connection(&mut self, source: &Source, config: &Config, first: usize) -> Option<Id> {
        let client = match config.role {
            Role::Producer | Role::Consumer | Role::Client | Role::Admin | Role::ShareConsumer => {
                self.client_of(source, config, config.role)
            }
            Role::Streams | Role::Worker => {
                self.rulebook.clients.get("java").map(|java| (java, self.version_of(source, config, "java")))
            }
            Role::Connector
            | Role::Topic
            | Role::Broker
            | Role::NodePool
            | Role::Group
            | Role::Registry
            | Role::User
            | Role::Acl
            | Role::Variables => {
                return None;
            }
        };
        let id = self.facts.add("connection", &name(source, config), "");
        if let Some((client, version)) = &client {
            let library = self.libraries.of(&self.rulebook.vocabulary, "connection", client, version);
            library.belong_to(&mut self.facts, id);
        }
        self.state((id, "connection"), client.as_ref(), (source, config), first);
        self.facts.set(id, "local", Value::Bool(is_local(source, config)), Origin::Structure);
        if config.open.is_some() {
            self.facts.leave_open(id);
        } else {
            self.fill_defaults(id);
        }
        Some(id)
    }

    /// Sets the facts that the settings state.
    fn state(
        &mut self,
        (id, kind): (Id, &str),
        client: Option<&(&'a Client, String)>,
        (source, config): (&Source, &Config),
        first: usize,
    ) {
        let kafka = self.kafka_of(source, config, client.is_some());
        let (keys, reader) = (self.keys(), self.reader(client, config.role, &kafka));
        for (offset, setting) in config.settings.iter().enumerate() {
            let Some(known) =
                self.called(client, kind, &setting.key).or_else(|| self.of_producers(kind, config, setting))
            else {
                continue;
            };
            let read = login::around_placeholders(source, setting)
                .unwrap_or_else(|| keys.as_read(&reader, config, setting, &known));
            if read == AsRead::Unset {
                continue;
            }
            let Some(value) = self.value(kind, &known, &read) else {
                self.facts.forget(id, &known.fact);
                match setting.value {
                    Given::Perhaps => self.facts.doubt(id, &known.fact),
                    _ => self.facts.conceal(id, &known.fact),
                }
                continue;
            };
            let number = u32::try_from(first + offset).unwrap_or(u32::MAX);
            self.facts.set(id, &known.fact, value, Origin::Written(number));
        }
    }

    fn keys(&self) -> Keys<'a> {
        Keys { catalog: &self.rulebook.catalog, clients: &self.rulebook.clients, pedantic: self.options.pedantic }
    }

    /// Who reads the settings of a role: the client, or what belongs to this version of Kafka.
    fn reader(&self, client: Option<&(&'a Client, String)>, role: Role, kafka: &str) -> Reader<'a> {
        let families = self.keys().families(client.map(|(client, _)| *client), role);
        let version = client.map_or(kafka, |(_, version)| version).to_owned();
        let client = client.map(|(client, _)| *client);
        let library = client.map_or(version.as_str(), |client| client.library(&version)).to_owned();
        Reader { families, client, version, library, role, plugins: false, assumed: false, guesses: Cell::default() }
    }

    /// What the catalogue has to say of the settings, each a subject of its own.
    fn settings(&mut self, source: &Source, config: &Config, first: usize) -> Vec<Id> {
        let client = self.client_of(source, config, config.role);
        let kafka = self.kafka_of(source, config, client.is_some());
        let id = match &client {
            Some((client, _)) => client.id.as_str(),
            None if config.role == Role::Streams => "java",
            None => "broker",
        };
        let assumed = !config.latest && self.stated_version(source, config, id).is_none();
        let plugins = config.get(PLUGINS).is_some();
        let keys = self.keys();
        let reader = match config.role {
            Role::Connector => keys.of_connector(config, &kafka, assumed),
            _ => Reader { plugins, assumed, ..self.reader(client.as_ref(), config.role, &kafka) },
        };
        let assumed = reader.assumed;
        let local = is_local(source, config);
        let mut subjects = Vec::new();
        let twice = said_otherwise(&config.settings);
        let read = config.settings.iter().zip(twice).map(|(setting, twice)| {
            (setting, keys.about(&reader, config, setting, Stands::of(source, setting, twice)))
        });
        let unread = config.unread.iter().map(|unread| (&unread.setting, Some(reader.of_unread(unread))));
        for (offset, (setting, about)) in read.chain(unread).enumerate() {
            let about =
                about.or_else(|| reader.of_whole(config, setting).filter(|_| !is_shared(source, config, setting)));
            let Some(about) = about else { continue };
            if self.is_for_another(source, config, setting, &about) {
                continue;
            }
            let id = self.facts.add("setting", &setting.key, "");
            let number = u32::try_from(first + offset).unwrap_or(u32::MAX);
            for (fact, value) in about {
                self.facts.set(id, fact, value, Origin::Written(number));
            }
            self.facts.set(id, "key", Value::from(config.spelling(setting)), Origin::Written(number));
            self.facts.set(id, "assumed", Value::Bool(assumed), Origin::Structure);
            self.facts.set(id, "development", Value::Bool(local), Origin::Structure);
            subjects.push(id);
        }
        subjects
    }

    /// Notes which topics the config names, and what else its file describes.
    fn link(&mut self, number: usize, config: &'a Config, subjects: &[Id]) {
        let links = &mut self.links;
        links.files.entry(number).or_default().extend(subjects);
        for id in subjects {
            let subject = self.facts.subject(*id);
            match &*subject.kind {
                "topic" => links.topics.entry(subject.name.to_string()).or_default().push(*id),
                "producer" => links.ends.extend(config.writes.iter().map(|topic| (*id, topic.name.as_str()))),
                "consumer" => links.ends.extend(config.reads.iter().map(|topic| (*id, topic.name.as_str()))),
                _ => {}
            }
        }
    }

    /// How the client spells the fact that the key means, if it means one.
    fn called(&self, client: Option<&(&'a Client, String)>, kind: &str, key: &str) -> Option<Cow<'a, Setting>> {
        let spelled = client
            .into_iter()
            .flat_map(|(client, version)| client.settings(kind).iter().map(|known| known.in_version(version)));
        let own = spelled.into_iter().find(|known| known.is_called(key));
        own.or_else(|| {
            let fact = self.by_kafka_name(kind, handed_on(key))?;
            // Kafka's name means nothing to a client that has one of its own
            let renamed = client.is_some_and(|(client, _)| {
                client.settings(kind).iter().any(|known| known.fact == fact && known.key.is_some())
            });
            (!renamed).then(|| Cow::Owned(Setting::plain(fact)))
        })
    }

    /// The value of the fact, where it is known and one.
    fn value(&self, kind: &str, known: &Setting, read: &AsRead) -> Option<Value> {
        let AsRead::Text { text, any_case } = read else { return None };
        let spec = self.rulebook.vocabulary.fact(kind, &known.fact)?;
        let word = spec.one_of.iter().find(|word| *any_case && word.eq_ignore_ascii_case(text));
        read_config(known, spec, word.unwrap_or(text))
    }

    fn by_kafka_name(&self, kind: &str, key: &str) -> Option<&'a str> {
        let facts = &self.rulebook.vocabulary.kinds.get(kind)?.facts;
        facts.iter().find(|(_, spec)| spec.kafka.as_deref() == Some(key)).map(|(name, _)| name.as_str())
    }

    /// What Kafka calls the fact.
    pub fn kafka_name(&self, kind: &str, fact: &str) -> Option<&'a str> {
        self.rulebook.vocabulary.kinds.get(kind)?.facts.get(fact)?.kafka.as_deref()
    }

    /// What is not written is as the client has it, unless it is written and cannot be seen.
    fn fill_defaults(&mut self, id: Id) {
        let Some(default) = self.facts.related(id, "default").first().copied() else { return };
        self.facts.fill(id, default, &Origin::Client);
    }
}

/// What messages call the subject: its own name or, where that is not known, its file's.
pub(super) fn name(source: &Source, config: &Config) -> String {
    name_by(source, config, &["client.id", "group.id"])
}

/// The same, with the keys that a name may stand under.
fn name_by(source: &Source, config: &Config, keys: &[&str]) -> String {
    let stated = config.name.as_ref().and_then(Given::text).map(str::to_owned);
    let own = keys.iter().find_map(|key| config.get(key)?.value.text().filter(|name| !name.trim().is_empty()));
    let file = || source.path.rsplit('/').next().unwrap_or(&source.path).to_owned();
    stated.or_else(|| own.map(str::to_owned)).unwrap_or_else(file)
}
