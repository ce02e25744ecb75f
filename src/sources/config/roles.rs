//! Whose settings a config holds.

/// Whose settings a config holds. Each is a kind of subject in knowledge/facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Something that connects; which kind of client is not shown.
    Client,
    /// A producer.
    Producer,
    /// A member of a consumer group.
    Consumer,
    /// A member of a share group.
    ShareConsumer,
    /// An admin client.
    Admin,
    /// A Kafka Streams application.
    Streams,
    /// A Kafka Connect worker.
    Worker,
    /// A connector on Kafka Connect.
    Connector,
    /// A topic.
    Topic,
    /// A broker or controller.
    Broker,
    /// Brokers or controllers of the same kind, which are part of a cluster.
    NodePool,
    /// A group's config on the brokers.
    Group,
    /// A schema registry server.
    Registry,
    /// Somebody who logs in to the brokers.
    User,
    /// One operation that somebody may or may not do.
    Acl,
    /// Variables of the environment, which may be anybody's.
    Variables,
}

impl Role {
    /// The kind of subject, as knowledge/facts calls it.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Client => "client_config",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
            Self::ShareConsumer => "share_consumer",
            Self::Admin => "admin",
            Self::Streams => "streams",
            Self::Worker => "worker",
            Self::Connector => "connector",
            Self::Topic => "topic",
            Self::Broker => "broker",
            Self::NodePool => "node_pool",
            Self::Group => "group",
            Self::Registry => "registry",
            Self::User => "user",
            Self::Acl => "acl",
            Self::Variables => "variables",
        }
    }
}
