//! Maps and properties of Java, as code fills them.

use tree_sitter::Node;

use super::super::Setting;
use super::java::BRANCHES;
use super::java_clients::{Clients, is_client};
use super::java_keys;
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, PASSED_ON, Table};
use super::tree::{field, is_field, parts};

/// How many names and calls settings are followed through.
const FURTHEST: usize = 8;

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

impl<'t> Clients<'_, '_, 't> {
    /// Whether a map is made here.
    pub fn is_map(&self, value: Node<'t>) -> bool {
        value.kind() == "object_creation_expression" && MAPS.contains(&self.java.made(value))
    }

    /// The settings that stand at `node`, as the code at byte `at` finds them.
    pub fn table(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
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
                let table = method.map_or_else(|| Table::open(FROM_ELSEWHERE), |method| self.returned(method, depth));
                if self.is_called_again(name) {
                    self.shared.borrow_mut().extend(table.settings.iter().map(|setting| setting.key_at.start));
                }
                table
            }
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    /// Whether the code calls a method of this name more than once.
    fn is_called_again(&self, name: &str) -> bool {
        let calls = self.java.code.all("method_invocation");
        calls.filter(|call| field(*call, "name").is_some_and(|own| self.java.code.of(own) == name)).nth(1).is_some()
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

    /// A map with a name, and what the code does with it before byte `at`.
    pub fn variable(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        Table::of_name(
            (&self.java.names, self.java.code),
            (node, self.java.binding(node), at),
            |value| {
                self.seen.borrow_mut().insert(value.start_byte());
                self.table(value, value.start_byte(), depth + 1)
            },
            |other, table| self.used(other, at, depth, table),
        )
    }

    fn used(&self, node: Node<'t>, at: usize, depth: usize, table: &mut Table) {
        let Some(around) = self.java.code.around(node) else { return };
        match around.kind() {
            "method_invocation" if is_field(around, "object", node) => self.method(around, at, depth, table),
            "argument_list" => {
                let reads = self.java.code.around(around).is_some_and(|call| match call.kind() {
                    "object_creation_expression" => {
                        let class = self.java.made(call);
                        MAPS.contains(&class) || is_client(class)
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
        let perhaps = self.java.code.conditional(call, at, BRANCHES);
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
            ("remove", [key]) => match self.java.key(*key) {
                Some(key) if perhaps => table.remove_perhaps(&key),
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
}
