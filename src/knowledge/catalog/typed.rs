//! Values of a programming language: nobody parses them, and few clients look at them when they are made.

use super::key::{Key, Kind};
use super::reading::{Form, Reading, Refusal, bounds};

/// Reads what is written for `key`; what the client does not look at is taken as it is.
pub(super) fn read(key: &Key, form: Form, text: &str) -> Result<Reading, Refusal> {
    match form {
        Form::Text if !key.one_of.is_empty() && !key.one_of.iter().any(|word| word == text) => {
            let mut words = key.one_of.clone();
            if key.range != (None, None) {
                words.push(format!("a number {}", bounds(&key.range, key.or)));
            }
            Err(Refusal::NotOneOf { word: text.to_owned(), words })
        }
        Form::Text | Form::Number if key.number && key.kind == Kind::Boolean => {
            Err(Refusal::NotBoolean { words: "those of the language, without quotes" })
        }
        Form::Text if key.number => Err(Refusal::TextForNumber),
        Form::Number if !within(key, text) => Err(Refusal::OutOfRange { bounds: bounds(&key.range, key.or) }),
        _ => Ok(Reading::text(text)),
    }
}

/// Whether a number is within the bounds; what is spelled in a way that only its language reads, is.
fn within(key: &Key, text: &str) -> bool {
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    let Ok(number) = text.parse::<f64>() else { return true };
    bound(&key.range.0).is_none_or(|least| number >= least) && bound(&key.range.1).is_none_or(|most| number <= most)
}
