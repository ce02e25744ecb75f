//! Containers in docker-compose files, Kubernetes manifests and whatever else describes them: image and environment.

use std::ops::Range;

use super::images::{self, Named};
use super::spring::{self, Document};
use super::spring_choice;
use super::spring_names::Name;
use super::yaml::{Page, given};
use super::{Config, File, Given, Role, Setting};
use crate::sources::tree::{Kind, Node};

const ENV_FILE: &str = "more variables come from a file";
const ENV_FROM: &str = "more variables come from a ConfigMap or Secret";
const TEMPLATE: &str = "a template decides what is in it";
const MOUNTED: &str = "more settings come from a file that is mounted";

/// Where images look for a file with settings that they put the variables on top of.
const MOUNTS: &[&str] = &["/mnt/shared/config", "/bitnami/kafka/config"];

/// Where images have their scripts and the files that brokers are started with.
const PLACES: &[&str] = &["/etc/", "/opt/", "/mnt/", ".properties"];

/// What says which program runs in a container.
const COMMANDS: &[&str] = &["entrypoint", "command", "args"];

/// What runs in a container, as far as the file shows it.
pub(super) struct Container {
    pub image: Option<String>,
    pub name: Option<Given>,
    pub head: Range<usize>,
    /// Variables under their own names.
    pub variables: Vec<Setting>,
    pub open: Option<&'static str>,
    /// Whether another program runs in it than the one that its image is for.
    pub is_tool: bool,
    /// Whether it is one container, beside all others of its kind.
    pub is_one: bool,
    /// Whether it runs what its image is for as the image has it: with no command and no settings of its own.
    pub is_plain: bool,
}

/// What starts the program of an image.
const STARTS: &[&str] = &[
    "/docker/run",
    "/docker/launch",
    "/run.sh",
    "entrypoint.sh",
    "kafka-server-start",
    "start-kafka",
    "connect-distributed",
    "connect-standalone",
    "schema-registry-start",
];

/// What a container runs that only uses the tools in an image: to make topics, say, or to wait for the brokers.
const TOOLS: &[&str] =
    &["cub ", "kafka-topics", "kafka-acls", "kafka-configs", "kafka-console-", "kafka-consumer-groups"];

/// The configs of the containers in the documents.
pub(super) fn configs(_: &File, pages: &[Page]) -> Vec<Config> {
    let mut containers = Vec::new();
    for page in pages {
        let before = containers.len();
        // Extension fields of compose files are what services are made from.
        let top = page.root.entries().filter(|(key, _)| !key.text.starts_with("x-"));
        top.for_each(|(key, node)| find(page, node, Some(&key.text), &mut containers));
        page.root.items().for_each(|item| find(page, item, None, &mut containers));
        if !is_whole(page) {
            containers[before..].iter_mut().for_each(|container| container.is_one = false);
        }
    }
    containers.iter().flat_map(Container::configs).collect()
}

/// Whether a compose file shows all that runs, each once, and at the same time.
fn is_whole(page: &Page) -> bool {
    let elsewhere = page.templated || page.root.get("include").is_some();
    let services = page.root.get("services").map(|services| services.entries().collect::<Vec<_>>()).unwrap_or_default();
    let plain =
        |service: &Node| ["profiles", "extends", "scale", "deploy"].iter().all(|field| service.get(field).is_none());
    !elsewhere && !services.is_empty() && services.iter().all(|(_, service)| plain(service))
}

/// Whatever has an environment is a container, wherever it stands.
fn find(page: &Page, node: &Node, name: Option<&str>, found: &mut Vec<Container>) {
    found.extend(container(page, node, name));
    for (key, value) in node.entries() {
        find(page, value, Some(&key.text), found);
    }
    for item in node.items() {
        find(page, item, None, found);
    }
}

