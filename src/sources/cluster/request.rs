//! What can be asked of a cluster, and what it says. Every request only reads.

use super::snapshot::{Allowed, Broker, Group, GroupKind, Partition, Settings};

/// A question to the cluster. There is none that writes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Request<'a> {
    /// Its brokers and its id.
    Cluster,
    /// The names, kinds and states of its groups.
    Groups,
    /// The members of groups and what they are assigned.
    Members(&'a [String]),
    /// The configs of topics.
    TopicConfigs(&'a [String]),
    /// The config of one broker.
    BrokerConfig(i32),
    /// The positions that a group has committed.
    Committed(&'a str),
    /// The offsets of partitions that belong to a place in the log.
    Offsets(&'a [(String, i32)], Place),
    /// Who may do what.
    Acls,
}

/// A place in the log of a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The first record that is still there.
    Start,
    /// Behind the last record.
    End,
    /// Behind the last record that readers of finished transactions see.
    Stable,
    /// The first record that is no older than this time, in ms since 1970.
    Since(i64),
    /// The record with the youngest time.
    Youngest,
}

/// A record's place and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its offset; negative where there is no such record.
    pub offset: i64,
    /// Its time in ms since 1970; negative where brokers do not tell it.
    pub time: i64,
}

/// An entry of who may do what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Acl {
    /// Whom it concerns.
    pub principal: String,
    /// Whether it allows, or denies.
    pub allows: bool,
    /// What it allows or denies.
    pub what: Allowed,
}

/// What the cluster says to a [`Request`].
#[derive(Debug)]
pub(super) enum Response {
    Cluster {
        id: Option<String>,
        brokers: Vec<Broker>,
        /// Whether the principal may describe the cluster, where it is told.
        describe: Option<bool>,
    },
    Groups {
        listed: Vec<(String, GroupKind)>,
        failures: Vec<Failure>,
    },
    Members(Vec<Result<Group, (String, Failure)>>),
    /// By the resource's name.
    Configs(Vec<(String, Result<Settings, Failure>)>),
    /// Offset by topic and partition.
    Committed(Vec<(String, i32, i64)>),
    Offsets(Vec<(String, i32, Result<Mark, Failure>)>),
    Acls(Vec<Acl>),
}

/// Something that the cluster, or the way to it, refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// Kafka's or librdkafka's number.
    pub code: i32,
    /// Its words.
    pub text: String,
}

impl Failure {
    /// What librdkafka leaves out where the broker that should have answered did not.
    pub fn silent() -> Self {
        Self { code: -185, text: "no answer from the broker that leads it".to_owned() }
    }
}

/// What comes from the cluster.
#[derive(Debug)]
pub(super) enum Event {
    /// The answer to the request of this number.
    Answer(usize, Result<Response, Failure>),
    /// Something went wrong on the way: the code, and what librdkafka says of it.
    Trouble(Failure),
}

/// A cluster as its metadata has it, which any broker tells.
#[derive(Debug)]
pub(super) struct Layout {
    /// Its brokers, without what only they themselves tell.
    pub brokers: Vec<Broker>,
    /// Its topics.
    pub topics: Vec<(String, Result<Vec<Partition>, Failure>)>,
}
