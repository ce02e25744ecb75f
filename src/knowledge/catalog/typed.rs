//! Values of a programming language: nobody parses them, and few clients look at them when they are made.

use super::key::{Key, Kind};
use super::reading::{Form, Reading, Refusal, bounds};

/// Reads what is written for `key`; what the client does not look at is taken as it is.
pub(super) fn read(key: &Key, form: Form, text: &str) -> Result<Reading, Refusal> {
    match form {
        Form::Text if !key.one_of.is_empty() => word(key, text)?,
        Form::Text | Form::Number if key.number && key.kind == Kind::Boolean => {
            return Err(Refusal::NotBoolean { words: "those of the language, without quotes" });
        }
        Form::Text if key.number => return Err(Refusal::TextForNumber),
        Form::Text if key.not_empty && text.is_empty() => return Err(Refusal::Empty),
        // JavaScript tells truths from numbers, whose kind there is double; Python counts with them
        Form::Truth if key.number && key.kind == Kind::Double => return Err(Refusal::TextForNumber),
        Form::Truth if text == "true" => number(key, "1")?,
        Form::Truth => number(key, "0")?,
        Form::Number | Form::Code if key.kind == Kind::Duration => duration(key, text)?,
        Form::Number => number(key, text)?,
        Form::Text | Form::Code => {}
    }
    Ok(Reading::text(text))
}

fn word(key: &Key, text: &str) -> Result<(), Refusal> {
    let same = |word: &String| word == text || (key.any_case && word.eq_ignore_ascii_case(text.trim()));
    if key.one_of.iter().any(same) {
        return Ok(());
    }
    Err(not_one_of(key, text))
}

fn number(key: &Key, text: &str) -> Result<(), Refusal> {
    if !key.one_of.is_empty() && key.range == (None, None) {
        return Err(not_one_of(key, text));
    }
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    // what is spelled in a way that only its language reads, is taken
    let Ok(number) = text.parse::<f64>() else { return Ok(()) };
    // a number with an exponent is one with a fraction to its language
    if key.number && key.kind == Kind::Int && text.contains(['.', 'e', 'E']) {
        return Err(Refusal::NotInteger);
    }
    let within = bound(&key.range.0).is_none_or(|least| number >= least)
        && bound(&key.range.1).is_none_or(|most| number <= most);
    let taken = within || key.or.is_some_and(|or| text == or.to_string());
    if taken { Ok(()) } else { Err(Refusal::OutOfRange { bounds: bounds(&key.range, key.or) }) }
}

/// A time of Go: `500 * time.Millisecond`, or the number of its nanoseconds.
fn duration(key: &Key, text: &str) -> Result<(), Refusal> {
    let written = go_time(text);
    // what is computed in a way that nobody can see, is taken
    let Some(length) = written else { return Ok(()) };
    let bound = |text: &Option<String>| nanoseconds(text.as_ref()?);
    let within = bound(&key.range.0).is_none_or(|least| length >= least)
        && bound(&key.range.1).is_none_or(|most| length <= most);
    if within { Ok(()) } else { Err(Refusal::OutOfRange { bounds: bounds(&key.range, key.or) }) }
}

/// The nanoseconds of a time as Go's code or a file has it; none where it is computed in a way that nobody can see.
#[must_use]
pub fn go_time(text: &str) -> Option<f64> {
    text.split_once(" * ").map_or_else(
        || text.parse::<f64>().ok(),
        |(number, unit)| Some(number.parse::<f64>().ok()? * UNITS.iter().find(|(_, name, _)| *name == unit)?.2),
    )
}

/// The units of Go: as they are printed, as code names them, and their nanoseconds.
const UNITS: &[(&str, &str, f64)] = &[
    ("ns", "time.Nanosecond", 1.0),
    ("us", "time.Microsecond", 1e3),
    ("ms", "time.Millisecond", 1e6),
    ("s", "time.Second", 1e9),
    ("m", "time.Minute", 6e10),
    ("h", "time.Hour", 3.6e12),
];

/// A bound of the catalogue, such as `100ms`, in nanoseconds.
fn nanoseconds(bound: &str) -> Option<f64> {
    let digits = bound.find(|letter: char| letter.is_ascii_alphabetic())?;
    let (number, unit) = bound.split_at(digits);
    let (_, _, size) = UNITS.iter().find(|(name, _, _)| *name == unit)?;
    Some((number.parse::<f64>().ok()? * size).round())
}

fn not_one_of(key: &Key, text: &str) -> Refusal {
    let mut words = key.one_of.clone();
    if key.range != (None, None) {
        words.push(format!("a number {}", bounds(&key.range, key.or)));
    }
    Refusal::NotOneOf { word: text.to_owned(), words }
}
