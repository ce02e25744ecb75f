//! Values of Go.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::super::{Given, Named, Setting};
use super::computed::{combined, operator, signed};
use super::number::Number;
use super::scope::{Act, Binding, Bound, Names};
use super::text::{in_line, unescaped};
use super::tree::{Code, field, parts};

/// How many names and calls a value is followed through.
const FURTHEST: usize = 12;

const FUNCTIONS: &[&str] = &["function_declaration", "method_declaration", "func_literal"];
const SCOPES: &[&str] = &["function_declaration", "method_declaration", "func_literal", "block"];
/// Nodes whose inside may not run.
pub(super) const BRANCHES: &[&str] = &["block", "expression_case", "default_case", "func_literal"];

/// Types that a number is converted to without changing.
const CONVERSIONS: &[&str] = &["int", "int16", "int32", "int64", "uint", "uint32", "uint64", "string", "float64"];

/// Calls that read what they are given and change nothing.
const READERS: &[&str] =
    &["len", "fmt.Println", "fmt.Printf", "fmt.Sprintf", "fmt.Print", "fmt.Errorf", "log.Printf", "log.Println"];

const UNITS: &[(&str, i128)] = &[
    ("time.Hour", 3_600_000_000_000),
    ("time.Minute", 60_000_000_000),
    ("time.Second", 1_000_000_000),
    ("time.Millisecond", 1_000_000),
    ("time.Microsecond", 1000),
    ("time.Nanosecond", 1),
];

/// A Go file.
pub(super) struct Go<'c, 't> {
    pub code: &'c Code<'t>,
    pub names: Names<'t>,
    /// The packages that it imports, by the name that they have here.
    packages: BTreeMap<&'t str, &'t str>,
}

impl<'c, 't> Go<'c, 't> {
    pub fn new(code: &'c Code<'t>) -> Self {
        let packages = code.all("import_spec").filter_map(|spec| {
            let path = code.of(field(spec, "path")?).trim_matches(['"', '`']);
            Some((field(spec, "name").map_or_else(|| usual_name(path), |name| code.of(name)), path))
        });
        let packages = packages.collect();
        Self { code, names: Names::new(code, FUNCTIONS, |node| bound(code, node)), packages }
    }

