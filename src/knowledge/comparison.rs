//! Expressions so plain that they need no engine: `not topic.compacted`, `producer.acks == 'all'`, `topic.partitions > 1`.
//!
//! Most conditions are of this kind, and are judged of every setting of every file. What they give is what the engine
//! gives; where the two might differ, such as between values of different types, the engine is asked.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::expression::{Name, Outcome, Scope};
use super::filters;
use crate::facts::Value;

/// One plain expression.
#[derive(Debug, PartialEq)]
pub(super) enum Comparison {
    /// The value of the name.
    Is(Name),
    /// The contrary of the name.
    Not(Name),
    /// How two compare.
    Of(Operand, Operator, Operand),
}

/// One side of a comparison.
#[derive(Debug, PartialEq)]
pub(super) enum Operand {
    Name(Name),
    Literal(Value),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Comparison {
    /// Reads a plain expression; none where it is more than that, or none at all.
    pub fn parse(source: &str) -> Option<Self> {
        let source = source.trim();
        if let Some(negated) = source.strip_prefix("not ") {
            return name(negated.trim_start()).map(Self::Not);
        }
        let Some((left, rest)) = source.split_once(' ') else { return name(source).map(Self::Is) };
        let (operator, right) = rest.trim_start().split_once(' ')?;
        Some(Self::Of(operand(left)?, Operator::parse(operator)?, operand(right.trim_start())?))
    }

    /// The names in it, sorted, each once.
    pub fn names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = match self {
            Self::Is(name) | Self::Not(name) => vec![name.clone()],
            Self::Of(left, _, right) => [left, right].into_iter().filter_map(Operand::name).cloned().collect(),
        };
        names.sort_by_cached_key(Name::shown);
        names.dedup();
        names
    }

    /// Its value; none where the engine has to be asked.
    pub fn evaluate(&self, scope: &Scope) -> Option<Outcome<Value>> {
        let mut needs = BTreeSet::new();
        let value = match self {
            Self::Is(name) => plain(lookup(name, scope, &mut needs)),
            Self::Not(name) => {
                lookup(name, scope, &mut needs).and_then(|value| value.as_bool()).map(|truth| (!truth).into())
            }
            Self::Of(left, operator, right) => {
                let (left, right) = (left.value(scope, &mut needs), right.value(scope, &mut needs));
                left.zip(right).and_then(|(left, right)| operator.judge(&left, &right)).map(Value::Bool)
            }
        };
        if needs.is_empty() { value.map(Outcome::Known) } else { Some(Outcome::Unknown { needs, reason: None }) }
    }
}

fn lookup(name: &Name, scope: &Scope, needs: &mut BTreeSet<String>) -> Option<Value> {
    let value = scope.lookup(name);
    if value.is_none() {
        needs.insert(name.shown());
    }
    value
}

/// Values that the engine gives back as they are.
fn plain(value: Option<Value>) -> Option<Value> {
    value.filter(|value| value.as_number().is_none_or(f64::is_finite))
}

impl Operand {
    fn name(&self) -> Option<&Name> {
        match self {
            Self::Name(name) => Some(name),
            Self::Literal(_) => None,
        }
    }

    fn value(&self, scope: &Scope, needs: &mut BTreeSet<String>) -> Option<Value> {
        match self {
            Self::Name(name) => lookup(name, scope, needs),
            Self::Literal(value) => Some(value.clone()),
        }
    }
}

impl Operator {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "==" => Self::Equal,
            "!=" => Self::Unequal,
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">" => Self::More,
            ">=" => Self::AtLeast,
            _ => return None,
        })
    }

    fn judge(self, left: &Value, right: &Value) -> Option<bool> {
        let ordering = match (left, right) {
            (Value::Number(left), Value::Number(right)) => left.partial_cmp(right)?,
            (Value::Text(left), Value::Text(right)) if self.asks_for_sameness() => left.cmp(right),
            (Value::Bool(left), Value::Bool(right)) if self.asks_for_sameness() => left.cmp(right),
            _ => return None,
        };
        Some(match self {
            Self::Equal => ordering == Ordering::Equal,
            Self::Unequal => ordering != Ordering::Equal,
            Self::Less => ordering == Ordering::Less,
            Self::AtMost => ordering != Ordering::Greater,
            Self::More => ordering == Ordering::Greater,
            Self::AtLeast => ordering != Ordering::Less,
        })
    }

    fn asks_for_sameness(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal)
    }
}

