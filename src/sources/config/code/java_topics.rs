//! Topics that Java code makes: `new NewTopic("orders", 3, (short) 1)`, and Spring's
//! `TopicBuilder.name("orders").partitions(3).replicas(1).build()`.

use tree_sitter::Node;

use super::super::{Config, Given, Role, Setting};
use super::java_clients::Clients;
use super::table::{KEY_UNKNOWN, PASSED_ON, Table};
use super::tree::{field, parts};

/// What a file speaks of that makes topics.
pub(super) const MAKERS: &[&str] = &["NewTopic", "TopicBuilder"];

pub(super) const PARTITIONS: &str = "partitions";
pub(super) const COPIES: &str = "replication.factor";

impl<'t> Clients<'_, '_, 't> {
    /// The topic that is made here.
    pub fn made_topic(&self, node: Node<'t>) -> Option<Config> {
        match node.kind() {
            "object_creation_expression" if self.java.made(node) == "NewTopic" => self.new_topic(node),
            "method_invocation" if self.called(node) == "build" => self.built(node),
            _ => None,
        }
    }

    fn called(&self, call: Node<'t>) -> &'t str {
        field(call, "name").map(|name| self.java.code.of(name)).unwrap_or_default()
    }

    /// Its configs may be set where it goes.
    fn new_topic(&self, creation: Node<'t>) -> Option<Config> {
        let of = field(creation, "type")?;
        let arguments = field(creation, "arguments").map(parts)?;
        let (name, counts) = arguments.split_first()?;
        let mut table = Table::open(PASSED_ON);
        // with two of them, the second says where each copy is
        if let [partitions, copies] = counts {
            for (key, value) in [(PARTITIONS, *partitions), (COPIES, *copies)] {
                self.count(key, value, value, &mut table);
            }
        }
        let chained = self.java.code.around(creation).filter(|around| around.kind() == "method_invocation");
        if let Some(call) = chained.filter(|call| self.called(*call) == "configs")
            && let [configs] = field(call, "arguments").map(parts)?[..]
        {
            table.merge(self.table(configs, call.start_byte(), 0));
        }
        self.topic(*name, table, creation.start_byte()..of.end_byte())
    }

    /// `TopicBuilder.name("orders")`, what is said of it, and `build()`.
    fn built(&self, build: Node<'t>) -> Option<Config> {
        let mut steps = Vec::new();
        let mut call = field(build, "object")?;
        while call.kind() == "method_invocation" && self.called(call) != "name" {
            steps.push(call);
            call = field(call, "object")?;
        }
        let of = field(call, "object").filter(|_| call.kind() == "method_invocation")?;
        if self.java.code.of(of).rsplit('.').next() != Some("TopicBuilder") {
            return None;
        }
        let [name] = field(call, "arguments").map(parts)?[..] else { return None };
        let mut table = Table::default();
        for step in steps.into_iter().rev() {
            self.step(step, &mut table)?;
        }
        self.topic(name, table, of.start_byte()..field(call, "name")?.end_byte())
    }

    fn step(&self, step: Node<'t>, table: &mut Table) -> Option<()> {
        let (name, arguments) = (field(step, "name")?, field(step, "arguments").map(parts)?);
        match (self.called(step), &arguments[..]) {
            ("partitions", [count]) => self.count(PARTITIONS, name, *count, table),
            ("replicas", [count]) => self.count(COPIES, name, *count, table),
            ("compact", []) => table.put(Setting {
                key: "cleanup.policy".to_owned(),
                key_at: name.byte_range(),
                value: Given::Text("compact".to_owned()),
                value_at: name.byte_range(),
            }),
            ("config", [key, value]) => match self.java.key(*key) {
                Some(text) => table.put(Setting {
                    key: text,
                    key_at: key.byte_range(),
                    value: self.java.value(*value),
                    value_at: value.byte_range(),
                }),
                None => table.open = Some(KEY_UNKNOWN),
            },
            ("configs", [configs]) => table.merge(self.table(*configs, step.start_byte(), 0)),
            _ => table.open = Some(PASSED_ON),
        }
        Some(())
    }

    /// A number of partitions or copies; where it is -1 or nobody says one, it is the brokers' own.
    fn count(&self, key: &str, written: Node<'t>, value: Node<'t>, table: &mut Table) {
        let value_at = value.byte_range();
        let value = match self.java.value(value) {
            Given::Number(number) if number.starts_with('-') => return,
            Given::Number(number) => Given::Number(number),
            _ => Given::Unknown,
        };
        table.put(Setting { key: key.to_owned(), key_at: written.byte_range(), value, value_at });
    }

    fn topic(&self, name: Node<'t>, table: Table, head: std::ops::Range<usize>) -> Option<Config> {
        let name = match self.java.value(name) {
            Given::Text(name) => Given::Text(name),
            _ => Given::Unknown,
        };
        let Table { settings, open } = table;
        let config = Config { name: Some(name), open, settings, ..Config::new(Role::Topic, head) };
        (!config.settings.is_empty()).then_some(config)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{File, Role};
    use super::super::java_clients::read;
    use super::super::said::{number, settings, text};
    use super::*;

    fn configs(body: &str) -> Vec<Config> {
        let text = format!(
            "import org.apache.kafka.clients.admin.NewTopic;\nimport org.apache.kafka.common.config.TopicConfig;\nimport org.springframework.kafka.config.TopicBuilder;\nclass Topics {{\n{body}\n}}\n"
        );
        read(&File { path: "Topics.java", text: &text }).map(|reading| reading.configs).unwrap_or_default()
    }

    #[test]
    fn a_builder_shows_the_whole_topic() {
        let body = "@Bean NewTopic orders() {\n  return TopicBuilder.name(\"orders\").partitions(3).replicas(2)\n    .config(TopicConfig.RETENTION_MS_CONFIG, \"86400000\").compact().build();\n}";
        let [topic] = &configs(body)[..] else { panic!("one") };
        assert_eq!((topic.role, topic.open, topic.name.clone()), (Role::Topic, None, Some(text("orders"))));
        assert_eq!(
            settings(topic),
            [
                ("partitions", number("3")),
                ("replication.factor", number("2")),
                ("retention.ms", text("86400000")),
                ("cleanup.policy", text("compact")),
            ]
        );
    }

    #[test]
    fn a_new_topic_may_be_given_more() {
        let body = "void f(short copies) {\n  admin.createTopics(List.of(new NewTopic(\"a\", 3, (short) 1), new NewTopic(\"b\", 6, copies),\n    new NewTopic(\"c\", -1, (short) 2).configs(Map.of(\"retention.ms\", \"7d\"))));\n}";
        let [a, b, c] = &configs(body)[..] else { panic!("three") };
        assert!(a.open.is_some());
        assert_eq!(settings(a), [("partitions", number("3")), ("replication.factor", number("1"))]);
        assert_eq!(settings(b), [("partitions", number("6")), ("replication.factor", Given::Unknown)]);
        assert_eq!(settings(c), [("replication.factor", number("2")), ("retention.ms", text("7d"))]);
    }

    #[test]
    fn what_is_not_shown_stays_unknown() {
        let of = |chain: &str| configs(&format!("NewTopic t = TopicBuilder.name(names.orders()){chain};"));
        assert_eq!(of(".partitions(3).build()")[0].name, Some(Given::Unknown));
        assert!(of(".partitions(3).config(key(), \"1\").build()")[0].open.is_some());
        assert!(of(".partitions(3).replicasAssignments(all).build()")[0].open.is_some());
        assert!(of(".partitions(3)").is_empty(), "nobody sees how it goes on");
        assert!(of(".build()").is_empty());
        assert!(configs("Object o = Builder.name(\"a\").partitions(3).build();").is_empty());
        assert!(configs("Object o = new NewTopic(\"a\", Map.of(0, List.of(1)));").is_empty());
    }
}
