//! Values and objects of TypeScript and JavaScript.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::super::{Given, Setting};
use super::computed::{combined, signed};
use super::number::Number;
use super::scope::{Binding, Names};
use super::script_names::{bound, imports};
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, PASSED_ON, Table};
use super::text::{in_line, unescaped};
use super::tree::{Code, field, is_field, parts};

/// How many names and calls a value is followed through.
const FURTHEST: usize = 12;

const FUNCTIONS: &[&str] = &[
    "function_declaration",
    "function_expression",
    "generator_function_declaration",
    "arrow_function",
    "method_definition",
];
/// Nodes whose inside may not run.
const BRANCHES: &[&str] =
    &["statement_block", "if_statement", "switch_case", "ternary_expression", "arrow_function", "catch_clause"];

/// Calls that read what they are given and change nothing.
const READERS: &[&str] = &["log", "info", "debug", "warn", "error", "stringify", "keys", "values", "entries", "freeze"];

/// A TypeScript or JavaScript file.
pub(super) struct Script<'c, 't> {
    pub code: &'c Code<'t>,
    pub names: Names<'t>,
    /// What imports bring, and from which package.
    pub imports: BTreeMap<&'t str, &'t str>,
}

impl<'c, 't> Script<'c, 't> {
    pub fn new(code: &'c Code<'t>) -> Self {
        let names = Names::new(code, FUNCTIONS, |node| bound(code, node));
        Self { code, names, imports: imports(code) }
    }

