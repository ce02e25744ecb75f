//! What tests expect to be read: settings and values, said briefly.

use super::super::{Config, Given};

/// The keys and values of a config, in order.
pub(super) fn settings(config: &Config) -> Vec<(&str, Given)> {
    config.settings.iter().map(|setting| (setting.key.as_str(), setting.value.clone())).collect()
}

pub(super) fn text(text: &str) -> Given {
    Given::Text(text.to_owned())
}

pub(super) fn number(text: &str) -> Given {
    Given::Number(text.to_owned())
}

pub(super) fn code(text: &str) -> Given {
    Given::Code(text.to_owned())
}
