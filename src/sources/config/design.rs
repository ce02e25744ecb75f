//! Design files, as `kskill recommend --out` writes them: what was decided of each topic and each service.

use super::headline::client_called;
use super::yaml::{Page, given};
use super::{Config, File, Given, Role, Setting};
use crate::design::ENVIRONMENTS;
use crate::sources::tree::Node;

const NOT_ALL: &str = "a design leaves out how to connect, and what stays as the client has it";

/// What a design says of a topic beside its config, as the catalogue spells it.
const OF_CREATION: [(&str, &str); 2] = [("partitions", "partitions"), ("replication_factor", "replication.factor")];

/// Whether a topic is there at all in an environment.
const EXISTS: &str = "exists";

/// The configs of a design, each as it is in one environment.
pub(super) fn configs(_: &File, pages: &[Page]) -> Vec<Config> {
    let mut configs = Vec::new();
    let designs = pages.iter().filter(|page| ["kskill", "answers"].iter().all(|key| page.root.get(key).is_some()));
    for page in designs {
        for row in page.root.get("decisions").into_iter().flat_map(Node::items) {
            add(&mut configs, page, row);
        }
    }
    configs.retain(|config: &Config| config.get(EXISTS).is_none_or(|there| there.value != Given::Bool(false)));
    for config in &mut configs {
        config.settings.retain(|setting| setting.key != EXISTS);
    }
    configs
}

/// Adds what a row decides to the config that it is of; nothing where it is of none.
fn add(configs: &mut Vec<Config>, page: &Page, row: &Node) -> Option<()> {
    let said = |key: &str| row.get(key).and_then(Node::as_text);
    let (kind, name) = said("subject")?.split_once('/')?;
    let environment = ENVIRONMENTS.into_iter().find(|known| said("env") == Some(known));
    let (client, version) = said("client").and_then(|client| client.split_once('@')).unzip();
    let role = match kind {
        "topic" => Role::Topic,
        // what stands in no config has no client beside it
        "producer" if client.is_some() => Role::Producer,
        "consumer" if client.is_some() => Role::Consumer,
        _ => return None,
    };
    let client = client.and_then(client_called);
    let setting = setting(page, row, client)?;
    let name = Some(Given::Text(name.to_owned()));
    let same = |config: &&mut Config| config.role == role && config.name == name && config.environment == environment;
    if let Some(config) = configs.iter_mut().find(same) {
        config.settings.push(setting);
        return Some(());
    }
    let open = Some(NOT_ALL).filter(|_| role != Role::Topic);
    let (head, settings) = (page.at(&row.get("subject")?.source), vec![setting]);
    let version = version.or_else(|| of_brokers(&page.root, environment?)).map(str::to_owned);
    configs.push(Config { client, version, name, environment, open, settings, ..Config::new(role, head) });
    Some(())
}

/// The version of the brokers of an environment, as it was answered or assumed: its own, else the system's.
fn of_brokers<'p>(root: &'p Node, environment: &str) -> Option<&'p str> {
    let answered = |part: &str| root.get("answers")?.get(part)?.get("version")?.as_text();
    let assumed = |part: &str| {
        let path = format!("{part}.version");
        let mut rows = root.get("assumptions").into_iter().flat_map(Node::items);
        let row = rows.find(|row| row.get("path").and_then(Node::as_text) == Some(&path))?;
        row.get("value")?.as_text()
    };
    [environment, "kafka"].into_iter().find_map(|part| answered(part).or_else(|| assumed(part)))
}

/// The setting of a row; none of a topic's rows that are no setting.
fn setting(page: &Page, row: &Node, client: Option<&'static str>) -> Option<Setting> {
    let (key, value) = (row.get("key")?, row.get("value")?);
    let name = key.as_text()?;
    let spelled = match OF_CREATION.iter().find(|(own, _)| *own == name) {
        _ if client.is_some() => name,
        Some((_, spelled)) => spelled,
        None => Some(name).filter(|name| name.contains('.') || *name == EXISTS)?,
    };
    let value_is = match (given(value), client) {
        // a text is an expression of the language here, and of KafkaJS it may be one
        (Given::Text(code), Some("franz-go" | "sarama")) => Given::Code(code),
        (Given::Text(_), Some("kafkajs")) => Given::Unknown,
        (value, _) => value,
    };
    let (key_at, value_at) = (page.at(&key.source), page.at(&value.source));
    Some(Setting { key: spelled.to_owned(), key_at, value: value_is, value_at })
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    #[test]
    fn what_stands_in_configs_is_read_as_such() {
        let row = |subject: &str, key: &str, value: &str, more: &str| {
            format!("- {{subject: {subject}, key: {key}, env: production, value: {value}{more}}}\n")
        };
        let rows = [
            row("topic/task", "partitions", "12", ""),
            row("topic/task", "retention.ms", "604800000", ""),
            row("topic/task", "bytes_kept", "9 GiB", ""),
            row("topic/gone", "exists", "false", ""),
            row("topic/gone", "partitions", "3", ""),
            row("producer/api", "acks", "all", ", client: java@4.4.0"),
            row("producer/api", "transactional", "false", ""),
            row("consumer/mail", "FetchMaxWait", "5 * time.Second", ", client: franz-go@1.22.2"),
            row("cluster", "disk", "9 GiB", ""),
        ];
        let assumed = "assumptions: [{path: production.version, value: \"4.2\"}]";
        let text = format!("kskill: \"0.1.0\"\nanswers: {{system: shop}}\n{assumed}\ndecisions:\n{}", rows.concat());
        let file = File { path: "design.yaml", text: &text };
        let configs = configs(&file, &yaml::pages(&file).pages);
        let keys = |config: &Config| config.settings.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
        assert_eq!(
            configs.iter().map(keys).collect::<Vec<_>>(),
            [
                vec!["partitions".to_owned(), "retention.ms".to_owned()],
                vec!["acks".to_owned()],
                vec!["FetchMaxWait".to_owned()]
            ]
        );
        assert_eq!(configs[0].version.as_deref(), Some("4.2"));
        assert_eq!((configs[1].client, configs[1].version.as_deref()), (Some("java"), Some("4.4.0")));
        assert_eq!(configs[2].settings[0].value, Given::Code("5 * time.Second".to_owned()));
        let retention = &configs[0].settings[1];
        assert_eq!((&text[retention.key_at.clone()], &text[retention.value_at.clone()]), ("retention.ms", "604800000"));
    }

    #[test]
    fn other_files_are_no_designs() {
        let text = "decisions: [{subject: topic/task, key: retention.ms, value: 1}]\n";
        let file = File { path: "a.yaml", text };
        assert!(configs(&file, &yaml::pages(&file).pages).is_empty());
    }
}
