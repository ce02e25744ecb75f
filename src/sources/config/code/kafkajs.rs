//! Kafka clients of Node.js: `KafkaJS`, confluent-kafka-javascript, node-rdkafka.

use tree_sitter::Node;

use super::super::{Config, File, Given, Named, Reading, Role, Setting};
use super::confluent_script::translated;
use super::kafkajs_calls::misplaced;
use super::nest;
use super::script::Script;
use super::table::{FROM_ELSEWHERE, PASSED_ON, Table};
use super::tree::{Code, field, is_field, parse, parts};

const KAFKAJS: &str = "kafkajs";
const CONFLUENT: &str = "@confluentinc/kafka-javascript";
const RDKAFKA: &str = "node-rdkafka";

/// Constructors that take librdkafka's own keys.
const DIRECT: &[(&str, Role)] = &[
    ("Producer", Role::Producer),
    ("HighLevelProducer", Role::Producer),
    ("KafkaConsumer", Role::Consumer),
    ("createReadStream", Role::Consumer),
    ("createWriteStream", Role::Producer),
];

/// Handlers among the options of `consumer.run`, which are no settings.
const HANDLERS: &[&str] = &["eachMessage", "eachBatch"];

/// What a call says of records, and not of the client.
const OF_RECORDS: &[&str] = &["topic", "topics", "messages", "topicMessages"];

/// Whether a function with this name only reads the settings that it is given.
pub(super) fn takes_settings(called: &str) -> bool {
    matches!(called, "Kafka" | "producer" | "consumer" | "admin") || DIRECT.iter().any(|(name, _)| *name == called)
}

/// The configs in a TypeScript or JavaScript file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if ![KAFKAJS, CONFLUENT, RDKAFKA, nest::PACKAGE].iter().any(|package| file.text.contains(package)) {
        return None;
    }
    let typed = matches!(file.extension().as_str(), "ts" | "mts" | "cts");
    let language =
        if typed { tree_sitter_typescript::LANGUAGE_TYPESCRIPT } else { tree_sitter_typescript::LANGUAGE_TSX };
    let tree = parse(file.text, &language.into())?;
    let code = Code::new(file.text, &tree);
    let script = Script::new(&code);
    let from = |package: &str| script.imports.values().any(|from| *from == package);
    let confluent = from(CONFLUENT);
    let clients = Clients { script: &script, confluent };
    let mut configs = Vec::new();
    if confluent || from(KAFKAJS) {
        configs.extend(code.all("call_expression").filter_map(|call| clients.of_kafka(call)));
    }
    if confluent || from(RDKAFKA) {
        let made = code.nodes.iter().filter(|node| matches!(node.kind(), "new_expression" | "call_expression"));
        configs.extend(made.filter_map(|call| clients.direct(*call)));
    }
    if from(nest::PACKAGE) {
        configs.extend(nest::configs(&script));
    }
    configs.iter_mut().filter(|config| config.client == Some(KAFKAJS)).for_each(|config| tell_text(file, config));
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// A list of brokers is read as a text with commas: where a text stands instead of a list, it is kept as it is written.
fn tell_text(file: &File, config: &mut Config) {
    for setting in config.settings.iter_mut().filter(|setting| setting.key == "brokers") {
        let written = file.text.get(setting.value_at.clone()).unwrap_or_default();
        if matches!(setting.value, Given::Text(_)) && written.starts_with(['\'', '"']) {
            setting.value = Given::Code(written.to_owned());
        }
    }
}

struct Clients<'s, 'c, 't> {
    script: &'s Script<'c, 't>,
    confluent: bool,
}

impl<'t> Clients<'_, '_, 't> {
    /// `kafka.producer({...})` of a `new Kafka({...})`.
    fn of_kafka(&self, call: Node<'t>) -> Option<Config> {
        let function = field(call, "function").filter(|function| function.kind() == "member_expression")?;
        let role = match self.script.code.of(field(function, "property")?) {
            "producer" => Role::Producer,
            "consumer" => Role::Consumer,
            "admin" => Role::Admin,
            _ => return None,
        };
        let mut table = self.common(field(function, "object")?, call.start_byte())?;
        let mut unread = if self.confluent { Vec::new() } else { misplaced(None, &mut table) };
        if let Some(own) = field(call, "arguments").and_then(|arguments| parts(arguments).first().copied()) {
            let mut own = self.script.table(own, call.start_byte());
            if !self.confluent {
                unread.extend(misplaced(Some(role), &mut own));
            }
            table.merge(own);
        }
        if self.confluent {
            table = translated(role, table);
        }
        let mut config = Config {
            client: Some(if self.confluent { "confluent-kafka-javascript" } else { KAFKAJS }),
            ..Config::new(role, function.byte_range())
        };
        self.follow(call, &mut table, &mut config);
        (config.open, config.settings) = (table.open, table.settings);
        // One object of options may be for the client and its calls.
        unread.retain(|one| config.settings.iter().all(|setting| setting.key_at != one.setting.key_at));
        config.unread = unread;
        (!config.settings.is_empty()
            || !config.unread.is_empty()
            || !config.reads.is_empty()
            || !config.writes.is_empty())
        .then_some(config)
    }

