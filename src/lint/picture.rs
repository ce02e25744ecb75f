//! The configs of a project as one graph of facts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::keys::{Keys, Reader};
use super::{Options, Source};
use crate::decide::read_config;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Client, Rulebook, Setting};
use crate::sources::config::{self, Config, Given, Role};
use crate::sources::library::add_client;

/// The newest version of Kafka known here.
const NEWEST_KAFKA: &str = "4.4";

/// The facts of one environment and where in the files they were written.
pub(super) struct Picture<'a> {
    pub facts: Facts,
    /// What [`Origin::Written`] counts.
    pub written: Vec<Written<'a>>,
    /// The config of a subject.
    pub homes: BTreeMap<Id, Home<'a>>,
    /// The files.
    pub sources: &'a [Source],
    /// Versions that nobody stated, by client.
    pub assumed: BTreeSet<(String, String)>,
    /// The subjects that belong to this environment, and are not only seen from it.
    own: Vec<Id>,
    /// Topics by name.
    topics: BTreeMap<String, Vec<Id>>,
    /// Clients and the topics that their files name.
    ends: Vec<(Id, &'a str)>,
    rulebook: &'a Rulebook,
    options: Options,
}

/// The config of a subject and who reads it.
pub(super) struct Home<'a> {
    pub source: usize,
    pub config: &'a Config,
    pub client: Option<(&'a Client, String)>,
}

/// A setting and its file.
pub(super) struct Written<'a> {
    pub source: usize,
    pub setting: &'a config::Setting,
}

impl<'a> Picture<'a> {
    /// The configs of an environment, beside those that belong to none.
    pub fn draw(rulebook: &'a Rulebook, sources: &'a [Source], options: Options, environment: Option<&str>) -> Self {
        let mut picture = Self {
            facts: Facts::default(),
            written: Vec::new(),
            homes: BTreeMap::new(),
            sources,
            assumed: BTreeSet::new(),
            own: Vec::new(),
            topics: BTreeMap::new(),
            ends: Vec::new(),
            rulebook,
            options,
        };
        let system = picture.facts.add("system", "", "");
        if let Some(environment) = environment {
            picture.facts.set(system, "environment", Value::from(environment), Origin::Structure);
        }
        for (number, source) in sources.iter().enumerate() {
            for config in &source.reading.configs {
                let own = source.environment(config);
                let belongs = own == environment;
                if belongs || own.is_none() {
                    let subjects = picture.add(number, source, config);
                    picture.own.extend(subjects.into_iter().filter(|_| belongs));
                }
            }
        }
        picture.connect();
        picture
    }

    /// Whether any of the subjects belongs to this environment.
    pub fn is_about(&self, ids: &[Id]) -> bool {
        ids.iter().any(|id| self.own.contains(id))
    }

    fn add(&mut self, number: usize, source: &'a Source, config: &'a Config) -> Vec<Id> {
        let first = self.written.len();
        self.written.extend(config.settings.iter().map(|setting| Written { source: number, setting }));
        let roles: &[Role] = match config.role {
            // One file for all clients of an application is a producer's and a consumer's.
            Role::Client => &[Role::Producer, Role::Consumer],
            ref role => std::slice::from_ref(role),
        };
        let subjects = roles.iter().map(|role| self.subject(source, config, *role, first));
        let mut subjects: Vec<Id> = subjects.collect();
        self.link(config, &subjects);
        subjects.extend(self.settings(source, config, first));
        for id in &subjects {
            let role = roles.iter().find(|role| role.kind() == &*self.facts.subject(*id).kind);
            let client = role.and_then(|role| self.client_of(source, config, *role));
            self.homes.insert(*id, Home { source: number, config, client });
        }
        subjects
    }

    fn subject(&mut self, source: &Source, config: &'a Config, role: Role, first: usize) -> Id {
        let id = self.facts.add(role.kind(), &name(source, config), "");
        let client = self.client_of(source, config, role);
        if let Some((client, version)) = &client {
            add_client(&mut self.facts, &self.rulebook.vocabulary, id, client, version);
        }
        for (offset, setting) in config.settings.iter().enumerate() {
            if let Some((fact, value)) = self.fact(client.as_ref(), role, setting) {
                let number = u32::try_from(first + offset).unwrap_or(u32::MAX);
                self.facts.set(id, &fact, value, Origin::Written(number));
            }
        }
        // A file for all clients shows what each of them has, and not what it is.
        let closed = config.open.is_none() && config.role != Role::Client;
        if closed && matches!(role, Role::Producer | Role::Consumer) {
            self.fill_defaults(id, client.map(|(client, _)| client), role, config);
        }
        id
    }

