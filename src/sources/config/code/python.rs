//! Values and dicts of Python.

use std::borrow::Cow;

use tree_sitter::Node;

use super::super::{Given, Setting};
use super::computed::{combined, signed};
use super::number::Number;
use super::scope::{Act, Binding, Bound, Names};
use super::table::{FROM_ELSEWHERE, KEY_UNKNOWN, PASSED_ON, Table};
use super::text::{in_line, unescaped};
use super::tree::{Code, field, is_field, parts};

/// How many names and calls a value is followed through.
const FURTHEST: usize = 12;

const FUNCTIONS: &[&str] = &["function_definition", "lambda", "class_definition"];
const CLASSES: &[&str] = &["class_definition"];
const BRANCHES: &[&str] = &["block", "lambda", "conditional_expression"];

/// Calls that read what they are given and change nothing.
const READERS: &[&str] = &[
    "print", "len", "str", "repr", "dict", "copy", "deepcopy", "dumps", "pprint", "debug", "info", "warning", "error",
];

/// A Python file.
pub(super) struct Python<'c, 't> {
    pub code: &'c Code<'t>,
    pub names: Names<'t>,
}

impl<'c, 't> Python<'c, 't> {
    pub fn new(code: &'c Code<'t>) -> Self {
        Self { code, names: Names::new(code, FUNCTIONS, |node| bound(code, node)) }
    }

    /// A value as far as it can be seen.
    pub fn value(&self, node: Node<'t>) -> Given {
        self.given(node, 0)
    }

    fn given(&self, node: Node<'t>, depth: usize) -> Given {
        if depth > FURTHEST {
            return Given::Unknown;
        }
        match node.kind() {
            "string" | "concatenated_string" => self.string(node, depth),
            "integer" | "float" => Number::of(self.code.of(node)).map_or(Given::Unknown, Given::from),
            "true" => Given::Bool(true),
            "false" => Given::Bool(false),
            "none" => Given::Null,
            "unary_operator" => signed(node, "argument", |of| self.given(of, depth + 1)),
            "binary_operator" => combined(node, |side| self.given(side, depth + 1)),
            "parenthesized_expression" => {
                parts(node).first().map_or(Given::Unknown, |inner| self.given(*inner, depth + 1))
            }
            "identifier" | "attribute" => {
                let value = self.names.value(self.code.of(node), node.start_byte());
                value.map_or(Given::Unknown, |value| self.given(value, depth + 1))
            }
            "list" | "tuple" => self.list(node, depth),
            _ => Given::Unknown,
        }
    }

    fn string(&self, node: Node<'t>, depth: usize) -> Given {
        if node.kind() == "concatenated_string" {
            let texts = parts(node).into_iter().map(|part| self.text(part, depth + 1));
            return texts.collect::<Option<String>>().map_or(Given::Unknown, |text| Given::of_text(&text));
        }
        let [start, inside @ .., end] = &parts(node)[..] else { return Given::Unknown };
        let raw = self.code.of(*start).to_ascii_lowercase();
        if inside.iter().any(|part| part.kind() == "interpolation") || raw.contains('b') {
            return Given::Unknown;
        }
        let inside = self.code.text.get(start.end_byte()..end.start_byte()).unwrap_or_default();
        let text = if raw.contains('r') { Some(inside.to_owned()) } else { unescaped(inside) };
        text.map_or(Given::Unknown, |text| Given::of_text(&text))
    }