fn container(page: &Page, node: &Node, name: Option<&str>) -> Option<Container> {
    let (key, environment) = node.entry("environment").or_else(|| node.entry("env"))?;
    let variables = variables(page, environment);
    if variables.is_empty() {
        return None;
    }
    let own = node.get("name").or_else(|| node.get("container_name")).map(given);
    let open = [("env_file", ENV_FILE), ("extends", ENV_FILE), ("envFrom", ENV_FROM)];
    let open = open.iter().find(|(field, _)| node.get(field).is_some()).map(|(_, why)| *why);
    let open = open.or(mounts(node, MOUNTS).then_some(MOUNTED));
    let (image, head) = match node.entry("image") {
        Some((key, image)) => (image_of(image), page.at(&key.source).start..page.at(&image.source).end),
        None => (None, page.at(&key.source)),
    };
    Some(Container {
        image,
        name: own.or_else(|| name.map(|name| Given::Text(name.to_owned()))),
        head,
        variables,
        open: open.or(page.templated.then_some(TEMPLATE)),
        is_tool: runs_a_tool(node),
        // what starts it by hand may read a file that nobody sees here
        is_one: COMMANDS.iter().all(|field| node.get(field).is_none()),
        is_plain: COMMANDS.iter().all(|field| node.get(field).is_none()) && !mounts(node, PLACES),
    })
}

/// Whether something is mounted at one of these places, in the short or the long form.
fn mounts(node: &Node, places: &[&str]) -> bool {
    let volumes = ["volumes", "volumeMounts"].into_iter().filter_map(|field| node.get(field));
    let target = |volume: &Node| {
        let long = || ["target", "mountPath"].into_iter().find_map(|field| volume.get(field)?.as_text());
        let path = volume.as_text().or_else(long)?;
        Some(places.iter().any(|place| path.contains(place)))
    };
    volumes.flat_map(Node::items).filter_map(target).any(|settings| settings)
}

/// Whether its command is one of the tools, and not what the image is for.
fn runs_a_tool(node: &Node) -> bool {
    let fields = COMMANDS.iter().filter_map(|field| node.get(field));
    let words: Vec<&str> =
        fields.flat_map(|field| field.as_text().into_iter().chain(field.items().filter_map(Node::as_text))).collect();
    let runs = |known: &[&str]| words.iter().any(|word| known.iter().any(|known| word.contains(known)));
    runs(TOOLS) && !runs(STARTS)
}

/// A text, or the parts that Helm charts have.
fn image_of(node: &Node) -> Option<String> {
    if let Some(text) = node.as_text() {
        return Some(text.to_owned());
    }
    let part = |name: &str| node.get(name).and_then(Node::as_text);
    Some(format!("{}:{}", part("repository")?, part("tag").unwrap_or("latest")))
}

/// `NAME: value`, `- NAME=value` and `- {name: NAME, value: value}`.
fn variables(page: &Page, node: &Node) -> Vec<Setting> {
    match &node.kind {
        Kind::Map(entries) => {
            let value = |value: &Node| value.as_map().is_some();
            let settings = entries.iter().map(|(key, node)| {
                let setting = page.setting(key.text.clone(), key, node);
                // Without a value, it is that of the shell.
                let hidden = setting.value == Given::Null || value(node);
                Setting { value: if hidden { Given::Unknown } else { setting.value }, ..setting }
            });
            settings.collect()
        }
        Kind::List(items) => {
            items.iter().filter_map(|item| assignment(page, item).or_else(|| named(page, item))).collect()
        }
        Kind::Scalar { .. } => Vec::new(),
    }
}

fn assignment(page: &Page, item: &Node) -> Option<Setting> {
    let text = item.as_text()?;
    let whole = page.at(&item.source);
    let inside = whole.start + usize::from(item.is_quoted());
    let Some((name, value)) = text.split_once('=') else {
        return Some(Setting { key: text.to_owned(), key_at: whole.clone(), value: Given::Unknown, value_at: whole });
    };
    let key_at = inside..inside + name.len();
    let end = whole.end - usize::from(item.is_quoted());
    Some(Setting {
        key: name.to_owned(),
        value: Given::of_text(value),
        value_at: (key_at.end + 1).min(end)..end,
        key_at,
    })
}

fn named(page: &Page, item: &Node) -> Option<Setting> {
    let (key, name) = item.entry("name")?;
    let key_at = page.at(&name.source);
    let setting = item.entry("value").map(|(written, value)| page.setting("", written, value));
    let (value, value_at) = setting.map_or((Given::Unknown, page.at(&key.source)), |set| (set.value, set.value_at));
    Some(Setting { key: name.as_text()?.to_owned(), key_at, value, value_at })
}

impl Container {
    fn configs(&self) -> Vec<Config> {
        self.server().into_iter().chain(self.spring()).collect()
    }

