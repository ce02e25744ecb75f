//! Values of Java.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::super::Given;
use super::computed::{combined, signed};
use super::java_keys;
use super::number::Number;
use super::scope::{Act, Binding, Bound, Names};
use super::text::{in_line, unescaped};
use super::tree::{Code, field, parts};

/// How many names and calls a value is followed through.
const FURTHEST: usize = 12;

const FUNCTIONS: &[&str] = &["method_declaration", "constructor_declaration", "lambda_expression"];
const SCOPES: &[&str] = &[
    "block",
    "constructor_body",
    "lambda_expression",
    "method_declaration",
    "constructor_declaration",
    "for_statement",
    "enhanced_for_statement",
    "try_with_resources_statement",
    "catch_clause",
    "class_body",
];
const CLASSES: &[&str] = &["class_body"];
/// Nodes whose inside may not run.
pub(super) const BRANCHES: &[&str] = &["block", "if_statement", "switch_block_statement_group", "lambda_expression"];

/// A Java file.
pub(super) struct Java<'c, 't> {
    pub code: &'c Code<'t>,
    pub names: Names<'t>,
    /// Full names by simple ones.
    imports: BTreeMap<&'t str, &'t str>,
    /// Classes whose constants stand for themselves here, and which constant it is where that is told.
    constants: Vec<(&'t str, Option<&'t str>)>,
}

impl<'c, 't> Java<'c, 't> {
    pub fn new(code: &'c Code<'t>) -> Self {
        let mut imports = BTreeMap::new();
        let mut constants = Vec::new();
        for import in code.all("import_declaration") {
            let Some(name) = import.named_child(0) else { continue };
            let full = code.of(name);
            let (before, last) = full.rsplit_once('.').unwrap_or(("", full));
            match (code.of(import).starts_with("import static"), code.of(import).contains('*')) {
                (false, _) => drop(imports.insert(last, full)),
                (true, true) => constants.push((last, None)),
                (true, false) => constants.extend(before.rsplit('.').next().map(|class| (class, Some(last)))),
            }
        }
        Self { code, names: Names::new(code, FUNCTIONS, |node| bound(code, node)), imports, constants }
    }

    /// A value as far as it can be seen.
    pub fn value(&self, node: Node<'t>) -> Given {
        self.given(node, 0)
    }

