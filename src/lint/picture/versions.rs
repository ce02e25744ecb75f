//! Which version reads a config.

use super::Picture;
use crate::facts::Id;
use crate::lint::Source;
use crate::sources::config::{Config, Role};

/// The newest version of Kafka known here.
const NEWEST_KAFKA: &str = "4.4";

impl Picture<'_> {
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
        stated.or_else(|| self.beside(source, client))
    }

    /// Notes that somebody states the version of a broker, or of those of a topic.
    pub(super) fn tell_stated(&mut self, id: Id, role: Role) {
        let broker = self.facts.related(id, "client").first().copied();
        if let Some(broker) = broker.filter(|_| matches!(role, Role::Topic | Role::Broker)) {
            self.facts.relate(id, "stated", broker);
        }
    }

    /// The version that the manifest of the project names: the client's, or of what brings it.
    fn beside(&self, source: &Source, client: &str) -> Option<String> {
        let own = source.manifest.get(client).cloned();
        let brought = || {
            let frameworks = if client == "java" { ["spring", "quarkus"].as_slice() } else { &[] };
            let mut known = frameworks.iter().filter_map(|id| Some((*id, source.manifest.get(*id)?)));
            known.find_map(|(id, version)| Some(self.rulebook.clients.get(id)?.library(version).to_owned()))
        };
        own.or_else(brought)
    }
}
