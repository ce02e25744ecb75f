//! Whose keys a connector takes: those that Connect has for every connector, and those of a class that is known here.

use std::cell::Cell;

use super::{Keys, Reader, debezium, stages};
use crate::knowledge::catalog::Family;
use crate::sources::config::{Config, Given, Role, Setting};

/// Classes whose keys are known, and their family.
const CLASSES: &[(&str, &str)] = &[
    ("io.debezium.connector.mariadb.MariaDbConnector", "debezium-mariadb"),
    ("io.debezium.connector.mongodb.MongoDbConnector", "debezium-mongodb"),
    ("io.debezium.connector.mysql.MySqlConnector", "debezium-mysql"),
    ("io.debezium.connector.oracle.OracleConnector", "debezium-oracle"),
    ("io.debezium.connector.postgresql.PostgresConnector", "debezium-postgres"),
    ("io.debezium.connector.sqlserver.SqlServerConnector", "debezium-sqlserver"),
    ("org.apache.kafka.connect.mirror.MirrorSourceConnector", "mirror-source"),
    ("org.apache.kafka.connect.mirror.MirrorCheckpointConnector", "mirror-checkpoint"),
    ("org.apache.kafka.connect.mirror.MirrorHeartbeatConnector", "mirror-heartbeat"),
];

/// Packages with connectors of one project, whose names are all known.
const PACKAGES: &[&str] = &["io.debezium.connector.", "org.apache.kafka.connect."];

/// Their other classes, of whose keys nothing is known.
const OTHERS: &[&str] = &[
    "io.debezium.connector.cockroachdb.CockroachDBConnector",
    "io.debezium.connector.db2.Db2Connector",
    "io.debezium.connector.db2as400.As400RpcConnector",
    "io.debezium.connector.informix.InformixConnector",
    "io.debezium.connector.jdbc.JdbcSinkConnector",
    "io.debezium.connector.mongodb.MongoDbSinkConnector",
    "io.debezium.connector.spanner.SpannerConnector",
    "io.debezium.connector.vitess.VitessConnector",
    "org.apache.kafka.connect.file.FileStreamSinkConnector",
    "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "org.apache.kafka.connect.tools.MockConnector",
    "org.apache.kafka.connect.tools.MockSinkConnector",
    "org.apache.kafka.connect.tools.MockSourceConnector",
    "org.apache.kafka.connect.tools.SchemaSourceConnector",
    "org.apache.kafka.connect.tools.VerifiableSinkConnector",
    "org.apache.kafka.connect.tools.VerifiableSourceConnector",
];

/// As many letters may be wrong in the name of a class: `postgres` is not `postgresql`.
const SLIPS: usize = 3;

/// What begins the names of the families that are Debezium's, which has versions of its own.
pub(super) const DEBEZIUM: &str = "debezium-";

/// The same of mirrors.
pub(super) const MIRROR: &str = "mirror-";

/// The families of what every connector takes.
pub(super) const SOURCE: &str = "source-connector";
const SINK: &str = "sink-connector";

/// What Connect is told beside a config, or by where it is sent to.
const TOLD: &[&str] = &["name", "connector.class"];

impl<'a> Keys<'a> {
    /// Who reads the settings of a connector of this Kafka.
    pub fn of_connector(&self, config: &Config, kafka: &str, assumed: bool) -> Reader<'a> {
        let class = config.get("connector.class").and_then(|class| class.value.text()).unwrap_or_default().trim();
        let class = misnamed(class).unwrap_or(class);
        let own = CLASSES.iter().find(|(known, _)| *known == class).and_then(|(_, family)| self.catalog.family(family));
        let sides = match own {
            Some(_) => &[SOURCE][..],
            None => sides(config, class),
        };
        // The connectors of a mirror are given each other's keys from one file.
        let mirror = own.is_some_and(|family| family.name().starts_with(MIRROR));
        let others = self.catalog.families().filter(|family| mirror && family.name().starts_with(MIRROR));
        let sides = sides.iter().filter_map(|side| self.catalog.family(side));
        let families: Vec<&Family> = own.into_iter().chain(sides).chain(others).collect();
        let debezium = own.filter(|family| family.name().starts_with(DEBEZIUM));
        // No config says which version of the plugin is installed.
        let version = debezium.and_then(|family| family.versions().last()).map_or(kafka, String::as_str).to_owned();
        // Its family has those of Connect in it, in the version of Kafka.
        let families = if debezium.is_some() { families[..1].to_vec() } else { families };
        Reader {
            families,
            client: None,
            version,
            library: kafka.to_owned(),
            role: Role::Connector,
            plugins: true,
            assumed: assumed || debezium.is_some(),
            guesses: Cell::default(),
        }
    }
}

