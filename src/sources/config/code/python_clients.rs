//! Kafka clients of Python: confluent-kafka, aiokafka, kafka-python.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::super::{Config, File, Given, Named, Reading, Role};
use super::python::Python;
use super::tree::{Code, field, is_field, parse, parts};

/// How a constructor takes its settings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As one dict.
    Dict,
    /// As keyword arguments, the topics before them.
    Keywords,
}

/// A class of a package.
struct Client {
    package: &'static str,
    class: &'static str,
    id: &'static str,
    role: Role,
    form: Form,
}

const fn client(package: &'static str, class: &'static str, id: &'static str, role: Role, form: Form) -> Client {
    Client { package, class, id, role, form }
}

const CONFLUENT: &str = "confluent-kafka-python";

const CLIENTS: &[Client] = &[
    client("confluent_kafka", "Producer", CONFLUENT, Role::Producer, Form::Dict),
    client("confluent_kafka", "SerializingProducer", CONFLUENT, Role::Producer, Form::Dict),
    client("confluent_kafka", "AvroProducer", CONFLUENT, Role::Producer, Form::Dict),
    client("confluent_kafka", "AIOProducer", CONFLUENT, Role::Producer, Form::Dict),
    client("confluent_kafka", "Consumer", CONFLUENT, Role::Consumer, Form::Dict),
    client("confluent_kafka", "DeserializingConsumer", CONFLUENT, Role::Consumer, Form::Dict),
    client("confluent_kafka", "AvroConsumer", CONFLUENT, Role::Consumer, Form::Dict),
    client("confluent_kafka", "AIOConsumer", CONFLUENT, Role::Consumer, Form::Dict),
    client("confluent_kafka", "AdminClient", CONFLUENT, Role::Admin, Form::Dict),
    client("aiokafka", "AIOKafkaProducer", "aiokafka", Role::Producer, Form::Keywords),
    client("aiokafka", "AIOKafkaConsumer", "aiokafka", Role::Consumer, Form::Keywords),
    client("aiokafka", "AIOKafkaAdminClient", "aiokafka", Role::Admin, Form::Keywords),
    client("kafka", "KafkaProducer", "kafka-python", Role::Producer, Form::Keywords),
    client("kafka", "KafkaConsumer", "kafka-python", Role::Consumer, Form::Keywords),
    client("kafka", "KafkaAdminClient", "kafka-python", Role::Admin, Form::Keywords),
];

/// What the binding takes out of the dict before librdkafka sees it.
const OF_THE_BINDING: &[&str] = &[
    "on_delivery",
    "on_commit",
    "error_cb",
    "throttle_cb",
    "stats_cb",
    "oauth_cb",
    "logger",
    "default.topic.config",
    "default_topic_config",
    "default_key_schema",
    "default_value_schema",
    "schema_registry",
];

/// What the classes take that turn records into bytes by themselves. To the others it is a key of Java's.
const OF_CLASSES: &[(&str, &[&str])] = &[
    ("SerializingProducer", &["key.serializer", "value.serializer"]),
    ("DeserializingConsumer", &["key.deserializer", "value.deserializer"]),
];

/// Whether a client goes by that name.
pub(super) fn is_client(class: &str) -> bool {
    CLIENTS.iter().any(|client| client.class == class)
}

/// The configs in a Python file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    let has_package = CLIENTS.iter().any(|client| file.text.contains(client.package));
    if !has_package || !CLIENTS.iter().any(|client| file.text.contains(client.class)) {
        return None;
    }
    let tree = parse(file.text, &tree_sitter_python::LANGUAGE.into())?;
    let code = Code::new(file.text, &tree);
    let imports = imports(&code);
    let python = Python::new(&code);
    let configs: Vec<Config> = code.all("call").filter_map(|call| config(&python, &imports, call)).collect();
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// What the names of imports stand for: `Producer` for `confluent_kafka.Producer`.
fn imports<'t>(code: &Code<'t>) -> BTreeMap<&'t str, String> {
    let mut imports = BTreeMap::new();
    for statement in &code.nodes {
        let from = match statement.kind() {
            "import_from_statement" => field(*statement, "module_name").map(|module| code.of(module)),
            "import_statement" => None,
            _ => continue,
        };
        let mut cursor = statement.walk();
        for name in statement.children_by_field_name("name", &mut cursor) {
            let (full, local) = match (name.kind(), field(name, "name"), field(name, "alias")) {
                ("aliased_import", Some(name), Some(alias)) => (code.of(name), code.of(alias)),
                _ => (code.of(name), code.of(name)),
            };
            match from {
                Some(module) => imports.insert(local, format!("{module}.{full}")),
                // `import a.b` brings the name `a`.
                None if full == local => {
                    let root = full.split('.').next().unwrap_or(full);
                    imports.insert(root, root.to_owned())
                }
                None => imports.insert(local, full.to_owned()),
            };
        }
    }
    imports
}

