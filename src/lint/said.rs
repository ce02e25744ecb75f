//! What the settings of a config say of each other.

use std::collections::BTreeMap;

use super::Source;
use crate::facts::Value;
use crate::sources::config::{Config, Given, Setting};
use crate::sources::tree::is_remark;

/// For each setting whether the same key has another value further down.
pub(super) fn said_otherwise(settings: &[Setting]) -> Vec<bool> {
    let mut later: BTreeMap<&str, (&Given, bool)> = BTreeMap::new();
    let mut said: Vec<bool> = settings
        .iter()
        .rev()
        .map(|setting| {
            if is_remark(&setting.key) {
                return false;
            }
            let (value, differ) = later.entry(&setting.key).or_insert((&setting.value, false));
            *differ |= **value != setting.value;
            *differ
        })
        .collect();
    said.reverse();
    said
}

/// Whether something is said of it under that name.
pub(super) fn says(about: &[(&str, Value)], name: &str) -> bool {
    about.iter().any(|(fact, value)| *fact == name && *value != Value::from(""))
}

/// Whether the same line is also part of the config of another role, as where one map makes a producer and a consumer.
pub(super) fn is_shared(source: &Source, config: &Config, setting: &Setting) -> bool {
    let others = source.reading.configs.iter().filter(|other| other.role != config.role);
    others.flat_map(|other| &other.settings).any(|other| other.key_at == setting.key_at)
}

/// Whether the config is for development: it says so, or it reaches brokers on its own machine only.
pub(super) fn is_local(source: &Source, config: &Config) -> bool {
    let local = |server: &str| ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| server.trim().contains(host));
    let servers =
        config.settings.iter().find(|setting| setting.key.replace(['-', '_'], ".").ends_with("bootstrap.servers"));
    let servers = servers.and_then(|setting| setting.value.text());
    source.environment(config) == Some("development") || servers.is_some_and(|servers| servers.split(',').all(local))
}