/// The class that is probably meant by a name which is none, in a package whose classes are known here.
pub(super) fn misnamed(class: &str) -> Option<&'static str> {
    let known = || CLASSES.iter().map(|(class, _)| *class).chain(OTHERS.iter().copied());
    if !PACKAGES.iter().any(|package| class.starts_with(package)) || known().any(|known| known == class) {
        return None;
    }
    let near = known().map(|known| (strsim::osa_distance(known, class), known)).min()?;
    Some(near.1).filter(|_| near.0 <= SLIPS)
}

/// Keys that a connector needs and does not have.
pub(in crate::lint) struct Missing {
    /// Those without which the worker does not take its config.
    pub keys: Vec<String>,
    /// Those without which it fails when it starts.
    pub at_start: Vec<String>,
}

impl Reader<'_> {
    /// The keys that the connector needs and does not have.
    pub fn missing(&self, config: &Config) -> Missing {
        let mut keys: Vec<String> = self.families.iter().flat_map(|family| self.required(family, config)).collect();
        let is_of = |side: &str| self.families.iter().any(|family| family.name() == side);
        let sink = is_of(SINK) && !is_of(SOURCE);
        let is_blank = |topics: &Setting| topics.value.text().is_some_and(|text| text.trim().is_empty());
        if sink && ["topics", "topics.regex"].iter().all(|key| config.get(key).is_none_or(is_blank)) {
            keys.push("topics (or topics.regex)".to_owned());
        }
        keys.extend(debezium::missing(self, config));
        keys.extend(stages::missing(config));
        Missing { keys, at_start: stages::missing_at_start(self, config) }
    }

    /// The keys of a family without which nothing starts.
    fn required(&self, family: &Family, config: &Config) -> Vec<String> {
        let version = self.version_of(family);
        let keys = family.names().filter_map(|name| family.key(version, name));
        let needed = keys.filter(|key| key.required && key.status.is_there() && !TOLD.contains(&key.name.as_str()));
        // beside a key that is gone, an older version may read this, which needs what it needed then
        let gone = |key: &str| family.key(version, key).is_some_and(|key| !key.status.is_there());
        let older = config.settings.iter().any(|setting| gone(&setting.key));
        let oldest = |name: &str| {
            family.key(&family.versions()[0], name).is_some_and(|key| key.required && key.status.is_there())
        };
        let absent =
            needed.map(|key| key.name.clone()).filter(|name| config.get(name).is_none() && (!older || oldest(name)));
        absent.collect()
    }
}

/// Whether it takes records out of Kafka or brings them in: by what it reads or, where it does not say, its name. Where
/// nothing tells, it may be either.
fn sides(config: &Config, class: &str) -> &'static [&'static str] {
    let name = class.rsplit('.').next().unwrap_or(class);
    let reads =
        ["topics", "topics.regex"].iter().any(|key| config.get(key).is_some_and(|topics| topics.value != Given::Null));
    match (name.contains("Sink"), name.contains("Source")) {
        (true, false) => &[SINK],
        (false, true) => &[SOURCE],
        _ if reads => &[SINK],
        _ => &[SOURCE, SINK],
    }
}
