//! Other spellings that can mean one thing only, such as `100 per minute`, `10k/s`, `half a second` or `300ms-4s`: they
//! are read as what they mean. What could mean two things is left to the advice.

use super::advice::{Alias, rate_alias, size_alias, time_alias};
use super::{Unit, read, split_number};

/// Words before a number that change nothing.
const ABOUT: [&str; 8] = ["~", "≈", "about ", "around ", "roughly ", "approximately ", "approx. ", "ca. "];
/// Words for numbers; longer beginnings first.
const WORDS: [(&str, &str); 15] = [
    ("half a ", "0.5"),
    ("half an ", "0.5"),
    ("once ", "1"),
    ("a ", "1"),
    ("an ", "1"),
    ("one ", "1"),
    ("two ", "2"),
    ("three ", "3"),
    ("four ", "4"),
    ("five ", "5"),
    ("six ", "6"),
    ("seven ", "7"),
    ("eight ", "8"),
    ("nine ", "9"),
    ("ten ", "10"),
];
/// What a rate counts. Of a word that is not here nobody knows whether it is records.
const RECORDS: [&str; 20] = [
    "record", "records", "event", "events", "message", "messages", "msg", "msgs", "request", "requests", "req", "reqs",
    "order", "orders", "call", "calls", "email", "emails", "mail", "mails",
];
/// What stands between the two ends of a range.
const MARKS: [&str; 9] = ["...", "..", "…", " to ", " and ", " - ", "-", "–", "—"];

/// The spelling that [`read`] takes, of a text that it does not take but that can mean one thing only.
pub(super) fn spell(text: &str, unit: Unit) -> Option<String> {
    let text = ABOUT.iter().find_map(|about| strip(text, about)).unwrap_or(text).trim();
    let (number, rest) = number(text)?;
    let (number, rest) = multiplied(number, rest, unit);
    let rest = rest.trim();
    if rest.is_empty() || unit.suffixes().iter().any(|suffix| suffix.text == rest) {
        return Some(number + rest);
    }
    let suffix = match unit {
        Unit::Time => return time(&number, rest),
        Unit::Size => match size_alias(&number, &plain(rest), rest)? {
            Alias::Spelling(right) => right,
            Alias::Message(_) => return None,
        },
        Unit::Rate => per(&number, rest)?,
        Unit::Share => matches!(plain(rest).as_str(), "percent" | "pct").then_some("%")?,
        Unit::Count => return None,
    };
    Some(number + suffix)
}

/// The two ends of a range, each as [`read`] takes it. None where the text is no range, or not of this unit.
pub(super) fn ends(text: &str, unit: Unit) -> Option<(String, String)> {
    let text = text.trim();
    let text = ["between ", "from "].iter().find_map(|word| strip(text, word)).unwrap_or(text);
    let spelled = |text: &str| {
        let text = text.trim();
        if read(text, unit).is_ok() {
            Some(text.to_owned())
        } else {
            spell(text, unit).filter(|text| read(text, unit).is_ok())
        }
    };
    MARKS.iter().find_map(|mark| {
        let (low, high) = text.split_once(mark)?;
        let high = spelled(high)?;
        Some((spelled(low).or_else(|| with_unit_of(low.trim(), &high, unit))?, high))
    })
}

/// In `50-500ms` the unit is written once and meant twice; not in `500..2s`, which would go down.
fn with_unit_of(low: &str, high: &str, unit: Unit) -> Option<String> {
    let (number, rest) = split_number(low);
    if number.is_empty() || !rest.is_empty() {
        return None;
    }
    let (_, name) = split_number(high);
    let low = format!("{low}{}", name.trim_start());
    let (least, most) = (read(&low, unit).ok()?, read(high, unit).ok()?);
    (least <= most).then_some(low)
}

fn strip<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

/// The number that a text begins with, in digits, and what follows it.
fn number(text: &str) -> Option<(String, &str)> {
    if let Some((number, rest)) = WORDS.iter().find_map(|(word, number)| Some((*number, strip(text, word)?))) {
        return Some((number.to_owned(), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '_' | '.')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if let Some(fraction) = digits.strip_prefix('.') {
        return fraction.starts_with(|c: char| c.is_ascii_digit()).then(|| (format!("0{digits}"), rest));
    }
    if !digits.contains(',') {
        return (!digits.is_empty()).then(|| (digits.to_owned(), rest));
    }
    // `10,000` has groups of three; `1,5` is what many write for one and a half, and `0,500` too.
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3);
    (grouped && !digits.contains('_')).then(|| (digits.replace(',', ""), rest))
}

/// `10k` and `1.5 million` in digits, where records or things are counted. `m` could be a thousandth or a million.
fn multiplied(number: String, rest: &str, unit: Unit) -> (String, &str) {
    if !matches!(unit, Unit::Rate | Unit::Count) {
        return (number, rest);
    }
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    let zeros = match word {
        "k" | "K" | "thousand" => 3,
        "M" | "million" => 6,
        _ => return (number, rest),
    };
    // Digits are moved, not multiplied, so that nothing is rounded.
    let digits = number.replace('_', "");
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let (moved, left) = fraction.split_at(fraction.len().min(zeros));
    let padding = "0".repeat(zeros - moved.len());
    let point = if left.is_empty() { "" } else { "." };
    (format!("{whole}{moved}{padding}{point}{left}"), after)
}

fn time(number: &str, name: &str) -> Option<String> {
    let plain = plain(name);
    if matches!(plain.as_str(), "w" | "wk" | "week" | "weeks") {
        let days = super::number_value(number)? * 7.0;
        return Some(format!("{days}d"));
    }
    match time_alias(number, &plain)? {
        Alias::Spelling(right) => Some(format!("{number}{right}")),
        Alias::Message(_) => None,
    }
}

/// `per minute`, `/minute`, `records a minute`. A time alone, such as `3s`, could be one record every three seconds.
fn per(number: &str, rest: &str) -> Option<&'static str> {
    let lower = rest.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let joined = words.join(" ");
    let mut each = [" a ", " an ", " per ", " each ", " every "].into_iter();
    let spaced = format!(" {joined}");
    let split = joined.rsplit_once('/').or_else(|| each.find_map(|word| spaced.rsplit_once(word)));
    if let Some((what, _)) = split
        && !what.trim().is_empty()
        && !RECORDS.contains(&what.trim())
    {
        return None;
    }
    let time = match split {
        Some((_, time)) => format!("/{}", plain(time)),
        None if matches!(joined.as_str(), "rps" | "tps" | "qps" | "rpm" | "tpm") => joined.clone(),
        None => return None,
    };
    match rate_alias(number, &time)? {
        Alias::Spelling(right) => Some(right),
        Alias::Message(_) => None,
    }
}
