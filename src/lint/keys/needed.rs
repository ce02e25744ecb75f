//! Keys without which nothing starts: what becomes of a config in which such a key is misspelled, and what a worker lacks.

use super::{About, Keys, Reader};
use crate::facts::Value;
use crate::sources::config::{Config, Role};

/// What a program of Kafka's asks for in its config alone: serializers it may be handed beside that.
const NEEDED: &[(Role, &[&str])] = &[
    (Role::Producer, &["bootstrap.servers"]),
    (Role::Consumer, &["bootstrap.servers"]),
    (Role::ShareConsumer, &["bootstrap.servers"]),
    (Role::Streams, &["bootstrap.servers", "application.id"]),
];

/// Where a worker that shares its work keeps what it knows, and one that stands alone.
const SHARED: &[&str] = &["config.storage.topic", "offset.storage.topic", "status.storage.topic"];
const ALONE: &str = "offset.storage.file.filename";

/// Adds whether the reader cannot do without the key that was meant.
pub(super) fn told(reader: &Reader, config: &Config, mut about: About) -> About {
    let meant = about.iter().find(|(fact, _)| *fact == "corrected").and_then(|(_, key)| key.as_text());
    let of_role = NEEDED.iter().find(|(role, _)| *role == reader.role).map_or(&[][..], |(_, keys)| keys);
    let java = reader.role == Role::Streams || reader.client.is_some_and(|client| client.id == "java");
    let needed = meant.is_some_and(|key| of_role.contains(&key) && config.get(key).is_none());
    if java && needed && config.open.is_none() {
        about.push(("needed", Value::Bool(true)));
    }
    about
}

impl Keys<'_> {
    /// The keys that a worker of this version needs and does not have, where the file says which brokers it works with:
    /// one that does not is a part of a config.
    pub fn missing_of_worker(&self, config: &Config, version: &str) -> Vec<String> {
        let has = |key: &str| config.get(key).is_some();
        let shares = SHARED.iter().any(|key| has(key));
        let family = match (shares, has(ALONE)) {
            (true, false) if has("bootstrap.servers") => self.catalog.family("connect-distributed"),
            (false, true) if has("bootstrap.servers") => self.catalog.family("connect-standalone"),
            _ => None,
        };
        let Some(family) = family else { return Vec::new() };
        let keys = family.names().filter_map(|name| family.key(version, name));
        let absent = keys.filter(|key| key.required && key.status.is_there() && !has(&key.name));
        absent.map(|key| key.name.clone()).collect()
    }
}
