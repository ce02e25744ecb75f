//! Spells canonical values as a client's config wants them, and reads them back.

use serde_json::Value as Json;

use crate::design::Literal;
use crate::facts::Value;
use crate::facts::units;
use crate::knowledge::{FactSpec, Setting, Type, Written};

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
        Written::SpringDuration => Literal::Plain(Json::String(in_units(number, SPRING_TIMES))),
        Written::SpringSize => Literal::Plain(Json::String(in_units(number, SPRING_SIZES))),
        Written::GoDuration if number == 0.0 => Literal::Code("0".to_owned()),
        Written::GoDuration => Literal::Code(in_units(number, GO_TIMES)),
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
    if let Some(number) = written_in_units(setting, text) {
        return Ok(Value::Number(number));
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

/// The canonical value of what stands in a config, in the client's own spelling; none where it is no value of the
/// fact. Units that the client does not read are none either: `5s` is no time to Java.
#[must_use]
pub fn read_config(setting: &Setting, spec: &FactSpec, text: &str) -> Option<Value> {
    let unitless = spec.of.unit().is_none();
    let spelled = setting.values.iter().any(|(_, literal)| literal.as_str() == Some(text));
    let numeric = text.replace('_', "").parse::<f64>().is_ok_and(f64::is_finite);
    // A number that Go takes for a duration counts nanoseconds.
    if let (Written::GoDuration, Ok(nanoseconds)) = (setting.written, text.parse::<f64>()) {
        return Some(Value::Number(nanoseconds / 1e6));
    }
    if unitless || spelled || numeric || written_in_units(setting, text).is_some() {
        let text = if spec.of == Type::Bool { text.to_ascii_lowercase() } else { text.to_owned() };
        return unspell(setting, spec, &text).ok().filter(|value| is_of(spec, value));
    }
    None
}

fn is_of(spec: &FactSpec, value: &Value) -> bool {
    match value {
        Value::Bool(_) => spec.of == Type::Bool,
        Value::Number(_) => spec.of.unit().is_some(),
        Value::Text(_) => matches!(spec.of, Type::Text | Type::List),
        Value::List(_) => spec.of == Type::List,
    }
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

/// Suffixes and what they stand for, the largest first.
type Suffixes = &'static [(&'static str, f64)];

const SPRING_TIMES: Suffixes = &[("d", 86_400_000.0), ("h", 3_600_000.0), ("m", 60_000.0), ("s", 1000.0), ("ms", 1.0)];
/// Spring's KB is 1024 bytes.
const SPRING_SIZES: Suffixes = &[("GB", 1_073_741_824.0), ("MB", 1_048_576.0), ("KB", 1024.0), ("B", 1.0)];
const GO_TIMES: Suffixes = &[
    (" * time.Hour", 3_600_000.0),
    (" * time.Minute", 60_000.0),
    (" * time.Second", 1000.0),
    (" * time.Millisecond", 1.0),
    (" * time.Microsecond", 1e-3),
    (" * time.Nanosecond", 1e-6),
];

/// A whole number of the largest unit that gives one.
fn in_units(number: f64, suffixes: Suffixes) -> String {
    let fits = |(_, size): &&(&str, f64)| number >= *size && (number / size).fract() == 0.0;
    let (suffix, size) = suffixes.iter().find(fits).or(suffixes.last()).unwrap_or(&("", 1.0));
    format!("{}{suffix}", number / size)
}

/// The number behind a text that [`spell`] wrote with a unit or inside code.
fn written_in_units(setting: &Setting, text: &str) -> Option<f64> {
    let suffixes = match setting.written {
        Written::SpringDuration => SPRING_TIMES,
        Written::SpringSize => SPRING_SIZES,
        Written::GoDuration => GO_TIMES,
        Written::Code => {
            let (before, after) = setting.values.get("*")?.as_str()?.split_once("{}")?;
            return text.strip_prefix(before)?.strip_suffix(after)?.parse().ok();
        }
        _ => return None,
    };
    suffixes.iter().find_map(|(suffix, size)| Some(text.strip_suffix(suffix)?.parse::<f64>().ok()? * size))
}
