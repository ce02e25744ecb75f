//! The names of TypeScript and JavaScript: imports, variables, fields and parameters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tree_sitter::Node;

use super::scope::{Act, Bound};
use super::script::Script;
use super::tree::{Code, field, parts};

const SCOPES: &[&str] = &[
    "function_declaration",
    "function_expression",
    "generator_function_declaration",
    "arrow_function",
    "method_definition",
    "statement_block",
];
const CLASSES: &[&str] = &["class_declaration", "class"];
/// What `import` and `require` bring, and from where.
pub(super) fn imports<'t>(code: &Code<'t>) -> BTreeMap<&'t str, &'t str> {
    let mut imports = BTreeMap::new();
    for node in &code.nodes {
        let (names, source) = match node.kind() {
            "import_statement" => {
                (parts(*node).into_iter().find(|part| part.kind() != "string"), field(*node, "source"))
            }
            "variable_declarator" => {
                let required = field(*node, "value").and_then(|value| required(code, value));
                (field(*node, "name").filter(|_| required.is_some()), required)
            }
            _ => continue,
        };
        let (Some(names), Some(source)) = (names, source) else { continue };
        let package = code.of(source).trim_matches(['"', '\'', '`']);
        for name in code.within(names.byte_range()) {
            let bound = matches!(name.kind(), "identifier" | "shorthand_property_identifier_pattern");
            if bound {
                imports.insert(code.of(name), package);
            }
        }
    }
    imports
}

/// The package of `require("package")`, or of a part of it: `require("package").KafkaJS`.
fn required<'t>(code: &Code<'t>, value: Node<'t>) -> Option<Node<'t>> {
    let mut inner = Script::plain(value);
    while inner.kind() == "member_expression" {
        inner = field(inner, "object")?;
    }
    let is_require = inner.kind() == "call_expression" && code.of(field(inner, "function")?) == "require";
    field(inner, "arguments")?.named_child(0).filter(|_| is_require)
}

/// The names that a node gives a value.
pub(super) fn bound<'t>(code: &Code<'t>, node: Node<'t>) -> Vec<Bound<'t>> {
    let make = |name: Cow<'t, str>, value, scopes, act| Bound { name, value, scopes, act };
    let parameters = |pattern: Node<'t>| {
        let names = code
            .within(pattern.byte_range())
            .filter(|part| matches!(part.kind(), "identifier" | "shorthand_property_identifier_pattern"));
        names.map(|name| make(code.of(name).into(), None, SCOPES, Act::Declared)).collect::<Vec<_>>()
    };
    match node.kind() {
        "variable_declarator" => {
            let Some(name) = field(node, "name") else { return Vec::new() };
            let value = field(node, "value");
            if value.is_some_and(|value| required(code, value).is_some()) {
                return Vec::new();
            }
            if name.kind() != "identifier" {
                return parameters(name);
            }
            let act = if value.is_some() { Act::Declared } else { Act::Announced };
            vec![make(code.of(name).into(), value, SCOPES, act)]
        }
        "assignment_expression" => {
            let (Some(left), value) = (field(node, "left"), field(node, "right")) else { return Vec::new() };
            match left.kind() {
                "identifier" => vec![make(code.of(left).into(), value, SCOPES, Act::Assigned)],
                "member_expression" if code.of(left).starts_with("this.") => {
                    vec![make(code.of(left).into(), value, CLASSES, Act::Assigned)]
                }
                _ => Vec::new(),
            }
        }
        "public_field_definition" | "field_definition" => {
            let Some(name) = field(node, "name").or_else(|| field(node, "property")) else { return Vec::new() };
            let value = field(node, "value");
            let act = if value.is_some() { Act::Declared } else { Act::Announced };
            vec![make(format!("this.{}", code.of(name)).into(), value, CLASSES, act)]
        }
        "required_parameter" | "optional_parameter" => field(node, "pattern").map(parameters).unwrap_or_default(),
        "arrow_function" => field(node, "parameter").map(parameters).unwrap_or_default(),
        "for_in_statement" | "catch_clause" => {
            let name = field(node, "left").or_else(|| field(node, "parameter"));
            name.map(parameters).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
