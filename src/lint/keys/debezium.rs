//! What Debezium's connectors look at beside the type of a value: its form, and what it needs or forbids beside it.

use super::Reader;
use super::connectors::DEBEZIUM;
use crate::knowledge::catalog::{Family, Refusal};
use crate::sources::config::{Config, Setting};

/// Keys whose values are pairs.
const PAIRS: &[&str] =
    &["custom.metric.tags", "openlineage.integration.job.owners", "openlineage.integration.job.tags"];

/// The longest name of a replication slot.
const LONGEST_SLOT: usize = 63;

/// Connectors that look at the form of the database's host.
const HOSTS: &[&str] = &["debezium-mysql", "debezium-postgres"];

const NAME: &str = "letters, digits, dots, `_` and `-`";
const SLOT: &str = "up to 63 lower-case letters, digits and `_`";
const PAIRED: &str = "pairs such as a=1,b=2";
const COLUMNS: &str = "tables and their columns, such as shop.orders:id,region;shop.customers:id";
const IDENTITIES: &str =
    "tables and what identifies their rows, such as shop.orders:FULL, with DEFAULT, FULL, NOTHING or INDEX and a name";
const OPERATIONS: &str = "c, u, d and t, separated by commas, or none alone";

/// Why the connector does not take a value whose type is right.
pub(super) fn refusal(reader: &Reader, config: &Config, setting: &Setting) -> Option<Refusal> {
    let family = own(reader)?;
    family.key(reader.version_of(family), &setting.key).filter(|key| key.status.is_there())?;
    let text = setting.value.text()?;
    let shaped = |right: bool, shape: &'static str| (!right).then_some(Refusal::NotShaped { shape });
    match setting.key.as_str() {
        "topic.prefix" => shaped(text.is_empty() || text.chars().all(is_of_name), NAME),
        "database.hostname" if HOSTS.contains(&family.name()) => {
            shaped(text.is_empty() || text.chars().all(is_of_name), NAME)
        }
        "slot.name" => {
            let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
            shaped(!text.is_empty() && text.len() <= LONGEST_SLOT && text.bytes().all(plain), SLOT)
        }
        "skipped.operations" => shaped(are_operations(text), OPERATIONS),
        "message.key.columns" => shaped(text.trim_end_matches(';').split(';').all(is_columns), COLUMNS),
        "replica.identity.autoset.values" => shaped(text.trim_end_matches(',').split(',').all(is_identity), IDENTITIES),
        key if PAIRS.contains(&key) => {
            shaped(text.split(',').filter(|pair| !pair.trim().is_empty()).all(is_pair), PAIRED)
        }
        key => {
            let other = format!("{}.include.list", key.strip_suffix(".exclude.list")?);
            let both = !text.is_empty() && config.get(&other)?.value.text().is_some_and(|text| !text.is_empty());
            both.then_some(Refusal::Beside { other })
        }
    }
}

/// The family of its keys, where it is one of Debezium's.
fn own<'a>(reader: &Reader<'a>) -> Option<&'a Family> {
    reader.families.iter().find(|family| family.name().starts_with(DEBEZIUM)).copied()
}

/// Whether it is the prefix of topics under the name that it had before Debezium 2.0, without the one that it has now.
pub(super) fn is_renamed_prefix(config: &Config, setting: &Setting) -> bool {
    let class = || config.get("connector.class").and_then(|class| class.value.text());
    setting.key == "database.server.name"
        && class().is_some_and(|class| class.starts_with("io.debezium."))
        && config.get("topic.prefix").is_none()
}

/// Whether it has names of keys that came with Debezium 2.0.
pub(in crate::lint) fn is_newer(config: &Config) -> bool {
    config.settings.iter().any(|setting| setting.key.starts_with("schema.history.internal"))
}

/// The keys that other keys make necessary, and that are not there.
pub(super) fn missing(reader: &Reader, config: &Config) -> Vec<String> {
    let Some(family) = own(reader) else { return Vec::new() };
    let there = |key: &str| family.key(reader.version_of(family), key).is_some_and(|key| key.status.is_there());
    let said = |key: &str, wanted: &str| {
        let words = config.get(key).and_then(|setting| setting.value.text()).unwrap_or_default();
        words.split(',').any(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    let customs = config.settings.iter().filter(|setting| said(&setting.key, "custom"));
    let mut needed: Vec<String> = customs.map(|setting| format!("{}.custom.name", setting.key)).collect();
    if said("notification.enabled.channels", "sink") {
        needed.push("notification.sink.topic.name".to_owned());
    }
    needed.retain(|key| there(key) && config.get(key).is_none());
    needed
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-".contains(letter)
}

fn are_operations(text: &str) -> bool {
    let words: Vec<&str> = text.split(',').map(str::trim).collect();
    words == ["none"] || words.iter().all(|word| ["c", "u", "d", "t"].contains(word))
}

fn is_pair(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(_, value)| !value.trim().is_empty() && !value.contains('='))
}

/// `table:column,column`.
fn is_columns(part: &str) -> bool {
    let Some((table, columns)) = part.trim().split_once(':') else { return false };
    !table.is_empty() && columns.split(',').all(|column| !column.is_empty() && !column.contains(':'))
}

/// `table:FULL`.
fn is_identity(part: &str) -> bool {
    let Some((table, identity)) = part.trim().split_once(':') else { return false };
    let identity = identity.to_ascii_uppercase();
    let named = identity.strip_prefix("INDEX ").is_some_and(|name| !name.is_empty());
    !table.is_empty() && !table.contains(' ') && (named || ["DEFAULT", "FULL", "NOTHING"].contains(&identity.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_that_debezium_takes() {
        for (right, text) in
            [(true, "c,u"), (true, " c , u "), (true, "none"), (false, "none,c"), (false, "C"), (false, "c,,u")]
        {
            assert_eq!(are_operations(text), right, "{text}");
        }
        for (right, text) in [(true, "a=b"), (true, " c=d"), (false, "a="), (false, "a"), (false, "a=b=c")] {
            assert_eq!(is_pair(text), right, "{text}");
        }
        for (right, text) in
            [(true, "a.b:c,d"), (true, " a:b "), (false, "a"), (false, "a:"), (false, "a:b:c"), (false, "")]
        {
            assert_eq!(is_columns(text), right, "{text}");
        }
        for (right, text) in [(true, "a:full"), (true, " a.b:INDEX x"), (false, "a"), (false, "a:INDEX"), (false, "")] {
            assert_eq!(is_identity(text), right, "{text}");
        }
    }
}
