//! Human units: what people write (`500ms`, `1KiB`, `100/min`, `2%`) and the numbers behind it.
//!
//! Values are held as `f64` in one canonical unit each: times in milliseconds, sizes in bytes, rates in
//! records per second, shares as a fraction of one. Two ways lead back to text: [`format()`] for files and
//! flags, which [`parse`] reads back to exactly the same number, and [`show`] for people, which rounds.

mod advice;
mod near;
mod write;

use std::fmt;

pub use write::{counted, format, plural, show};

/// What a value measures, and therefore how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Milliseconds; written with `us`, `ms`, `s`, `min`, `h` or `d`.
    Time,
    /// Bytes; written with `B`, `KiB`, `MiB`, `GiB` or `TiB`.
    Size,
    /// Records per second; written with `/s`, `/min`, `/h` or `/day`.
    Rate,
    /// A fraction from 0 to 1; written `2%` or `0.02`.
    Share,
    /// How many there are: a whole number, written without a unit.
    Count,
}

/// Why a text is not a value of the unit that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError {
    /// Where in the text the trouble begins, in bytes.
    pub offset: usize,
    /// A lowercase fragment that ends with what to write instead.
    pub message: String,
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for UnitError {}

/// One way to spell a unit: the canonical value is `number * times / over`.
///
/// Both factors are whole numbers, so that `100/min` is the correctly rounded 100/60 and no product with an
/// inexact 1/60; that is what makes the way back exact.
struct Suffix {
    text: &'static str,
    times: f64,
    over: f64,
}

const fn suffix(text: &'static str, times: f64, over: f64) -> Suffix {
    Suffix { text, times, over }
}

/// In the order of preference where two spellings are equally short.
const TIMES: &[Suffix] = &[
    suffix("d", 86_400_000.0, 1.0),
    suffix("h", 3_600_000.0, 1.0),
    suffix("min", 60_000.0, 1.0),
    suffix("s", 1_000.0, 1.0),
    suffix("ms", 1.0, 1.0),
    suffix("us", 1.0, 1_000.0),
];
const SIZES: &[Suffix] = &[
    suffix("TiB", 1_099_511_627_776.0, 1.0),
    suffix("GiB", 1_073_741_824.0, 1.0),
    suffix("MiB", 1_048_576.0, 1.0),
    suffix("KiB", 1_024.0, 1.0),
    suffix("B", 1.0, 1.0),
];
const RATES: &[Suffix] =
    &[suffix("/s", 1.0, 1.0), suffix("/min", 1.0, 60.0), suffix("/h", 1.0, 3_600.0), suffix("/day", 1.0, 86_400.0)];
const SHARES: &[Suffix] = &[suffix("%", 1.0, 100.0), suffix("", 1.0, 1.0)];
const COUNTS: &[Suffix] = &[suffix("", 1.0, 1.0)];

impl Unit {
    fn suffixes(self) -> &'static [Suffix] {
        match self {
            Self::Time => TIMES,
            Self::Size => SIZES,
            Self::Rate => RATES,
            Self::Share => SHARES,
            Self::Count => COUNTS,
        }
    }

    /// The noun for messages, with its article.
    fn noun(self) -> &'static str {
        match self {
            Self::Time => "a time",
            Self::Size => "a size",
            Self::Rate => "a rate",
            Self::Share => "a share",
            Self::Count => "a count",
        }
    }

    /// What to write, for when nothing closer can be advised.
    fn examples(self) -> &'static str {
        match self {
            Self::Time => "500ms, 5s, 10min, 2h or 7d",
            Self::Size => "500B, 20KiB, 512MiB or 8GiB",
            Self::Rate => "10/s, 100/min, 5/h or 20/day",
            Self::Share => "2% or 0.02",
            Self::Count => "a whole number such as 50000",
        }
    }
}

/// Reads one value: a number, an optional space and a unit, such as `500ms`, `1.5 GiB`, `10_000/min`, `2%`. Other
/// spellings are read where they can mean one thing only: `100 per minute`, `10k/s`, `1,000/s`, `half a second`.
///
/// The result is in the canonical unit: milliseconds, bytes, records per second, a fraction of one, or a plain
/// count. It is finite and not negative.
///
/// # Errors
///
/// When the text is no number with a unit of this kind. The message says what to write instead; in particular a
/// bare number is refused where a unit is needed, and so is a unit that could mean two things, such as `KB`.
pub fn parse(text: &str, unit: Unit) -> Result<f64, UnitError> {
    let body = text.trim();
    let near = |trouble| match near::spell(body, unit).and_then(|spelled| read(&spelled, unit).ok()) {
        Some(value) => Ok(value),
        None => Err(trouble),
    };
    read(body, unit).or_else(near).map_err(|trouble| {
        let start = text.len() - text.trim_start().len();
        match trouble {
            Trouble::NoNumber => error(start, advice::no_number(body, unit)),
            Trouble::WrongUnit(number, name) => {
                let offset = start + body.len() - name.len();
                error(offset, advice::wrong_unit(number, name, unit))
            }
            Trouble::WrongNumber(message) => error(start, message),
        }
    })
}

/// Why [`read`] did not read: kept apart from the advice, which tries other readings of the same text.
enum Trouble<'a> {
    NoNumber,
    /// The number is followed by this name, which is no suffix of the unit.
    WrongUnit(&'a str, &'a str),
    WrongNumber(String),
}

fn read(body: &str, unit: Unit) -> Result<f64, Trouble<'_>> {
    let (number, rest) = split_number(body);
    if number.is_empty() {
        return Err(Trouble::NoNumber);
    }
    let name = rest.trim_start();
    let Some(suffix) = unit.suffixes().iter().find(|suffix| suffix.text == name) else {
        return Err(Trouble::WrongUnit(number, name));
    };
    let Some(value) = number_value(number) else {
        let message = format!("`{number}` is no number: write {}", unit.examples());
        return Err(Trouble::WrongNumber(message));
    };
    if let Some(message) = advice::wrong_number(number, value, suffix.text, unit) {
        return Err(Trouble::WrongNumber(message));
    }
    let value = value * suffix.times / suffix.over;
    if !value.is_finite() {
        let message = format!("this is too large for {}: write a smaller number", unit.noun());
        return Err(Trouble::WrongNumber(message));
    }
    Ok(value)
}

/// The two ends of a range such as `50ms..2s`, `50ms-2s` or `50 to 500ms`, each with its unit. None where the text is
/// no range of this unit.
#[must_use]
pub fn ends(text: &str, unit: Unit) -> Option<(String, String)> {
    near::ends(text, unit)
}

fn error(offset: usize, message: String) -> UnitError {
    UnitError { offset, message }
}

/// Splits the leading digits, underscores and decimal point from what follows them.
fn split_number(text: &str) -> (&str, &str) {
    let is_part = |c: char| c.is_ascii_digit() || c == '_' || c == '.';
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return ("", text);
    }
    text.split_at(text.find(|c| !is_part(c)).unwrap_or(text.len()))
}

/// The value of `10_000` or `1.5`; nothing where the underscores or the point are misplaced.
fn number_value(number: &str) -> Option<f64> {
    let whole_groups =
        |digits: &str| digits.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let well_formed = match number.split_once('.') {
        Some((whole, fraction)) => whole_groups(whole) && whole_groups(fraction),
        None => whole_groups(number),
    };
    if well_formed { number.replace('_', "").parse().ok() } else { None }
}
