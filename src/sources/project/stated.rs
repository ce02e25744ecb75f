//! What people say about files that the files do not show.

use super::FailOn;

/// What people say about a file, on the command line or in `kskill.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The client that reads configs which do not show it.
    pub client: Option<ClientHint>,
    /// The brokers' version, and the Java client's where it has none of its own.
    pub kafka: Option<String>,
    /// `development` or `production`.
    pub environment: Option<String>,
    /// From which severity on its findings fail the run.
    pub fail_on: Option<FailOn>,
}

/// `NAME[@VERSION]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientHint {
    /// The id in knowledge/clients.
    pub name: String,
    /// The version; the newest known one where it is left out.
    pub version: Option<String>,
}

impl ClientHint {
    /// Reads `NAME[@VERSION]`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.split_once('@') {
            Some((name, version)) => Self { name: name.to_owned(), version: Some(version.to_owned()) },
            None => Self { name: text.to_owned(), version: None },
        }
    }
}

impl Stated {
    /// The version of a client, where somebody names one: its own, or that of Kafka for the Java clients.
    #[must_use]
    pub fn version_of(&self, client: &str) -> Option<&str> {
        let own = self.client.as_ref().filter(|hint| hint.name == client).and_then(|hint| hint.version.as_deref());
        let shared = || self.kafka.as_deref().filter(|_| matches!(client, "java" | "broker"));
        own.or_else(shared)
    }

    /// What is said here, and for the rest what `other` says.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            client: self.client.or(other.client),
            kafka: self.kafka.or(other.kafka),
            environment: self.environment.or(other.environment),
            fail_on: self.fail_on.or(other.fail_on),
        }
    }
}
