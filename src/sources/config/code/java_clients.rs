//! Kafka clients of Java: maps of settings that are handed to a client, or that are named by its constants.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tree_sitter::Node;

use super::super::{Config, File, Given, Named, Reading, Role, Setting};
use super::java::{BRANCHES, Java};
use super::java_keys;
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, PASSED_ON, Table};
use super::tree::{Code, conditional, field, is_field, parse, parts};

const SPRING: &str = "Spring sets some of what is not written";

/// How many names and calls settings are followed through.
const FURTHEST: usize = 8;

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

const MAPS: &[&str] = &["Properties", "HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap", "Hashtable"];

/// Methods of maps that change nothing.
const READING: &[&str] = &[
    "get",
    "getProperty",
    "getOrDefault",
    "containsKey",
    "keySet",
    "entrySet",
    "values",
    "stringPropertyNames",
    "isEmpty",
    "size",
    "toString",
    "equals",
];

/// Calls that only show what they are given.
const SHOWING: &[&str] =
    &["println", "printf", "info", "debug", "warn", "error", "trace", "format", "create", "putAll"];

/// The configs in a Java file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !file.text.contains("org.apache.kafka") {
        return None;
    }
    let tree = parse(file.text, &tree_sitter_java::LANGUAGE.into())?;
    let code = Code::new(file.text, &tree);
    let java = Java::new(&code);
    let clients = Clients { java: &java, seen: RefCell::default() };
    let mut configs: Vec<Config> = code.nodes.iter().filter_map(|node| clients.made(*node)).collect();
    configs.extend(code.all("variable_declarator").filter_map(|declarator| clients.alone(declarator)));
    clients.topics(&mut configs);
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

