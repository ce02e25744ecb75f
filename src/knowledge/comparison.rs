//! Expressions so plain that they need no engine: `not topic.compacted`, `producer.acks == 'all'`, `linger > 5 * ms`,
//! `client.family in ['java', 'sarama']`, `topic.offline|length > 0`, and several of them with `and` or with `or` between.
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
    /// The value itself.
    Is(Operand),
    /// The contrary of the name.
    Not(Name),
    /// How two compare.
    Of(Operand, Operator, Operand),
    /// Whether all are true or, of those with `or` between, any.
    Several(Vec<Comparison>, Junction),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Junction {
    And,
    Or,
}

/// One side of a comparison.
#[derive(Debug, PartialEq)]
pub(super) enum Operand {
    Name(Name),
    Literal(Value),
    Filtered(Name, Filter),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Filter {
    Length,
    Lower,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    NotIn,
}

impl Comparison {
    /// Reads a plain expression; none where it is more than that, or none at all.
    pub fn parse(source: &str) -> Option<Self> {
        for (word, junction) in [(" and ", Junction::And), (" or ", Junction::Or)] {
            if source.contains(word) {
                // a part with the other word in it is no plain one
                let parts = source.split(word).map(Self::single).collect::<Option<_>>();
                return parts.map(|parts| Self::Several(parts, junction));
            }
        }
        Self::single(source)
    }

    fn single(source: &str) -> Option<Self> {
        let source = source.trim();
        if let Some(negated) = source.strip_prefix("not ") {
            return name(negated.trim_start()).map(Self::Not);
        }
        if let Some(operand) = operand(source) {
            return Some(Self::Is(operand));
        }
        let (left, rest) = source.split_once(' ')?;
        let (operator, right) = Operator::before(rest.trim_start())?;
        Some(Self::Of(operand(left)?, operator, operand(right.trim_start())?))
    }

    /// Its value; none where the engine has to be asked.
    pub fn evaluate(&self, scope: &Scope) -> Option<Outcome<Value>> {
        let mut needs = BTreeSet::new();
        let value = self.value(scope, &mut needs);
        if needs.is_empty() { value.map(Outcome::Known) } else { Some(Outcome::Unknown { needs, reason: None }) }
    }

    fn value(&self, scope: &Scope, needs: &mut BTreeSet<String>) -> Option<Value> {
        match self {
            Self::Is(operand) => plain(operand.value(scope, needs)),
            Self::Not(name) => {
                lookup(name, scope, needs).and_then(|value| value.as_bool()).map(|truth| (!truth).into())
            }
            Self::Of(left, operator, right) => {
                let (left, right) = (left.value(scope, needs), right.value(scope, needs));
                left.zip(right).and_then(|(left, right)| operator.judge(&left, &right)).map(Value::Bool)
            }
            // Every part is looked at, so that all that is lacking is known.
            Self::Several(parts, junction) => {
                let truths = parts.iter().map(|part| part.value(scope, needs).and_then(|value| value.as_bool()));
                let truths: Vec<Option<bool>> = truths.collect();
                let truths: Vec<bool> = truths.into_iter().collect::<Option<_>>()?;
                Some(Value::Bool(match junction {
                    Junction::And => truths.into_iter().all(|truth| truth),
                    Junction::Or => truths.into_iter().any(|truth| truth),
                }))
            }
        }
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
    fn value(&self, scope: &Scope, needs: &mut BTreeSet<String>) -> Option<Value> {
        match self {
            Self::Name(name) => lookup(name, scope, needs),
            Self::Literal(value) => Some(value.clone()),
            Self::Filtered(name, filter) => filter.of(&lookup(name, scope, needs)?),
        }
    }
}

impl Filter {
    fn named(name: &str) -> Option<Self> {
        match name {
            "length" => Some(Self::Length),
            "lower" => Some(Self::Lower),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "no list or text is that long")]
    fn of(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Length, Value::List(all)) => Some(Value::Number(all.len() as f64)),
            (Self::Length, Value::Text(text)) => Some(Value::Number(text.chars().count() as f64)),
            (Self::Lower, Value::Text(text)) => Some(Value::from(text.to_lowercase().as_str())),
            _ => None,
        }
    }
}

impl Operator {
    /// The operator that a text begins with, and what follows it.
    fn before(text: &str) -> Option<(Self, &str)> {
        if let Some(rest) = text.strip_prefix("not in ") {
            return Some((Self::NotIn, rest));
        }
        let (operator, rest) = text.split_once(' ')?;
        let operator = match operator {
            "==" => Self::Equal,
            "!=" => Self::Unequal,
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">" => Self::More,
            ">=" => Self::AtLeast,
            "in" => Self::In,
            _ => return None,
        };
        Some((operator, rest))
    }

    fn judge(self, left: &Value, right: &Value) -> Option<bool> {
        match self {
            Self::In => return holds(right, left),
            Self::NotIn => return holds(right, left).map(|holds| !holds),
            _ => {}
        }
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
            Self::In | Self::NotIn => return None,
        })
    }

    fn asks_for_sameness(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal)
    }
}

