//! Terraform: topics of several providers, and the brokers' configuration of Amazon MSK.

use std::collections::BTreeMap;
use std::ops::Range;

use tree_sitter::Node;

use super::super::{Config, File, Given, Reading, Role, Setting, properties};
use super::computed::{apply, negated};
use super::number::Number;
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, Table};
use super::terraform_broken::problems;
use super::text::unescaped;
use super::tree::{Code, field, parse, parts};

/// How deep expressions are followed.
const DEEPEST: usize = 12;

const AMAZON: &str = "MSK has defaults of its own";

/// A kind of resource that is a topic, and what it calls its parts.
pub(super) struct Topic {
    pub resource: &'static str,
    name: &'static str,
    partitions: &'static str,
    replication: Option<&'static str>,
    config: &'static str,
}

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        resource: "kafka_topic",
        name: "name",
        partitions: "partitions",
        replication: Some("replication_factor"),
        config: "config",
    },
    Topic {
        resource: "confluent_kafka_topic",
        name: "topic_name",
        partitions: "partitions_count",
        replication: None,
        config: "config",
    },
    Topic {
        resource: "aiven_kafka_topic",
        name: "topic_name",
        partitions: "partitions",
        replication: Some("replication"),
        config: "config",
    },
    Topic {
        resource: "google_managed_kafka_topic",
        name: "topic_id",
        partitions: "partition_count",
        replication: Some("replication_factor"),
        config: "configs",
    },
];

/// What a topic is created with, beside its config.
const OF_CREATION: [&str; 2] = ["partitions", "replication.factor"];

/// What Aiven's topics have that is no key of Kafka's.
const OF_AIVEN: &[&str] = &["diskless.enable", "inkless.enable"];

/// The configs in a Terraform file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    let has = |word: &str| file.text.contains(word);
    if !TOPICS.iter().any(|topic| has(topic.resource)) && !has("aws_msk_configuration") {
        return None;
    }
    let tree = parse(file.text, &tree_sitter_hcl::LANGUAGE.into())?;
    let code = Code::new(file.text, &tree);
    let terraform = Terraform { code: &code };
    let configs: Vec<Config> = code.all("block").filter_map(|block| terraform.config(block)).collect();
    let problems = problems(&code, &tree);
    (!configs.is_empty() || !problems.is_empty()).then_some(Reading { configs, problems })
}

struct Terraform<'c, 't> {
    code: &'c Code<'t>,
}

/// What a block says of itself before its brace.
struct Head<'t> {
    kind: &'t str,
    labels: Vec<&'t str>,
    at: Range<usize>,
}