    /// The name in this file of the first package whose path `is` accepts.
    pub fn package(&self, is: impl Fn(&str) -> bool) -> Option<&'t str> {
        self.packages.iter().find(|(_, path)| is(path)).map(|(name, _)| *name)
    }

    /// What is called from `package`: `NewProducer` of `kafka.NewProducer(...)`.
    pub fn called(&self, call: Node<'t>, package: &str) -> Option<&'t str> {
        let function = field(call, "function").filter(|function| function.kind() == "selector_expression")?;
        let of = field(function, "operand").is_some_and(|operand| self.code.of(operand) == package);
        field(function, "field").filter(|_| of).map(|name| self.code.of(name))
    }

    /// The method that is called, whatever the object is.
    pub fn method(&self, call: Node<'t>) -> Option<&'t str> {
        let function = field(call, "function").filter(|function| function.kind() == "selector_expression")?;
        field(function, "field").map(|name| self.code.of(name))
    }

    /// Whether the function only reads its arguments.
    pub fn only_reads(&self, call: Node<'t>) -> bool {
        field(call, "function").is_some_and(|function| READERS.contains(&self.code.of(function)))
    }

    /// A value as far as it can be seen; what belongs to `package` is a value by its name.
    pub fn value(&self, node: Node<'t>, package: &str) -> Given {
        match self.given(node, 0) {
            Given::Unknown => self.duration_or_code(node, package),
            given => given,
        }
    }

    fn duration_or_code(&self, node: Node<'t>, package: &str) -> Given {
        if let Some(nanoseconds) = self.nanoseconds(node, 0) {
            let (unit, size) = UNITS.iter().find(|(_, size)| nanoseconds % size == 0).unwrap_or(&UNITS[3]);
            return Given::Code(format!("{} * {unit}", nanoseconds / size));
        }
        let text = in_line(self.code.of(node));
        let own = |text: &str| text.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'));
        if own(&text) || text.starts_with("[]") && own(text[2..].trim_start()) {
            Given::Code(text)
        } else {
            Given::Unknown
        }
    }

    fn given(&self, node: Node<'t>, depth: usize) -> Given {
        if depth > FURTHEST {
            return Given::Unknown;
        }
        let text = self.code.of(node);
        match node.kind() {
            "interpreted_string_literal" => {
                let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                inside.and_then(unescaped).map_or(Given::Unknown, |text| Given::of_text(&text))
            }
            "raw_string_literal" => Given::of_text(text.trim_matches('`')),
            "int_literal" | "float_literal" => Number::of(text).map_or(Given::Unknown, Given::from),
            "true" => Given::Bool(true),
            "false" => Given::Bool(false),
            "nil" => Given::Null,
            "identifier" => {
                let value = self.names.value(text, node.start_byte());
                value.map_or(Given::Unknown, |value| self.given(value, depth + 1))
            }
            "parenthesized_expression" | "literal_element" | "expression_list" => match parts(node)[..] {
                [only] => self.given(only, depth + 1),
                _ => Given::Unknown,
            },
            "unary_expression" => self.unary(node, depth),
            "binary_expression" => combined(node, |side| self.given(side, depth + 1)),
            "call_expression" | "type_conversion_expression" => {
                let of = field(node, "function").map(|function| self.code.of(function)).unwrap_or_default();
                let arguments = field(node, "arguments").map(parts).unwrap_or_default();
                match arguments[..] {
                    [only] if CONVERSIONS.contains(&of) => self.given(only, depth + 1),
                    _ => Given::Unknown,
                }
            }
            _ => Given::Unknown,
        }
    }

    /// `-1`, and `&topic`, the address of a name.
    fn unary(&self, node: Node<'t>, depth: usize) -> Given {
        let given = |operand| self.given(operand, depth + 1);
        match field(node, "operand") {
            Some(operand) if operator(node) == "&" => given(operand),
            _ => signed(node, "operand", given),
        }
    }

    /// The length of a duration that names a unit.
    fn nanoseconds(&self, node: Node<'t>, depth: usize) -> Option<i128> {
        if depth > FURTHEST {
            return None;
        }
        match node.kind() {
            "selector_expression" => {
                let text = self.code.of(node);
                UNITS.iter().find(|(unit, _)| *unit == text).map(|(_, size)| *size)
            }
            "identifier" => self.nanoseconds(self.names.value(self.code.of(node), node.start_byte())?, depth + 1),
            "parenthesized_expression" | "expression_list" => match parts(node)[..] {
                [only] => self.nanoseconds(only, depth + 1),
                _ => None,
            },
            "call_expression" => {
                let conversion = self.code.of(field(node, "function")?) == "time.Duration";
                let argument = *field(node, "arguments").map(parts)?.first()?;
                conversion.then(|| self.count(argument)).flatten()
            }
            "binary_expression" => {
                let (left, right) = (field(node, "left")?, field(node, "right")?);
                let sides = (self.nanoseconds(left, depth + 1), self.nanoseconds(right, depth + 1));
                match (field(node, "operator")?.kind(), sides) {
                    ("*", (Some(length), None)) => length.checked_mul(self.count(right)?),
                    ("*", (None, Some(length))) => length.checked_mul(self.count(left)?),
                    // One of them a bare number that was converted to a duration.
                    ("*", (Some(a), Some(b))) => a.checked_mul(b),
                    ("+", (Some(a), Some(b))) => a.checked_add(b),
                    ("/", (Some(length), None)) => {
                        let by = self.count(right)?;
                        (by != 0 && length % by == 0).then(|| length / by)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn count(&self, node: Node<'t>) -> Option<i128> {
        match self.given(node, 0) {
            Given::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The texts of `"a", "b"` or `[]string{"a", "b"}`; what is not a text that can be seen is left out.
    pub fn topics(&self, node: Node<'t>) -> Vec<Named> {
        let inner = |kind: &str| node.kind() == kind;
        if inner("identifier")
            && let Some(value) = self.names.value(self.code.of(node), node.start_byte())
            && parts(value).first().unwrap_or(&value).kind() == "composite_literal"
        {
            return self.topics(*parts(value).first().unwrap_or(&value));
        }
        if inner("composite_literal") {
            let items = field(node, "body").map(parts).unwrap_or_default();
            return items.into_iter().filter_map(|item| self.topic(item)).collect();
        }
        self.topic(node).into_iter().collect()
    }

    fn topic(&self, node: Node<'t>) -> Option<Named> {
        match self.given(node, 0) {
            Given::Text(name) => Some(Named { name, at: node.byte_range() }),
            _ => None,
        }
    }

    /// A setting whose key is a text.
    pub fn setting(&self, key: Node<'t>, value: Node<'t>, package: &str) -> Option<Setting> {
        let Given::Text(name) = self.given(key, 0) else { return None };
        Some(Setting {
            key: name,
            key_at: key.byte_range(),
            value: self.value(value, package),
            value_at: value.byte_range(),
        })
    }

    /// What the name at `node` is bound to.
    pub fn binding(&self, node: Node<'t>) -> Option<&Binding<'t>> {
        self.names.find(self.code.of(node), node.start_byte())
    }

    /// The topics that records of the type `name` are made for anywhere in the file.
    pub fn records(&self, types: &[String]) -> Vec<Named> {
        let mut found: Vec<Named> = Vec::new();
        for literal in self.code.all("composite_literal") {
            let of = field(literal, "type").is_some_and(|of| types.iter().any(|name| name == self.code.of(of)));
            for (key, value) in entries(literal).into_iter().filter(|_| of) {
                let topic = self.topic(value).filter(|_| self.code.of(key) == "Topic");
                found.extend(topic.filter(|topic| found.iter().all(|known| known.name != topic.name)));
            }
        }
        found
    }
}

/// The entries of a composite literal, `{"a": 1}` or `{A: 1}`: key and value.
pub(super) fn entries(literal: Node) -> Vec<(Node, Node)> {
    let elements = field(literal, "body").map(parts).unwrap_or_default();
    let entries = elements.into_iter().filter(|element| element.kind() == "keyed_element");
    entries.filter_map(|entry| Some((inner(field(entry, "key")?), inner(field(entry, "value")?)))).collect()
}

/// The name of a package without a name of its own: the last part of its path that is no version.
fn usual_name(path: &str) -> &str {
    let version = |part: &str| part.len() > 1 && part.starts_with('v') && part[1..].bytes().all(|b| b.is_ascii_digit());
    let mut parts = path.rsplit('/');
    parts.find(|part| !version(part)).unwrap_or(path)
}

fn inner(element: Node) -> Node {
    if element.kind() == "literal_element" { element.named_child(0).unwrap_or(element) } else { element }
}

/// The names that a node gives a value.
fn bound<'t>(code: &Code<'t>, node: Node<'t>) -> Vec<Bound<'t>> {
    let pairs = |names: Vec<Node<'t>>, values: Vec<Node<'t>>, act| {
        let single = names.len() == values.len();
        let named = names.into_iter().enumerate().filter(|(_, name)| name.kind() != "blank_identifier");
        let bound = named.map(|(at, name)| {
            // `v, err := f()` keeps the call, which is all that is known of the first.
            let value = values.get(at).filter(|_| single || at == 0).copied();
            Bound { name: code.of(name).into(), value, scopes: SCOPES, act }
        });
        bound.collect::<Vec<_>>()
    };
    let list = |name| field(node, name).map(parts).unwrap_or_default();
    match node.kind() {
        "short_var_declaration" => pairs(list("left"), list("right"), Act::Declared),
        "assignment_statement" if !extends(code, node) => pairs(list("left"), list("right"), Act::Assigned),
        "var_spec" | "const_spec" => {
            let mut cursor = node.walk();
            let names = node.children_by_field_name("name", &mut cursor).filter(Node::is_named).collect();
            let act = if field(node, "value").is_some() { Act::Declared } else { Act::Announced };
            pairs(names, list("value"), act)
        }
        "range_clause" => pairs(list("left"), Vec::new(), Act::Declared),
        "parameter_declaration" | "variadic_parameter_declaration" => {
            let mut cursor = node.walk();
            let names: Vec<Node> = node.children_by_field_name("name", &mut cursor).filter(Node::is_named).collect();
            let bound = |name| Bound { name: code.of(name).into(), value: None, scopes: FUNCTIONS, act: Act::Declared };
            names.into_iter().map(bound).collect()
        }
        "function_declaration" => {
            let bound =
                |name| Bound { name: code.of(name).into(), value: Some(node), scopes: SCOPES, act: Act::Declared };
            field(node, "name").map(bound).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a statement is `x = append(x, ...)`, which adds to what `x` is.
fn extends(code: &Code, statement: Node) -> bool {
    let part = |name| field(statement, name).and_then(|list| list.named_child(0));
    let (Some(left), Some(right)) = (part("left"), part("right")) else { return false };
    let first = field(right, "arguments").and_then(|arguments| arguments.named_child(0));
    field(right, "function").is_some_and(|function| code.of(function) == "append")
        && first.is_some_and(|first| code.of(first) == code.of(left))
}
