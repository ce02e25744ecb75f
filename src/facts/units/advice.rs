//! What to write instead: the messages for texts that are nearly, or not at all, a value with a unit.

use super::{Unit, near, number_value, read};

/// The text does not begin with a number.
pub(super) fn no_number(text: &str, unit: Unit) -> String {
    if text.is_empty() {
        return format!("{} is missing: write {}", unit.noun(), unit.examples());
    }
    if text.starts_with('-') {
        return format!("{} cannot be negative: write {}", unit.noun(), unit.examples());
    }
    format!("`{text}` is not {}: write {}", unit.noun(), unit.examples())
}

/// The unit is spelled right, but the number does not go with it.
pub(super) fn wrong_number(number: &str, value: f64, suffix: &str, unit: Unit) -> Option<String> {
    match unit {
        Unit::Count if number.contains('.') && value.fract() != 0.0 => {
            Some(format!("a count is a whole number: write {} or {}", value.floor(), value.ceil()))
        }
        Unit::Share if suffix.is_empty() && !number.contains('.') && value > 0.0 => {
            let whole = if value <= 1.0 { format!(" or {}%", value * 100.0) } else { String::new() };
            Some(format!("a bare {number} could be percent or a fraction: write {number}%{whole}"))
        }
        Unit::Share if value > if suffix.is_empty() { 1.0 } else { 100.0 } => {
            Some("a share is at most 100%: write 2% or 0.02".to_owned())
        }
        _ => None,
    }
}

/// The number is followed by something that is no unit of this kind.
pub(super) fn wrong_unit(number: &str, name: &str, unit: Unit) -> String {
    if name.is_empty() {
        return bare_number(number, unit);
    }
    if name.contains("..") || number.contains("..") {
        return format!("a range cannot stand here: write one value such as {}", first_example(unit));
    }
    if let Some(grouped) = without_commas(number, name)
        && read(&grouped, unit).is_ok()
    {
        return format!("a number has no commas: write {grouped}");
    }
    // `10k` is a number that lacks nothing but its unit.
    if let Some(digits) = near::spell(&format!("{number}{name}"), unit)
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return bare_number(&digits, unit);
    }
    let plain: String = name.to_lowercase().split_whitespace().collect();
    if let Some(message) = meant(number, &plain, name, unit) {
        return message;
    }
    if plain.contains(|c: char| c.is_ascii_digit()) {
        return format!("`{name}` is no unit: write one number with one unit, such as {}", unit.examples());
    }
    if let Some(kind) = kind_of(number, name, unit) {
        return format!("`{number}{name}` is {}, and this is {}: write {}", kind.noun(), unit.noun(), unit.examples());
    }
    format!("`{name}` is no unit of {}: write {}", unit.noun(), unit.examples())
}

fn bare_number(number: &str, unit: Unit) -> String {
    let both = match unit {
        Unit::Time => format!("{number}ms or {number}s"),
        Unit::Size => format!("{number}B or {number}KiB"),
        Unit::Rate => format!("{number}/s or {number}/min"),
        Unit::Share | Unit::Count => unit.examples().to_owned(),
    };
    format!("{number} has no unit: write {both}")
}

fn first_example(unit: Unit) -> &'static str {
    unit.examples().split([',', ' ']).next().unwrap_or_default()
}

/// `1,5s` with the point that was meant, `1,0,0/s` without its commas; nothing where there are none in a number.
fn without_commas(number: &str, name: &str) -> Option<String> {
    let all = format!("{number}{name}");
    let end = all.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '_' | '.')).unwrap_or(all.len());
    let (digits, unit) = all.split_at(end);
    let instead = if digits.matches(',').count() == 1 && !digits.contains('.') { "." } else { "" };
    digits.contains(',').then(|| digits.replace(',', instead) + unit)
}

/// The unit of another kind that this is a well-formed value of.
fn kind_of(number: &str, name: &str, not: Unit) -> Option<Unit> {
    let text = format!("{number}{name}");
    [Unit::Time, Unit::Size, Unit::Rate, Unit::Share]
        .into_iter()
        .find(|kind| *kind != not && read(&text, *kind).is_ok())
}

/// Advice for a unit that is a well-known other spelling; `plain` is its lowercase form without spaces.
fn meant(number: &str, plain: &str, name: &str, unit: Unit) -> Option<String> {
    let right = match unit {
        Unit::Time => match time_alias(number, plain)? {
            Alias::Spelling(right) => right,
            Alias::Message(message) => return Some(message),
        },
        Unit::Size => match size_alias(number, plain, name)? {
            Alias::Spelling(right) => right,
            Alias::Message(message) => return Some(message),
        },
        Unit::Rate => match rate_alias(number, plain)? {
            Alias::Spelling(right) => right,
            Alias::Message(message) => return Some(message),
        },
        Unit::Share if matches!(plain, "%" | "percent" | "pct") => "%",
        Unit::Count => return count_alias(number, plain, name),
        Unit::Share => return None,
    };
    Some(format!("`{name}` is no unit of {}: write {number}{right}", unit.noun()))
}

