//! Client libraries: their traits, and what they do where nothing is set.

use super::super::library::{add_client, add_defaults};
use super::super::tree::{Node, SourceError, closest};
use super::structure::Builder;
use crate::facts::Id;

/// What people write who have a language in mind, and the clients of that language.
const SPOKEN: [(&[&str], &[&str]); 6] = [
    (&["go", "golang"], &["confluent-kafka-go", "franz-go", "sarama"]),
    (&["python", "py"], &["confluent-kafka-python", "aiokafka", "kafka-python"]),
    (
        &["javascript", "typescript", "node", "nodejs", "node.js", "js", "ts"],
        &["confluent-kafka-javascript", "kafkajs"],
    ),
    (&["c#", "csharp", ".net", "dotnet"], &["confluent-kafka-dotnet"]),
    (&["rust"], &["rust-rdkafka"]),
    (&["c", "c++", "cpp"], &["librdkafka"]),
];

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
        if let Some((_, clients)) = SPOKEN.iter().find(|(languages, _)| languages.contains(&&*name.to_lowercase())) {
            let message = format!("`{name}` is a language: say which client, one of {}", clients.join(", "));
            return Err(self.error(node, message));
        }
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
        add_client(&mut self.facts, &self.knowledge.vocabulary, subject, client, &version);
        Ok(())
    }

    /// What the client does where nothing is set, as the related subject `default`.
    pub(super) fn defaults(&mut self, subject: Id, client: &str, version: &str) {
        let Some(client) = self.knowledge.clients.get(client) else { return };
        add_defaults(&mut self.facts, &self.knowledge.vocabulary, subject, client, version);
    }
}
