//! Kafka clients of Java: maps of settings that are handed to a client, or that are named by its constants.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use tree_sitter::Node;

use super::super::classify::{is_of_consumers_only, is_of_producers_only};
use super::super::{Config, File, Given, Named, Reading, Role, Setting};
use super::java::Java;
use super::java_keys;
use super::java_topics::MAKERS;
use super::table::PASSED_ON;
use super::tree::{Code, field, parse, parts};

const SPRING: &str = "Spring sets some of what is not written";

/// What takes settings: its class, whose they are, which argument they are, and why others may be added.
const CLIENTS: &[(&str, Role, usize, Option<&str>)] = &[
    ("KafkaProducer", Role::Producer, 0, None),
    ("KafkaConsumer", Role::Consumer, 0, None),
    ("KafkaShareConsumer", Role::ShareConsumer, 0, None),
    ("KafkaStreams", Role::Streams, 1, None),
    ("DefaultKafkaProducerFactory", Role::Producer, 0, Some(SPRING)),
    ("DefaultKafkaConsumerFactory", Role::Consumer, 0, Some(SPRING)),
    ("KafkaStreamsConfiguration", Role::Streams, 0, Some(SPRING)),
    ("KafkaAdmin", Role::Admin, 0, Some(SPRING)),
    ("StreamsConfig", Role::Streams, 0, Some(PASSED_ON)),
];

/// Whether a class with this name only reads the settings that it is given.
pub(super) fn is_client(class: &str) -> bool {
    CLIENTS.iter().any(|(known, ..)| *known == class)
}

/// What a file speaks of that makes a map of settings.
const MAPS: &[&str] = &["Properties", "Map"];
/// What it speaks of that names their keys, or takes them.
const TAKERS: &[&str] = &[
    "ProducerConfig",
    "ConsumerConfig",
    "StreamsConfig",
    "AdminClient",
    "Admin.create",
    "KafkaProducer",
    "KafkaConsumer",
    "KafkaShareConsumer",
    "KafkaStreams",
    "KafkaAdmin",
];

/// The configs in a Java file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    let has = |words: &[&str]| words.iter().any(|word| file.text.contains(word));
    let of_kafka = ["org.apache.kafka", "org.springframework.kafka"];
    if !has(&of_kafka) || !(has(MAKERS) || has(MAPS) && has(TAKERS)) {
        return None;
    }
    let tree = parse(file.text, &tree_sitter_java::LANGUAGE.into())?;
    let code = Code::new(file.text, &tree);
    let java = Java::new(&code);
    let clients = Clients { java: &java, seen: RefCell::default(), shared: RefCell::default() };
    let mut configs: Vec<Config> = code.nodes.iter().filter_map(|node| clients.made(*node)).collect();
    configs.extend(code.all("variable_declarator").filter_map(|declarator| clients.alone(declarator)));
    clients.topics(&mut configs);
    configs.extend(code.nodes.iter().filter_map(|node| clients.made_topic(*node)));
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

pub(super) struct Clients<'j, 'c, 't> {
    pub java: &'j Java<'c, 't>,
    /// The maps that went to a client: where their values begin.
    pub seen: RefCell<BTreeSet<usize>>,
    /// Where keys stand that a method gives whoever calls it, which is done more than once.
    pub shared: RefCell<BTreeSet<usize>>,
}

impl<'t> Clients<'_, '_, 't> {
    fn made(&self, node: Node<'t>) -> Option<Config> {
        let arguments = || field(node, "arguments").map(parts);
        let (role, settings, why, head) = match node.kind() {
            "object_creation_expression" => {
                let class = self.java.made(node);
                let (_, role, place, why) = CLIENTS.iter().find(|(known, ..)| *known == class)?;
                let head = node.start_byte()..field(node, "type")?.end_byte();
                (*role, *arguments()?.get(*place)?, *why, head)
            }
            "method_invocation" => {
                let class = self.java.code.of(field(node, "object")?);
                let creates = matches!(class, "AdminClient" | "Admin" | "KafkaAdminClient")
                    && self.java.code.of(field(node, "name")?) == "create";
                let head = node.start_byte()..field(node, "name")?.end_byte();
                (Role::Admin, *arguments().filter(|_| creates)?.first()?, None, head)
            }
            _ => return None,
        };
        let mut table = self.table(settings, node.start_byte(), 0);
        // What a method gives to several clients has keys for each of them.
        let foreign = |key: &str| match role {
            Role::Producer => is_of_consumers_only(key),
            Role::Consumer => is_of_producers_only(key),
            _ => false,
        };
        table.settings.retain(|set| !foreign(&set.key) || !self.shared.borrow().contains(&set.key_at.start));
        let open = table.open.or(why);
        self.config(role, open, table.settings, head)
    }