pub(super) enum Alias {
    /// The same unit, spelled as it is read here.
    Spelling(&'static str),
    /// Something that takes more than another spelling.
    Message(String),
}

pub(super) fn time_alias(number: &str, plain: &str) -> Option<Alias> {
    let right = match plain {
        "us" | "µs" | "μs" | "usec" | "micros" | "microsecond" | "microseconds" => "us",
        "ms" | "msec" | "msecs" | "milli" | "millis" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "min" | "mins" | "minute" | "minutes" => "min",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "m" => {
            return Some(Alias::Message(format!("`m` could be minutes or months: write {number}min")));
        }
        "month" | "months" | "mo" | "y" | "year" | "years" => {
            return Some(Alias::Message("months and years differ in length: write days, such as 30d".to_owned()));
        }
        _ => return None,
    };
    Some(Alias::Spelling(right))
}

pub(super) fn size_alias(number: &str, plain: &str, name: &str) -> Option<Alias> {
    let (binary, decimal) = match plain {
        "b" | "byte" | "bytes" => return Some(Alias::Spelling("B")),
        "ki" | "kib" | "kibibyte" | "kibibytes" => return Some(Alias::Spelling("KiB")),
        "mi" | "mib" | "mebibyte" | "mebibytes" => return Some(Alias::Spelling("MiB")),
        "gi" | "gib" | "gibibyte" | "gibibytes" => return Some(Alias::Spelling("GiB")),
        "ti" | "tib" | "tebibyte" | "tebibytes" => return Some(Alias::Spelling("TiB")),
        "k" | "kb" | "kilobyte" | "kilobytes" => ("KiB", 1e3),
        "m" | "mb" | "megabyte" | "megabytes" => ("MiB", 1e6),
        "g" | "gb" | "gigabyte" | "gigabytes" => ("GiB", 1e9),
        "t" | "tb" | "terabyte" | "terabytes" => ("TiB", 1e12),
        _ => return None,
    };
    let suffix = super::SIZES.iter().find(|suffix| suffix.text == binary)?;
    let value = number_value(number)?;
    Some(Alias::Message(format!(
        "{name} is ambiguous: write {number}{binary} ({} bytes) or {}B",
        value * suffix.times,
        value * decimal
    )))
}

pub(super) fn rate_alias(number: &str, plain: &str) -> Option<Alias> {
    let per = match plain {
        "rps" | "tps" | "qps" | "hz" => "s",
        "rpm" | "tpm" => "min",
        // A bare time unit, `records/s` or `per second`: what counts is what stands after the "per".
        _ => plain.rsplit_once('/').or_else(|| plain.rsplit_once("per")).map_or(plain, |(_, per)| per),
    };
    let right = match per {
        "s" | "sec" | "secs" | "second" | "seconds" => "/s",
        "m" if plain == "/m" => {
            return Some(Alias::Message(format!("`/m` could be minutes or months: write {number}/min")));
        }
        "min" | "mins" | "minute" | "minutes" => "/min",
        "h" | "hr" | "hour" | "hours" => "/h",
        "d" | "day" | "days" => "/day",
        "ms" | "millisecond" => {
            let seconds = number_value(number)? * 1000.0;
            return Some(Alias::Message(format!("rates are per second or longer: write {seconds}/s")));
        }
        "w" | "week" | "month" | "year" => {
            return Some(Alias::Message("rates are per day or shorter: write 20/day".to_owned()));
        }
        _ => return None,
    };
    let what = plain.rsplit_once('/').or_else(|| plain.rsplit_once("per")).map_or("", |(what, _)| what);
    if ["b", "bit", "bits", "byte", "bytes"].iter().any(|bytes| what.ends_with(bytes)) {
        return Some(Alias::Message(
            "a rate counts records, not bytes: write 10/s, and the record's size beside it".to_owned(),
        ));
    }
    Some(Alias::Spelling(right))
}

fn count_alias(number: &str, plain: &str, name: &str) -> Option<String> {
    let times = match plain {
        "k" | "thousand" => 1e3,
        "m" | "million" => 1e6,
        "g" | "bn" | "billion" => 1e9,
        _ => return None,
    };
    Some(format!("a count has no unit: write {} instead of {number}{name}", number_value(number)? * times))
}