fn config<'t>(python: &Python<'_, 't>, imports: &BTreeMap<&str, String>, call: Node<'t>) -> Option<Config> {
    let function = field(call, "function")?;
    let written = python.code.of(function);
    let (root, rest) = written.split_once('.').unwrap_or((written, ""));
    let full = format!("{}.{rest}", imports.get(root)?);
    let full = full.trim_end_matches('.');
    let (module, class) = full.rsplit_once('.')?;
    let package = module.split('.').next()?;
    let client = CLIENTS.iter().find(|client| client.package == package && client.class == class)?;

    let arguments = field(call, "arguments").map(parts)?;
    let mut reads = Vec::new();
    let mut given = arguments;
    match client.form {
        Form::Keywords => given.retain(|argument| {
            let keyword = matches!(argument.kind(), "keyword_argument" | "dictionary_splat" | "list_splat");
            if !keyword {
                reads.extend(names(python, *argument));
            }
            keyword
        }),
        // What follows the dict, and what has a name, is for the class itself: `logger`, `max_workers`.
        Form::Dict => {
            let mut first = true;
            given.retain(|argument| match argument.kind() {
                "keyword_argument" => false,
                "dictionary_splat" => true,
                _ => std::mem::take(&mut first),
            });
        }
    }
    let mut table = python.arguments(&given, call.start_byte(), 0);
    if client.form == Form::Dict {
        table.settings.retain(|setting| !is_of_binding(class, &setting.key));
    }
    let mut config = Config {
        client: Some(client.id),
        open: table.open,
        settings: table.settings,
        ..Config::new(client.role, function.byte_range())
    };
    if client.role == Role::Consumer {
        config.reads = reads;
    }
    topics(python, call, &mut config);
    (!config.settings.is_empty() || !config.reads.is_empty() || !config.writes.is_empty()).then_some(config)
}

fn is_of_binding(class: &str, key: &str) -> bool {
    let own = OF_CLASSES.iter().any(|(known, keys)| *known == class && keys.contains(&key));
    own || OF_THE_BINDING.contains(&key) || key.starts_with("schema.registry.")
}

/// The topics that a text, or a list of texts, names.
fn names<'t>(python: &Python<'_, 't>, node: Node<'t>) -> Vec<Named> {
    if matches!(node.kind(), "list" | "tuple" | "set") {
        return parts(node).into_iter().flat_map(|item| names(python, item)).collect();
    }
    match python.value(node) {
        Given::Text(name) => {
            name.split(',').map(|name| Named { name: name.to_owned(), at: node.byte_range() }).collect()
        }
        _ => Vec::new(),
    }
}