    /// The broker, worker or registry whose image it is.
    fn server(&self) -> Option<Config> {
        if self.is_tool {
            return None;
        }
        let named = self.image.as_deref().map(Named::parse);
        let image = images::of(named.as_ref(), |variable| self.variables.iter().any(|set| set.key == variable))?;
        let settings =
            self.variables.iter().filter_map(|set| Some(Setting { key: image.key(&set.key)?, ..set.clone() }));
        let settings: Vec<Setting> = settings.collect();
        if settings.is_empty() {
            return None;
        }
        let config = Config {
            version: named.as_ref().and_then(|named| image.kafka(named)),
            name: self.name.clone(),
            open: self.open.or(image.open),
            settings,
            ..Config::new(image.role, self.head.clone())
        };
        // Of an image that nobody knows, a tag says nothing.
        let latest = named.as_ref().is_some_and(|named| image.is_called(named) && named.is_latest());
        let latest = latest && config.version.is_none();
        let until = config.last_with_zookeeper().filter(|_| !latest);
        let bare = named.as_ref().is_some_and(|named| image.is_called(named)) && image.brings_nothing();
        let whole = bare && self.is_plain && config.open.is_none();
        let cluster = (self.is_one && config.role == Role::Broker).then(|| cluster_of(&config)).flatten();
        Some(Config { until, latest, cluster, whole, ..config })
    }

    /// What Spring Boot reads from the environment.
    fn spring(&self) -> Vec<Config> {
        spring_of(&self.variables)
    }
}

/// What the brokers of a cluster have in common: where they find its controllers or its `ZooKeeper`. An address of the
/// container itself is another one in each.
fn cluster_of(config: &Config) -> Option<String> {
    let found = ["controller.quorum.voters", "controller.quorum.bootstrap.servers", "zookeeper.connect"]
        .iter()
        .find_map(|key| config.get(key)?.value.text());
    let own = |found: &&str| !["localhost", "127.0.0.1", "0.0.0.0", "[::1]"].iter().any(|host| found.contains(host));
    found.filter(own).map(|found| found.split_whitespace().collect())
}

/// The configs of Spring Boot in variables of these names.
pub(super) fn spring_of(variables: &[Setting]) -> Vec<Config> {
    let (mut settings, mut unread) = (Vec::new(), Vec::new());
    for set in variables {
        let Some(name) = Name::of_variable(&set.key).or_else(|| Name::of_key(&set.key)) else { continue };
        match spring_choice::missed(&name, set) {
            Some(missed) => unread.push((name, missed)),
            None => settings.push((name, set.clone())),
        }
    }
    let profile = variables.iter().find(|set| set.key == "SPRING_PROFILES_ACTIVE");
    let profile = profile.and_then(|set| set.value.text()).map(str::to_owned);
    let open = Some(spring::VARIABLES);
    spring::configs(&[Document { settings, unread, profile, open }])
}