struct Clients<'j, 'c, 't> {
    java: &'j Java<'c, 't>,
    /// The maps that went to a client: where their values begin.
    seen: RefCell<BTreeSet<usize>>,
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
        let table = self.table(settings, node.start_byte(), 0);
        let open = table.open.or(why);
        let config = Config { client: Some("java"), open, settings: table.settings, ..Config::new(role, head) };
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
        for other in self.java.names.uses(self.java.code, name, binding, self.java.code.text.len()) {
            let call = other.parent().filter(|call| call.kind() == "method_invocation");
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
        let head = declarator.parent().unwrap_or(declarator).start_byte()..name.end_byte();
        let open = table.open.or(Some(PASSED_ON));
        let config = Config { client: Some("java"), open, settings: table.settings, ..Config::new(role, head) };
        (!config.settings.is_empty()).then_some(config)
    }

    fn is_map(&self, value: Node<'t>) -> bool {
        value.kind() == "object_creation_expression" && MAPS.contains(&self.java.made(value))
    }

    /// The settings that stand at `node`, as the code at byte `at` finds them.
    fn table(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        match node.kind() {
            _ if depth > FURTHEST => Table::open(FROM_ELSEWHERE),
            "identifier" | "field_access" => self.variable(node, at, depth),
            "parenthesized_expression" | "cast_expression" => {
                let inner = field(node, "value").or_else(|| node.named_child(0));
                inner.map_or_else(|| Table::open(FROM_ELSEWHERE), |inner| self.table(inner, at, depth + 1))
            }
            "object_creation_expression" if self.is_map(node) || self.java.made(node) == "StreamsConfig" => {
                self.created(node, at, depth)
            }
            "method_invocation" => self.call(node, depth),
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    /// `new HashMap<>(other)`, and `new Properties() {{ put(...); }}`.
    fn created(&self, creation: Node<'t>, at: usize, depth: usize) -> Table {
        let mut table = Table::default();
        for argument in field(creation, "arguments").map(parts).unwrap_or_default() {
            if !argument.kind().ends_with("_literal") {
                table.merge(self.table(argument, at, depth + 1));
            }
        }
        let body = parts(creation).into_iter().find(|part| part.kind() == "class_body");
        let calls = body.into_iter().flat_map(|body| self.java.code.within(body.byte_range()));
        for call in calls.filter(|call| call.kind() == "method_invocation" && field(*call, "object").is_none()) {
            self.method(call, call.start_byte(), depth, &mut table);
        }
        table
    }

    /// `Map.of("acks", "all")`, and methods of this file that return settings.
    fn call(&self, call: Node<'t>, depth: usize) -> Table {
        let text = |part| field(call, part).map(|part| self.java.code.of(part)).unwrap_or_default();
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        match (text("object"), text("name")) {
            ("Map" | "ImmutableMap", "of") => {
                let mut table = Table::default();
                for pair in arguments.chunks(2) {
                    if let [key, value] = *pair {
                        self.add(key, value, &mut table);
                    }
                }
                table
            }
            ("Map", "ofEntries") => {
                let mut table = Table::default();
                for entry in arguments {
                    match field(entry, "arguments").map(parts).as_deref() {
                        Some([key, value]) => self.add(*key, *value, &mut table),
                        _ => table.open = Some(FROM_ELSEWHERE),
                    }
                }
                table
            }
            ("" | "this", name) if arguments.is_empty() => {
                let method = self.java.names.value(&format!("{name}()"), call.start_byte());
                method.map_or_else(|| Table::open(FROM_ELSEWHERE), |method| self.returned(method, depth))
            }
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    fn returned(&self, method: Node<'t>, depth: usize) -> Table {
        let inside = self.java.code.within(method.byte_range());
        let returns: Vec<Node> = inside.filter(|node| node.kind() == "return_statement").collect();
        let value = match returns[..] {
            [only] => only.named_child(0),
            _ => None,
        };
        value.map_or_else(|| Table::open(FROM_ELSEWHERE), |value| self.table(value, value.start_byte(), depth + 1))
    }

    fn variable(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let Some((binding, value)) = self.java.binding(node).and_then(|binding| Some((binding, binding.value?))) else {
            return Table::open(FROM_ELSEWHERE);
        };
        self.seen.borrow_mut().insert(value.start_byte());
        let mut table = self.table(value, value.start_byte(), depth + 1);
        for other in self.java.names.uses(self.java.code, node, binding, at) {
            self.used(other, at, depth, &mut table);
        }
        table
    }

    fn used(&self, node: Node<'t>, at: usize, depth: usize, table: &mut Table) {
        let Some(around) = node.parent() else { return };
        match around.kind() {
            "method_invocation" if is_field(around, "object", node) => self.method(around, at, depth, table),
            "argument_list" => {
                let reads = around.parent().is_some_and(|call| match call.kind() {
                    "object_creation_expression" => {
                        let class = self.java.made(call);
                        MAPS.contains(&class) || CLIENTS.iter().any(|(known, ..)| *known == class)
                    }
                    _ => field(call, "name").is_some_and(|name| SHOWING.contains(&self.java.code.of(name))),
                });
                if !reads {
                    table.open = Some(PASSED_ON);
                }
            }
            "variable_declarator" if is_field(around, "name", node) => {}
            "return_statement" | "binary_expression" => {}
            _ => table.open = Some(PASSED_ON),
        }
    }

    /// What a method of the map does to it.
    fn method(&self, call: Node<'t>, at: usize, depth: usize, table: &mut Table) {
        let name = field(call, "name").map(|name| self.java.code.of(name)).unwrap_or_default();
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        let perhaps = conditional(call, at, BRANCHES);
        match (name, &arguments[..]) {
            ("put" | "setProperty" | "putIfAbsent", [key, value]) => {
                let mut one = Table::default();
                self.add(*key, *value, &mut one);
                table.open = table.open.or(one.open);
                for setting in one.settings {
                    let known = name == "putIfAbsent" && table.settings.iter().any(|own| own.key == setting.key);
                    match (known, perhaps) {
                        (true, _) => {}
                        (_, true) => table.put_perhaps(setting),
                        _ => table.put(setting),
                    }
                }
            }
            ("putAll", [other]) => {
                let other = self.table(*other, at, depth + 1);
                if perhaps {
                    table.open = table.open.or(other.open);
                    other.settings.into_iter().for_each(|setting| table.put_perhaps(setting));
                } else {
                    table.merge(other);
                }
            }
            ("remove", [key]) if !perhaps => match self.java.key(*key) {
                Some(key) => table.remove(&key),
                None => table.open = Some(KEY_UNKNOWN),
            },
            (name, _) if READING.contains(&name) => {}
            _ => table.open = Some(FROM_ELSEWHERE),
        }
    }

    fn add(&self, key: Node<'t>, value: Node<'t>, table: &mut Table) {
        match self.java.key(key) {
            Some(name) => table.add(Setting {
                key: name,
                key_at: key.byte_range(),
                value: self.java.value(value),
                value_at: value.byte_range(),
            }),
            None if self.java.class_of(key).is_some_and(java_keys::is_of_serdes) => {}
            None => table.open = Some(KEY_UNKNOWN),
        }
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
    use super::*;

    fn configs(imports: &str, body: &str) -> Vec<Config> {
        let text = format!("import org.apache.kafka.clients.producer.*;\n{imports}\nclass App {{\n{body}\n}}\n");
        read(&File { path: "App.java", text: &text }).map(|reading| reading.configs).unwrap_or_default()
    }

    fn settings(config: &Config) -> Vec<(&str, Given)> {
        config.settings.iter().map(|setting| (setting.key.as_str(), setting.value.clone())).collect()
    }

    fn text(text: &str) -> Given {
        Given::Text(text.to_owned())
    }

    fn number(text: &str) -> Given {
        Given::Number(text.to_owned())
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
                ("client.id", Given::Unknown),
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
