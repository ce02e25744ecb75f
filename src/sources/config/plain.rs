//! Files of plain `key=value` lines: whose config each is follows from its keys.

use super::classify::classify;
use super::{Config, File, Reading, Setting, properties};

/// The configs of a `.properties` file.
pub(super) fn properties(file: &File) -> Option<Reading> {
    let settings: Vec<Setting> = properties::entries(file)
        .into_iter()
        .map(|entry| Setting { value: entry.given(), key: entry.key, key_at: entry.key_at, value_at: entry.value_at })
        .collect();
    let keys = || settings.iter().map(|setting| setting.key.as_str());
    let kind = classify(&keys())?;
    let head = settings.first().map_or(0..0, |first| first.key_at.start..first.value_at.end);
    let config = Config { client: kind.client, settings, ..Config::new(kind.role, head) };
    Some(Reading { configs: vec![config], problems: Vec::new() })
}
