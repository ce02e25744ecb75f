//! Subjects and relations from the structure of the answers.

use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Knowledge, at_least};

use super::super::tree::{Node, SourceError};
use super::Answers;

/// The broker's own settings of a topic are spelled in this file of knowledge/clients/.
const BROKER: &str = "broker";

/// Where nobody says which version the brokers run, the newest is assumed.
const NEWEST: &str = "99";

/// The keys at the top of an answers file.
const TOP: [&str; 11] = [
    "system",
    "kafka",
    "production",
    "development",
    "security",
    "team",
    "client",
    "schema",
    "events",
    "producers",
    "consumers",
];

/// Reads the whole file into facts.
pub(super) fn build(answers: &Answers, knowledge: &Knowledge, environment: &str) -> Result<Facts, SourceError> {
    let mut builder = Builder { answers, knowledge, facts: Facts::default() };
    builder.known_keys(&answers.root, TOP.into_iter(), "the answers")?;
    builder.system(environment)?;
    builder.clusters()?;
    builder.events()?;
    builder.consumers()?;
    builder.producers()?;
    builder.failure_topics();
    builder.cluster_relations(environment);
    Ok(builder.facts)
}

/// Builds the facts; one file of this folder per kind of subject.
pub(super) struct Builder<'a> {
    pub(super) answers: &'a Answers,
    pub(super) knowledge: &'a Knowledge,
    pub(super) facts: Facts,
}

impl Builder<'_> {
    fn system(&mut self, environment: &str) -> Result<(), SourceError> {
        let root = &self.answers.root;
        let Some(name) = root.get("system").and_then(Node::as_text).filter(|name| !name.is_empty()) else {
            return Err(self.error(root, "`system` is missing: say what is being designed, such as `system: task-api`"));
        };
        let system = self.facts.add("system", name, "");
        self.facts.set(system, "environment", Value::from(environment), Origin::Structure);
        self.answers_of(system, root, &[])?;
        for kind in ["team", "schema"] {
            let id = self.facts.add(kind, kind, kind);
            if let Some(map) = root.get(kind) {
                self.answers_of(id, map, &[])?;
            }
        }
        self.facts.add("cluster", "cluster", "kafka");
        let client = self.assume(system, "client");
        if let (Some(Value::Text(client)), Some(node)) = (client, root.get("client")) {
            self.check_client(&client, node)?;
        }
        Ok(())
    }

    /// `kafka:` is production, unless it is a developer's machine or production is described apart.
    fn clusters(&mut self) -> Result<(), SourceError> {
        let root = &self.answers.root;
        let kafka = root.get("kafka");
        let on_desktop =
            kafka.and_then(|kafka| kafka.get("platform")).and_then(Node::as_text) == Some("docker-desktop");
        let kafka_is_development =
            root.get("development").is_none() && (on_desktop || root.get("production").is_some());
        let path = |kind: &str| match kind {
            "development" if kafka_is_development => "kafka",
            "production" if !kafka_is_development && root.get("production").is_none() => "kafka",
            "development" => "development",
            _ => "production",
        };
        for kind in ["development", "production"] {
            let path = path(kind);
            let id = self.facts.add(kind, kind, path);
            if let Some(map) = root.get(path) {
                self.answers_of(id, map, &[])?;
                self.check_version(map)?;
                self.newer_version(id);
            }
        }
        let system = self.facts.only("system");
        if let Some(system) = system {
            self.facts.set(system, "one_environment", Value::Bool(!kafka_is_development), Origin::Structure);
        }
        Ok(())
    }

    /// Whether there is such a version of Kafka.
    fn check_version(&self, cluster: &Node) -> Result<(), SourceError> {
        let Some(node) = cluster.get("version") else { return Ok(()) };
        let refused = |version: &str| self.knowledge.clients.get(BROKER)?.refuses(version);
        let Some(version) = node.as_text() else { return Ok(()) };
        let Some(reason) = refused(version) else { return Ok(()) };
        // 5 to 8 are more often Confluent Platform than a slip.
        let platform = at_least(version, "5") && !at_least(version, "9");
        let next = if platform { "; of a Confluent Platform, write the version of the Kafka in it" } else { "" };
        Err(self.error(node, format!("Kafka: {reason}{next}")))
    }

    /// A version that is newer than every known one is designed for as the newest known; that is an assumption, and told.
    fn newer_version(&mut self, cluster: Id) {
        let newest = self.knowledge.clients.get(BROKER).and_then(|broker| broker.newest.clone());
        let stated = self.facts.value(cluster, "version").map(ToString::to_string);
        let (Some(newest), Some(stated)) = (newest, stated) else { return };
        // A patch of the newest is the newest.
        let release = stated.split('.').take(2).collect::<Vec<_>>().join(".");
        if release == newest || !at_least(&release, &newest) {
            return;
        }
        self.facts.forget(cluster, "version");
        for (fact, version) in [("newer_version", stated), ("newest_known", newest)] {
            self.facts.set(cluster, fact, Value::from(version.as_str()), Origin::Structure);
        }
    }

    /// The version of the brokers of the environment that is being decided, as stated.
    fn stated_version(&self, environment: &str) -> String {
        let stated = |kind| self.facts.value(self.facts.only(kind)?, "version").map(ToString::to_string);
        let production = || stated("production");
        let version =
            if environment == "development" { stated("development").or_else(production) } else { production() };
        version.unwrap_or_else(|| NEWEST.to_owned())
    }

    fn cluster_relations(&mut self, environment: &str) {
        let topics: Vec<Id> = self.facts.of_kind("topic").collect();
        let version = self.stated_version(environment);
        for topic in topics {
            self.defaults(topic, BROKER, &version);
        }
        let Some(cluster) = self.facts.only("cluster") else { return };
        for (kind, relation) in [("topic", "topics"), ("consumer", "consumers")] {
            let members: Vec<Id> = self.facts.of_kind(kind).collect();
            for member in members {
                self.facts.relate(cluster, relation, member);
            }
        }
    }
}

/// Finds `retries.backoff`, or a dotted key such as `current` / `max.poll.records`.
pub(super) fn find<'a>(map: &'a Node, path: &str) -> Option<&'a Node> {
    match path.split_once('.') {
        None => map.get(path),
        Some((first, rest)) => map.get(first)?.get(rest),
    }
}

/// The items of a list; a single value is a list of one.
pub(super) fn one_or_many(node: Option<&Node>) -> Vec<&Node> {
    match node {
        Some(node) if node.as_text().is_some() && !node.is_null() => vec![node],
        Some(node) => node.items().collect(),
        None => Vec::new(),
    }
}
