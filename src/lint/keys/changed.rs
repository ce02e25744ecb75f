//! What a version or a language makes of a key and a value that another one takes.

use super::Reader;
use crate::knowledge::catalog::{Family, Key, Refusal};
use crate::sources::config::{Config, Setting};

/// Keys that got another name, and nothing else about them changed.
const RENAMED: &[&str] =
    &["delegation.token.master.key", "topics.blacklist", "groups.blacklist", "config.properties.blacklist"];

/// What becomes of a line whose key is gone: its new name, or nothing where it has no successor. Nobody knows where the
/// successor takes other values.
pub(super) fn mended(key: &Key) -> Option<&str> {
    match &key.instead {
        None => Some(""),
        Some(instead) => RENAMED.contains(&key.name.as_str()).then_some(instead),
    }
}

/// Why the class of a value in Java code is refused.
pub(super) fn mistyped(config: &Config, setting: &Setting, key: &Key) -> Option<Refusal> {
    config.classes.get(&setting.value_at.start).and_then(|class| key.mistyped(class))
}

/// The version that first refused the value, where it is only assumed that the config is not for an older one.
pub(super) fn taken_before(
    reader: &Reader,
    family: &Family,
    key: &Key,
    refusal: &Refusal,
    reads: impl Fn(&Key) -> bool,
) -> Option<String> {
    if let Refusal::Gone { since } = refusal {
        return reader.assumed.then(|| (*since).to_owned());
    }
    // What no list said, a client may have refused all the same; what a list may hold, each version was asked.
    let asked = matches!(refusal, Refusal::Twice { .. } | Refusal::EmptyItem);
    let takes = |version: &String| {
        let key = family.key(version, &key.name);
        key.is_some_and(|key| key.status.is_there() && (asked || !key.one_of.is_empty()) && reads(&key))
    };
    let versions = family.versions();
    let last = versions.iter().rposition(takes).filter(|_| reader.assumed)?;
    versions.get(last + 1).cloned()
}