    /// A key: a text, or a constant for one.
    pub fn key(&self, node: Node<'t>) -> Option<String> {
        match self.given(node, 0) {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    fn given(&self, node: Node<'t>, depth: usize) -> Given {
        if depth > FURTHEST {
            return Given::Unknown;
        }
        let text = self.code.of(node);
        match node.kind() {
            "string_literal" => {
                let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                let inside = inside.filter(|_| !text.starts_with("\"\"\""));
                inside.and_then(unescaped).map_or(Given::Unknown, |text| Given::of_text(&text))
            }
            "true" => Given::Bool(true),
            "false" => Given::Bool(false),
            "null_literal" => Given::Null,
            kind if kind.ends_with("_literal") && kind != "class_literal" && kind != "character_literal" => {
                Number::of(text).map_or(Given::Unknown, Given::from)
            }
            "class_literal" => self.class(node),
            "parenthesized_expression" => {
                node.named_child(0).map_or(Given::Unknown, |inner| self.given(inner, depth + 1))
            }
            "cast_expression" => field(node, "value").map_or(Given::Unknown, |inner| self.given(inner, depth + 1)),
            "identifier" | "field_access" => self.named(node, depth),
            "unary_expression" => signed(node, "operand", |of| self.given(of, depth + 1)),
            "binary_expression" => combined(node, |side| self.given(side, depth + 1)),
            "method_invocation" => self.call(node, depth),
            _ => Given::Unknown,
        }
    }

    fn named(&self, node: Node<'t>, depth: usize) -> Given {
        let text = in_line(self.code.of(node));
        if let Some(binding) = self.binding(node) {
            return binding.value.map_or(Given::Unknown, |value| self.given(value, depth + 1));
        }
        let constant = match text.rsplit_once('.') {
            Some(("Integer", "MAX_VALUE")) => return Given::Number(i32::MAX.to_string()),
            Some(("Long", "MAX_VALUE")) => return Given::Number(i64::MAX.to_string()),
            Some(("Boolean", "TRUE")) => return Given::Bool(true),
            Some(("Boolean", "FALSE")) => return Given::Bool(false),
            Some((class, constant)) => java_keys::text(class.rsplit('.').next().unwrap_or(class), constant),
            None => self.class_with(&text).and_then(|class| java_keys::text(class, &text)),
        };
        constant.map_or(Given::Unknown, Given::Text)
    }

    /// What a name, or a field of `this`, is bound to.
    pub fn binding(&self, node: Node<'t>) -> Option<&Binding<'t>> {
        let text = self.code.of(node);
        self.names.find(text.strip_prefix("this.").unwrap_or(text), node.start_byte())
    }

    /// The class that a constant is of: `ProducerConfig` of `ProducerConfig.ACKS_CONFIG`.
    pub fn class_of(&self, constant: Node<'t>) -> Option<&'t str> {
        match constant.kind() {
            "field_access" => field(constant, "object").map(|class| {
                let class = self.code.of(class);
                class.rsplit('.').next().unwrap_or(class)
            }),
            "identifier" if self.binding(constant).is_none() => {
                let class = self.class_with(self.code.of(constant))?;
                java_keys::text(class, self.code.of(constant)).map(|_| class)
            }
            _ => None,
        }
    }

    /// The class that a constant was imported from, by its own name or with all others.
    fn class_with(&self, constant: &str) -> Option<&'t str> {
        let by_name = self.constants.iter().find(|(_, own)| *own == Some(constant));
        let with_all = || {
            let mut all = self.constants.iter().filter(|(_, own)| own.is_none());
            all.find(|(class, _)| java_keys::text(class, constant).is_some())
        };
        by_name.or_else(with_all).map(|(class, _)| *class)
    }

    /// `StringSerializer.class` with its package, where an import tells it.
    fn class(&self, node: Node<'t>) -> Given {
        let text = in_line(self.code.of(node));
        let name = text.strip_suffix(".class").unwrap_or(&text);
        let full = if name.contains('.') { Some(name) } else { self.imports.get(name).copied() };
        full.map_or_else(|| Given::Code(text.clone()), |full| Given::Text(full.to_owned()))
    }

    /// Calls that give what they are given, or a time in milliseconds.
    fn call(&self, node: Node<'t>, depth: usize) -> Given {
        let name = field(node, "name").map(|name| self.code.of(name)).unwrap_or_default();
        let object = field(node, "object");
        let of = object.map(|object| self.code.of(object)).unwrap_or_default();
        let arguments = field(node, "arguments").map(parts).unwrap_or_default();
        match (of, name, &arguments[..]) {
            (_, "getName", []) if object.is_some_and(|object| object.kind() == "class_literal") => {
                match object.map(|object| self.given(object, depth + 1)) {
                    Some(Given::Text(text)) => Given::Text(text),
                    _ => Given::Unknown,
                }
            }
            (
                "String" | "Integer" | "Long" | "Boolean" | "Double",
                "valueOf" | "toString" | "parseInt" | "parseLong",
                [only],
            )
            | ("Math", "toIntExact", [only]) => self.given(*only, depth + 1),
            ("List" | "Arrays" | "Collections", "of" | "asList" | "singletonList", items) => {
                let texts = items.iter().map(|item| match self.given(*item, depth + 1) {
                    Given::Text(text) => Some(text),
                    _ => None,
                });
                texts.collect::<Option<Vec<_>>>().map_or(Given::Unknown, |texts| Given::Text(texts.join(",")))
            }
            ("StreamsConfig", method, [key]) => match (java_keys::prefix(method), self.given(*key, depth + 1)) {
                (Some(prefix), Given::Text(key)) => Given::Text(format!("{prefix}{key}")),
                _ => Given::Unknown,
            },
            (_, "toMillis", []) => object.map_or(Given::Unknown, |object| self.duration(object, depth)),
            (_, "intValue" | "longValue", []) => object.map_or(Given::Unknown, |object| self.given(object, depth + 1)),
            _ => Given::Unknown,
        }
    }

    /// The milliseconds of `Duration.ofSeconds(5)`.
    fn duration(&self, node: Node<'t>, depth: usize) -> Given {
        let name = |part| field(node, part).map(|part| self.code.of(part)).unwrap_or_default();
        let scale = match (name("object"), name("name")) {
            ("Duration", "ofMillis") => 1,
            ("Duration", "ofSeconds") => 1000,
            ("Duration", "ofMinutes") => 60_000,
            ("Duration", "ofHours") => 3_600_000,
            ("Duration", "ofDays") => 86_400_000,
            _ => return Given::Unknown,
        };
        let count = field(node, "arguments").and_then(|arguments| arguments.named_child(0));
        match count.map(|count| self.given(count, depth + 1)) {
            Some(Given::Number(text)) => Number::of(&text)
                .and_then(|count| count.apply("*", Number::Whole(scale)))
                .map_or(Given::Unknown, Given::from),
            _ => Given::Unknown,
        }
    }

    /// The simple name of the class that is made: `KafkaProducer` of `new KafkaProducer<>(p)`.
    pub fn made(&self, creation: Node<'t>) -> &'t str {
        let of = field(creation, "type").map(|of| self.code.of(of)).unwrap_or_default();
        let of = of.split('<').next().unwrap_or(of);
        of.rsplit('.').next().unwrap_or(of).trim()
    }
}

/// The names that a node gives a value; of methods, with brackets.
fn bound<'t>(code: &Code<'t>, node: Node<'t>) -> Vec<Bound<'t>> {
    let make = |name: Node<'t>, value, act| vec![Bound { name: code.of(name).into(), value, scopes: SCOPES, act }];
    let name = || field(node, "name");
    match node.kind() {
        "variable_declarator" => {
            let (Some(name), value) = (name(), field(node, "value")) else { return Vec::new() };
            let of_class = code.around(node).filter(|declaration| declaration.kind() == "field_declaration");
            // Other code, or a framework, may set a field that is not final.
            let settable = of_class.is_some_and(|declaration| {
                let modifiers = declaration.named_child(0).filter(|modifiers| modifiers.kind() == "modifiers");
                let words = modifiers.map(|modifiers| code.of(modifiers)).unwrap_or_default();
                !words.contains("final") || words.contains('@')
            });
            match value {
                Some(_) if settable => make(name, None, Act::Declared),
                Some(_) => make(name, value, Act::Declared),
                None => make(name, None, Act::Announced),
            }
        }
        "assignment_expression" => {
            let (Some(left), value) = (field(node, "left"), field(node, "right")) else { return Vec::new() };
            match left.kind() {
                "identifier" => make(left, value, Act::Assigned),
                "field_access" => match field(left, "field") {
                    Some(name) => {
                        vec![Bound { name: code.of(name).into(), value, scopes: CLASSES, act: Act::Declared }]
                    }
                    None => Vec::new(),
                },
                _ => Vec::new(),
            }
        }
        "formal_parameter" | "enhanced_for_statement" | "catch_formal_parameter" => {
            name().map(|name| make(name, None, Act::Declared)).unwrap_or_default()
        }
        "resource" => name().map(|name| make(name, field(node, "value"), Act::Declared)).unwrap_or_default(),
        "inferred_parameters" => parts(node).into_iter().flat_map(|name| make(name, None, Act::Declared)).collect(),
        "lambda_expression" => {
            let only = field(node, "parameters").filter(|parameters| parameters.kind() == "identifier");
            only.map(|name| make(name, None, Act::Declared)).unwrap_or_default()
        }
        "method_declaration" => {
            let bound = |name: Node<'t>| Bound {
                name: format!("{}()", code.of(name)).into(),
                value: Some(node),
                scopes: CLASSES,
                act: Act::Declared,
            };
            name().map(bound).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
