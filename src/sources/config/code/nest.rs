//! `NestJS`: the options of a microservice with `transport: Transport.KAFKA`, which it hands to `KafkaJS`.

use tree_sitter::Node;

use super::super::{Config, Given, Role, Setting};
use super::script::Script;
use super::table::Table;
use super::tree::{field, parts};

/// The package that takes such options.
pub(super) const PACKAGE: &str = "@nestjs/microservices";

const FRAMEWORK: &str = "NestJS adds settings of its own";

/// What all clients of a microservice have.
const COMMON: &str = "client.";

/// The parts of the options that are for one of its clients.
const OWN: &[(Role, &[&str])] =
    &[(Role::Consumer, &["consumer.", "subscribe.", "run."]), (Role::Producer, &["producer.", "send."])];

/// The configs in a file.
pub(super) fn configs(script: &Script) -> Vec<Config> {
    script.code.all("object").filter_map(|object| of_microservice(script, object)).flatten().collect()
}

/// The clients of `{ transport: Transport.KAFKA, options: {...} }`.
fn of_microservice<'t>(script: &Script<'_, 't>, object: Node<'t>) -> Option<Vec<Config>> {
    let pairs: Vec<Node> = parts(object).into_iter().filter(|part| part.kind() == "pair").collect();
    let named = |name: &str| {
        let is = |pair: &&Node<'t>| field(**pair, "key").is_some_and(|key| script.code.of(key) == name);
        pairs.iter().copied().find(|pair| is(&pair))
    };
    let transport = named("transport")?;
    if script.code.of(Script::plain(field(transport, "value")?)) != "Transport.KAFKA" {
        return None;
    }
    let options = script.table(field(named("options")?, "value")?, object.start_byte());
    let config = |(role, own): &(Role, &[&str])| {
        let settings = settings(&options, own);
        let config = Config::new(*role, transport.byte_range());
        Config { client: Some("kafkajs"), open: options.open.or(Some(FRAMEWORK)), settings, ..config }
    };
    let has = |own: &[&str]| options.settings.iter().any(|set| own.iter().any(|part| set.key.starts_with(part)));
    let mut configs: Vec<Config> = OWN.iter().filter(|(_, own)| has(own)).map(config).collect();
    if configs.is_empty() {
        // It reads, in a group that it names itself.
        configs.extend(OWN.first().map(config).filter(|config| !config.settings.is_empty()));
    }
    Some(configs)
}

/// What one client is given: what all have, and over it what is its own.
fn settings(options: &Table, own: &[&str]) -> Vec<Setting> {
    let mut table = Table::default();
    for part in [COMMON].iter().chain(own) {
        for setting in &options.settings {
            if let Some(key) = setting.key.strip_prefix(part) {
                // It ends the name of the group by what the microservice is.
                let value = if key == "groupId" { Given::Unknown } else { setting.value.clone() };
                table.put(Setting { key: key.to_owned(), value, ..setting.clone() });
            }
        }
    }
    table.settings
}

#[cfg(test)]
mod tests {
    use super::super::super::File;
    use super::super::kafkajs::read;
    use super::*;

    fn configs(options: &str) -> Vec<Config> {
        let text = format!(
            "import {{ Transport }} from '@nestjs/microservices';\nconst app = await NestFactory.createMicroservice(App, {{ transport: Transport.KAFKA, options: {options} }});\n"
        );
        read(&File { path: "main.ts", text: &text }).map(|reading| reading.configs).unwrap_or_default()
    }

    fn keys(config: &Config) -> Vec<(&str, Option<&str>)> {
        config.settings.iter().map(|setting| (setting.key.as_str(), setting.value.text())).collect()
    }

    #[test]
    fn each_client_has_the_common_options_and_its_own() {
        let text = "{ client: { brokers: ['a:9092'], retry: { retries: 2 } }, consumer: { groupId: 'g', sessionTimeout: 9000 }, run: { autoCommit: false }, producer: { retry: { retries: 5 } } }";
        let [consumer, producer] = &configs(text)[..] else { panic!("two") };
        assert_eq!((consumer.role, consumer.client, consumer.open), (Role::Consumer, Some("kafkajs"), Some(FRAMEWORK)));
        let expected = [
            ("brokers", Some("a:9092")),
            ("retry.retries", Some("2")),
            ("groupId", None),
            ("sessionTimeout", Some("9000")),
            ("autoCommit", Some("false")),
        ];
        assert_eq!(keys(consumer), expected);
        assert_eq!(producer.role, Role::Producer);
        assert_eq!(keys(producer), [("brokers", Some("a:9092")), ("retry.retries", Some("5"))]);
    }

    #[test]
    fn other_transports_and_options_from_elsewhere_are_nothing() {
        assert!(configs("options").is_empty());
        assert_eq!(configs("{ client: { brokers: ['a:9092'] } }").len(), 1);
        let text = "import { Transport } from '@nestjs/microservices';\nconst o = { transport: Transport.TCP, options: { client: { brokers: [] } } };\n";
        assert!(read(&File { path: "main.ts", text }).is_none());
    }
}