impl<'t> Terraform<'_, 't> {
    fn head(&self, block: Node<'t>) -> Option<Head<'t>> {
        let words: Vec<Node> =
            parts(block).into_iter().take_while(|part| matches!(part.kind(), "identifier" | "string_lit")).collect();
        let (first, last) = (words.first()?, words.last()?);
        let labels = words[1..].iter().map(|word| self.code.of(*word).trim_matches('"')).collect();
        Some(Head { kind: self.code.of(*first), labels, at: first.start_byte()..last.end_byte() })
    }

    fn config(&self, block: Node<'t>) -> Option<Config> {
        let head = self.head(block)?;
        let resource = *head.labels.first().filter(|_| head.kind == "resource")?;
        if resource == "aws_msk_configuration" {
            return self.brokers(block, &head);
        }
        let topic = TOPICS.iter().find(|topic| topic.resource == resource)?;
        Some(self.topic(block, topic, head.at))
    }

    fn attribute(&self, block: Node<'t>, name: &str) -> Option<(Node<'t>, Node<'t>)> {
        attributes(block).into_iter().find(|(key, _)| self.code.of(*key) == name)
    }

    fn topic(&self, block: Node<'t>, topic: &Topic, at: Range<usize>) -> Config {
        let name = self.attribute(block, topic.name).map(|(_, value)| self.given(value, 0));
        let mut table = Table::default();
        let typed = OF_CREATION.iter().zip([Some(topic.partitions), topic.replication]);
        for (key, own) in typed {
            if let Some((name, value)) = own.and_then(|own| self.attribute(block, own)) {
                table.add(self.setting((*key).to_owned(), name, value));
            }
        }
        let mut misplaced = BTreeMap::new();
        if let Some((_, value)) = self.attribute(block, topic.config) {
            let mut config = self.object(value, 0);
            // among the topic's keys the brokers have none of these names
            for setting in config.settings.iter_mut().filter(|setting| OF_CREATION.contains(&setting.key.as_str())) {
                misplaced.insert(setting.key_at.start, setting.key.clone());
                setting.key = format!("{}.{}", topic.config, setting.key);
            }
            table.merge(config);
        }
        let body = parts(block).into_iter().find(|part| part.kind() == "body");
        for inner in body.map(parts).unwrap_or_default().into_iter().filter(|part| part.kind() == "block") {
            match self.head(inner) {
                Some(head) if head.kind == topic.config => self.fields(inner, &mut table),
                Some(head) if head.kind == "dynamic" => table.open = Some(FROM_ELSEWHERE),
                _ => {}
            }
        }
        Config { name, open: table.open, settings: table.settings, spelled: misplaced, ..Config::new(Role::Topic, at) }
    }

    /// A config as a block, with underscores for dots.
    fn fields(&self, block: Node<'t>, table: &mut Table) {
        for (name, value) in attributes(block) {
            let key = self.code.of(name).replace('_', ".");
            if !OF_AIVEN.contains(&key.as_str()) {
                table.add(self.setting(key, name, value));
            }
        }
    }

    fn setting(&self, key: String, name: Node<'t>, value: Node<'t>) -> Setting {
        Setting { key, key_at: name.byte_range(), value: self.given(value, 0), value_at: value.byte_range() }
    }

    /// The brokers' configuration of MSK: a text in the form of a `.properties` file.
    fn brokers(&self, block: Node<'t>, head: &Head<'t>) -> Option<Config> {
        let (_, value) = self.attribute(block, "server_properties")?;
        let settings = self.properties(value).unwrap_or_default();
        let listed = self.attribute(block, "kafka_versions").map(|(_, value)| self.texts(value)).unwrap_or_default();
        let own = <[String; 1]>::try_from(listed).ok().map(|[version]| version);
        let version = head.labels.get(1).and_then(|name| self.cluster_with(name)).or(own);
        let config = Config::new(Role::Broker, head.at.clone());
        (!settings.is_empty()).then_some(Config { version, open: Some(AMAZON), settings, ..config })
    }

    /// The Kafka version of the cluster in this file that has the configuration called `name`.
    fn cluster_with(&self, name: &str) -> Option<String> {
        let uses = format!("aws_msk_configuration.{name}.");
        let mut clusters = self.code.all("block").filter(|block| {
            let is_cluster = self.head(*block).is_some_and(|head| head.labels.first() == Some(&"aws_msk_cluster"));
            is_cluster && self.code.of(*block).contains(&uses)
        });
        let (first, second) = (clusters.next()?, clusters.next());
        let (_, version) = self.attribute(first, "kafka_version").filter(|_| second.is_none())?;
        self.given(version, 0).text().map(str::to_owned)
    }

    fn properties(&self, value: Node<'t>) -> Option<Vec<Setting>> {
        let range = self.code.within(value.byte_range()).find_map(|node| match node.kind() {
            "heredoc_template" => {
                let marks: Vec<Node> =
                    parts(node).into_iter().filter(|part| part.kind() == "heredoc_identifier").collect();
                let [first, last] = marks[..] else { return None };
                Some(first.end_byte()..last.start_byte())
            }
            _ => None,
        })?;
        let text = self.code.text.get(range.clone())?;
        let entries = properties::entries(&File { path: "", text });
        let moved = |at: Range<usize>| at.start + range.start..at.end + range.start;
        let fixed = entries.into_iter().filter(|entry| !entry.key.contains("${") && !entry.key.contains("%{"));
        let settings = fixed.map(|entry| Setting {
            value: Given::of_text(&entry.value),
            key: entry.key,
            key_at: moved(entry.key_at),
            value_at: moved(entry.value_at),
        });
        Some(settings.collect())
    }

    /// The texts of a list.
    fn texts(&self, value: Node<'t>) -> Vec<String> {
        let tuple = self.code.within(value.byte_range()).find(|node| node.kind() == "tuple");
        let items = tuple.map(parts).unwrap_or_default();
        let texts = items.into_iter().filter(|item| item.kind() == "expression").map(|item| self.given(item, 0));
        texts.filter_map(|given| given.text().map(str::to_owned)).collect()
    }

    /// A map of keys to values.
    fn object(&self, node: Node<'t>, depth: usize) -> Table {
        let inner = &parts(node)[..];
        match (node.kind(), inner) {
            ("expression" | "collection_value", [only]) if depth < DEEPEST => self.object(*only, depth + 1),
            ("object", elements) => {
                let mut table = Table::default();
                for element in elements.iter().filter(|element| element.kind() == "object_elem") {
                    let (Some(key), Some(value)) = (field(*element, "key"), field(*element, "val")) else { continue };
                    match self.key(key) {
                        Some(name) => table.add(self.setting(name, key, value)),
                        None => table.open = Some(KEY_UNKNOWN),
                    }
                }
                table
            }
            ("function_call", [name, arguments]) if self.code.of(*name) == "merge" && depth < DEEPEST => {
                let mut table = Table::default();
                for argument in parts(*arguments) {
                    table.merge(self.object(argument, depth + 1));
                }
                table
            }
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    /// A key is a text or a bare word.
    fn key(&self, key: Node<'t>) -> Option<String> {
        if let [only] = parts(key)[..]
            && only.kind() == "variable_expr"
        {
            return Some(self.code.of(only).to_owned());
        }
        match self.given(key, 0) {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    fn given(&self, node: Node<'t>, depth: usize) -> Given {
        if depth > DEEPEST {
            return Given::Unknown;
        }
        let text = self.code.of(node);
        match (node.kind(), &parts(node)[..]) {
            ("expression" | "literal_value" | "operation" | "template_expr", [only]) => self.given(*only, depth + 1),
            ("numeric_lit", _) => Number::of(text).map_or(Given::Unknown, Given::from),
            ("bool_lit", _) => Given::Bool(text == "true"),
            ("null_lit", _) => Given::Null,
            ("string_lit" | "quoted_template", inside) => {
                let fixed = !inside.iter().any(|part| part.kind().starts_with("template_interpolation"))
                    && !inside.iter().any(|part| part.kind().starts_with("template_directive"));
                let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|_| fixed);
                inner.and_then(unescaped).map_or(Given::Unknown, |text| Given::of_text(&text))
            }
            ("unary_operation", [operand]) if text.starts_with('-') => negated(&self.given(*operand, depth + 1)),
            ("binary_operation", [left, right]) => {
                let operator = self.code.text.get(left.end_byte()..right.start_byte()).unwrap_or_default().trim();
                match (self.given(*left, depth + 1), self.given(*right, depth + 1)) {
                    (left @ Given::Number(_), right @ Given::Number(_)) => apply(left, operator, right),
                    _ => Given::Unknown,
                }
            }
            ("function_call", [name, arguments]) if matches!(self.code.of(*name), "tostring" | "tonumber") => {
                let [argument] = parts(*arguments)[..] else { return Given::Unknown };
                self.given(argument, depth + 1)
            }
            _ => Given::Unknown,
        }
    }
}

/// The attributes of a block: name and value.
fn attributes(block: Node) -> Vec<(Node, Node)> {
    let body = parts(block).into_iter().find(|part| part.kind() == "body");
    let attributes = body.map(parts).unwrap_or_default().into_iter().filter(|part| part.kind() == "attribute");
    attributes.filter_map(|attribute| Some((*parts(attribute).first()?, *parts(attribute).last()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configs(text: &str) -> Vec<Config> {
        read(&File { path: "main.tf", text }).map(|reading| reading.configs).unwrap_or_default()
    }

    fn settings(config: &Config) -> Vec<(&str, Option<&str>)> {
        config.settings.iter().map(|setting| (setting.key.as_str(), setting.value.text())).collect()
    }

    #[test]
    fn a_topic_is_read_with_its_places() {
        let text = "resource \"kafka_topic\" \"orders\" {\n  name = \"orders\"\n  partitions = 12 # enough\n  replication_factor = var.copies\n  config = {\n    \"cleanup.policy\" = \"compact\"\n    \"retention.ms\" = tostring(7 * 24 * 3600 * 1000)\n    \"min.insync.replicas\": -1\n  }\n}\n";
        let [topic] = &configs(text)[..] else { panic!("one") };
        assert_eq!((topic.role, &topic.name, topic.open), (Role::Topic, &Some(Given::Text("orders".to_owned())), None));
        assert_eq!(
            settings(topic),
            [
                ("partitions", Some("12")),
                ("replication.factor", None),
                ("cleanup.policy", Some("compact")),
                ("retention.ms", Some("604800000")),
                ("min.insync.replicas", Some("-1")),
            ]
        );
        assert_eq!(&text[topic.settings[0].value_at.clone()], "12");
        assert_eq!(&text[topic.settings[2].key_at.clone()], "\"cleanup.policy\"");
        assert_eq!(&text[topic.head.clone()], "resource \"kafka_topic\" \"orders\"");
    }

    #[test]
    fn providers_have_names_of_their_own() {
        let text = "resource \"confluent_kafka_topic\" \"a\" {\n  topic_name = \"${var.p}-a\"\n  partitions_count = 6\n  config = merge(local.common, { \"retention.ms\" = \"1\" })\n}\nresource \"aiven_kafka_topic\" \"b\" {\n  topic_name = \"b\"\n  replication = 3\n  config {\n    min_insync_replicas = 2\n    diskless_enable = true\n  }\n}\nresource \"google_managed_kafka_topic\" \"c\" {\n  topic_id = \"c\"\n  configs = var.all\n}\n";
        let [a, b, c] = &configs(text)[..] else { panic!("three") };
        assert_eq!((&a.name, a.open.is_some()), (&Some(Given::Unknown), true));
        assert_eq!(settings(a), [("partitions", Some("6")), ("retention.ms", Some("1"))]);
        assert_eq!(settings(b), [("replication.factor", Some("3")), ("min.insync.replicas", Some("2"))]);
        assert!(c.open.is_some() && c.settings.is_empty());
    }

    #[test]
    fn brokers_of_msk_have_properties_inside() {
        let text = "resource \"aws_msk_cluster\" \"m\" {\n  kafka_version = \"3.6.0\"\n  configuration_info {\n    arn = aws_msk_configuration.c.arn\n    revision = 1\n  }\n}\nresource \"aws_msk_configuration\" \"c\" {\n  name = \"c\"\n  server_properties = <<-PROPERTIES\n    # ours\n    auto.create.topics.enable = true\n    num.partitions=${var.n}\n  PROPERTIES\n}\n";
        let [brokers] = &configs(text)[..] else { panic!("one") };
        assert_eq!((brokers.role, brokers.version.as_deref()), (Role::Broker, Some("3.6.0")));
        assert_eq!(settings(brokers), [("auto.create.topics.enable", Some("true")), ("num.partitions", None)]);
        assert_eq!(&text[brokers.settings[0].key_at.clone()], "auto.create.topics.enable");
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in
            ["{".repeat(20_000), "a = (".repeat(9000), "<<EOT\n".to_owned(), "resource \"kafka_topic\"".to_owned()]
        {
            read(&File { path: "a.tf", text: &format!("resource \"kafka_topic\" \"a\" {{ config = {{ {body}") });
        }
        assert!(read(&File { path: "a.tf", text: "resource \"aws_instance\" \"a\" {}" }).is_none());
    }
}
