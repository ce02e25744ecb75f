//! Evaluates every expression and text with stand-in facts: it must work, give the right type, and scale with the
//! units of time and size as that type does. A number that is meant as milliseconds but has no unit does not.

use minijinja::{Environment, UndefinedBehavior};

use super::grows;
use super::item::{Gives, Item, Source};
use super::stand_in::StandIn;
use crate::facts::Value;
use crate::facts::units::Unit;
use crate::knowledge::Knowledge;
use crate::knowledge::context::context;
use crate::knowledge::expression::{Name, Scope};
use crate::knowledge::filters::{self, SHOWN};
use crate::knowledge::vocabulary::{FactSpec, Type};

/// How many sets of values are tried.
const VARIANTS: u64 = 16;

/// What one ms and one byte count as.
const PLAIN: (f64, f64) = (1.0, 1.0);

/// Powers of ten, so that rounding to significant digits scales too.
const SCALED: (f64, f64) = (1e6, 1e5);

/// Rounding to two significant digits is no wrong dimension; nor is rounding to whole ms or bytes.
const TOLERANCE: f64 = 0.02;

/// Surround a number in a rendered text, after the letter of its unit.
const MARKS: [char; 2] = ['\u{1}', '\u{2}'];

/// The same facts in two systems of units, several times.
pub(super) struct Trials {
    plain: Engine,
    scaled: Engine,
}

struct Engine {
    environment: Environment<'static>,
    units: (f64, f64),
    facts: Vec<StandIn>,
}

impl Engine {
    fn new(knowledge: &Knowledge, units: (f64, f64)) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        filters::register(&mut environment);
        filters::constants(&mut environment, units.0, units.1);
        for (name, unit) in SHOWN {
            let grows = grows(type_of(unit), units);
            let [open, close] = MARKS;
            environment.add_filter(name, move |number: f64| format!("{open}{}{close}", number / grows));
        }
        // What is counted has no unit, and may stand behind it.
        let [open, close] = MARKS;
        let counted = move |number: f64, _: Option<&str>, _: Option<&str>| format!("{open}{number}{close}");
        environment.add_filter("count", counted);
        let facts = (0..VARIANTS).map(|variant| StandIn::new(knowledge, variant, units)).collect();
        Self { environment, units, facts }
    }

    fn evaluate(&self, item: &Item, names: &[Name], variant: &StandIn) -> Result<Value, String> {
        let subjects = variant.subjects(&item.kinds);
        let local = item.value.map(|spec| ("value", stand_in(spec, self.units)));
        let locals: Vec<(&str, Value)> = local.into_iter().collect();
        let scope = Scope::new(&variant.facts, &subjects).with_locals(&locals);
        let context = context(names, &scope).map_err(|absent| format!("lacks {absent:?}"))?;
        let value = match item.source {
            Source::Expression(expression) => {
                let compiled = self.environment.compile_expression(expression.source());
                compiled.and_then(|compiled| compiled.eval(context)).map_err(|error| error.to_string())?
            }
            Source::Text(text) => {
                self.environment.render_str(text.source(), context).map_err(|error| error.to_string())?.into()
            }
            Source::None => return Ok(Value::Bool(true)),
        };
        filters::from_engine(&value).ok_or_else(|| format!("gives {value}, which is no value of a fact"))
    }
}

/// What the name `value` stands for.
fn stand_in(spec: &FactSpec, units: (f64, f64)) -> Value {
    match spec.of {
        Type::Bool => Value::Bool(true),
        Type::Text => Value::from(spec.one_of.first().map_or("example", String::as_str)),
        Type::List => Value::List([Value::from("example")].into()),
        number => Value::Number(12_000.0 * grows(number, units)),
    }
}

impl Trials {
    /// Sets up the facts.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self { plain: Engine::new(knowledge, PLAIN), scaled: Engine::new(knowledge, SCALED) }
    }

    /// Tries one item.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn run(&self, item: &Item, names: &[Name]) -> Result<(), String> {
        let text = item.source.text();
        let fail = |problem: String| format!("`{text}`: {problem}");
        // A number alone is in the unit of its fact.
        let literal = text.trim().parse::<f64>().is_ok();
        for (plain, scaled) in self.plain.facts.iter().zip(&self.scaled.facts) {
            let value = self.plain.evaluate(item, names, plain).map_err(fail)?;
            Self::typed(item, &value).map_err(fail)?;
            if literal || matches!(item.gives, Gives::Anything) {
                continue;
            }
            let other = self.scaled.evaluate(item, names, scaled).map_err(fail)?;
            scales(item, &value, &other, self.scaled.units).map_err(fail)?;
        }
        Ok(())
    }

    fn typed(item: &Item, value: &Value) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("gives {value}, which is not {what}"));
        match (item.gives, value) {
            (Gives::Truth, Value::Bool(_)) | (Gives::Number, Value::Number(_)) | (Gives::Text | Gives::Anything, _) => {
                Ok(())
            }
            (Gives::Truth, _) => wrong("true or false"),
            (Gives::Number, _) => wrong("a number"),
            (Gives::Fact(spec), value) => match (spec.of, value) {
                (Type::Bool, Value::Bool(_)) | (Type::List, Value::List(_)) => Ok(()),
                (Type::Text, Value::Text(text)) => {
                    let fine = spec.one_of.is_empty() || spec.one_of.iter().any(|choice| **choice == **text);
                    if fine { Ok(()) } else { wrong(&format!("one of {}", spec.one_of.join(", "))) }
                }
                (of, Value::Number(_)) if of.unit().is_some() => Ok(()),
                (of, _) => wrong(&format!("a {of:?}").to_lowercase()),
            },
        }
    }
}

fn type_of(unit: Unit) -> Type {
    match unit {
        Unit::Time => Type::Time,
        Unit::Size => Type::Size,
        Unit::Rate => Type::Rate,
        Unit::Share => Type::Share,
        Unit::Count => Type::Count,
    }
}

/// Whether the value in scaled units is what its type makes of the plain one.
fn scales(item: &Item, plain: &Value, scaled: &Value, units: (f64, f64)) -> Result<(), String> {
    let grows = match item.gives {
        Gives::Fact(spec) => grows(spec.of, units),
        _ => 1.0,
    };
    let wrong = || {
        let hint = "a number that is a time or size needs its unit (20 * ms, 64 * KiB), and |time and |size theirs";
        Err(format!("mixes units: {hint}"))
    };
    match (plain, scaled) {
        (Value::Number(plain), Value::Number(scaled)) if near(plain * grows, *scaled, grows) => Ok(()),
        (Value::Text(plain), Value::Text(scaled)) if same_text(plain, scaled) => Ok(()),
        (Value::Bool(_) | Value::List(_), _) if plain == scaled => Ok(()),
        _ => wrong(),
    }
}

fn near(one: f64, other: f64, whole: f64) -> bool {
    let rounded = if whole > 1.0 { whole } else { 0.0 };
    (one - other).abs() <= rounded.max(TOLERANCE * one.abs().max(other.abs()))
}

/// Texts that differ in rounded numbers only.
fn same_text(plain: &str, scaled: &str) -> bool {
    let parts = |text: &str| text.split(MARKS).map(str::to_owned).collect::<Vec<String>>();
    let (plain, scaled) = (parts(plain), parts(scaled));
    plain.len() == scaled.len()
        && plain.iter().zip(&scaled).all(|(one, other)| match (one.parse::<f64>(), other.parse::<f64>()) {
            (Ok(one), Ok(other)) => near(one, other, 1.0),
            _ => one == other,
        })
}