/// The broker, worker or registry that these variables are for, where they show it without an image.
pub(super) fn server_of(variables: Vec<Setting>, open: &'static str) -> Option<Config> {
    let first = variables.iter().find(|set| images::of(None, |variable| set.key == variable).is_some());
    let head = first.or(variables.first()).map_or(0..0, super::span);
    let container = Container {
        image: None,
        name: None,
        head,
        variables,
        open: Some(open),
        is_tool: false,
        is_one: false,
        is_plain: false,
    };
    container.server().filter(|config| config.role != Role::Client)
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    fn read(text: &str) -> Vec<Config> {
        let file = File { path: "compose.yaml", text };
        configs(&file, &pages(&file).pages)
    }

    fn rows<'a>(config: &'a Config, text: &'a str) -> Vec<(&'a str, &'a str, &'a str)> {
        let row = |set: &'a Setting| (set.key.as_str(), &text[set.key_at.clone()], &text[set.value_at.clone()]);
        config.settings.iter().map(row).collect()
    }

    #[test]
    fn compose_has_maps_and_lists() {
        let text = "services:\n  kafka:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_HEAP_OPTS: -Xmx1g\n      KAFKA_NUM_PARTITIONS: ${P:-3}\n  connect:\n    image: confluentinc/cp-kafka-connect:7.9.0\n    env_file: x.env\n    environment:\n      - CONNECT_GROUP_ID=g\n      - \"CONNECT_REST_PORT=8083\"\n      - CONNECT_PLUGIN_PATH\n";
        let [broker, worker] = &read(text)[..] else { panic!("two") };
        assert_eq!((broker.role, broker.version.as_deref(), broker.open), (Role::Broker, Some("4.1.0"), None));
        assert_eq!(broker.name, Some(Given::Text("kafka".to_owned())));
        assert_eq!(&text[broker.head.clone()], "image: apache/kafka:4.1.0");
        let expected = [("node.id", "KAFKA_NODE_ID", "1"), ("num.partitions", "KAFKA_NUM_PARTITIONS", "${P:-3}")];
        assert_eq!(rows(broker, text), expected);
        assert_eq!(broker.settings[1].value, Given::Unknown);
        assert_eq!((worker.version.as_deref(), worker.open), (Some("3.9"), Some(ENV_FILE)));
        let expected = [
            ("group.id", "CONNECT_GROUP_ID", "g"),
            ("rest.port", "CONNECT_REST_PORT", "8083"),
            ("plugin.path", "CONNECT_PLUGIN_PATH", "CONNECT_PLUGIN_PATH"),
        ];
        assert_eq!(rows(worker, text), expected);
    }

    #[test]
    fn a_mounted_file_may_have_more() {
        let text = "services: {k: {image: apache/kafka:4.1.0, volumes: ['./c:MOUNT'], environment: {KAFKA_NODE_ID: 1, KAFKA_PROCESS_ROLES: broker}}}";
        assert_eq!(read(&text.replace("MOUNT", "/mnt/shared/config"))[0].open, Some(MOUNTED));
        assert_eq!(read(&text.replace("MOUNT", "/var/lib/kafka/data"))[0].open, None);
        let long = text.replace("'./c:MOUNT'", "{type: bind, source: ./c, target: /mnt/shared/config}");
        assert_eq!(read(&long)[0].open, Some(MOUNTED));
    }

    #[test]
    fn kubernetes_has_names_and_values() {
        let text = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n        image: my/app:1\n        env:\n        - name: SPRING_KAFKA_CONSUMER_GROUP_ID\n          value: g\n        - name: SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG\n          valueFrom: {secretKeyRef: {name: s, key: k}}\n";
        let [consumer] = &read(text)[..] else { panic!("one") };
        assert_eq!(
            (consumer.client, consumer.role, consumer.open),
            (Some("spring"), Role::Consumer, Some(spring::VARIABLES))
        );
        assert_eq!(rows(consumer, text)[0], ("spring.kafka.consumer.group-id", "SPRING_KAFKA_CONSUMER_GROUP_ID", "g"));
        assert_eq!(consumer.settings[1].value, Given::Unknown);
    }

    #[test]
    fn a_hidden_tag_with_zookeeper_is_none_without() {
        let text =
            "services: {k: {image: 'confluentinc/cp-kafka:${V}', environment: {KAFKA_ZOOKEEPER_CONNECT: 'z:2181'}}}";
        assert_eq!(read(text)[0].until, Some("3.9"));
        let latest = text.replace("${V}", "latest");
        assert_eq!((read(&latest)[0].until, read(&latest)[0].latest), (None, true));
        let own =
            text.replace("confluentinc/cp-kafka:${V}", "mine").replace("}}}", ", KAFKA_ADVERTISED_LISTENERS: a}}}");
        assert_eq!(read(&own)[0].until, Some("3.9"), "nobody knows what is in it");
    }

    #[test]
    fn a_container_that_runs_a_tool_is_no_broker() {
        let text =
            "services: {k: {image: confluentinc/cp-kafka, command: CMD, environment: {KAFKA_BROKER_ID: ignored}}}";
        for (command, brokers) in [
            ("'bash -c \"cub kafka-ready -b k:9092 1 20 && kafka-topics --create --topic t\"'", 0),
            ("[bash, -c, 'kafka-topics --create --topic t']", 0),
            ("'bash -c \"/etc/confluent/docker/run & sleep 9; kafka-topics --create --topic t\"'", 1),
            ("sh -c 'sleep 5 && ./mine'", 1),
        ] {
            assert_eq!(read(&text.replace("CMD", command)).len(), brokers, "{command}");
        }
    }

    #[test]
    fn containers_of_others_are_nothing() {
        let text =
            "services: {db: {image: postgres, environment: {POSTGRES_DB: kafka, KAFKA_BOOTSTRAP_SERVERS: 'k:9092'}}}";
        assert!(read(text).is_empty());
    }
}
