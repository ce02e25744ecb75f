//! Which client reads a config, and which version of it.

use super::Picture;
use crate::facts::{Id, Origin, Value};
use crate::knowledge::Client;
use crate::lint::Source;
use crate::sources::config::{Config, Role};

/// The newest version of Kafka known here.
const NEWEST_KAFKA: &str = "4.4";

impl<'a> Picture<'a> {
    /// Tells the version of the brokers that the clients of these files talk to, where the user states one for all.
    pub(super) fn tell_version_of_all(&mut self, group: &[usize]) {
        let of = |number: &usize| self.sources[*number].stated.version_of("broker");
        let mut stated = group.iter().map(of);
        let Some(version) = stated.next().flatten().filter(|first| stated.all(|other| other == Some(first))) else {
            return;
        };
        let cluster = self.facts.add("cluster", "", "");
        self.facts.set(cluster, "version", Value::from(version), Origin::Structure);
    }

    /// The client that reads the config, and its version: as the file has it, as the user says, or the newest.
    pub(super) fn client_of(&mut self, source: &Source, config: &Config, role: Role) -> Option<(&'a Client, String)> {
        let hint = source.stated.client.as_ref().map(|hint| hint.name.as_str());
        let id = match role {
            Role::Topic | Role::Broker | Role::Group => "broker",
            Role::Producer | Role::Consumer | Role::Client => config.client.or(hint)?,
            Role::Admin | Role::ShareConsumer => config.client.or(hint).unwrap_or("java"),
            _ => return None,
        };
        Some((self.rulebook.clients.get(id)?, self.version_of(source, config, id)))
    }

    /// The version of Kafka that reads a config without a client of its own.
    pub(super) fn kafka_of(&mut self, source: &Source, config: &Config, has_client: bool) -> String {
        match config.role {
            _ if has_client => String::new(),
            // An application brings its own library, whatever the brokers are.
            Role::Streams => self.version_of(source, config, "java"),
            _ => self.version_of(source, config, "broker"),
        }
    }

    /// As somebody states it, else the newest that it can be for, else the newest.
    pub(super) fn version_of(&mut self, source: &Source, config: &Config, client: &str) -> String {
        if let Some(known) = self.stated_version(source, config, client) {
            return known;
        }
        let newest = || self.rulebook.clients.line(client).find_map(|client| client.newest.as_deref());
        let newest = config.until.or_else(newest).unwrap_or(NEWEST_KAFKA).to_owned();
        if !config.latest {
            self.assumed.entry((client.to_owned(), newest.clone())).or_default().insert(self.reading);
        }
        newest
    }

    /// The version as the file, the user or the manifest of the project names it.
    pub(super) fn stated_version(&self, source: &Source, config: &Config, client: &str) -> Option<String> {
        let stated = config.version.as_deref().or_else(|| source.stated.version_of(client)).map(str::to_owned);
        stated.or_else(|| self.brought_by(client, |framework| source.stated.version_of(framework))).or_else(|| {
            let own = source.manifest.get(client).cloned();
            own.or_else(|| self.brought_by(client, |framework| source.manifest.get(framework).map(String::as_str)))
        })
    }

    /// Notes that somebody states the version of a broker, or of those of a topic.
    pub(super) fn tell_stated(&mut self, id: Id, role: Role) {
        let broker = self.facts.related(id, "client").first().copied();
        if let Some(broker) = broker.filter(|_| matches!(role, Role::Topic | Role::Broker)) {
            self.facts.relate(id, "stated", broker);
        }
    }

    /// The version of the Java client that comes with a framework of a known version.
    fn brought_by<'v>(&self, client: &str, version_of: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
        let frameworks = if client == "java" { ["spring", "quarkus"].as_slice() } else { &[] };
        let mut known = frameworks.iter().filter_map(|id| Some((*id, version_of(id)?)));
        known.find_map(|(id, version)| Some(self.rulebook.clients.get(id)?.library(version).to_owned()))
    }
}
