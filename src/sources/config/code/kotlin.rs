//! The Java client in Kotlin: `props[ProducerConfig.ACKS_CONFIG] = "all"` and `mapOf(ProducerConfig.ACKS_CONFIG to "all")`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::{Config, File, Given, Reading, Role, Setting};
use super::table::PASSED_ON;
use super::words::{Kind, Words};
use super::{java_keys, table::Table};

/// What is said further on in a line is no value of a setting.
const LONGEST_LINE: usize = 400;

const MAPS: &[&str] = &["mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf"];

/// A key of a map, its class where it is a constant, and its place.
struct Key {
    name: String,
    class: Option<String>,
    at: Range<usize>,
}

/// What is put together in one place.
#[derive(Default)]
struct Map {
    table: Table,
    roles: Vec<Role>,
    head: Range<usize>,
}

/// The configs in a Kotlin file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !file.text.contains("org.apache.kafka") {
        return None;
    }
    let words = Words::new(file.text, true)?;
    let mut configs: Vec<Config> = Vec::new();
    let mut named: BTreeMap<&str, Map> = BTreeMap::new();
    let mut at = 0;
    while at < words.tokens.len() {
        if words.of(at) == "fun" {
            configs.extend(std::mem::take(&mut named).into_values().filter_map(Map::config));
        }
        if MAPS.contains(&words.of(at)) && words.of(at + 1) == "(" {
            configs.extend(literal(&words, at).config());
            at = words.close(at + 1);
            continue;
        }
        if let Some((name, key, value)) = statement(&words, at) {
            let map = named.entry(name).or_default();
            map.add(&words, key, &value);
        }
        at += 1;
    }
    configs.extend(named.into_values().filter_map(Map::config));
    configs.sort_by_key(|config| config.head.start);
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// `mapOf(KEY to value, ...)`.
fn literal(words: &Words, at: usize) -> Map {
    let mut map = Map::default();
    for entry in words.items(at + 2..words.close(at + 1)) {
        let Some(to) = entry.clone().find(|at| words.of(*at) == "to") else { continue };
        if let Some(key) = key(words, &(entry.start..to)) {
            map.add(words, key, &(to + 1..entry.end));
        }
    }
    map
}

/// `props[KEY] = value`, `props.put(KEY, value)` and `props.setProperty(KEY, value)`: the variable, key and value.
fn statement<'t>(words: &Words<'t>, at: usize) -> Option<(&'t str, Key, Range<usize>)> {
    words.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    if words.of(at + 1) == "[" {
        let close = words.close(at + 1);
        let key = key(words, &(at + 2..close))?;
        // What follows on the same line is the value.
        let from = words.tokens.get(close)?.at.end;
        let line = words.text.as_bytes()[from..].iter().take(LONGEST_LINE).position(|byte| *byte == b'\n');
        let end = line.map_or(words.text.len(), |length| from + length);
        let within = words.tokens.len().min(close + LONGEST_LINE);
        let last = (close + 2..within).find(|at| words.tokens[*at].at.start >= end);
        let value = close + 2..last.unwrap_or(within);
        let assigned = words.of(close + 1) == "=" && words.of(close + 2) != "=" && !value.is_empty();
        return assigned.then(|| (words.of(at), key, value));
    }
    let puts = words.of(at + 1) == "." && matches!(words.of(at + 2), "put" | "setProperty") && words.of(at + 3) == "(";
    if !puts {
        return None;
    }
    let [first, value] = &words.items(at + 4..words.close(at + 3))[..] else { return None };
    Some((words.of(at), key(words, first)?, value.clone()))
}

/// `ProducerConfig.ACKS_CONFIG` or `"acks"`.
fn key(words: &Words, parts: &Range<usize>) -> Option<Key> {
    let at = words.bytes(parts);
    match &words.tokens[parts.clone()] {
        [token] => match &token.kind {
            Kind::Text(Some(text)) => Some(Key { name: text.clone(), class: None, at }),
            _ => None,
        },
        [.., _, _, _] if words.of(parts.end - 2) == "." => {
            let class = words.of(parts.end - 3);
            let name = java_keys::text(class, words.of(parts.end - 1))?;
            Some(Key { name, class: Some(class.to_owned()), at })
        }
        _ => None,
    }
}

impl Map {
    fn add(&mut self, words: &Words, key: Key, value: &Range<usize>) {
        if self.table.settings.is_empty() {
            self.head = key.at.clone();
        }
        self.roles.extend(key.class.as_deref().and_then(java_keys::role));
        let constant = value.len() >= 3 && words.of(value.end - 2) == ".";
        let named = constant.then(|| java_keys::text(words.of(value.end - 3), words.of(value.end - 1))).flatten();
        let given = named.map_or_else(|| words.value(value), Given::Text);
        self.table.put(Setting { key: key.name, key_at: key.at, value: given, value_at: words.bytes(value) });
    }

    /// A config, if constants of the client show that it is one.
    fn config(self) -> Option<Config> {
        let first = *self.roles.first()?;
        let role = match self.roles.iter().all(|role| *role == first) {
            true => first,
            false if self.roles.contains(&Role::Streams) => Role::Streams,
            false => Role::Client,
        };
        let settings = self.table.settings;
        Some(Config { client: Some("java"), open: Some(PASSED_ON), settings, ..Config::new(role, self.head) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_statements_are_read() {
        let text = "import org.apache.kafka.clients.producer.ProducerConfig\nfun a() = mapOf(\n    ProducerConfig.ACKS_CONFIG to \"1\",\n    \"linger.ms\" to 5,\n    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG to \"$host:9092\",\n)\nfun b() {\n    val props = Properties()\n    props[ConsumerConfig.GROUP_ID_CONFIG] = \"g\"\n    props.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10)\n    other[\"acks\"] = \"all\"\n}\n";
        let reading = read(&File { path: "a.kt", text }).expect("is Kafka's");
        let [producer, consumer] = &reading.configs[..] else { panic!("two: {reading:?}") };
        let shown = |config: &Config| -> Vec<(String, Option<String>)> {
            let settings = config.settings.iter();
            settings.map(|one| (one.key.clone(), one.value.text().map(str::to_owned))).collect()
        };
        let row = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
        let expected = [row("acks", Some("1")), row("linger.ms", Some("5")), row("bootstrap.servers", None)];
        assert_eq!((producer.role, shown(producer)), (Role::Producer, expected.to_vec()));
        let expected = [row("group.id", Some("g")), row("max.poll.records", Some("10"))];
        assert_eq!((consumer.role, shown(consumer)), (Role::Consumer, expected.to_vec()));
        assert_eq!(&text[producer.settings[0].value_at.clone()], "\"1\"");
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in
            ["mapOf(", "mapOf(to", "a[", "a[\"b\"] =", "a[\"b\"]\n= 5", "a.put(", "mapOf(ProducerConfig.ACKS_CONFIG to"]
        {
            read(&File { path: "a.kt", text: &format!("import org.apache.kafka.a\n{body}") });
            read(&File { path: "a.kt", text: &format!("import org.apache.kafka.a\n{}", body.repeat(1000)) });
        }
    }
}
