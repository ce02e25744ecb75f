//! The reasons of a design and what follows from it: decisions, sizes, failures, what would change it.

use serde::Serialize;
use serde_json::Value as Json;

use super::Literal;

/// A rule that a design breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The environment.
    pub env: String,
    /// The rule, how bad it is, what is wrong, and of which subject.
    #[serde(rename = "finding")]
    pub of: crate::finding::Finding,
}

/// The size of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cluster {
    /// Brokers.
    pub brokers: u64,
    /// Disk of one broker, in bytes.
    pub disk: u64,
    /// Bytes per second into one broker at the peak.
    pub network_in: u64,
    /// Bytes per second out of one broker at the peak.
    pub network_out: u64,
    /// Memory of one broker, in bytes.
    pub memory: u64,
    /// Replicas that one broker holds.
    pub replicas_per_broker: u64,
    /// What it runs on.
    pub platform: String,
    /// The brokers' version.
    pub version: String,
    /// The version that was stated, where it is newer than every one that is known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub newer_version: String,
    /// How clients prove who they are.
    pub security: String,
}

/// The first schema of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    /// The registry's subject.
    pub subject: String,
    /// The Avro schema.
    pub schema: Json,
    /// Why it is so.
    pub notes: Vec<String>,
}

/// A setting and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// What it is about: `topic/task`.
    pub subject: String,
    /// The key as it stands in the config.
    pub key: String,
    /// The value as it stands in the config.
    pub value: Literal,
    /// The value for people, where it is a number with a unit: `2 min`.
    pub shown: Option<String>,
    /// The environment.
    pub env: String,
    /// Why, in the user's own numbers.
    pub because: String,
    /// The decision's id.
    pub id: String,
    /// Where to read on.
    pub references: Vec<String>,
    /// What else could have been chosen.
    pub alternatives: Vec<Alternative>,
    /// The bounds that were weighed, by name, and what each asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<Bound>,
    /// The fact that is decided, as `kind.fact`.
    pub fact: String,
    /// What is decided, in a few words.
    pub title: String,
    /// Whether it stands in the config, or is the client's default.
    pub written: bool,
}

/// A value that was not chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// The value as the client spells it.
    pub value: Literal,
    /// Why not.
    pub because: String,
}

/// One of several bounds of a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// What binds.
    pub bound: String,
    /// What it asks for.
    pub value: Literal,
}

/// A step from development to production; with the same value in both it is one that is not taken yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What it is about: `producer/task-api`.
    pub subject: String,
    /// The key.
    pub key: String,
    /// The value in development; none where it is not set.
    pub development: Option<Literal>,
    /// The value in production; none where it is not set.
    pub production: Option<Literal>,
    /// Why it changes.
    pub because: String,
    /// From which rate, latency or team on it pays.
    pub pays: Option<String>,
}

/// An assumption that matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WouldChange {
    /// The answer's path.
    pub path: String,
    /// What is assumed.
    pub assumed: String,
    /// Another answer.
    #[serde(rename = "if")]
    pub other: String,
    /// What would change then.
    pub then: Vec<String>,
}

/// What the numbers say about the design before it runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Forecast {
    /// What happens when something fails.
    pub failures: Vec<Failure>,
}

/// What happens when something fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The kind of failure.
    pub id: String,
    /// Whom it is told for: `consumer/notification-service`.
    pub subject: String,
    /// What fails.
    pub title: String,
    /// What happens, in numbers.
    pub message: String,
}