    fn config(
        &self,
        role: Role,
        open: Option<&'static str>,
        settings: Vec<Setting>,
        head: Range<usize>,
    ) -> Option<Config> {
        let class = |set: &Setting| Some((set.value_at.start, self.java.class_at(set.value_at.clone())?));
        let classes = settings.iter().filter_map(class).collect();
        let config = Config { client: Some("java"), open, settings, classes, ..Config::new(role, head) };
        (!config.settings.is_empty()).then_some(config)
    }

    /// A map that goes to no client here, and has the constants of one as its keys.
    fn alone(&self, declarator: Node<'t>) -> Option<Config> {
        let (name, value) = (field(declarator, "name")?, field(declarator, "value")?);
        if self.seen.borrow().contains(&value.start_byte()) || !self.is_map(value) {
            return None;
        }
        let binding = self.java.binding(name)?;
        let mut roles = BTreeSet::new();
        for other in self.java.names.uses(self.java.code, name, binding, self.java.code.text.len())? {
            let call = self.java.code.around(other).filter(|call| call.kind() == "method_invocation");
            let key = call.and_then(|call| field(call, "arguments")?.named_child(0));
            roles.extend(key.and_then(|key| java_keys::role(self.java.class_of(key)?)));
        }
        let role = match roles.iter().collect::<Vec<_>>()[..] {
            [] => return None,
            [only] => *only,
            _ if roles.contains(&Role::Streams) => Role::Streams,
            _ => Role::Client,
        };
        let table = self.variable(name, binding.scope.end.saturating_sub(1), 0);
        let head = self.java.code.around(declarator).unwrap_or(declarator).start_byte()..name.end_byte();
        let open = table.open.or(Some(PASSED_ON));
        self.config(role, open, table.settings, head)
    }

