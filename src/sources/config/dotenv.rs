//! `.env` files: variables whose names show whose settings they are.

use super::{Config, File, Given, Reading, Role, Setting, containers};

const BESIDE: &str = "more variables may be set beside the file";

/// The configs of a `.env` file.
pub(super) fn read(file: &File) -> Option<Reading> {
    if !["KAFKA_", "CONNECT_"].iter().any(|sign| file.text.contains(sign)) {
        return None;
    }
    let variables = variables(file.text);
    let spring = containers::spring_of(&variables);
    let secrets: Vec<Setting> = variables.iter().filter(|set| may_be_secret(file, set)).cloned().collect();
    let mut configs: Vec<Config> = containers::server_of(variables, BESIDE).into_iter().chain(spring).collect();
    let there = |set: &Setting| configs.iter().flat_map(|config| &config.settings).any(|own| own.key_at == set.key_at);
    let secrets: Vec<Setting> = secrets.into_iter().filter(|set| !there(set)).collect();
    if let Some(first) = secrets.first() {
        let head = first.key_at.clone();
        configs.push(Config { settings: secrets, open: Some(BESIDE), ..Config::new(Role::Variables, head) });
    }
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// What the names of variables with secrets end with.
const SECRETS: &[&str] = &["PASSWORD", "PASSPHRASE", "SECRET", "SECRET_KEY", "JAAS_CONFIG", "USER_INFO"];

/// What is in the names of files that are there to be copied and filled in.
const SAMPLES: &[&str] = &["example", "sample", "template", "dist", "tmpl"];

/// Whether a variable that nobody's settings are read from is by its name a secret of Kafka's.
fn may_be_secret(file: &File, set: &Setting) -> bool {
    let ours = set.key.split('_').any(|word| matches!(word, "KAFKA" | "SASL"));
    let sample = file.name().split(['.', '-', '_']).any(|word| SAMPLES.contains(&word));
    ours && !sample && set.value != Given::Text(String::new()) && SECRETS.iter().any(|end| set.key.ends_with(end))
}

fn variables(text: &str) -> Vec<Setting> {
    let mut at = 0;
    let mut variables = Vec::new();
    for line in text.split_inclusive('\n') {
        variables.extend(variable(line, at));
        at += line.len();
    }
    variables
}

/// `NAME=value`, also after `export`, the value perhaps in quotes and with a comment behind it.
fn variable(line: &str, base: usize) -> Option<Setting> {
    let body = line.trim();
    let start = base + line.len() - line.trim_start().len();
    let rest = body.strip_prefix("export ").map_or(body, str::trim_start);
    let start = start + body.len() - rest.len();
    let (name, value) = rest.split_once('=')?;
    let key = name.trim_end();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)) {
        return None;
    }
    let written = value.trim_start();
    let from = start + rest.len() - written.len();
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    let closed = quote.and_then(|quote| written[1..].find(quote).map(|end| (quote, end)));
    let (value, length) = match closed {
        // What stands in single quotes is not looked into.
        Some(('\'', end)) => (Given::Text(written[1..=end].to_owned()), end + 2),
        Some((_, end)) => (Given::of_text(&written[1..=end]), end + 2),
        None => {
            let plain = written.split(" #").next().unwrap_or(written).trim_end();
            (Given::of_text(plain), plain.len())
        }
    };
    Some(Setting { key: key.to_owned(), key_at: start..start + key.len(), value, value_at: from..from + length })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Config> {
        read(&File { path: ".env", text }).map(|reading| reading.configs).unwrap_or_default()
    }

    #[test]
    fn spring_and_brokers_are_told_by_their_names() {
        let text =
            "# Kafka\nexport SPRING_KAFKA_PRODUCER_ACKS=\"1\" # few\r\nSPRING_KAFKA_CONSUMER_GROUP_ID=g # ours\nA=b\n";
        let [producer, consumer] = &of(text)[..] else { panic!("two") };
        let acks = producer.get("spring.kafka.producer.acks").expect("is there");
        assert_eq!((&text[acks.key_at.clone()], &text[acks.value_at.clone()]), ("SPRING_KAFKA_PRODUCER_ACKS", "\"1\""));
        let group = consumer.get("spring.kafka.consumer.group-id").expect("is there");
        assert_eq!((&text[group.value_at.clone()], group.value.text()), ("g", Some("g")));
        let text = "KAFKA_PROCESS_ROLES=broker,controller\nKAFKA_ADVERTISED_LISTENERS=A://a:1\nKAFKA_NODE_ID=1\n";
        let [broker] = &of(text)[..] else { panic!("one") };
        assert_eq!((broker.role, broker.settings.len(), broker.open), (Role::Broker, 3, Some(BESIDE)));
    }

    #[test]
    fn names_that_anybody_may_use_are_nothing() {
        assert!(of("KAFKA_BROKERS=a:9092\nKAFKA_GROUP_ID=g\nKAFKA_ACKS=1\n").is_empty());
        assert!(of("DB=1\n").is_empty());
        let samples = File { path: ".env.example", text: "KAFKA_SASL_PASSWORD=hunter2\n" };
        assert!(read(&samples).is_none(), "somebody fills it in");
    }
}
