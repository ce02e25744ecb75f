//! What operators make of values: `60 * 1000`, `"a" + "b"`, `-1`.

use tree_sitter::Node;

use super::super::Given;
use super::number::Number;
use super::tree::field;

/// The value of `left operator right`, as `given` reads the sides.
pub(super) fn combined<'t>(node: Node<'t>, given: impl Fn(Node<'t>) -> Given) -> Given {
    let side = |name| field(node, name).map(&given);
    match (side("left"), side("right")) {
        (Some(left), Some(right)) => apply(left, operator(node), right),
        _ => Given::Unknown,
    }
}

/// What an operator makes of two values.
pub(super) fn apply(left: Given, operator: &str, right: Given) -> Given {
    match (left, right) {
        (Given::Number(a), Given::Number(b)) => {
            let (a, b) = (Number::of(&a), Number::of(&b));
            a.zip(b).and_then(|(a, b)| a.apply(operator, b)).map_or(Given::Unknown, Given::from)
        }
        (Given::Text(a), Given::Text(b)) if operator == "+" => Given::of_text(&(a + &b)),
        _ => Given::Unknown,
    }
}

/// The value of `-operand`, the operand being what the grammar calls `of`; of no other operator.
pub(super) fn signed<'t>(node: Node<'t>, of: &str, given: impl Fn(Node<'t>) -> Given) -> Given {
    match field(node, of) {
        Some(operand) if operator(node) == "-" => negated(&given(operand)),
        _ => Given::Unknown,
    }
}

/// A number with the other sign.
pub(super) fn negated(given: &Given) -> Given {
    match given {
        Given::Number(text) => Number::of(text).and_then(Number::negated).map_or(Given::Unknown, Given::from),
        _ => Given::Unknown,
    }
}

/// The operator of an expression; empty where it has none.
pub(super) fn operator(node: Node<'_>) -> &str {
    field(node, "operator").map(|operator| operator.kind()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::said::{number, text};
    use super::*;

    #[test]
    fn numbers_are_computed_and_texts_are_joined() {
        assert_eq!(apply(number("60"), "*", number("1000")), number("60000"));
        assert_eq!(apply(text("task"), "+", text("-api")), text("task-api"));
        assert_eq!(negated(&number("1")), number("-1"));
    }

    #[test]
    fn what_languages_read_otherwise_is_unknown() {
        assert_eq!(apply(text("a"), "*", text("b")), Given::Unknown);
        assert_eq!(apply(text("a"), "+", number("1")), Given::Unknown);
        assert_eq!(apply(number("7"), "/", number("2")), Given::Unknown);
        assert_eq!(apply(Given::Unknown, "+", text("b")), Given::Unknown);
        assert_eq!(negated(&text("1")), Given::Unknown);
    }
}