    /// What all clients of the `Kafka` object have; none where it is none.
    fn common(&self, object: Node<'t>, at: usize) -> Option<Table> {
        let object = Script::plain(object);
        let value = self.script.binding(object).and_then(|binding| binding.value);
        let made =
            Some(object).into_iter().chain(value.map(Script::plain)).find(|node| node.kind() == "new_expression");
        match made {
            Some(made) if self.script.called(made) == "Kafka" => {
                let settings = field(made, "arguments").and_then(|arguments| parts(arguments).first().copied());
                Some(settings.map_or_else(|| Table::open(FROM_ELSEWHERE), |settings| self.script.table(settings, at)))
            }
            Some(_) => None,
            // Made in another file, and called so.
            None => {
                let name = self.script.code.of(object).rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                name.contains("kafka").then(|| Table::open(FROM_ELSEWHERE))
            }
        }
    }

    /// What the code does with the client: topics, and the settings of `run`, `subscribe` and `send`.
    fn follow(&self, call: Node<'t>, table: &mut Table, config: &mut Config) {
        let code = self.script.code;
        let Some(kept) = kept(code, call) else {
            table.open = table.open.or(Some(PASSED_ON));
            return;
        };
        let Some(binding) = self.script.binding(kept) else {
            table.open = table.open.or(Some(PASSED_ON));
            return;
        };
        let mut said: Vec<Table> = Vec::new();
        let mut hidden = code.around(kept).is_some_and(|declared| is_exported(code, declared));
        let uses = self.script.names.uses(code, kept, binding, code.text.len());
        hidden |= uses.is_none();
        for other in uses.unwrap_or_default() {
            let method = code.around(other).filter(|around| around.kind() == "member_expression");
            let called = method.and_then(|method| code.around(method)).filter(|call| call.kind() == "call_expression");
            match called {
                Some(called) => self.method(called, &mut said, config),
                None if other.start_byte() == kept.start_byte() => {}
                None => hidden |= code.around(other).is_none_or(|around| !is_left(around, other)),
            }
        }
        // Sends, and the run of a consumer, have settings of their own.
        if hidden || said.is_empty() && config.role != Role::Admin {
            table.open = table.open.or(Some(PASSED_ON));
        }
        if !self.confluent {
            settle(said, table);
        }
    }

    fn method(&self, call: Node<'t>, said: &mut Vec<Table>, config: &mut Config) {
        let name = self.script.called(call);
        let list = match (config.role, name) {
            (Role::Producer, "send" | "sendBatch") => &mut config.writes,
            (Role::Consumer, "subscribe" | "run") => &mut config.reads,
            _ => return,
        };
        let Some(options) = field(call, "arguments").and_then(|arguments| parts(arguments).first().copied()) else {
            return;
        };
        let mut table = self.script.table(options, call.start_byte());
        let mut named = Vec::new();
        if let Some(object) = Some(Script::plain(options)).filter(|options| options.kind() == "object") {
            for pair in parts(object).into_iter().filter(|pair| pair.kind() == "pair") {
                let key = field(pair, "key").map(|key| self.script.code.of(key));
                if let (Some("topic" | "topics"), Some(value)) = (key, field(pair, "value")) {
                    named.extend(self.topics(value));
                }
            }
        }
        for topic in named {
            if !list.iter().any(|known: &Named| known.name == topic.name) {
                list.push(topic);
            }
        }
        let is_setting = |setting: &Setting| {
            let root = setting.key.split('.').next().unwrap_or_default();
            !OF_RECORDS.contains(&root) && !HANDLERS.contains(&root)
        };
        table.settings.retain(is_setting);
        // The settings of each kind of call stand for themselves.
        said.push(table);
    }