/// The topics that the code uses the client with, where it keeps the client under a name.
fn topics<'t>(python: &Python<'_, 't>, call: Node<'t>, config: &mut Config) {
    let code = python.code;
    let Some(kept) = kept(code, call) else { return };
    let name = code.of(kept);
    let Some(binding) = python.names.find(name, call.start_byte()) else { return };
    for object in code.alike(kept).filter(|object| binding.scope.contains(&object.start_byte())) {
        let part = |node, kind, field| {
            code.around(node).filter(|around| around.kind() == kind && is_field(*around, field, node))
        };
        let called = part(object, "attribute", "object").and_then(|attribute| part(attribute, "call", "function"));
        let Some(called) = called else { continue };
        let arguments = field(called, "arguments").map(parts).unwrap_or_default();
        let keyword = |wanted: &str| {
            let is = |argument: &&Node| field(**argument, "name").is_some_and(|name| python.code.of(name) == wanted);
            arguments.iter().find(is).and_then(|argument| field(*argument, "value"))
        };
        let first = arguments.first().filter(|argument| argument.kind() != "keyword_argument").copied();
        let (role, topics) = match python.called(called) {
            "produce" | "send" | "send_and_wait" => (Role::Producer, first.or_else(|| keyword("topic"))),
            "subscribe" => (Role::Consumer, first.or_else(|| keyword("topics"))),
            _ => continue,
        };
        let Some(topics) = topics.filter(|_| role == config.role) else { continue };
        let list = if role == Role::Producer { &mut config.writes } else { &mut config.reads };
        for named in names(python, topics) {
            if !list.iter().any(|known| known.name == named.name) {
                list.push(named);
            }
        }
    }
}