    /// The node without what only tells the compiler about it.
    pub fn plain(node: Node<'t>) -> Node<'t> {
        let wrappers = [
            "as_expression",
            "satisfies_expression",
            "non_null_expression",
            "parenthesized_expression",
            "await_expression",
            "type_assertion",
        ];
        let mut inner = node;
        while wrappers.contains(&inner.kind())
            && let Some(first) = parts(inner).into_iter().find(|part| part.kind() != "type_arguments")
        {
            inner = first;
        }
        inner
    }

    /// A value as far as it can be seen; what an import brings is a value by its name.
    pub fn value(&self, node: Node<'t>) -> Given {
        self.given(node, 0)
    }

    fn given(&self, node: Node<'t>, depth: usize) -> Given {
        let node = Self::plain(node);
        if depth > FURTHEST {
            return Given::Unknown;
        }
        let text = self.code.of(node);
        match node.kind() {
            "string" => {
                let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
                unescaped(inside).map_or(Given::Unknown, |text| Given::of_text(&text))
            }
            "template_string" if !parts(node).iter().any(|part| part.kind() == "template_substitution") => {
                Given::of_text(text.trim_matches('`'))
            }
            "number" => Number::of(text).map_or(Given::Unknown, Given::from),
            "true" => Given::Bool(true),
            "false" => Given::Bool(false),
            "null" | "undefined" => Given::Null,
            "unary_expression" => signed(node, "argument", |of| self.given(of, depth + 1)),
            "binary_expression" => combined(node, |side| self.given(side, depth + 1)),
            "array" => self.list(node, depth),
            "identifier" => match self.binding(node) {
                Some(binding) => binding.value.map_or(Given::Unknown, |value| self.given(value, depth + 1)),
                None => Given::Unknown,
            },
            "member_expression" => self.member(node, depth),
            _ => Given::Unknown,
        }
    }

    fn member(&self, node: Node<'t>, depth: usize) -> Given {
        let text = in_line(self.code.of(node));
        let root = text.split('.').next().unwrap_or_default();
        if self.imports.contains_key(root) || root == "Number" {
            return Given::Code(text);
        }
        let value = self.binding(node).and_then(|binding| binding.value);
        value.map_or(Given::Unknown, |value| self.given(value, depth + 1))
    }

    /// A list of texts as one text with commas.
    fn list(&self, node: Node<'t>, depth: usize) -> Given {
        let texts = parts(node).into_iter().map(|item| match self.given(item, depth + 1) {
            Given::Text(text) => Some(text),
            _ => None,
        });
        texts.collect::<Option<Vec<_>>>().map_or(Given::Unknown, |texts| Given::Text(texts.join(",")))
    }

    /// What a name, or a field of `this`, is bound to.
    pub fn binding(&self, node: Node<'t>) -> Option<&Binding<'t>> {
        self.names.find(self.code.of(node), node.start_byte())
    }

    /// The object that stands at `node`, as the code at byte `at` finds it; inner objects with dots.
    pub fn table(&self, node: Node<'t>, at: usize) -> Table {
        self.object(node, at, 0)
    }

    fn object(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let node = Self::plain(node);
        match node.kind() {
            _ if depth > FURTHEST => Table::open(FROM_ELSEWHERE),
            "object" => self.literal(node, at, depth),
            "identifier" | "member_expression" => self.variable(node, at, depth),
            _ => Table::open(FROM_ELSEWHERE),
        }
    }

    fn literal(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let mut table = Table::default();
        let mut own = Table::default();
        for entry in parts(node) {
            match (entry.kind(), field(entry, "key"), field(entry, "value")) {
                ("pair", Some(key), Some(value)) => match self.key(key) {
                    Some(name) => self.pair(&name, key, value, at, depth, &mut own),
                    None => own.open = Some(KEY_UNKNOWN),
                },
                ("shorthand_property_identifier", ..) => {
                    own.add(Setting {
                        key: self.code.of(entry).to_owned(),
                        key_at: entry.byte_range(),
                        value: self.shorthand(entry),
                        value_at: entry.byte_range(),
                    });
                }
                ("method_definition", ..) => {
                    if let Some(name) = field(entry, "name") {
                        own.add(Setting {
                            key: self.code.of(name).to_owned(),
                            key_at: name.byte_range(),
                            value: Given::Unknown,
                            value_at: entry.byte_range(),
                        });
                    }
                }
                ("spread_element", ..) => {
                    table.merge(std::mem::take(&mut own));
                    let inner = parts(entry).first().copied();
                    table.merge(
                        inner.map_or_else(|| Table::open(FROM_ELSEWHERE), |inner| self.object(inner, at, depth + 1)),
                    );
                }
                _ => {}
            }
        }
        table.merge(own);
        table
    }

    /// `{acks}` is the value of the name `acks`.
    fn shorthand(&self, entry: Node<'t>) -> Given {
        let value = self.names.value(self.code.of(entry), entry.start_byte());
        value.map_or(Given::Unknown, |value| self.given(value, 1))
    }

    fn key(&self, key: Node<'t>) -> Option<String> {
        match key.kind() {
            "computed_property_name" => match parts(key)[..] {
                [inner] => match self.value(inner) {
                    Given::Text(text) => Some(text),
                    _ => None,
                },
                _ => None,
            },
            "string" => match self.value(key) {
                Given::Text(text) => Some(text),
                _ => None,
            },
            _ => Some(self.code.of(key).to_owned()),
        }
    }

    fn pair(&self, name: &str, key: Node<'t>, value: Node<'t>, at: usize, depth: usize, own: &mut Table) {
        let inner = Self::plain(value);
        let target = self.binding(inner).and_then(|binding| binding.value).map(Self::plain);
        let nested = inner.kind() == "object" || target.is_some_and(|target| target.kind() == "object");
        if !nested {
            own.add(Setting {
                key: name.to_owned(),
                key_at: key.byte_range(),
                value: self.value(value),
                value_at: value.byte_range(),
            });
            // What `retry: options` brings cannot be told from what it leaves out.
            if self.value(value) == Given::Unknown && matches!(name, "retry" | "kafkaJS") {
                own.open = Some(FROM_ELSEWHERE);
            }
            return;
        }
        let object = self.object(inner, at, depth + 1);
        own.open = own.open.or(object.open);
        for setting in object.settings {
            own.add(Setting { key: format!("{name}.{}", setting.key), ..setting });
        }
    }

    fn variable(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        Table::of_name(
            (&self.names, self.code),
            (node, self.binding(node), at),
            |value| self.object(value, value.start_byte(), depth + 1),
            |other, table| self.used(other, at, table),
        )
    }

    fn used(&self, node: Node<'t>, at: usize, table: &mut Table) {
        let Some(around) = self.code.around(node) else { return };
        match around.kind() {
            "member_expression" | "subscript_expression" if is_field(around, "object", node) => {
                let written = self.code.around(around).filter(|statement| {
                    statement.kind() == "assignment_expression" && is_field(*statement, "left", around)
                });
                let Some(statement) = written else { return };
                let key = field(around, "property").or_else(|| field(around, "index"));
                let setting = key.zip(field(statement, "right")).and_then(|(key, value)| {
                    let name = if key.kind() == "property_identifier" {
                        Some(self.code.of(key).to_owned())
                    } else {
                        self.key(key)
                    };
                    let plain = key.kind() != "identifier";
                    name.filter(|_| plain).map(|name| Setting {
                        key: name,
                        key_at: key.byte_range(),
                        value: self.value(value),
                        value_at: value.byte_range(),
                    })
                });
                match setting {
                    Some(setting) if self.code.conditional(statement, at, BRANCHES) => table.put_perhaps(setting),
                    Some(setting) => table.put(setting),
                    None => table.open = Some(KEY_UNKNOWN),
                }
            }
            "arguments" => {
                let call = self.code.around(around);
                let reads = call.is_some_and(|call| {
                    let called = self.called(call);
                    READERS.contains(&called) || super::kafkajs::takes_settings(called)
                });
                if !reads {
                    table.open = Some(PASSED_ON);
                }
            }
            "variable_declarator" if is_field(around, "name", node) => {}
            "spread_element" | "pair" | "return_statement" | "binary_expression" | "if_statement" => {}
            _ => table.open = Some(PASSED_ON),
        }
    }

    /// The last part of what is called or made anew: `Kafka` of `new KafkaJS.Kafka(...)`.
    pub fn called(&self, call: Node<'t>) -> &'t str {
        let function = field(call, "function").or_else(|| field(call, "constructor"));
        let text = function.map(|function| self.code.of(function)).unwrap_or_default();
        text.rsplit('.').next().unwrap_or(text).trim()
    }
}
