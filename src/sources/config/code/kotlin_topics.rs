//! Topics that Kotlin code makes: `NewTopic("orders", 3, 1)`, and Spring's
//! `TopicBuilder.name("orders").partitions(3).replicas(1).build()`.

use std::ops::Range;

use super::super::{Config, Given, Role, Setting};
use super::java_keys;
use super::java_topics::{COPIES, PARTITIONS};
use super::kotlin::key;
use super::table::{KEY_UNKNOWN, PASSED_ON, Table};
use super::words::Words;

/// The topics that a file makes.
pub(super) fn topics(words: &Words) -> Vec<Config> {
    (0..words.tokens.len()).filter_map(|at| new_topic(words, at).or_else(|| built(words, at))).collect()
}

/// Its configs may be set where it goes.
fn new_topic(words: &Words, at: usize) -> Option<Config> {
    let declared = at > 0 && matches!(words.of(at - 1), "class" | "fun");
    if declared || !words.reads(at, &["NewTopic", "("]) {
        return None;
    }
    let [name, partitions, copies] = &words.items(at + 2..words.close(at + 1))[..] else { return None };
    let mut table = Table::open(PASSED_ON);
    count(words, PARTITIONS, partitions, partitions, &mut table);
    count(words, COPIES, copies, copies, &mut table);
    topic(words, name, table, &(at..at + 1))
}

/// `TopicBuilder.name("orders")`, what is said of it, and `build()`.
fn built(words: &Words, at: usize) -> Option<Config> {
    if !words.reads(at, &["TopicBuilder", ".", "name", "("]) {
        return None;
    }
    let mut close = words.close(at + 3);
    let [name] = &words.items(at + 4..close)[..] else { return None };
    let mut table = Table::default();
    while words.of(close + 1) == "." && words.of(close + 3) == "(" {
        let (method, open) = (close + 2, close + 3);
        close = words.close(open);
        if words.of(method) == "build" {
            return topic(words, name, table, &(at..at + 3));
        }
        step(words, method, &words.items(open + 1..close), &mut table);
    }
    None
}

fn step(words: &Words, method: usize, arguments: &[Range<usize>], table: &mut Table) {
    let written = method..method + 1;
    match (words.of(method), arguments) {
        ("partitions", [number]) => count(words, PARTITIONS, &written, number, table),
        ("replicas", [number]) => count(words, COPIES, &written, number, table),
        ("compact", []) => table.put(Setting {
            key: "cleanup.policy".to_owned(),
            key_at: words.bytes(&written),
            value: Given::Text("compact".to_owned()),
            value_at: words.bytes(&written),
        }),
        ("config", [name, value]) => match key(words, name) {
            Some(key) => table.put(Setting {
                key: key.name,
                key_at: key.at,
                value: given(words, value),
                value_at: words.bytes(value),
            }),
            None => table.open = Some(KEY_UNKNOWN),
        },
        _ => table.open = Some(PASSED_ON),
    }
}

/// A value, or the text of a constant.
fn given(words: &Words, value: &Range<usize>) -> Given {
    let constant = value.len() == 3 && words.of(value.start + 1) == ".";
    let named = constant.then(|| java_keys::text(words.of(value.start), words.of(value.start + 2))).flatten();
    named.map_or_else(|| words.value(value), Given::Text)
}

/// A number of partitions or copies; where it is -1, it is the brokers' own.
fn count(words: &Words, key: &str, written: &Range<usize>, value: &Range<usize>, table: &mut Table) {
    let converted = value.len() > 4 && words.reads(value.end - 4, &[".", "toShort", "(", ")"]);
    let plain = value.start..value.end - if converted { 4 } else { 0 };
    let given = match words.value(&plain) {
        Given::Number(number) if number.starts_with('-') => return,
        Given::Number(number) => Given::Number(number),
        _ => Given::Unknown,
    };
    let key_at = words.bytes(written);
    table.put(Setting { key: key.to_owned(), key_at, value: given, value_at: words.bytes(value) });
}

fn topic(words: &Words, name: &Range<usize>, table: Table, head: &Range<usize>) -> Option<Config> {
    let name = match words.value(name) {
        Given::Text(name) => Given::Text(name),
        _ => Given::Unknown,
    };
    let Table { settings, open } = table;
    let config = Config { name: Some(name), open, settings, ..Config::new(Role::Topic, words.bytes(head)) };
    (!config.settings.is_empty()).then_some(config)
}

#[cfg(test)]
mod tests {
    use super::super::said::{number, settings, text};
    use super::*;

    fn read(text: &str) -> Vec<Config> {
        topics(&Words::new(text, true).expect("is short"))
    }

    #[test]
    fn builders_and_constructors_are_read() {
        let body = "@Bean\nfun orders(): NewTopic = TopicBuilder.name(\"orders\")\n    .partitions(3)\n    .replicas(2)\n    .config(TopicConfig.RETENTION_MS_CONFIG, \"86400000\")\n    .compact()\n    .build()\n\nval bills = NewTopic(\"bills\", 6, 1.toShort())\nval notes = NewTopic(NAME, -1, copies)\n";
        let [orders, bills, notes] = &read(body)[..] else { panic!("three") };
        assert_eq!((orders.role, orders.open, orders.name.clone()), (Role::Topic, None, Some(text("orders"))));
        assert_eq!(
            settings(orders),
            [
                ("partitions", number("3")),
                ("replication.factor", number("2")),
                ("retention.ms", text("86400000")),
                ("cleanup.policy", text("compact")),
            ]
        );
        assert_eq!(settings(bills), [("partitions", number("6")), ("replication.factor", number("1"))]);
        assert!(bills.open.is_some());
        assert_eq!(
            (notes.name.clone(), settings(notes)),
            (Some(Given::Unknown), vec![("replication.factor", Given::Unknown)])
        );
    }

    #[test]
    fn what_is_not_shown_stays_unknown() {
        assert!(read("TopicBuilder.name(\"a\").partitions(3).apply { more() }.build()").is_empty());
        assert!(read("TopicBuilder.name(\"a\").partitions(3).configs(all).build()")[0].open.is_some());
        assert!(read("class NewTopic(a: Int, b: Int, c: Int)").is_empty());
        for broken in ["TopicBuilder.name(", "NewTopic(\"a\", 1", "TopicBuilder.name(\"a\").partitions("] {
            assert!(read(broken).is_empty(), "{broken}");
        }
    }
}
