//! confluent-kafka-go: `kafka.ConfigMap`, and what is set in it later.

use tree_sitter::Node;

use super::super::classify::classify;
use super::super::{Config, Role};
use super::go::{BRANCHES, Go, entries};
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, PASSED_ON, Table};
use super::tree::{field, is_field, parts};

const CLIENT: &str = "confluent-kafka-go";

const CONSTRUCTORS: &[(&str, Role)] =
    &[("NewProducer", Role::Producer), ("NewConsumer", Role::Consumer), ("NewAdminClient", Role::Admin)];

/// How far calls are followed.
const FURTHEST: usize = 8;

/// The configs of a file that uses confluent-kafka-go.
pub(super) fn configs(go: &Go) -> Vec<Config> {
    let Some(package) = go.package(|path| path.contains("confluent-kafka-go") && path.ends_with("/kafka")) else {
        return Vec::new();
    };
    let maps = Maps { go, package };
    let calls = go.code.all("call_expression");
    let mut configs: Vec<Config> = calls.filter_map(|call| maps.constructed(call)).collect();
    if configs.is_empty() {
        configs.extend(go.code.all("composite_literal").filter_map(|literal| maps.alone(literal)));
    }
    maps.topics(&mut configs);
    configs
}

struct Maps<'g, 'c, 't> {
    go: &'g Go<'c, 't>,
    package: &'t str,
}

impl<'t> Maps<'_, '_, 't> {
    fn constructed(&self, call: Node<'t>) -> Option<Config> {
        let constructor = self.go.called(call, self.package)?;
        let (_, role) = CONSTRUCTORS.iter().find(|(name, _)| *name == constructor)?;
        let map = *field(call, "arguments").map(parts)?.first()?;
        let table = self.table(map, call.start_byte(), 0);
        let head = field(call, "function").map_or(call.byte_range(), |function| function.byte_range());
        config(*role, head, table)
    }

    /// A map of a file that makes no client: a function hands it out.
    fn alone(&self, literal: Node<'t>) -> Option<Config> {
        let of = field(literal, "type").filter(|of| self.is_map(*of))?;
        let table = self.literal(literal);
        let keys = table.settings.iter().map(|setting| setting.key.as_str());
        let role = classify(&keys)?.role;
        config(role, of.byte_range(), Table { open: Some(PASSED_ON), ..table })
    }

    fn is_map(&self, of: Node<'t>) -> bool {
        self.go.code.of(of).strip_prefix(self.package) == Some(".ConfigMap")
    }