    fn topics(&self, value: Node<'t>) -> Vec<Named> {
        let inner = Script::plain(value);
        if inner.kind() == "array" {
            return parts(inner).into_iter().flat_map(|item| self.topics(item)).collect();
        }
        match self.script.value(inner) {
            Given::Text(name) => {
                name.split(',').map(|name| Named { name: name.to_owned(), at: value.byte_range() }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `new Producer({...}, {...})` with librdkafka's keys, those for topics apart.
    fn direct(&self, call: Node<'t>) -> Option<Config> {
        let function = field(call, "constructor").or_else(|| field(call, "function"))?;
        let called = self.script.called(call);
        let (_, role) = DIRECT.iter().find(|(name, _)| *name == called)?;
        let root = self.script.code.of(function).split('.').next()?;
        let package = *self.script.imports.get(root)?;
        let client = match package {
            CONFLUENT => "confluent-kafka-javascript",
            RDKAFKA => "librdkafka",
            _ => return None,
        };
        let mut table = Table::default();
        for argument in field(call, "arguments").map(parts)?.into_iter().take(2) {
            table.merge(self.script.table(argument, call.start_byte()));
        }
        table.settings.retain(|setting| !setting.key.ends_with("_cb"));
        let config = Config::new(*role, function.byte_range());
        let config = Config { client: Some(client), open: table.open, settings: table.settings, ..config };
        (!config.settings.is_empty()).then_some(config)
    }
}

/// Puts what the calls say beside the client's own settings; what they say differently is not known.
fn settle(said: Vec<Table>, table: &mut Table) {
    for call in &said {
        table.open = table.open.or(call.open);
    }
    let mut all: Vec<Setting> = Vec::new();
    for setting in said.into_iter().flat_map(|call| call.settings) {
        match all.iter_mut().find(|known| known.key == setting.key) {
            Some(known) if known.value != setting.value => known.value = Given::Unknown,
            Some(_) => {}
            None => all.push(setting),
        }
    }
    for setting in all {
        table.put(setting);
    }
}

/// The name that the result of a call is kept under.
fn kept<'t>(code: &Code<'t>, call: Node<'t>) -> Option<Node<'t>> {
    let mut value = call;
    while let Some(around) = code.around(value)
        && Script::plain(around).byte_range() == call.byte_range()
    {
        value = around;
    }
    let around = code.around(value)?;
    match around.kind() {
        "variable_declarator" => field(around, "name").filter(|name| name.kind() == "identifier"),
        "assignment_expression" => {
            field(around, "left").filter(|left| matches!(left.kind(), "identifier" | "member_expression"))
        }
        _ => None,
    }
}

/// Whether other files see what is declared here.
fn is_exported<'t>(code: &Code<'t>, declarator: Node<'t>) -> bool {
    let declaration = code.around(declarator);
    declaration
        .and_then(|declaration| code.around(declaration))
        .is_some_and(|around| around.kind() == "export_statement")
}

fn is_left(around: Node, node: Node) -> bool {
    matches!(around.kind(), "assignment_expression" | "variable_declarator")
        && (is_field(around, "left", node) || is_field(around, "name", node))
}

#[cfg(test)]
mod tests {
    use super::super::said::{number, settings, text};
    use super::*;

    fn configs(path: &str, text: &str) -> Vec<Config> {
        read(&File { path, text }).map(|reading| reading.configs).unwrap_or_default()
    }

    #[test]
    fn options_of_calls_do_nothing_where_the_client_is_made() {
        let code = "import { Kafka } from 'kafkajs';\nconst kafka = new Kafka({ brokers: ['a:9092'] });\nconst options = { acks: 1 };\nconst one = kafka.producer({ idempotent: true, acks: 1 });\nawait one.send({ topic: 'a', messages: [] });\nconst two = kafka.producer(options);\nawait two.send({ topic: 'a', messages: [], ...options });\n";
        let [one, two] = &configs("app.ts", code)[..] else { panic!("two") };
        assert_eq!(settings(one), [("brokers", text("a:9092")), ("idempotent", Given::Bool(true))]);
        assert_eq!(one.unread.iter().map(|unread| unread.setting.key.as_str()).collect::<Vec<_>>(), ["acks"]);
        assert_eq!((settings(two), two.unread.len()), (vec![("brokers", text("a:9092")), ("acks", number("1"))], 0));
    }

    #[test]
    fn a_producer_has_the_settings_of_its_kafka_and_of_its_sends() {
        let code = "import { Kafka, CompressionTypes } from 'kafkajs';\nconst kafka = new Kafka({ clientId: 'app', brokers: ['a:9092'], retry: { retries: 3 } });\nconst producer = kafka.producer({ idempotent: true, retry: { retries: 8, maxRetryTime: 30_000 } });\nasync function main(): Promise<void> {\n  await producer.connect();\n  await producer.send({ topic: 'orders', acks: -1, compression: CompressionTypes.GZIP, messages: [] });\n}\n";
        let [config] = &configs("app.ts", code)[..] else { panic!("one") };
        assert_eq!((config.role, config.client, config.open), (Role::Producer, Some(KAFKAJS), None));
        assert_eq!(
            settings(config),
            [
                ("clientId", text("app")),
                ("brokers", text("a:9092")),
                ("idempotent", Given::Bool(true)),
                ("retry.retries", number("8")),
                ("retry.maxRetryTime", number("30000")),
                ("acks", number("-1")),
                ("compression", Given::Code("CompressionTypes.GZIP".to_owned())),
            ]
        );
        assert_eq!(config.writes[0].name, "orders");
        assert_eq!(&code[config.head.clone()], "kafka.producer");
    }

    #[test]
    fn a_consumer_is_followed_through_its_class() {
        let code = "const { Kafka } = require('kafkajs')\nclass App {\n  constructor() {\n    this.kafka = new Kafka({ brokers: process.env.BROKERS.split(',') })\n    this.consumer = this.kafka.consumer({ groupId: 'g', ...extra })\n  }\n  async run() {\n    await this.consumer.subscribe({ topics: ['a', 'b'], fromBeginning: true })\n    await this.consumer.run({ autoCommit: false, eachMessage: async () => {} })\n  }\n}\n";
        let [config] = &configs("app.js", code)[..] else { panic!("one") };
        assert_eq!((config.role, config.open.is_some()), (Role::Consumer, true));
        assert_eq!(
            settings(config),
            [
                ("brokers", Given::Unknown),
                ("groupId", text("g")),
                ("fromBeginning", Given::Bool(true)),
                ("autoCommit", Given::Bool(false)),
            ]
        );
        assert_eq!(config.reads.len(), 2);
    }

    #[test]
    fn sends_that_differ_leave_it_unknown() {
        let code = "import { Kafka } from 'kafkajs'\nconst p = new Kafka({}).producer({ idempotent: false })\np.send({ topic: 'a', acks: 1 })\np.send({ topic: 'b', acks: 0 })\n";
        let [config] = &configs("app.mjs", code)[..] else { panic!("one") };
        assert_eq!(settings(config), [("idempotent", Given::Bool(false)), ("acks", Given::Unknown)]);
        let open = |code: &str| configs("app.ts", code)[0].open.is_some();
        assert!(!open(code));
        assert!(open(
            "import { Kafka } from 'kafkajs'\nexport const p = new Kafka({}).producer({ idempotent: true })\np.send({ topic: 'a' })\n"
        ));
        assert!(open(
            "import { kafka } from './kafka'\nimport { Producer } from 'kafkajs'\nconst p = kafka.producer({ idempotent: true })\np.send({ topic: 'a' })\n"
        ));
    }

    #[test]
    fn confluents_library_speaks_both_languages() {
        let code = "const { Kafka } = require('@confluentinc/kafka-javascript').KafkaJS;\nconst producer = new Kafka().producer({ 'linger.ms': 5, kafkaJS: { acks: 1, compression: CompressionTypes.LZ4, idempotent: true } });\n";
        let [config] = &configs("app.js", code)[..] else { panic!("one") };
        assert_eq!(config.client, Some("confluent-kafka-javascript"));
        assert_eq!(
            settings(config),
            [
                ("linger.ms", number("5")),
                ("acks", number("1")),
                ("compression.codec", Given::Unknown),
                ("enable.idempotence", Given::Bool(true)),
            ]
        );
        let code = "const Kafka = require('node-rdkafka');\nconst p = new Kafka.Producer({ 'metadata.broker.list': 'a:9092', dr_cb: true }, { acks: 'all' });\n";
        let [config] = &configs("app.js", code)[..] else { panic!("one") };
        assert_eq!(config.client, Some("librdkafka"));
        assert_eq!(settings(config), [("metadata.broker.list", text("a:9092")), ("acks", text("all"))]);
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        let head = "import { Kafka } from 'kafkajs';\n";
        for body in [
            "kafka.producer({a: ".repeat(5000),
            "`".to_owned(),
            "const a = a;\na.producer(a)".to_owned(),
            "'".to_owned(),
        ] {
            for path in ["a.ts", "a.jsx"] {
                read(&File { path, text: &format!("{head}{body}") });
            }
        }
        assert!(read(&File { path: "a.ts", text: "export const producer = 1" }).is_none());
    }
}