/// The name that the result of a call is kept under.
fn kept<'t>(code: &Code<'t>, call: Node<'t>) -> Option<Node<'t>> {
    let around = code.around(call)?;
    match around.kind() {
        "assignment" if is_field(around, "right", call) => {
            field(around, "left").filter(|left| matches!(left.kind(), "identifier" | "attribute"))
        }
        "as_pattern" => field(around, "alias").and_then(|alias| parts(alias).first().copied()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::said::{number, settings, text};
    use super::*;

    fn configs(text: &str) -> Vec<Config> {
        read(&File { path: "app.py", text }).map(|reading| reading.configs).unwrap_or_default()
    }

    #[test]
    fn a_dict_is_read_with_its_places() {
        let code = "from confluent_kafka import Producer\n\nACKS = 'all'\nproducer = Producer({\n    'acks': ACKS,  # safe\n    \"linger.ms\": 10 * 2,\n    'sasl.password': os.environ['P'],\n    'client.id': f'a-{host}',\n    'enable.idempotence': True,\n}, logger=log)\nproducer.produce('orders', b'x')\nproducer.produce(topic='orders.dlq')\n";
        let [config] = &configs(code)[..] else { panic!("one") };
        assert_eq!((config.role, config.client, config.open), (Role::Producer, Some(CONFLUENT), None));
        assert_eq!(
            settings(config),
            [
                ("acks", text("all")),
                ("linger.ms", number("20")),
                ("sasl.password", Given::Unknown),
                ("client.id", Given::Unknown),
                ("enable.idempotence", Given::Bool(true)),
            ]
        );
        assert_eq!(&code[config.settings[0].key_at.clone()], "'acks'");
        assert_eq!(&code[config.settings[1].value_at.clone()], "10 * 2");
        assert_eq!(&code[config.head.clone()], "Producer");
        let writes: Vec<&str> = config.writes.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(writes, ["orders", "orders.dlq"]);
    }

    #[test]
    fn a_dict_is_followed_through_names_and_changes() {
        let code = "import confluent_kafka as ck\nCOMMON = {'bootstrap.servers': 'a:9092', 'acks': '1'}\n\ndef main(debug):\n    conf = {**COMMON, 'acks': 'all'}\n    conf['linger.ms'] = 5\n    conf.update({'batch.size': 1_000}, **{'compression.type': 'lz4'})\n    if debug:\n        conf['debug'] = 'all'\n    p = ck.Producer(conf)\n    conf['acks'] = 0\n";
        let [config] = &configs(code)[..] else { panic!("one") };
        assert_eq!(config.open, None);
        assert_eq!(
            settings(config),
            [
                ("bootstrap.servers", text("a:9092")),
                ("acks", text("all")),
                ("linger.ms", number("5")),
                ("batch.size", number("1000")),
                ("compression.type", text("lz4")),
                ("debug", Given::Perhaps),
            ]
        );
    }

    #[test]
    fn what_cannot_be_seen_leaves_it_open() {
        let open = |body: &str| {
            let code = format!("from confluent_kafka import Consumer\n{body}\n");
            configs(&code).first().map(|config| (config.settings.len(), config.open.is_some()))
        };
        assert_eq!(open("Consumer({'group.id': 'g', **load()})"), Some((1, true)));
        assert_eq!(open("Consumer({'group.id': 'g', key: 1})"), Some((1, true)));
        assert_eq!(open("c = {'group.id': 'g'}\nfill(c)\nConsumer(c)"), Some((1, true)));
        assert_eq!(open("c = {'group.id': 'g'}\nprint(c)\nConsumer(c)"), Some((1, false)));
        assert_eq!(open("c = {'group.id': 'g'}\nc = {}\nConsumer(c)"), None);
        assert_eq!(open("def f(c):\n    Consumer(c)"), None);
        assert_eq!(open("def conf():\n    return {'group.id': 'g'}\nConsumer(conf())"), Some((1, false)));
        assert_eq!(open("Consumer(dict({'group.id': 'g'}, acks=1))"), Some((2, false)));
        assert_eq!(open("Consumer({'group.id': 'g'} | other)"), Some((1, true)));
    }

    #[test]
    fn keyword_arguments_are_settings() {
        let code = "from aiokafka import AIOKafkaConsumer, AIOKafkaProducer\nTOPIC = 'orders'\nclass App:\n    common = dict(bootstrap_servers=['a:9092', 'b:9092'])\n    async def run(self):\n        self.consumer = AIOKafkaConsumer(TOPIC, 'returns', group_id='g', partition_assignment_strategy=[RangePartitionAssignor], **self.common)\n        async with AIOKafkaProducer(acks='all') as producer:\n            await producer.send_and_wait('sums', b'x')\n";
        let [consumer, producer] = &configs(code)[..] else { panic!("two") };
        let reads: Vec<&str> = consumer.reads.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(reads, ["orders", "returns"]);
        assert_eq!(
            settings(consumer),
            [
                ("bootstrap_servers", text("a:9092,b:9092")),
                ("group_id", text("g")),
                ("partition_assignment_strategy", Given::Code("[RangePartitionAssignor]".to_owned())),
            ]
        );
        assert_eq!(consumer.open, None);
        assert_eq!((producer.client, producer.writes.len()), (Some("aiokafka"), 1));
    }

    #[test]
    fn serializers_are_for_classes_that_have_them() {
        let keys = |class: &str| {
            let code = format!(
                "from confluent_kafka import {class}\n{class}({{'group.id': 'g', 'value.serializer': s, 'value.deserializer': d}})\n"
            );
            let configs = configs(&code);
            let keys = configs.iter().flat_map(|config| &config.settings).map(|setting| setting.key.clone());
            keys.collect::<Vec<String>>()
        };
        assert_eq!(keys("Consumer"), ["group.id", "value.serializer", "value.deserializer"]);
        assert_eq!(keys("Producer"), ["group.id", "value.serializer", "value.deserializer"]);
        assert_eq!(keys("DeserializingConsumer"), ["group.id", "value.serializer"]);
        assert_eq!(keys("SerializingProducer"), ["group.id", "value.deserializer"]);
    }

    #[test]
    fn other_packages_are_left_alone() {
        assert!(configs("from pulsar import Producer\nimport confluent_kafka\nProducer({'a': 1})\n").is_empty());
        assert!(read(&File { path: "a.py", text: "class Producer: pass\n" }).is_none());
        let [config] = &configs("from kafka import KafkaProducer\nKafkaProducer(acks=0)\n")[..] else { panic!("one") };
        assert_eq!((config.client, settings(config)), (Some("kafka-python"), vec![("acks", number("0"))]));
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        let head = "from confluent_kafka import Producer\n";
        let many = format!("c = {{}}\n{}Producer(c)", "c['a'] = 2\n".repeat(5000));
        for body in [
            many,
            "Producer({'a': ".repeat(3000),
            "[".repeat(20_000),
            "Producer(\u{e4}\u{1f600}".to_owned(),
            "a = a\nProducer(a)".to_owned(),
        ] {
            read(&File { path: "a.py", text: &format!("{head}{body}") });
        }
    }
}