    /// What the catalogue has to say of the settings, each a subject of its own.
    fn settings(&mut self, source: &Source, config: &Config, first: usize) -> Vec<Id> {
        let keys =
            Keys { catalog: &self.rulebook.catalog, clients: &self.rulebook.clients, pedantic: self.options.pedantic };
        let client = self.client_of(source, config, config.role);
        let families = keys.families(client.as_ref().map(|(client, _)| *client), config.role);
        let stated =
            client.as_ref().map_or_else(|| self.version_of(source, config, "broker"), |(_, version)| version.clone());
        let client = client.map(|(client, _)| client);
        let library = client.map_or(stated.as_str(), |client| client.library(&stated)).to_owned();
        let reader = Reader { families, client, version: stated, library, role: config.role };
        let mut subjects = Vec::new();
        for (offset, setting) in config.settings.iter().enumerate() {
            let later = &config.settings[offset + 1..];
            let twice = later.iter().any(|other| other.key == setting.key && other.value != setting.value);
            let Some(about) = keys.about(&reader, setting, twice) else { continue };
            let id = self.facts.add("setting", &setting.key, "");
            let number = u32::try_from(first + offset).unwrap_or(u32::MAX);
            for (fact, value) in about {
                self.facts.set(id, fact, value, Origin::Written(number));
            }
            subjects.push(id);
        }
        subjects
    }

    /// Relates producers and consumers to the topics that their files name.
    fn link(&mut self, config: &'a Config, subjects: &[Id]) {
        for id in subjects {
            let kind = self.facts.subject(*id).kind.clone();
            match &*kind {
                "topic" => self.topics.entry(self.facts.subject(*id).name.to_string()).or_default().push(*id),
                "producer" => self.ends.extend(config.writes.iter().map(|topic| (*id, topic.name.as_str()))),
                "consumer" => self.ends.extend(config.reads.iter().map(|topic| (*id, topic.name.as_str()))),
                _ => {}
            }
        }
    }

    /// Draws the relations between clients and topics; a topic that two files describe is left out, because nobody
    /// can say which of them it is.
    fn connect(&mut self) {
        for (client, topic) in std::mem::take(&mut self.ends) {
            let Some([topic]) = self.topics.get(topic).map(Vec::as_slice) else { continue };
            let producer = &*self.facts.subject(client).kind == "producer";
            let (there, back) = if producer { ("topics", "producers") } else { ("reads", "readers") };
            self.facts.relate(client, there, *topic);
            self.facts.relate(*topic, back, client);
        }
    }

    /// The client that reads the config, and its version: as the file has it, as the user says, or the newest.
    fn client_of(&mut self, source: &Source, config: &Config, role: Role) -> Option<(&'a Client, String)> {
        let hint = source.stated.client.as_ref().map(|hint| hint.name.as_str());
        let id = match role {
            Role::Topic | Role::Broker | Role::Group => "broker",
            Role::Producer | Role::Consumer | Role::Client => config.client.or(hint)?,
            _ => return None,
        };
        Some((self.rulebook.clients.get(id)?, self.version_of(source, config, id)))
    }

    fn version_of(&mut self, source: &Source, config: &Config, client: &str) -> String {
        if let Some(stated) = config.version.as_deref().or_else(|| source.stated.version_of(client)) {
            return stated.to_owned();
        }
        let newest = self.rulebook.clients.line(client).find_map(|client| client.newest.as_deref());
        let newest = newest.unwrap_or(NEWEST_KAFKA).to_owned();
        self.assumed.insert((client.to_owned(), newest.clone()));
        newest
    }

    /// The fact that a setting states, where its key means one and its value is known and one.
    fn fact(
        &self,
        client: Option<&(&'a Client, String)>,
        role: Role,
        setting: &config::Setting,
    ) -> Option<(String, Value)> {
        let text = setting.value.text()?;
        let kind = role.kind();
        let spelled = client
            .into_iter()
            .flat_map(|(client, version)| client.settings(kind).iter().map(|known| known.in_version(version)));
        let own = spelled.into_iter().find(|known| known.is_called(&setting.key));
        let known = match own {
            Some(known) => known,
            None => Cow::Owned(Setting::plain(self.by_kafka_name(kind, &setting.key)?)),
        };
        let spec = self.rulebook.vocabulary.fact(kind, &known.fact)?;
        let text = if matches!(setting.value, Given::Text(_)) { text.trim() } else { text };
        Some((known.fact.clone(), read_config(&known, spec, text)?))
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
    fn fill_defaults(&mut self, id: Id, client: Option<&Client>, role: Role, config: &Config) {
        let Some(default) = self.facts.related(id, "default").first().copied() else { return };
        let settings = client.map(|client| client.settings(role.kind())).unwrap_or_default();
        let hidden = |fact: &str| {
            let mut called = settings.iter().filter(|setting| setting.fact == fact);
            called.any(|setting| config.settings.iter().any(|written| setting.is_called(&written.key)))
        };
        let usual: Vec<(String, Value)> =
            self.facts.all(default).map(|(name, fact)| (name.to_owned(), fact.value.clone())).collect();
        for (name, value) in usual {
            if self.facts.get(id, &name).is_none() && !hidden(&name) {
                self.facts.set(id, &name, value, Origin::Client);
            }
        }
    }
}

/// What messages call the subject: its own name or, where that is not known, its file's.
fn name(source: &Source, config: &Config) -> String {
    let stated = config.name.as_ref().and_then(Given::text).map(str::to_owned);
    let own = ["client.id", "group.id"].iter().find_map(|key| config.get(key)?.value.text());
    let file = || source.path.rsplit('/').next().unwrap_or(&source.path).to_owned();
    stated.or_else(|| own.map(str::to_owned)).unwrap_or_else(file)
}