fn operand(text: &str) -> Option<Operand> {
    let literal = match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => quoted(text).map(Value::from).or_else(|| number(text).map(Value::Number)),
    };
    literal.map(Operand::Literal).or_else(|| name(text).map(Operand::Name))
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|first| ['\'', '"'].contains(first))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(['\\', '\'', '"'])).then_some(inner)
}

fn number(text: &str) -> Option<f64> {
    let plain = text.chars().all(|one| one.is_ascii_digit() || one == '.');
    let whole =
        text.starts_with(|first: char| first.is_ascii_digit()) && text.ends_with(|last: char| last.is_ascii_digit());
    (plain && whole).then(|| text.parse().ok()).flatten()
}

/// A fact, such as `topic.partitions`; neither a constant of the engine nor one of its words.
fn name(text: &str) -> Option<Name> {
    let is_word = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
    };
    let parts = text.split('.').count();
    let facts = (2..=3).contains(&parts) && text.split('.').all(is_word);
    (facts && !filters::is_constant(text) && (parts == 2) != text.starts_with("given.")).then(|| Name::parse(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Origin};
    use crate::knowledge::Expression;

    /// What the engine says of the same.
    fn engine(source: &str, scope: &Scope) -> Outcome<Value> {
        let bracketed = format!("({source})");
        assert!(Comparison::parse(&bracketed).is_none(), "the engine is asked");
        Expression::new(bracketed).evaluate(scope)
    }

    #[test]
    fn plain_expressions_give_what_the_engine_gives() {
        let mut facts = Facts::default();
        let topic = facts.add("topic", "orders", "");
        for (fact, value) in [
            ("whole", Value::Number(3.0)),
            ("part", Value::Number(2.5)),
            ("endless", Value::Number(f64::INFINITY)),
            ("text", Value::from("all")),
            ("empty", Value::from("")),
            ("yes", Value::Bool(true)),
            ("list", Value::List([Value::from("all")].into())),
        ] {
            facts.set(topic, fact, value, Origin::Answer);
        }
        let subjects = [topic];
        let scope = Scope::new(&facts, &subjects);
        let names =
            ["whole", "part", "endless", "text", "empty", "yes", "list", "absent"].map(|name| format!("topic.{name}"));
        let literals = ["3", "2.5", "0", "true", "false", "'all'", "\"\"", "given.topic.text"].map(str::to_owned);
        let mut plain = 0;
        let sides: Vec<&String> = names.iter().chain(&literals).collect();
        let pairs = names.iter().flat_map(|left| sides.iter().map(move |right| (left, *right)));
        let compared = pairs.flat_map(|(left, right)| {
            ["==", "!=", "<", "<=", ">", ">="].map(|operator| format!("{left} {operator} {right}"))
        });
        for source in compared.chain(names.iter().flat_map(|name| [name.clone(), format!("not {name}")])) {
            let comparison = Comparison::parse(&source).unwrap_or_else(|| panic!("{source} is plain"));
            if let Some(outcome) = comparison.evaluate(&scope) {
                plain += 1;
                assert_eq!(outcome, engine(&source, &scope), "{source}");
            }
        }
        assert!(plain > 200, "{plain} were judged without the engine");
    }

    #[test]
    fn what_is_more_is_left_to_the_engine() {
        for source in [
            "topic.a + 1",
            "topic.a > 5 * min",
            "topic.a > h",
            "environment",
            "not topic.a and topic.b",
            "topic.a == 'it''s'",
            "topic.a == 'a' or topic.b == 'b'",
            "topic.a in ['x', 'y']",
            "topic.a|ceil",
            "topic.a[0] == 1",
            "topic.a > -1",
            "none.a.b.c == 1",
        ] {
            assert_eq!(Comparison::parse(source), None, "{source}");
        }
    }
}
