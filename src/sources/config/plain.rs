//! Files of plain `key=value` lines: whose config each is follows from its keys and, where they leave it open, its
//! name.

use super::classify::{Whose, classify};
use super::{Config, File, Reading, Role, Setting, properties};

/// Names that files go by, most of them those that ship with Kafka, and whose they are.
const SHIPPED: &[(&str, Role)] = &[
    ("connect-distributed.properties", Role::Worker),
    ("connect-standalone.properties", Role::Worker),
    ("server.properties", Role::Broker),
    ("broker.properties", Role::Broker),
    ("controller.properties", Role::Broker),
    ("producer.properties", Role::Producer),
    ("consumer.properties", Role::Consumer),
    ("admin.properties", Role::Admin),
];

/// Keys that show that a file called `server.properties` is a broker's, which many other servers have as well.
const OF_BROKERS: &[&str] = &[
    "advertised.listeners",
    "controller.listener.names",
    "listener.security.protocol.map",
    "log.retention.hours",
    "log.retention.ms",
    "log.segment.bytes",
    "num.network.threads",
    "num.partitions",
    "offsets.topic.replication.factor",
];

const ADDRESS: &str = "bootstrap.servers";
const SECTIONS: &str = "programs add the sections of such a file together";
const TEMPLATE: &str = "a template decides what is in it";

const ZOOKEEPER: &str = "zookeeper.connect";

/// The configs of a `.properties` file, or of an `.ini` file, which has sections.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if file.extension() != "properties" && is_hocon(file.text) {
        return None;
    }
    let mut sections: Vec<Vec<Setting>> = vec![Vec::new()];
    for setting in properties::entries(file).into_iter().map(properties::Entry::into_setting) {
        match sections.last_mut() {
            Some(section) if !is_section(&setting) => section.push(setting),
            _ => sections.push(Vec::new()),
        }
    }
    let address = sections.iter().flatten().any(|setting| setting.key == ADDRESS).then_some(ADDRESS);
    let beside = (sections.len() > 1).then_some(address.as_slice());
    let configs: Vec<Config> = sections.into_iter().filter_map(|settings| config(file, settings, beside)).collect();
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// `[consumer]`, to Python's parser.
fn is_section(setting: &Setting) -> bool {
    setting.key.starts_with('[') && setting.key.ends_with(']') && setting.value_at.is_empty()
}

/// The config of a file or, beside the address that its other sections may have, of a section.
fn config(file: &File, mut settings: Vec<Setting>, beside: Option<&[&str]>) -> Option<Config> {
    let sectioned = beside.is_some();
    // What a section has from the others shows whose it is, unless it says nothing itself.
    let with_others = || {
        let keys = settings.iter().map(|setting| setting.key.as_str()).chain(beside?.iter().copied());
        classify(&keys).filter(|whose| whose.role != Role::Client)
    };
    let whose = whose(file, &settings).or_else(with_others)?;
    // Java reads no sections.
    let client = whose.client.map(|client| if sectioned { "librdkafka" } else { client });
    if client == Some("librdkafka") {
        settings.retain(|setting| !is_of_registry(&setting.key));
    }
    let templated = properties::is_templated(file.text);
    let open = sectioned.then_some(SECTIONS).or(templated.then_some(TEMPLATE));
    let head = settings.first().map_or(0..0, super::span);
    let config = Config { client, open, settings, ..Config::new(whose.role, head) };
    // A template may have a branch for each of both ways.
    let either = templated && config.role == Role::Broker && config.get(ZOOKEEPER).is_some();
    let until = config.last_with_zookeeper().or(either.then_some(super::LAST_WITH_ZOOKEEPER));
    Some(Config { until, ..config })
}

/// Whether the client of a schema registry reads the key, which programs keep in the same file and take out.
fn is_of_registry(key: &str) -> bool {
    key.starts_with("schema.registry.") || key.starts_with("basic.auth.")
}

fn whose(file: &File, settings: &[Setting]) -> Option<Whose> {
    let keys = || settings.iter().map(|setting| setting.key.as_str());
    // A ksqlDB server has settings of several programs in one file.
    if keys().any(|key| key.starts_with("ksql.")) {
        return None;
    }
    let by_keys = classify(&keys()).map(|whose| Whose {
        // A key of librdkafka's is a mistake beside the name of a Java class.
        client: if settings.iter().any(is_of_java) { whose.client.map(|_| "java") } else { whose.client },
        ..whose
    });
    let by_name = SHIPPED.iter().find(|(name, _)| file.name() == *name).map(|(_, role)| *role);
    match (by_keys, by_name) {
        (None, Some(Role::Broker)) if keys().any(|key| OF_BROKERS.contains(&key)) => {
            Some(Whose { role: Role::Broker, client: None })
        }
        // Keys that every client has leave open which one it is.
        (Some(Whose { role: Role::Client, client }), Some(role @ (Role::Producer | Role::Consumer | Role::Admin))) => {
            Some(Whose { role, client })
        }
        (Some(Whose { role: Role::Client | Role::Consumer, .. }), Some(Role::Worker)) => {
            Some(Whose { role: Role::Worker, client: None })
        }
        (by_keys, _) => by_keys,
    }
}

