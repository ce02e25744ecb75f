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