    fn text(&self, node: Node<'t>, depth: usize) -> Option<String> {
        match self.given(node, depth) {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list of texts as one text with commas, any other as code.
    fn list(&self, node: Node<'t>, depth: usize) -> Given {
        let items = parts(node);
        let named = |item: &Node| matches!(item.kind(), "identifier" | "attribute");
        if !items.is_empty() && items.iter().all(named) && items.iter().all(|item| self.binding(*item).is_none()) {
            return Given::Code(in_line(self.code.of(node)));
        }
        let texts = items.into_iter().map(|item| self.text(item, depth + 1));
        texts.collect::<Option<Vec<_>>>().map_or(Given::Unknown, |texts| Given::Text(texts.join(",")))
    }

    /// The function's own calls apart, the last part of what is called: `info` of `log.info`.
    pub fn called(&self, call: Node<'t>) -> &'t str {
        let function = field(call, "function").map(|function| self.code.of(function)).unwrap_or_default();
        function.rsplit('.').next().unwrap_or(function)
    }

    fn binding(&self, node: Node<'t>) -> Option<&Binding<'t>> {
        self.names.find(self.code.of(node), node.start_byte())
    }

    /// The dict that stands at `node`, as the code at byte `at` finds it.
    fn dict(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let elsewhere = || Table::open(FROM_ELSEWHERE);
        if depth > FURTHEST {
            return elsewhere();
        }
        match node.kind() {
            "dictionary" => self.literal(node, at, depth),
            "parenthesized_expression" => {
                parts(node).first().map_or_else(elsewhere, |inner| self.dict(*inner, at, depth + 1))
            }
            "identifier" | "attribute" => self.variable(node, at, depth),
            "call" => self.made(node, at, depth),
            "binary_operator" if field(node, "operator").is_some_and(|operator| operator.kind() == "|") => {
                let side = |name| field(node, name).map_or_else(elsewhere, |side| self.dict(side, at, depth + 1));
                let mut table = side("left");
                table.merge(side("right"));
                table
            }
            _ => elsewhere(),
        }
    }

    fn literal(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        let mut table = Table::default();
        let mut own = Table::default();
        for entry in parts(node) {
            match (entry.kind(), field(entry, "key"), field(entry, "value")) {
                ("pair", Some(key), Some(value)) => match self.setting(key, value) {
                    Some(setting) => own.add(setting),
                    None => own.open = Some(KEY_UNKNOWN),
                },
                ("dictionary_splat", ..) => {
                    table.merge(std::mem::take(&mut own));
                    table.merge(self.spread(entry, at, depth));
                }
                _ => {}
            }
        }
        table.merge(own);
        table
    }

    /// What `**dict` brings.
    fn spread(&self, splat: Node<'t>, at: usize, depth: usize) -> Table {
        parts(splat).first().map_or_else(|| Table::open(FROM_ELSEWHERE), |inner| self.dict(*inner, at, depth + 1))
    }

    fn setting(&self, key: Node<'t>, value: Node<'t>) -> Option<Setting> {
        let Given::Text(name) = self.value(key) else { return None };
        Some(Setting { key: name, key_at: key.byte_range(), value: self.value(value), value_at: value.byte_range() })
    }

    /// `dict(a=b)`, `conf.copy()`, and calls of functions in this file that return one dict.
    fn made(&self, call: Node<'t>, at: usize, depth: usize) -> Table {
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        let function = field(call, "function");
        match self.called(call) {
            "dict" | "deepcopy" => self.arguments(&arguments, at, depth),
            "copy" if !arguments.is_empty() => self.arguments(&arguments, at, depth),
            "copy" => {
                let object = function.and_then(|function| field(function, "object"));
                object.map_or_else(|| Table::open(FROM_ELSEWHERE), |object| self.dict(object, at, depth + 1))
            }
            _ => function.map_or_else(|| Table::open(FROM_ELSEWHERE), |function| self.returned(function, depth)),
        }
    }

    fn returned(&self, function: Node<'t>, depth: usize) -> Table {
        let definition = self.binding(function).and_then(|binding| binding.value);
        let Some(body) = definition.filter(|node| node.kind() == "function_definition") else {
            return Table::open(FROM_ELSEWHERE);
        };
        let mut returns = self.code.all_within("return_statement", body.byte_range());
        let (first, second) = (returns.next(), returns.next());
        let value = first.filter(|_| second.is_none()).and_then(|only| parts(only).first().copied());
        value.map_or_else(|| Table::open(FROM_ELSEWHERE), |value| self.dict(value, value.start_byte(), depth + 1))
    }

    /// Positional dicts first, then keyword arguments and what `**` brings.
    pub fn arguments(&self, arguments: &[Node<'t>], at: usize, depth: usize) -> Table {
        let mut table = Table::default();
        let mut own = Table::default();
        for argument in arguments {
            match (argument.kind(), field(*argument, "name"), field(*argument, "value")) {
                ("keyword_argument", Some(name), Some(value)) => own.add(Setting {
                    key: self.code.of(name).to_owned(),
                    key_at: name.byte_range(),
                    value: self.value(value),
                    value_at: value.byte_range(),
                }),
                ("dictionary_splat", ..) => table.merge(self.spread(*argument, at, depth)),
                ("list_splat", ..) => table.open = Some(FROM_ELSEWHERE),
                _ => table.merge(self.dict(*argument, at, depth + 1)),
            }
        }
        table.merge(own);
        table
    }

    /// A dict with a name, and what the code does with it before byte `at`.
    fn variable(&self, node: Node<'t>, at: usize, depth: usize) -> Table {
        Table::of_name(
            (&self.names, self.code),
            (node, self.binding(node), at),
            |value| self.dict(value, value.start_byte(), depth + 1),
            |other, table| self.used(other, at, depth, table),
        )
    }

    fn used(&self, node: Node<'t>, at: usize, depth: usize, table: &mut Table) {
        let Some(around) = self.code.around(node) else { return };
        match around.kind() {
            "subscript" if is_field(around, "value", node) => self.subscript(around, at, table),
            "attribute" => self.method(around, at, depth, table),
            "argument_list" | "keyword_argument" => {
                let call = std::iter::successors(Some(around), |inner| self.code.around(*inner))
                    .find(|around| around.kind() == "call");
                let reads = call.is_some_and(|call| {
                    let called = self.called(call);
                    READERS.contains(&called) || super::python_clients::is_client(called)
                });
                if !reads {
                    table.open = Some(PASSED_ON);
                }
            }
            "assignment" if is_field(around, "left", node) => {}
            "dictionary_splat"
            | "return_statement"
            | "interpolation"
            | "comparison_operator"
            | "if_statement"
            | "not_operator"
            | "boolean_operator"
            | "binary_operator"
            | "for_statement"
            | "global_statement" => {}
            _ => table.open = Some(PASSED_ON),
        }
    }

    /// `conf["acks"] = "all"`, `del conf["acks"]`, or only a look at it.
    fn subscript(&self, subscript: Node<'t>, at: usize, table: &mut Table) {
        let Some(statement) = self.code.around(subscript) else { return };
        let key = field(subscript, "subscript");
        match statement.kind() {
            "assignment" if is_field(statement, "left", subscript) => {
                let setting = key.zip(field(statement, "right")).and_then(|(key, value)| self.setting(key, value));
                match setting {
                    Some(setting) if self.code.conditional(statement, at, BRANCHES) => table.put_perhaps(setting),
                    Some(setting) => table.put(setting),
                    None => table.open = Some(KEY_UNKNOWN),
                }
            }
            "augmented_assignment" | "delete_statement" => table.open = Some(FROM_ELSEWHERE),
            _ => {}
        }
    }

    /// `conf.update({...})`, or a method that changes nothing.
    fn method(&self, attribute: Node<'t>, at: usize, depth: usize, table: &mut Table) {
        let Some(call) = self.code.around(attribute).filter(|call| call.kind() == "call") else { return };
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        match self.called(call) {
            "get" | "copy" | "items" | "keys" | "values" => {}
            "update" => {
                let other = self.arguments(&arguments, at, depth + 1);
                if self.code.conditional(call, at, BRANCHES) {
                    other.settings.into_iter().for_each(|setting| table.put_perhaps(setting));
                    table.open = table.open.or(other.open);
                } else {
                    table.merge(other);
                }
            }
            "setdefault" => match arguments[..] {
                [key, value] => match self.setting(key, value) {
                    Some(setting) if table.settings.iter().any(|own| own.key == setting.key) => {}
                    Some(setting) if self.code.conditional(call, at, BRANCHES) => table.put_perhaps(setting),
                    Some(setting) => table.put(setting),
                    None => table.open = Some(KEY_UNKNOWN),
                },
                _ => table.open = Some(KEY_UNKNOWN),
            },
            _ => table.open = Some(FROM_ELSEWHERE),
        }
    }
}

/// The names that a node gives a value.
fn bound<'t>(code: &Code<'t>, node: Node<'t>) -> Vec<Bound<'t>> {
    let plain = |name: Node<'t>, value| declared(code.of(name).into(), value, FUNCTIONS);
    let names = |pattern: Node<'t>| {
        let inner = code.within(pattern.byte_range()).filter(|part| part.kind() == "identifier");
        inner.map(|name| plain(name, None)).collect::<Vec<_>>()
    };
    match node.kind() {
        "assignment" => {
            let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Vec::new() };
            match left.kind() {
                "identifier" => {
                    let mut all = vec![plain(left, Some(right))];
                    let of_class = code.around(node).and_then(|statement| code.around(code.around(statement)?));
                    // What a class has, its objects have.
                    if of_class.is_some_and(|around| around.kind() == "class_definition") {
                        let name = format!("self.{}", code.of(left));
                        all.push(declared(name.into(), Some(right), CLASSES));
                    }
                    all
                }
                "attribute" => vec![declared(code.of(left).into(), Some(right), CLASSES)],
                "subscript" => Vec::new(),
                _ => names(left),
            }
        }
        "augmented_assignment" | "for_statement" | "for_in_clause" => {
            field(node, "left").map(names).unwrap_or_default()
        }
        "named_expression" | "default_parameter" | "typed_default_parameter" => {
            field(node, "name").map(|name| vec![plain(name, None)]).unwrap_or_default()
        }
        "as_pattern_target" | "global_statement" | "nonlocal_statement" => names(node),
        "parameters" | "lambda_parameters" | "typed_parameter" | "list_splat_pattern" | "dictionary_splat_pattern" => {
            let own = parts(node).into_iter().filter(|part| part.kind() == "identifier");
            own.map(|name| plain(name, None)).collect()
        }
        "function_definition" => field(node, "name").map(|name| vec![plain(name, Some(node))]).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn declared<'t>(name: Cow<'t, str>, value: Option<Node<'t>>, scopes: &'static [&'static str]) -> Bound<'t> {
    Bound { name, value, scopes, act: Act::Declared }
}