/// Whether the value is the name of a class, which only Java loads.
fn is_of_java(setting: &Setting) -> bool {
    let class = setting.value.text().unwrap_or_default().trim();
    let coder = setting.key.ends_with("serializer");
    class.starts_with("org.apache.kafka.") || coder && class.split('.').count() > 2
}

/// Whether it is HOCON, the format of Akka and Play, which has blocks, and its texts in quotes.
fn is_hocon(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.starts_with(['#', '!']));
    let values = lines().filter_map(|line| line.split_once('=')).map(|(_, value)| value.trim());
    let (quoted, plain): (Vec<&str>, Vec<&str>) = values.partition(|value| value.starts_with('"'));
    let is_bare = |value: &&str| value.parse::<f64>().is_ok() || matches!(*value, "true" | "false" | "null");
    let all_quoted = quoted.len() > 1 && plain.iter().all(is_bare);
    all_quoted || lines().any(|line| line == "}" || line.ends_with('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path: &str, text: &str) -> Option<Role> {
        properties(&File { path, text }).map(|reading| reading.configs[0].role)
    }

    #[test]
    fn the_name_tells_where_keys_do_not() {
        assert_eq!(role("config/producer.properties", "bootstrap.servers=a:9092\n"), Some(Role::Producer));
        assert_eq!(role("admin.properties", "bootstrap.servers=a:9092\nretries=5\n"), Some(Role::Admin));
        assert_eq!(role("config/client.properties", "bootstrap.servers=a:9092\n"), Some(Role::Client));
        assert_eq!(role("consumer.properties", "bootstrap.servers=a\nacks=all\n"), Some(Role::Producer));
        assert_eq!(role("server.properties", "num.partitions=3\n"), Some(Role::Broker));
        assert_eq!(role("server.properties", "max-players=20\n"), None, "of a game");
        assert_eq!(role("connect-distributed.properties", "bootstrap.servers=a\ngroup.id=g\n"), Some(Role::Worker));
        assert_eq!(role("log4j.properties", "log4j.logger.kafka=INFO\n"), None);
    }

    #[test]
    fn classes_are_javas() {
        let client = |text| {
            properties(&File { path: "producer.properties", text }).and_then(|reading| reading.configs[0].client)
        };
        let text = "bootstrap.servers=b:9092\nkey.serializer=org.apache.kafka.common.serialization.StringSerializer\nqueue.buffering.max.ms=5\n";
        assert_eq!(client(text), Some("java"));
        assert_eq!(client("bootstrap.servers=b:9092\nqueue.buffering.max.ms=5\n"), Some("librdkafka"));
    }

    #[test]
    fn sections_are_configs_of_their_own() {
        let text = "[default]\nbootstrap.servers=a:9092\nschema.registry.url=http://r\n\n[consumer]\ngroup.id=g\n[other]\nx=1\n";
        let reading = properties(&File { path: "app.ini", text }).expect("is Kafka's");
        let [common, consumer] = &reading.configs[..] else { panic!("two") };
        assert_eq!((common.role, common.client, common.settings.len()), (Role::Client, Some("librdkafka"), 1));
        assert_eq!((consumer.role, consumer.open), (Role::Consumer, Some(SECTIONS)));
    }

    #[test]
    fn a_broker_with_zookeeper_is_of_a_version_that_has_it() {
        let until =
            |text| properties(&File { path: "server.properties", text }).and_then(|reading| reading.configs[0].until);
        assert_eq!(until("broker.id=1\nzookeeper.connect=z:2181\n"), Some("3.9"));
        assert_eq!(until("process.roles=broker\nzookeeper.connect=z:2181\n"), None, "a leftover");
        assert_eq!(until("node.id=1\n"), None);
        let template =
            "{{ if .Values.zookeeper }}\nzookeeper.connect=z:2181\n{{ else }}\nprocess.roles=broker\n{{ end }}\n";
        assert_eq!(until(template), Some("3.9"), "a branch for each of both");
    }

    #[test]
    fn a_server_of_ksql_is_several_programs() {
        assert_eq!(
            role("ksql-server.properties", "bootstrap.servers=a\nlisteners=http://b\nksql.service.id=c\n"),
            None
        );
    }

    #[test]
    fn blocks_are_not_lines() {
        let text = "akka.kafka.producer {\n  kafka-clients {\n    acks = \"all\"\n    linger.ms = 5\n  }\n}\n";
        assert_eq!(role("application.conf", text), None);
        assert_eq!(role("producer.conf", "acks=all\n# {\n"), Some(Role::Producer));
        let text = "security.protocol=\"SSL\"\nbootstrap.servers = \"b:9092\"\nretries = 5\n";
        assert_eq!(role("app.conf", text), None, "HOCON without blocks");
        let text = "bootstrap.servers=b:9092\nsasl.password=\"p\"\nsasl.username=\"u\"\n";
        assert_eq!(role("kcat.conf", text), Some(Role::Client), "quotes that are part of the value");
    }
}
