//! Numbers to text: exactly, for files and flags; rounded, for people.

use super::{Suffix, Unit, parse};

/// The canonical spelling: the shortest one that [`parse`] reads back to exactly this number.
///
/// `value` is in the canonical unit (milliseconds, bytes, records per second, a fraction of one, a count). Whole
/// numbers are preferred to decimals, and the larger unit to the smaller: 500 ms is `500ms`, 2000 ms is `2s`,
/// 1.6666666666666667 records/s is `100/min`. What [`parse`] never yields (a negative or infinite number, a share
/// above one, a count with a fraction) is written all the same, but is not read back.
#[must_use]
pub fn format(value: f64, unit: Unit) -> String {
    if value == 0.0 {
        return format!("0{}", if unit == Unit::Share { "%" } else { base(unit) });
    }
    let mut best: Option<(usize, String)> = None;
    for suffix in unit.suffixes() {
        let Some(number) = shortest(value, suffix, unit) else {
            continue;
        };
        let cost = number.len() + usize::from(number.contains('.'));
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, number + suffix.text));
        }
    }
    best.map_or_else(|| value.to_string() + base(unit), |(_, text)| text)
}

/// The shortest number that, with this suffix, reads back to exactly `value`.
///
/// A division such as `value * 60` is off by a rounding error now and then, so the number with the fewest digits
/// that still reads back is looked for, rather than the one that the division yields.
fn shortest(value: f64, suffix: &Suffix, unit: Unit) -> Option<String> {
    let number = value * suffix.over / suffix.times;
    if !number.is_finite() || number <= 0.0 {
        return None;
    }
    let reads_back = |text: &String| {
        parse(&format!("{text}{}", suffix.text), unit).is_ok_and(|read| read.to_bits() == value.to_bits())
    };
    let rounded = (0..17).filter_map(|digits| Some(plain(format!("{number:.digits$e}").parse().ok()?)));
    rounded.chain([plain(number)]).find(reads_back)
}

/// Digits without an exponent, which is how `f64` is displayed.
fn plain(number: f64) -> String {
    number.to_string()
}

/// The suffix of the canonical unit itself.
fn base(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "ms",
        Unit::Size => "B",
        Unit::Rate => "/s",
        Unit::Share | Unit::Count => "",
    }
}

/// For people: about three significant digits and a pleasant unit.
///
/// `value` is in the canonical unit. `1.67/s`, `10,000/s`, `526 ms`, `12 min`, `1.4 GiB`, `2 %`. The result is not
/// meant to be read back; what stays in a file or a flag is written with [`format()`].
#[must_use]
pub fn show(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    if value < 0.0 {
        return "-".to_owned() + &show(-value, unit);
    }
    match unit {
        Unit::Count => group(&digits(value, true)),
        Unit::Share => group(&digits(value * 100.0, true)) + " %",
        Unit::Time => spaced(value, pleasant_time(value)),
        Unit::Size => spaced(value, largest(value, super::SIZES, 4)),
        Unit::Rate => {
            // Records per second unless that is a fraction, in which case the longest wait that is none.
            let suffix = largest(value, super::RATES, if value == 0.0 { 0 } else { 3 });
            group(&digits(value * suffix.over, false)) + suffix.text
        }
    }
}

/// A number and what it counts, for people: `1 record`, `1,500 records`, `1 copy is`, `3 copies are`. `many` is what
/// is said of any other number than one where that is not the plural of `one`.
#[must_use]
pub fn counted(number: f64, one: &str, many: Option<&str>) -> String {
    let shown = show(number, Unit::Count);
    match many {
        _ if shown == "1" => format!("1 {one}"),
        Some(many) => format!("{shown} {many}"),
        None => format!("{shown} {}", plural(one)),
    }
}

/// The plural of a noun: `record`, `copy` and `batch` become `records`, `copies` and `batches`.
#[must_use]
pub fn plural(noun: &str) -> String {
    let vowel = |stem: &str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    match noun.strip_suffix('y').filter(|stem| !vowel(stem)) {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

fn spaced(value: f64, suffix: &Suffix) -> String {
    format!("{} {}", group(&digits(value * suffix.over / suffix.times, true)), suffix.text)
}

/// The first suffix that makes at least one of the value, or the one at `least`.
fn largest(value: f64, suffixes: &'static [Suffix], least: usize) -> &'static Suffix {
    let whole = |suffix: &&Suffix| round(value * suffix.over / suffix.times) >= 1.0;
    suffixes.iter().find(whole).unwrap_or(&suffixes[least])
}

/// The larger unit from two of it on, or for exactly one: 90 s is no 1.5 min, 60 min is 1 h.
fn pleasant_time(value: f64) -> &'static Suffix {
    let times = super::TIMES;
    if value == 0.0 {
        return &times[4];
    }
    let pleasant = |suffix: &&Suffix| {
        let number = round(value * suffix.over / suffix.times);
        let parts_of_thousand = suffix.times < 60_000.0;
        number >= 2.0 || number >= 1.0 && (parts_of_thousand || number <= 1.0)
    };
    times.iter().find(pleasant).unwrap_or(&times[5])
}

/// Rounded to three significant digits.
fn round(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

/// Three significant digits, and where `whole` is asked for at least all those before the decimal point: a
/// segment of 1023 MiB is not 1020 MiB. Beyond what anybody reads as digits it is an exponent.
fn digits(number: f64, whole: bool) -> String {
    if number != 0.0 && !(1e-6..1e15).contains(&number) {
        return format!("{:e}", round(number));
    }
    plain(if whole && number >= 999.5 { number.round() } else { round(number) })
}

/// Thousands with a comma between them; a text in exponent form stays as it is.
fn group(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    if number.contains('e') || whole.len() <= 3 {
        return number.to_owned();
    }
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}
