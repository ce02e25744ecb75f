//! Spells canonical values as a client's config wants them, and reads them back.

use serde_json::Value as Json;

use crate::design::Literal;
use crate::facts::Value;
use crate::facts::units::{self, Unit};
use crate::knowledge::{FactSpec, Setting, Written};

/// The value of a fact as the setting's client writes it.
#[must_use]
pub fn spell(setting: &Setting, value: &Value) -> Literal {
    if let Some(literal) = setting.values.get(&plain_text(value)) {
        return literal_of(setting, literal, "");
    }
    let number = value.as_number().unwrap_or(0.0);
    if let Some(pattern) = setting.values.get("*") {
        return literal_of(setting, pattern, &plain_text(&Value::Number(written_number(setting.written, number))));
    }
    match setting.written {
        Written::Seconds | Written::KiB => Literal::Plain(whole(written_number(setting.written, number))),
        Written::SpringDuration => Literal::Plain(Json::String(units::format(number, Unit::Time).replace("min", "m"))),
        Written::SpringSize => Literal::Plain(Json::String(spring_size(number))),
        Written::GoDuration => Literal::Code(go_duration(number)),
        Written::Plain | Written::Code => plain(value),
    }
}

/// Reads a value as the setting's client spells it.
///
/// # Errors
/// What may be written instead.
pub fn unspell(setting: &Setting, spec: &FactSpec, text: &str) -> Result<Value, String> {
    let spelled = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    if let Some((canonical, _)) = setting.values.iter().find(|(_, literal)| spelled(literal) == text) {
        return Ok(canonical_value(spec, canonical));
    }
    if let Ok(number) = text.replace('_', "").parse::<f64>() {
        let scale = match setting.written {
            Written::Seconds => 1000.0,
            Written::KiB => 1024.0,
            _ => 1.0,
        };
        if spec.of.unit().is_some() {
            return Ok(Value::Number(number * scale));
        }
    }
    if let Some(unit) = spec.of.unit() {
        return units::parse(text, unit).map(Value::Number).map_err(|error| error.message);
    }
    if setting.values.contains_key(text) || spec.one_of.is_empty() || spec.one_of.iter().any(|known| known == text) {
        return Ok(canonical_value(spec, text));
    }
    let known: Vec<String> =
        if setting.values.is_empty() { spec.one_of.clone() } else { setting.values.values().map(spelled).collect() };
    Err(format!(
        "`{text}` is not a value of {}: write one of {}",
        setting.key.as_deref().unwrap_or(&setting.fact),
        known.join(", ")
    ))
}

fn canonical_value(spec: &FactSpec, text: &str) -> Value {
    match (spec.of.unit(), text) {
        (Some(_), text) => text.parse().map_or_else(|_| Value::from(text), Value::Number),
        (None, "true") => Value::Bool(true),
        (None, "false") => Value::Bool(false),
        (None, text) => Value::from(text),
    }
}

fn literal_of(setting: &Setting, json: &Json, number: &str) -> Literal {
    match json {
        Json::String(text) if setting.written == Written::Code => Literal::Code(text.replace("{}", number)),
        other => Literal::Plain(other.clone()),
    }
}

fn written_number(written: Written, number: f64) -> f64 {
    match written {
        Written::Seconds => (number / 1000.0).ceil(),
        Written::KiB => (number / 1024.0).ceil(),
        _ => number,
    }
}

/// A canonical value as a config without units of its own writes it.
#[must_use]
pub fn plain(value: &Value) -> Literal {
    Literal::Plain(match value {
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => whole(*number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::List(_) => Json::String(value.to_string()),
    })
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::Number(number) => whole(*number).to_string(),
        other => other.to_string(),
    }
}

/// Whole numbers without a decimal point.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exactly representable")]
fn whole(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 9.1e15 { Json::from(number as i64) } else { Json::from(number) }
}

/// Spring's KB is 1024 bytes.
fn spring_size(bytes: f64) -> String {
    for (unit, size) in [("GB", 1024.0 * 1024.0 * 1024.0), ("MB", 1024.0 * 1024.0), ("KB", 1024.0)] {
        if bytes >= size && (bytes / size).fract() == 0.0 {
            return format!("{}{unit}", bytes / size);
        }
    }
    format!("{bytes}B")
}

fn go_duration(ms: f64) -> String {
    if ms == 0.0 {
        return "0".to_owned();
    }
    for (unit, size) in [("time.Hour", 3_600_000.0), ("time.Minute", 60_000.0), ("time.Second", 1000.0)] {
        if ms >= size && (ms / size).fract() == 0.0 {
            return format!("{} * {unit}", ms / size);
        }
    }
    format!("{ms} * time.Millisecond")
}