    fn table(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let inner = match node.kind() {
            "unary_expression" => field(node, "operand"),
            "parenthesized_expression" | "expression_list" => node.named_child(0),
            _ => None,
        };
        match (node.kind(), inner) {
            _ if depth > FURTHEST => Table::open(FROM_ELSEWHERE),
            (_, Some(inner)) => self.table(inner, at, depth + 1),
            ("composite_literal", _) if field(node, "type").is_some_and(|of| self.is_map(of)) => self.literal(node),
            ("identifier", _) => self.variable(node, at, depth),
            ("call_expression", _) => self.returned(node, depth),
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    fn literal(&self, literal: Node<'t>) -> Table {
        let mut table = Table::default();
        for (key, value) in entries(literal) {
            match self.go.setting(key, value, self.package) {
                Some(setting) => table.add(setting),
                None => table.open = Some(KEY_UNKNOWN),
            }
        }
        table
    }

    /// What a function of this file returns in its only `return`.
    fn returned(&self, call: Node<'t>, depth: usize) -> Table {
        let function = field(call, "function").filter(|function| function.kind() == "identifier");
        let declared = function.and_then(|function| self.go.binding(function)).and_then(|binding| binding.value);
        let Some(declared) = declared.filter(|node| node.kind() == "function_declaration") else {
            return Table::open(FROM_ELSEWHERE);
        };
        let mut returns = self.go.code.all_within("return_statement", declared.byte_range());
        let (first, second) = (returns.next(), returns.next());
        let value = first.filter(|_| second.is_none()).and_then(|only| only.named_child(0)?.named_child(0));
        value.map_or_else(|| Table::open(FROM_ELSEWHERE), |value| self.table(value, value.start_byte(), depth + 1))
    }

    fn variable(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        Table::of_name(
            (&self.go.names, self.go.code),
            (node, self.go.binding(node), at),
            |value| self.table(value, value.start_byte(), depth + 1),
            |other, table| self.used(other, at, table),
        )
    }

    fn used(&self, node: Node<'t>, at: usize, table: &mut Table) {
        let mut outer = node;
        while let Some(around) = self.go.code.around(outer)
            && matches!(around.kind(), "unary_expression" | "parenthesized_expression")
        {
            outer = around;
        }
        let Some(around) = self.go.code.around(outer) else { return };
        match around.kind() {
            "index_expression" if is_field(around, "operand", outer) => {
                let statement = self.go.code.around(around).and_then(|list| self.go.code.around(list));
                let written = statement.filter(|statement| {
                    statement.kind() == "assignment_statement"
                        && field(*statement, "left").is_some_and(|left| left.byte_range() == around.byte_range())
                });
                if let Some(statement) = written {
                    let value = field(statement, "right").and_then(|right| right.named_child(0));
                    self.put(field(around, "index"), value, statement, at, table);
                }
            }
            "selector_expression" => {
                match self.go.code.around(around).filter(|call| call.kind() == "call_expression") {
                    Some(call) if self.go.method(call) == Some("SetKey") => {
                        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
                        self.put(arguments.first().copied(), arguments.get(1).copied(), call, at, table);
                    }
                    _ => {}
                }
            }
            "argument_list" => {
                let call = self.go.code.around(around);
                let reads = call.is_some_and(|call| {
                    let own = self.go.called(call, self.package);
                    own.is_some_and(|name| CONSTRUCTORS.iter().any(|(known, _)| *known == name))
                        || self.go.only_reads(call)
                });
                if !reads {
                    table.open = Some(PASSED_ON);
                }
            }
            "expression_list" => {
                let statement = self.go.code.around(around);
                let taken = statement.is_some_and(|statement| {
                    matches!(statement.kind(), "assignment_statement" | "short_var_declaration")
                        && field(statement, "right").is_some_and(|right| right.byte_range() == around.byte_range())
                });
                if taken {
                    table.open = Some(PASSED_ON);
                }
            }
            "range_clause" | "binary_expression" => {}
            _ => table.open = Some(PASSED_ON),
        }
    }

    fn put(&self, key: Option<Node<'t>>, value: Option<Node<'t>>, statement: Node<'t>, at: usize, table: &mut Table) {
        let setting = key.zip(value).and_then(|(key, value)| self.go.setting(key, value, self.package));
        match setting {
            Some(setting) if self.go.code.conditional(statement, at, BRANCHES) => table.put_perhaps(setting),
            Some(setting) => table.put(setting),
            None => table.open = Some(KEY_UNKNOWN),
        }
    }

    /// The topics, where it is plain which client they are for.
    fn topics(&self, configs: &mut [Config]) {
        let mut consumers: Vec<&mut Config> =
            configs.iter_mut().filter(|config| config.role == Role::Consumer).collect();
        if let [consumer] = &mut consumers[..] {
            for call in self.go.code.all("call_expression") {
                let arguments = || field(call, "arguments").map(parts).unwrap_or_default();
                if matches!(self.go.method(call), Some("Subscribe" | "SubscribeTopics")) {
                    consumer.reads.extend(arguments().first().iter().flat_map(|topics| self.go.topics(**topics)));
                }
            }
        }
        // Consumers name partitions of topics in the same way.
        if let [producer] = configs
            && producer.role == Role::Producer
        {
            producer.writes = self.go.records(&[format!("{}.TopicPartition", self.package)]);
        }
    }
}

fn config(role: Role, head: std::ops::Range<usize>, mut table: Table) -> Option<Config> {
    // A map within the map; its keys are not looked at.
    table.settings.retain(|setting| setting.key != "default.topic.config");
    let config = Config { client: Some(CLIENT), open: table.open, settings: table.settings, ..Config::new(role, head) };
    (!config.settings.is_empty()).then_some(config)
}
