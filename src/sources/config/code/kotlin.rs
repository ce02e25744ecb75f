//! The Java client in Kotlin: `props[ProducerConfig.ACKS_CONFIG] = "all"`, `mapOf(ProducerConfig.ACKS_CONFIG to "all")`
//! and `Properties().apply { put(ProducerConfig.ACKS_CONFIG, "all") }`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::{Config, File, Given, Reading, Role, Setting};
use super::kotlin_clients::{Handed, declared, handed, past_types};
use super::table::PASSED_ON;
use super::words::{Kind, Words};
use super::{java_keys, kotlin_topics, table::Table};

/// What is said further on in a line is no value of a setting.
const LONGEST_LINE: usize = 400;

const MAPS: &[&str] = &[READ_ONLY, "mutableMapOf", "hashMapOf", "linkedMapOf"];

/// Makes a map that nothing can be put into later.
const READ_ONLY: &str = "mapOf";

/// A key of a map, its class where it is a constant, and its place.
pub(super) struct Key {
    pub name: String,
    class: Option<String>,
    pub at: Range<usize>,
}

/// What is put together in one place.
#[derive(Default)]
struct Map {
    table: Table,
    roles: Vec<Role>,
    head: Range<usize>,
    /// Whether all of it stands here.
    whole: bool,
}

/// The configs in a Kotlin file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !["org.apache.kafka", "org.springframework.kafka"].iter().any(|package| file.text.contains(package)) {
        return None;
    }
    let words = Words::new(file.text, true)?;
    let clients = handed(&words);
    let mut configs: Vec<Config> = Vec::new();
    let mut named: BTreeMap<&str, Map> = BTreeMap::new();
    let flush = |named: &mut BTreeMap<&str, Map>, before: usize, configs: &mut Vec<Config>| {
        let maps = std::mem::take(named).into_iter();
        configs.extend(maps.filter_map(|(name, map)| map.config(clients.of_name(&words, name, before))));
    };
    let mut at = 0;
    while at < words.tokens.len() {
        if words.of(at) == "fun" {
            flush(&mut named, at.saturating_sub(1), &mut configs);
        }
        if let Some(open) = past_types(&words, at + 1).filter(|_| MAPS.contains(&words.of(at))) {
            let close = words.close(open);
            configs.extend(literal(&words, at, open).config(clients.of_value(&words, at)));
            // What is put into it afterwards is a map of its own.
            at = close;
            continue;
        }
        if words.reads(at, &[")", ".", "apply", "{"]) {
            let close = words.close(at + 3);
            let name = declared(&words, at);
            let map = named.entry(name.unwrap_or_default()).or_default();
            applied(&words, at + 4..close, map);
            if name.is_none() {
                let role = clients.of_value(&words, at);
                configs.extend(named.remove("").and_then(|map| map.config(role)));
            }
            at = close;
            continue;
        }
        if let Some((name, key, value)) = statement(&words, at) {
            let map = named.entry(name).or_default();
            map.add(&words, key, &value);
        }
        at += 1;
    }
    flush(&mut named, words.tokens.len(), &mut configs);
    configs.extend(kotlin_topics::topics(&words));
    configs.sort_by_key(|config| config.head.start);
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// `mapOf(KEY to value, ...)`.
fn literal(words: &Words, at: usize, open: usize) -> Map {
    let close = words.close(open);
    let follows = words.of(close + 1);
    let mut map = Map { whole: words.of(at) == READ_ONLY && !matches!(follows, "+" | "."), ..Map::default() };
    for entry in words.items(open + 1..close) {
        let to = entry.clone().find(|at| words.of(*at) == "to");
        match to.and_then(|to| Some((to, key(words, &(entry.start..to))?))) {
            Some((to, key)) => map.add(words, key, &(to + 1..entry.end)),
            None => map.whole = false,
        }
    }
    map
}

