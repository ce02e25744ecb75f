//! One answer: from its text to a typed value, and back.

use crate::facts::Value;
use crate::facts::units;
use crate::knowledge::{FactSpec, Type};

use super::super::tree::closest;

/// Reads an answer's text as the type of its fact; numbers become canonical (ms, bytes, records/s).
///
/// # Errors
/// What is wrong with the text and what to write instead.
pub fn read_value(spec: &FactSpec, text: &str) -> Result<Value, String> {
    let text = text.trim();
    if let Some(unit) = spec.of.unit() {
        let number = units::parse(text, unit).map_err(|error| error.message)?;
        let bound = |limit: &Option<String>| limit.as_ref().and_then(|limit| units::parse(limit, unit).ok());
        if let Some(least) = bound(&spec.at_least).filter(|least| number < *least) {
            return Err(format!("`{text}` is too small: write {} or more", units::format(least, unit)));
        }
        if let Some(most) = bound(&spec.at_most).filter(|most| number > *most) {
            return Err(format!("`{text}` is too large: write {} or less", units::format(most, unit)));
        }
        return Ok(Value::Number(number));
    }
    match spec.of {
        Type::Bool => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" => Ok(Value::Bool(true)),
            "false" | "no" | "n" => Ok(Value::Bool(false)),
            _ => Err(format!("`{text}` is neither true nor false: write one of them")),
        },
        Type::List => Ok(Value::List(text.split(',').map(|item| Value::from(item.trim())).collect())),
        _ => choice(spec, text),
    }
}

fn choice(spec: &FactSpec, text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Err("there is nothing here: write a value, or leave the key out".to_owned());
    }
    if spec.one_of.is_empty() || spec.one_of.iter().any(|choice| choice == text) {
        return Ok(Value::from(text));
    }
    // `Per key` and `at_least_once` are the same words in other clothes.
    let plain = |text: &str| text.to_lowercase().replace([' ', '_'], "-");
    if let Some(same) = spec.one_of.iter().find(|choice| plain(choice) == plain(text)) {
        return Ok(Value::from(same.as_str()));
    }
    let meant = closest(text, spec.one_of.iter().map(String::as_str));
    let meant = meant.map(|meant| format!("did you mean `{meant}`? ")).unwrap_or_default();
    Err(format!("`{text}` is not a choice here: {meant}write one of {}", spec.one_of.join(", ")))
}

/// Writes a value as an answer; reading it gives the same value.
#[must_use]
pub fn write_value(spec: &FactSpec, value: &Value) -> String {
    match (value, spec.of.unit()) {
        (Value::Number(number), Some(unit)) => units::format(*number, unit),
        _ => value.to_string(),
    }
}
