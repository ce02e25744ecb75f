//! Client libraries: their traits, and what they do where nothing is set.

use super::super::tree::{Node, SourceError, closest};
use super::read_value;
use super::structure::Builder;
use crate::facts::{Id, Origin, Value};

impl Builder<'_> {
    pub(super) fn check_client(&self, client: &str, node: &Node) -> Result<(), SourceError> {
        let (name, version) = client.split_once('@').map_or((client, None), |(name, version)| (name, Some(version)));
        if let Some(client) = self.knowledge.clients.get(name).filter(|client| client.format.is_some()) {
            return match version.and_then(|version| client.refuses(version)) {
                Some(reason) => Err(self.error(node, format!("{name}: {reason}"))),
                None => Ok(()),
            };
        }
        let known =
            || self.knowledge.clients.iter().filter(|client| client.format.is_some()).map(|client| client.id.as_str());
        let next = match closest(name, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", known().collect::<Vec<_>>().join(", ")),
        };
        Err(self.error(node, format!("there is no client `{name}`: {next}")))
    }

    /// The subject's client library with its traits and, as `default`, what it does where nothing is set.
    pub(super) fn client(&mut self, subject: Id, stated: Option<&Node>) -> Result<(), SourceError> {
        let text = match stated.and_then(Node::as_text) {
            Some(text) => text.to_owned(),
            None => self
                .facts
                .only("system")
                .and_then(|system| self.facts.value(system, "client"))
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        if let Some(node) = stated {
            self.check_client(&text, node)?;
        }
        let (name, version) =
            text.split_once('@').map_or((text.as_str(), None), |(name, version)| (name, Some(version)));
        let Some(client) = self.knowledge.clients.get(name) else { return Ok(()) };
        let version = version.or(client.newest.as_deref()).unwrap_or("0").to_owned();
        let id = self.facts.add("client", name, "");
        self.facts.relate(subject, "client", id);
        self.facts.set(id, "id", Value::from(name), Origin::Structure);
        self.facts.set(id, "version", Value::from(version.as_str()), Origin::Structure);
        self.facts.set(id, "library", Value::from(client.library(&version)), Origin::Structure);
        for (name, value) in &client.traits {
            self.client_fact(id, "client", name, value.at(&version));
        }
        self.defaults(subject, name, &version);
        Ok(())
    }

    /// What the client does where nothing is set, as the related subject `default`.
    pub(super) fn defaults(&mut self, subject: Id, client: &str, version: &str) {
        let Some(client) = self.knowledge.clients.get(client) else { return };
        let role = self.facts.subject(subject).kind.to_string();
        let default = self.facts.add("default", &role, "");
        self.facts.relate(subject, "default", default);
        for setting in client.settings(&role) {
            let value = setting.default.as_ref().and_then(|value| value.at(version));
            self.client_fact(default, &role, &setting.fact, value);
        }
    }

    pub(super) fn client_fact(&mut self, id: Id, kind: &str, name: &str, value: Option<&serde_json::Value>) {
        let (Some(spec), Some(value)) = (self.knowledge.vocabulary.fact(kind, name), value) else { return };
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(items) => {
                items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        if let Ok(value) = read_value(spec, &text) {
            self.facts.set(id, name, value, Origin::Client);
        }
    }
}