/// Whether a list of texts has the text, or a text has it as a part.
fn holds(all: &Value, one: &Value) -> Option<bool> {
    let one = one.as_text()?;
    match all {
        Value::Text(all) => Some(all.contains(one)),
        Value::List(all) => {
            let texts: Option<Vec<&str>> = all.iter().map(Value::as_text).collect();
            texts.map(|texts| texts.contains(&one))
        }
        Value::Bool(_) | Value::Number(_) => None,
    }
}

fn operand(text: &str) -> Option<Operand> {
    let literal = match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => quoted(text).map(Value::from).or_else(|| amount(text).map(Value::Number)).or_else(|| list(text)),
    };
    literal.map(Operand::Literal).or_else(|| filtered(text)).or_else(|| name(text).map(Operand::Name))
}

fn filtered(text: &str) -> Option<Operand> {
    let (before, filter) = text.split_once('|')?;
    Some(Operand::Filtered(name(before)?, Filter::named(filter)?))
}

fn list(text: &str) -> Option<Value> {
    let items = text.strip_prefix('[')?.strip_suffix(']')?.split(',');
    items
        .map(|item| quoted(item.trim()).map(Value::from))
        .collect::<Option<Vec<_>>>()
        .map(|all| Value::List(all.into()))
}

/// A number, perhaps of a unit: `5`, `5 * ms`, `ms`.
fn amount(text: &str) -> Option<f64> {
    if let Some((count, unit)) = text.split_once(" * ") {
        return Some(number(count)? * filters::constant(unit)?);
    }
    number(text).or_else(|| filters::constant(text))
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

/// Words of the engine that are no names.
const WORDS: [&str; 14] =
    ["true", "false", "none", "True", "False", "None", "and", "or", "not", "in", "is", "if", "else", "loop"];

/// A fact, such as `topic.partitions` or `environment`; neither a constant of the engine nor one of its words.
fn name(text: &str) -> Option<Name> {
    let is_word = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
    };
    let parts = text.split('.').count();
    let facts = text.split('.').all(is_word) && !WORDS.contains(&text) && !filters::is_constant(text);
    let whole = match parts {
        1 | 2 => !text.starts_with("given."),
        3 => text.starts_with("given."),
        _ => false,
    };
    (facts && whole).then(|| Name::parse(text))
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
        let literals =
            ["3", "2.5", "0", "3 * ms", "2.5 * h", "KiB", "true", "false", "'all'", "\"\"", "given.topic.text"];
        let literals = [&literals[..], &["['all', 'some']", "['']", "['a']"]].concat();
        let filtered =
            ["topic.list|length", "topic.text|length", "topic.text|lower", "topic.whole|length", "topic.absent|lower"];
        let literals = [&literals[..], &filtered].concat();
        let literals: Vec<String> = literals.into_iter().map(str::to_owned).collect();
        let mut plain = 0;
        let sides: Vec<&String> = names.iter().chain(&literals).collect();
        let pairs = names.iter().flat_map(|left| sides.iter().map(move |right| (left, *right)));
        let compared = pairs.flat_map(|(left, right)| {
            ["==", "!=", "<", "<=", ">", ">=", "in", "not in"].map(|operator| format!("{left} {operator} {right}"))
        });
        let compared: Vec<String> = compared.collect();
        let junctions = compared.iter().zip(compared.iter().skip(11)).flat_map(|(one, other)| {
            [format!("{one} and {other}"), format!("{one} or {other}"), format!("{one} or not topic.yes or {other}")]
        });
        let alone = names.iter().chain(&literals).cloned().chain(names.iter().map(|name| format!("not {name}")));
        for source in compared.iter().cloned().chain(junctions).chain(alone) {
            let comparison = Comparison::parse(&source).unwrap_or_else(|| panic!("{source} is plain"));
            if let Some(outcome) = comparison.evaluate(&scope) {
                plain += 1;
                assert_eq!(outcome, engine(&source, &scope), "{source}");
            }
        }
        assert!(plain > 1000, "{plain} were judged without the engine");
    }

    #[test]
    fn what_is_more_is_left_to_the_engine() {
        for source in [
            "topic.a + 1",
            "topic.a > 5 * 60 * s",
            "topic.a > 5 * topic.b",
            "topic.a > 5 / h",
            "none",
            "True",
            "given.topic",
            "not topic.a in ['x']",
            "topic.a == 'it''s'",
            "topic.a == 'a and b'",
            "topic.a or topic.b and topic.c",
            "topic.a and (topic.b or topic.c)",
            "topic.a if topic.b else topic.c",
            "topic.a in ['x', 'it,s']",
            "topic.a in [topic.b]",
            "topic.a < topic.b < topic.c",
            "topic.a|ceil",
            "topic.a|lower|length",
            "topic.a |length > 0",
            "topic.a[0] == 1",
            "topic.a > -1",
            "none.a.b.c == 1",
        ] {
            assert_eq!(Comparison::parse(source), None, "{source}");
        }
    }
}
