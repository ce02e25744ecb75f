//! The constants and filters of expressions and texts, and the values that cross into the engine.

use minijinja::Environment;

use super::version;
use crate::facts::Value;
use crate::facts::units::{self, Unit};

/// Units as constants, in the canonical ms and bytes: `7 * d`, `64 * KiB`.
const CONSTANTS: [(&str, i64); 7] = [
    ("s", 1000),
    ("min", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("KiB", 1024),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// Whether `name` is a constant of every expression.
pub(super) fn is_constant(name: &str) -> bool {
    CONSTANTS.iter().any(|(constant, _)| *constant == name)
}

pub(super) fn register(environment: &mut Environment<'static>) {
    for (name, value) in CONSTANTS {
        environment.add_global(name, value);
    }
    environment.add_filter("ceil", |number: f64| whole((number - EPSILON).ceil()));
    environment.add_filter("floor", |number: f64| whole((number + EPSILON).floor()));
    environment.add_filter("ln", |number: f64| number.ln());
    environment.add_filter("log2", |number: f64| number.log2());
    environment.add_filter("neat", |number: f64| whole(neat(number)));
    environment.add_filter("at_least", |version: &str, least: &str| version::at_least(version, least));
    environment.add_filter("time", |number: f64| units::show(number, Unit::Time));
    environment.add_filter("size", |number: f64| units::show(number, Unit::Size));
    environment.add_filter("rate", |number: f64| units::show(number, Unit::Rate));
    environment.add_filter("share", |number: f64| units::show(number, Unit::Share));
    environment.add_filter("count", |number: f64| units::show(number, Unit::Count));
}

/// Products of decimals such as 0.1 * 30 land a hair above the whole number; that hair is no reason to round up.
const EPSILON: f64 = 1e-9;

/// Rounds to two significant digits, so that an assumed number looks assumed and reads back exactly.
fn neat(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let scale = 10f64.powf(number.abs().log10().floor() - 1.0);
    let rounded = (number / scale).round() * scale;
    if scale >= 1.0 { rounded.round() } else { (rounded * 1e6).round() / 1e6 }
}

/// A whole number prints without a decimal point.
fn whole(number: f64) -> minijinja::Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exactly representable")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        minijinja::Value::from(number as i64)
    } else {
        minijinja::Value::from(number)
    }
}

pub(super) fn to_engine(value: &Value) -> minijinja::Value {
    match value {
        Value::Bool(truth) => minijinja::Value::from(*truth),
        Value::Number(number) => whole(*number),
        Value::Text(text) => minijinja::Value::from(text.clone()),
        Value::List(items) => items.iter().map(to_engine).collect(),
    }
}

pub(super) fn from_engine(value: &minijinja::Value) -> Option<Value> {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Bool => Some(Value::Bool(value.is_true())),
        ValueKind::Number => f64::try_from(value.clone()).ok().filter(|number| number.is_finite()).map(Value::Number),
        ValueKind::String => value.as_str().map(Value::from),
        ValueKind::Seq => value
            .try_iter()
            .ok()?
            .map(|item| from_engine(&item))
            .collect::<Option<Vec<_>>>()
            .map(|items| Value::List(items.into())),
        _ => None,
    }
}
