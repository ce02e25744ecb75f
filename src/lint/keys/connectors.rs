//! Whose keys a connector takes: those that Connect has for every connector, and those of a class that is known here.

use super::{Keys, Reader};
use crate::knowledge::catalog::Family;
use crate::sources::config::{Config, Given, Role};

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

/// What begins the names of the families that are Debezium's, which has versions of its own.
pub(super) const DEBEZIUM: &str = "debezium-";

/// The same of mirrors.
const MIRROR: &str = "mirror-";

impl<'a> Keys<'a> {
    /// Who reads the settings of a connector of this Kafka; none where nobody can say what kind of connector it is.
    pub fn of_connector(&self, config: &Config, kafka: &str, assumed: bool) -> Option<Reader<'a>> {
        let class = config.get("connector.class")?.value.text()?.trim();
        let own = CLASSES.iter().find(|(known, _)| *known == class).and_then(|(_, family)| self.catalog.family(family));
        let side = match own {
            Some(_) => "source-connector",
            None => side(config, class)?,
        };
        // The connectors of a mirror are given each other's keys from one file.
        let mirror = own.is_some_and(|family| family.name().starts_with(MIRROR));
        let others = self.catalog.families().filter(|family| mirror && family.name().starts_with(MIRROR));
        let families: Vec<&Family> = own.into_iter().chain(self.catalog.family(side)).chain(others).collect();
        let debezium = own.filter(|family| family.name().starts_with(DEBEZIUM));
        // No config says which version of the plugin is installed.
        let version = debezium.and_then(|family| family.versions().last()).map_or(kafka, String::as_str).to_owned();
        // Its family has those of Connect in it, in the version of Kafka.
        let families = if debezium.is_some() { families[..1].to_vec() } else { families };
        Some(Reader {
            families,
            client: None,
            version,
            library: kafka.to_owned(),
            role: Role::Connector,
            plugins: true,
            assumed: assumed || debezium.is_some(),
        })
    }
}

/// Whether it takes records out of Kafka or brings them in: by what it reads or, where it does not say, its name.
fn side(config: &Config, class: &str) -> Option<&'static str> {
    let name = class.rsplit('.').next().unwrap_or(class);
    let reads =
        ["topics", "topics.regex"].iter().any(|key| config.get(key).is_some_and(|topics| topics.value != Given::Null));
    match (name.contains("Sink"), name.contains("Source")) {
        (true, false) => Some("sink-connector"),
        (false, true) => Some("source-connector"),
        _ if reads => Some("sink-connector"),
        _ => None,
    }
}