/// The statements of `apply { put(KEY, value) }`, where the map is `this`.
fn applied(words: &Words, body: Range<usize>, map: &mut Map) {
    for at in body {
        let own = matches!(words.of(at), "put" | "setProperty" | "set") && words.of(at.saturating_sub(1)) != ".";
        let entry = if own && words.of(at + 1) == "(" {
            match &words.items(at + 2..words.close(at + 1))[..] {
                [first, value] => key(words, first).map(|key| (key, value.clone())),
                _ => None,
            }
        } else {
            statement(words, at).filter(|(name, ..)| *name == "this").map(|(_, key, value)| (key, value))
        };
        if let Some((key, value)) = entry {
            map.add(words, key, &value);
        }
    }
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
pub(super) fn key(words: &Words, parts: &Range<usize>) -> Option<Key> {
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

    /// A config, if the client that gets it or constants of one show that it is one.
    fn config(self, handed: Option<Handed>) -> Option<Config> {
        let role = if let Some(handed) = handed {
            handed.role
        } else {
            let first = *self.roles.first()?;
            match self.roles.iter().all(|role| *role == first) {
                true => first,
                false if self.roles.contains(&Role::Streams) => Role::Streams,
                false => Role::Client,
            }
        };
        let closed = self.whole && handed.is_some_and(|handed| handed.as_it_is);
        let settings = self.table.settings;
        let open = (!closed).then_some(PASSED_ON);
        let config = Config { client: Some("java"), open, settings, ..Config::new(role, self.head) };
        (!config.settings.is_empty()).then_some(config)
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

    fn shown(text: &str) -> Vec<(Role, bool, Vec<String>)> {
        let text = format!("import org.apache.kafka.clients.producer.KafkaProducer\n{text}");
        let configs = read(&File { path: "a.kt", text: &text }).map(|reading| reading.configs).unwrap_or_default();
        let keys = |config: &Config| config.settings.iter().map(|setting| setting.key.clone()).collect();
        configs.iter().map(|config| (config.role, config.open.is_some(), keys(config))).collect()
    }

    fn row(role: Role, open: bool, keys: &[&str]) -> (Role, bool, Vec<String>) {
        (role, open, keys.iter().map(|key| (*key).to_owned()).collect())
    }

    #[test]
    fn the_client_that_gets_a_map_shows_whose_it_is() {
        let named = "val props = mapOf<String, Map<String, Any>>(\"acks\" to \"all\")\nval p = KafkaProducer<String, String>(props)";
        assert_eq!(shown(named), [row(Role::Producer, false, &["acks"])]);
        let direct = "fun f() = KafkaConsumer<String, String>(mapOf(\"group.id\" to \"g\"))";
        assert_eq!(shown(direct), [row(Role::Consumer, false, &["group.id"])]);
        let more = "fun f() = KafkaConsumer<String, String>(mapOf(\"group.id\" to \"g\") + others)";
        assert_eq!(shown(more), [row(Role::Consumer, true, &["group.id"])]);
        let factory =
            "val props: Map<String, Any> = mapOf(\"acks\" to \"all\")\nval f = DefaultKafkaProducerFactory(props)";
        assert_eq!(shown(factory), [row(Role::Producer, true, &["acks"])]);
        let statements = "fun f() {\n val p = Properties()\n p[\"acks\"] = \"all\"\n KafkaProducer<A, B>(p)\n}";
        assert_eq!(shown(statements), [row(Role::Producer, true, &["acks"])]);
    }

    #[test]
    fn a_map_of_another_name_or_function_is_nobodys() {
        let other = "val props = mapOf(\"color\" to \"red\")\nfun f(p: Map<String, Any>) = KafkaProducer<A, B>(p)";
        assert!(shown(other).is_empty());
        let shadowed =
            "val props = mapOf(\"color\" to \"red\")\nfun f(props: Map<String, Any>) = KafkaProducer<A, B>(props)";
        assert!(shown(shadowed).is_empty());
    }

    #[test]
    fn what_is_applied_belongs_to_the_map() {
        let text = "fun c(): Any {\n val p = Properties().apply {\n  put(ConsumerConfig.GROUP_ID_CONFIG, \"g\")\n  this[\"max.poll.records\"] = 10\n  other.put(\"color\", 1)\n }\n p[\"client.id\"] = \"c\"\n return KafkaConsumer<A, B>(p)\n}";
        assert_eq!(shown(text), [row(Role::Consumer, true, &["group.id", "max.poll.records", "client.id"])]);
        let direct = "val p = KafkaProducer<A, B>(Properties().apply { put(\"acks\", \"all\") })";
        assert_eq!(shown(direct), [row(Role::Producer, true, &["acks"])]);
        assert!(shown("val b = Button().apply { put(\"acks\", \"all\") }").is_empty());
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in [
            "mapOf(",
            "mapOf(to",
            "a[",
            "a[\"b\"] =",
            "a[\"b\"]\n= 5",
            "a.put(",
            "mapOf(ProducerConfig.ACKS_CONFIG to",
            "mapOf<",
            "b().apply {",
            "KafkaProducer<(",
            "val ) . apply {",
        ] {
            read(&File { path: "a.kt", text: &format!("import org.apache.kafka.a\n{body}") });
            read(&File { path: "a.kt", text: &format!("import org.apache.kafka.a\n{}", body.repeat(1000)) });
        }
    }
}
