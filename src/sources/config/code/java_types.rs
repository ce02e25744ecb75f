//! The classes of values that Java code puts into a map: clients parse texts, and of everything else want their own.

use tree_sitter::Node;

use super::java::Java;
use super::text::in_line;
use super::tree::{field, parts};

const STRING: &str = "String";
const INTEGER: &str = "Integer";
const LONG: &str = "Long";

/// How many names and brackets a value is followed through.
const FURTHEST: usize = 12;

impl<'t> Java<'_, 't> {
    /// The simple name of the class that the value between these bytes has once it is in a map.
    pub fn class_at(&self, value: std::ops::Range<usize>) -> Option<&'static str> {
        let node = self.code.within(value.clone()).find(|node| node.byte_range() == value)?;
        self.type_of(node, 0)
    }

    fn type_of(&self, node: Node<'t>, depth: usize) -> Option<&'static str> {
        if depth > FURTHEST {
            return None;
        }
        let inner = |part: Option<Node<'t>>| part.and_then(|part| self.type_of(part, depth + 1));
        match node.kind() {
            "string_literal" => Some(STRING),
            "true" | "false" => Some("Boolean"),
            "class_literal" => Some("Class"),
            "decimal_integer_literal" | "hex_integer_literal" => {
                Some(if self.code.of(node).ends_with(['l', 'L']) { LONG } else { INTEGER })
            }
            "decimal_floating_point_literal" => {
                Some(if self.code.of(node).ends_with(['f', 'F']) { "Float" } else { "Double" })
            }
            "parenthesized_expression" => inner(node.named_child(0)),
            "unary_expression" => inner(field(node, "operand")).filter(|of| [INTEGER, LONG].contains(of)),
            "cast_expression" => boxed(self.code.of(field(node, "type")?)),
            "binary_expression" => {
                let sides = (inner(field(node, "left"))?, inner(field(node, "right"))?);
                let operator = self.code.of(field(node, "operator")?);
                match (sides, operator) {
                    ((INTEGER, INTEGER), "+" | "-" | "*" | "/") => Some(INTEGER),
                    ((INTEGER | LONG, INTEGER | LONG), "+" | "-" | "*" | "/") => Some(LONG),
                    ((STRING, _) | (_, STRING), "+") => Some(STRING),
                    _ => None,
                }
            }
            "identifier" | "field_access" => self.type_of_name(node, depth),
            "method_invocation" => self.type_of_call(node),
            _ => None,
        }
    }

    /// The class of a constant of Java, or of a name as it is declared here.
    fn type_of_name(&self, node: Node<'t>, depth: usize) -> Option<&'static str> {
        match in_line(self.code.of(node)).as_str() {
            "Integer.MAX_VALUE" => return Some(INTEGER),
            "Long.MAX_VALUE" => return Some(LONG),
            "Boolean.TRUE" | "Boolean.FALSE" => return Some("Boolean"),
            _ => {}
        }
        let value = self.binding(node)?.value?;
        let declarator = self.code.around(value).filter(|around| around.kind() == "variable_declarator")?;
        let declaration = self.code.around(declarator)?;
        match self.code.of(field(declaration, "type")?) {
            "var" => self.type_of(value, depth + 1),
            declared => boxed(declared),
        }
    }

    fn type_of_call(&self, call: Node<'t>) -> Option<&'static str> {
        let text = |part| field(call, part).map(|part| self.code.of(part)).unwrap_or_default();
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        match (text("object"), text("name"), &arguments[..]) {
            ("String", "valueOf", [_]) | ("Integer" | "Long" | "Boolean" | "Double", "toString", [_]) => Some(STRING),
            ("Integer", "valueOf" | "parseInt", [_]) | ("Math", "toIntExact", [_]) => Some(INTEGER),
            ("Long", "valueOf" | "parseLong", [_]) => Some(LONG),
            ("Boolean", "valueOf" | "parseBoolean", [_]) => Some("Boolean"),
            (of, "toMillis", [] | [_]) if of.starts_with("Duration.") || of.starts_with("TimeUnit.") => Some(LONG),
            ("List" | "Arrays" | "Collections", "of" | "asList" | "singletonList", _) => Some("List"),
            _ => None,
        }
    }
}

/// The class of a declared type; none where it says nothing of what is in it, as `Object` does.
fn boxed(declared: &str) -> Option<&'static str> {
    Some(match declared {
        "String" => STRING,
        "int" | "Integer" => INTEGER,
        "long" | "Long" => LONG,
        "short" | "Short" => "Short",
        "double" | "Double" => "Double",
        "float" | "Float" => "Float",
        "boolean" | "Boolean" => "Boolean",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::File;
    use super::super::java_clients::read;

    /// The class of what is put into a producer's map, as the body of a method with `before` has it.
    fn class(before: &str, value: &str) -> Option<&'static str> {
        let text = format!(
            "import org.apache.kafka.clients.producer.*;\nclass App {{\nstatic final long WAIT = 5;\nvoid run(Object any) {{\n{before}\nProperties p = new Properties();\np.put(\"acks\", {value});\nnew KafkaProducer<>(p);\n}}\n}}\n"
        );
        let reading = read(&File { path: "App.java", text: &text }).expect("it is code of Kafka");
        let config = &reading.configs[0];
        config.classes.get(&config.settings[0].value_at.start).copied()
    }

    #[test]
    fn values_have_the_class_that_java_gives_them() {
        for (value, expected) in [
            ("\"1\"", "String"),
            ("1", "Integer"),
            ("-1", "Integer"),
            ("500L", "Long"),
            ("64 * 1024", "Integer"),
            ("60 * 1000L", "Long"),
            ("(int) Duration.ofSeconds(5).toMillis()", "Integer"),
            ("Duration.ofSeconds(5).toMillis()", "Long"),
            ("String.valueOf(5)", "String"),
            ("Integer.MAX_VALUE", "Integer"),
            ("1.5", "Double"),
            ("true", "Boolean"),
            ("RangeAssignor.class", "Class"),
            ("List.of(\"a\")", "List"),
            ("WAIT", "Long"),
            ("\"a\" + 1", "String"),
        ] {
            assert_eq!(class("", value), Some(expected), "{value}");
        }
        assert_eq!(class("var n = 5;", "n"), Some("Integer"));
    }

    #[test]
    fn what_is_not_told_has_none() {
        for value in ["any", "fetch()", "ready ? 1 : 2L", "flags << 2", "any + 1"] {
            assert_eq!(class("", value), None, "{value}");
        }
        assert_eq!(class("Object n = 5;", "n"), None);
    }
}
