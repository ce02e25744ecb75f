//! TOML tables that hold the keys of librdkafka as they are, for a program that hands them to it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::classify::classify;
use super::{Config, File, Given, Reading, Setting, USED_ELSEWHERE, span};

/// A key that no such table lacks.
const ADDRESSES: &[&str] = &["bootstrap.servers", "metadata.broker.list"];

/// The configs of a TOML file.
pub(super) fn read(file: &File) -> Option<Reading> {
    if !ADDRESSES.iter().any(|key| file.text.contains(key)) {
        return None;
    }
    // What TOML is broken is the business of the program that reads it: it need not even be Kafka's.
    let root = DeTable::parse(file.text).ok()?;
    let mut configs = Vec::new();
    find(file.text, root.get_ref(), &mut configs);
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

fn find(text: &str, table: &DeTable, configs: &mut Vec<Config>) {
    let mut settings = Vec::new();
    flat(text, table, "", &mut settings);
    if settings.iter().any(|setting| ADDRESSES.contains(&setting.key.as_str())) {
        settings.sort_by_key(|setting| setting.key_at.start);
        configs.extend(config(settings));
        return;
    }
    for (_, value) in table {
        match value.get_ref() {
            DeValue::Table(inner) => find(text, inner, configs),
            DeValue::Array(items) => {
                let tables = items.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|inner| find(text, inner, configs));
            }
            _ => {}
        }
    }
}

fn config(settings: Vec<Setting>) -> Option<Config> {
    let whose = classify(&settings.iter().map(|setting| setting.key.as_str()))?;
    let head = settings.first().map_or(0..0, span);
    let client = Some("librdkafka");
    Some(Config { client, open: Some(USED_ELSEWHERE), settings, ..Config::new(whose.role, head) })
}

/// The settings of a table: `linger.ms = 5` is a table within a table to TOML, as `[linger]` would be.
fn flat(text: &str, table: &DeTable, prefix: &str, settings: &mut Vec<Setting>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => flat(text, inner, &format!("{name}."), settings),
            _ => settings.extend(setting(text, name, key.span(), value)),
        }
    }
}

/// A setting; none where its name is that of a table further up, and not in the line.
fn setting(text: &str, key: String, last: std::ops::Range<usize>, value: &Spanned<DeValue>) -> Option<Setting> {
    let whole = last.end.checked_sub(key.len()).map(|start| start..last.end);
    let dotted = whole.filter(|whole| text.get(whole.clone()) == Some(key.as_str()));
    let quoted = text.get(last.clone())?.trim_matches(['"', '\'']) == key;
    let key_at = if quoted { last } else { dotted? };
    let given = match value.get_ref() {
        DeValue::String(text) => Given::of_text(text),
        DeValue::Boolean(truth) => Given::Bool(*truth),
        DeValue::Integer(number) if number.radix() == 10 => Given::Number(number.as_str().replace('_', "")),
        DeValue::Float(number) => Given::Number(number.as_str().replace('_', "")),
        _ => Given::Unknown,
    };
    Some(Setting { key, key_at, value: given, value_at: value.span() })
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    #[test]
    fn tables_with_the_keys_of_a_client_are_configs() {
        let text = "title = \"x\"\n[kafka.producer]\n\"bootstrap.servers\" = \"a:9092\"\nlinger.ms = 5\nenable.idempotence = true\n\n[[kafka.consumers]]\n\"bootstrap.servers\" = \"${B}\"\n'group.id' = 'g'\n";
        let reading = read(&File { path: "app.toml", text }).expect("is Kafka's");
        let [consumer, producer] = &reading.configs[..] else { panic!("two: {reading:?}") };
        assert_eq!((consumer.role, producer.role), (Role::Consumer, Role::Producer));
        assert_eq!((producer.client, producer.open.is_some()), (Some("librdkafka"), true));
        let linger = producer.get("linger.ms").expect("is there");
        assert_eq!((&text[linger.key_at.clone()], &text[linger.value_at.clone()]), ("linger.ms", "5"));
        assert_eq!(producer.get("bootstrap.servers").expect("is there").key_at.len(), "\"bootstrap.servers\"".len());
        assert_eq!(consumer.get("bootstrap.servers").expect("is there").value, Given::Unknown);
        assert!(read(&File { path: "a.toml", text: "a = \"bootstrap.servers\"\n" }).is_none());
        assert!(read(&File { path: "a.toml", text: "\"bootstrap.servers\" = [\n" }).is_none(), "broken");
    }
}
