//! rust-rdkafka: `ClientConfig::new().set("key", "value")`, in one chain or by a variable.

use super::super::classify::classify;
use super::super::{Config, File, Reading, Role, Setting};
use super::table::{PASSED_ON, Table};
use super::words::{Kind, Token, Words};

/// As far as a variable is followed, in words.
const FARTHEST: usize = 2000;

/// The configs in a Rust file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !file.text.contains("rdkafka") || !file.text.contains("ClientConfig") {
        return None;
    }
    let words = Words::new(file.text, false)?;
    let starts = (0..words.tokens.len()).filter(|at| words.reads(*at, &["ClientConfig", ":", ":", "new", "(", ")"]));
    let configs: Vec<Config> = starts.filter_map(|at| config(&words, at)).collect();
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

fn config(words: &Words, start: usize) -> Option<Config> {
    let mut table = Table::default();
    let chain = chain(words, start + 6, false, &mut table);
    let end = words.tokens.len().min(chain + FARTHEST);
    let end = (chain..end).find(|at| words.of(*at) == "fn").unwrap_or(end);
    // `let mut config = ClientConfig::new();`, which the statements below it fill.
    let kept = start >= 2 && words.of(start - 1) == "=" && words.of(chain) == ";";
    if kept {
        let name = words.of(start - 2);
        let (mut at, mut depth) = (chain, 0_usize);
        while at < end {
            let word = words.of(at);
            depth = (depth + usize::from(word == "{")).saturating_sub(usize::from(word == "}"));
            // What a block holds may not run.
            let after = if word == name { self::chain(words, at + 1, depth > 0, &mut table) } else { at };
            at = after.max(at + 1);
        }
    }
    let settings = table.settings;
    let statement = (start..end).find(|at| !kept && words.of(*at) == ";").unwrap_or(end);
    let typed = (0..start).rev().take(FARTHEST).take_while(|at| ![";", "{", "}"].contains(&words.of(*at)));
    let named = typed.chain(start..statement).map(|at| words.of(at)).find_map(role);
    let whose = classify(&settings.iter().map(|setting: &Setting| setting.key.as_str()));
    let role = named.or(whose.map(|whose| whose.role)).unwrap_or(Role::Client);
    let head = words.bytes(&(start..start + 1));
    let config = Config { client: Some("rust-rdkafka"), open: Some(PASSED_ON), settings, ..Config::new(role, head) };
    (!config.settings.is_empty()).then_some(config)
}

/// Follows `.set("key", value).remove("key")`, which `perhaps` does not run, and gives where it ends.
fn chain(words: &Words, mut at: usize, perhaps: bool, table: &mut Table) -> usize {
    while words.of(at) == "." {
        let called = words.of(at + 1);
        let Some(open) = (at + 2..words.tokens.len()).take(8).find(|at| words.of(*at) == "(") else { break };
        let close = words.close(open);
        let arguments = words.items(open + 1..close);
        let key = arguments.first().and_then(|key| match &words.tokens[key.clone()] {
            [Token { kind: Kind::Text(Some(name)), at }] => Some((name, at)),
            _ => None,
        });
        match (called, key, &arguments[..]) {
            ("set", Some((name, key_at)), [_, value]) => {
                let (given, value_at) = (words.value(value), words.bytes(value));
                let setting = Setting { key: name.clone(), key_at: key_at.clone(), value: given, value_at };
                if perhaps { table.put_perhaps(setting) } else { table.put(setting) }
            }
            ("remove", Some((name, _)), [_]) if perhaps => table.remove_perhaps(name),
            ("remove", Some((name, _)), [_]) => table.remove(name),
            _ => {}
        }
        at = close + 1;
    }
    at
}

/// Whose settings they are, by the type that is made of them.
fn role(word: &str) -> Option<Role> {
    match word {
        "FutureProducer" | "BaseProducer" | "ThreadedProducer" => Some(Role::Producer),
        "StreamConsumer" | "BaseConsumer" => Some(Role::Consumer),
        "AdminClient" => Some(Role::Admin),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Given;
    use super::*;

    #[test]
    fn chains_and_variables_are_read() {
        let text = "use rdkafka::config::ClientConfig;\nfn a() {\n    let producer: FutureProducer = ClientConfig::new()\n        .set(\"bootstrap.servers\", brokers)\n        .set(\"acks\", \"1\") // ours\n        .create().unwrap();\n}\nfn b() {\n    let mut config = ClientConfig::new();\n    config.set(\"group.id\", \"g\");\n    config.set(\"group.id\", \"h\").set_log_level(RDKafkaLogLevel::Debug);\n    let consumer: StreamConsumer = config.create()?;\n}\nfn c() { config.set(\"x\", \"y\"); }\n";
        let reading = read(&File { path: "a.rs", text }).expect("is Kafka's");
        let [producer, consumer] = &reading.configs[..] else { panic!("two: {reading:?}") };
        assert_eq!((producer.role, producer.settings.len()), (Role::Producer, 2));
        let acks = &producer.settings[1];
        assert_eq!((&acks.value, &text[acks.value_at.clone()]), (&Given::Text("1".to_owned()), "\"1\""));
        assert_eq!((consumer.role, consumer.settings.len()), (Role::Consumer, 1));
        assert_eq!(consumer.settings[0].value.text(), Some("h"));
        assert!(read(&File { path: "a.rs", text: "use other::ClientConfig;" }).is_none());
    }

    #[test]
    fn what_a_block_sets_or_takes_away_may_be_there() {
        let text = "use rdkafka::config::ClientConfig;\nfn a() {\n    let mut config = ClientConfig::new();\n    config.set(\"group.id\", \"g\").set(\"debug\", \"all\").set(\"session.timeout.ms\", \"6000\");\n    config.remove(\"debug\");\n    if let Some(assignor) = assignor {\n        config.set(\"group.protocol\", \"consumer\").remove(\"session.timeout.ms\");\n    }\n    config.set(\"auto.offset.reset\", \"earliest\");\n}\n";
        let reading = read(&File { path: "a.rs", text }).expect("is Kafka's");
        let settings: Vec<(&str, &Given)> =
            reading.configs[0].settings.iter().map(|setting| (setting.key.as_str(), &setting.value)).collect();
        let text = |text: &str| Given::Text(text.to_owned());
        assert_eq!(
            settings,
            [
                ("group.id", &text("g")),
                ("session.timeout.ms", &Given::Perhaps),
                ("group.protocol", &Given::Perhaps),
                ("auto.offset.reset", &text("earliest")),
            ]
        );
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in [
            "ClientConfig::new(",
            "x = ClientConfig::new()",
            "ClientConfig::new().set(",
            "ClientConfig::new().set(\"a\"",
            "let = ClientConfig::new();",
        ] {
            read(&File { path: "a.rs", text: &format!("use rdkafka;\n{body}") });
            read(&File { path: "a.rs", text: &format!("use rdkafka;\n{}", body.repeat(3000)) });
        }
    }
}