    /// The topics, where it is plain which client they are for.
    fn topics(&self, configs: &mut [Config]) {
        let named = |node: Node<'t>| match self.java.value(node) {
            Given::Text(text) => {
                text.split(',').map(|name| Named { name: name.to_owned(), at: node.byte_range() }).collect()
            }
            _ => Vec::new(),
        };
        let first = |call: Node<'t>| field(call, "arguments").and_then(|arguments| arguments.named_child(0));
        let nodes = || self.java.code.nodes.iter().copied();
        for (role, kind, called) in [
            (Role::Producer, "object_creation_expression", "ProducerRecord"),
            (Role::Consumer, "method_invocation", "subscribe"),
        ] {
            let mut own: Vec<&mut Config> = configs.iter_mut().filter(|config| config.role == role).collect();
            let [only] = &mut own[..] else { continue };
            let is = |node: &Node<'t>| {
                let name = field(*node, "name").map(|name| self.java.code.of(name));
                node.kind() == kind && name.unwrap_or_else(|| self.java.made(*node)) == called
            };
            let list = if role == Role::Producer { &mut only.writes } else { &mut only.reads };
            for topic in nodes().filter(is).filter_map(first).flat_map(named) {
                if !list.iter().any(|known| known.name == topic.name) {
                    list.push(topic);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::said::{number, settings, text};
    use super::*;

    fn configs(imports: &str, body: &str) -> Vec<Config> {
        let text = format!("import org.apache.kafka.clients.producer.*;\n{imports}\nclass App {{\n{body}\n}}\n");
        read(&File { path: "App.java", text: &text }).map(|reading| reading.configs).unwrap_or_default()
    }

    #[test]
    fn properties_are_read_with_their_constants() {
        let body = "static final String TOPIC = \"orders\";\nvoid run(String host) {\n  Properties p = new Properties();\n  p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, host);\n  p.put(\"acks\", \"all\");\n  p.setProperty(ProducerConfig.LINGER_MS_CONFIG, \"5\");\n  p.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);\n  p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Duration.ofMinutes(2).toMillis());\n  p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);\n  if (debug) {\n    p.put(\"client.id\", \"debug\");\n  }\n  KafkaProducer<String, String> producer = new KafkaProducer<>(p);\n  producer.send(new ProducerRecord<>(TOPIC, \"x\"));\n}";
        let [config] = &configs("import org.apache.kafka.common.serialization.StringSerializer;", body)[..] else {
            panic!("one")
        };
        assert_eq!((config.role, config.client, config.open), (Role::Producer, Some("java"), None));
        assert_eq!(
            settings(config),
            [
                ("bootstrap.servers", Given::Unknown),
                ("acks", text("all")),
                ("linger.ms", text("5")),
                ("batch.size", number("65536")),
                ("delivery.timeout.ms", number("120000")),
                ("key.serializer", text("org.apache.kafka.common.serialization.StringSerializer")),
                ("client.id", Given::Perhaps),
            ]
        );
        assert_eq!(config.writes[0].name, "orders");
    }

    #[test]
    fn maps_go_through_methods_to_factories() {
        let body = "@Bean\npublic Map<String, Object> configs() {\n  Map<String, Object> props = new HashMap<>();\n  props.put(ConsumerConfig.GROUP_ID_CONFIG, \"g\");\n  return props;\n}\n@Bean\npublic ConsumerFactory<String, String> factory() {\n  return new DefaultKafkaConsumerFactory<>(configs());\n}";
        let [config] = &configs("", body)[..] else { panic!("one") };
        assert_eq!((config.role, config.open), (Role::Consumer, Some(SPRING)));
        assert_eq!(settings(config), [("group.id", text("g"))]);
    }

    #[test]
    fn what_a_method_gives_to_several_is_of_each() {
        let body = "Properties common() {\n  Properties p = new Properties();\n  p.put(\"acks\", \"all\");\n  p.put(\"group.id\", \"g\");\n  p.put(\"client.id\", \"c\");\n  return p;\n}\nvoid run() {\n  new KafkaProducer<>(common());\n  AGAIN\n}";
        let of = |again: &str| {
            let all = configs("", &body.replace("AGAIN", again));
            all[0].settings.iter().map(|setting| setting.key.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of("new Mine(common());"), ["acks", "client.id"]);
        assert_eq!(of(""), ["acks", "group.id", "client.id"], "it is for this one alone");
    }

    #[test]
    fn static_imports_tell_the_class_of_a_constant() {
        let imports = "import static org.apache.kafka.clients.admin.AdminClientConfig.RETRY_BACKOFF_MS_CONFIG;\nimport static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;\nimport static org.apache.kafka.connect.runtime.distributed.DistributedConfig.CONFIG_TOPIC_CONFIG;";
        let body = |constant: &str| {
            format!("Properties p() {{\n  var p = new Properties();\n  p.put({constant}, \"a\");\n  return p;\n}}")
        };
        let [config] = &configs(imports, &body("GROUP_ID_CONFIG"))[..] else { panic!("one") };
        assert_eq!((config.role, settings(config)), (Role::Consumer, vec![("group.id", text("a"))]));
        assert!(configs(imports, &body("CONFIG_TOPIC_CONFIG")).is_empty(), "a worker's");
    }

    #[test]
    fn constants_tell_whose_a_map_is() {
        let body = "Properties p() {\n  var p = new Properties();\n  p.put(StreamsConfig.APPLICATION_ID_CONFIG, \"a\");\n  p.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), \"all\");\n  return p;\n}";
        let [config] = &configs("", body)[..] else { panic!("one") };
        assert_eq!((config.role, config.open.is_some()), (Role::Streams, true));
        assert_eq!(settings(config), [("application.id", text("a")), ("producer.acks", text("all"))]);
    }

    #[test]
    fn what_cannot_be_seen_leaves_it_open() {
        let open = |body: &str| {
            let all = configs(
                "",
                &format!("@Value(\"x\") String acks = \"all\";\nvoid f(Map<String, Object> m) {{ {body} }}"),
            );
            all.first().map(|config| {
                (config.settings.clone().into_iter().map(|s| s.value).collect::<Vec<_>>(), config.open.is_some())
            })
        };
        assert_eq!(open("new KafkaProducer<>(Map.of(\"acks\", \"all\"));"), Some((vec![text("all")], false)));
        assert_eq!(open("new KafkaProducer<>(Map.of(\"acks\", acks));"), Some((vec![Given::Unknown], false)));
        assert_eq!(
            open("var p = new HashMap<String, Object>(m); p.put(\"acks\", 1); new KafkaProducer<>(p);"),
            Some((vec![number("1")], true))
        );
        assert_eq!(
            open("var p = new Properties(); p.put(\"acks\", 1); fill(p); new KafkaProducer<>(p);"),
            Some((vec![number("1")], true))
        );
        assert_eq!(
            open("var p = new Properties(); p.load(in); p.put(\"acks\", 1); new KafkaProducer<>(p);"),
            Some((vec![number("1")], true))
        );
        assert_eq!(open("new KafkaProducer<>(m);"), None);
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in [
            "new KafkaProducer<>(".repeat(5000),
            "{".repeat(20_000),
            "\"".to_owned(),
            "Properties p = p; { new KafkaProducer<>(p); }".to_owned(),
        ] {
            configs("", &body);
        }
        assert!(read(&File { path: "A.java", text: "class A {}" }).is_none());
    }
}
