//! Reading values as `rd_kafka_conf_set()` does: C's `strtol()` and `strtod()`, which stop where the number ends.

use super::key::{Key, Kind, Status};
use super::reading::{Reading, Refusal, Typed, bounds};

/// Reads `text` for `key`.
pub(super) fn read(key: &Key, text: &str) -> Result<Reading, Refusal> {
    if key.status == Status::Refused {
        return Err(Refusal::Name);
    }
    match key.kind {
        Kind::Boolean => boolean(text),
        Kind::Int => integer(key, text),
        Kind::Double => double(key, text),
        Kind::Word => word(key, text),
        Kind::Flags => flags(key, text),
        Kind::Code => Err(Refusal::NotText),
        Kind::Patterns => Ok(Reading::text(text)),
        _ => string(key, text),
    }
}

/// `isspace()`.
fn white(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r')
}

fn boolean(text: &str) -> Result<Reading, Refusal> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("t") || text == "1" {
        Ok(Reading::of(Typed::Boolean(true)))
    } else if is("false") || is("f") || text == "0" {
        Ok(Reading::of(Typed::Boolean(false)))
    } else {
        Err(Refusal::NotBoolean { words: "true, t, 1, false, f and 0" })
    }
}

fn integer(key: &Key, text: &str) -> Result<Reading, Refusal> {
    let Some((number, rest)) = strtol(text) else {
        let meant = key.words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        let (_, number) = meant.ok_or(if text.is_empty() { Refusal::Empty } else { Refusal::NotInteger })?;
        return Ok(Reading::of(Typed::Integer(*number)));
    };
    // C cuts a long down to an int without a word: 4294967297 is 1
    #[allow(clippy::cast_possible_truncation)]
    let cut = i64::from(number as i32);
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<i64>().ok());
    if bound(&key.range.0).is_some_and(|least| cut < least) || bound(&key.range.1).is_some_and(|most| cut > most) {
        return Err(Refusal::OutOfRange { bounds: bounds(&key.range, None) });
    }
    Ok(Reading { value: Typed::Integer(cut), ignored: ignored(rest) })
}

fn ignored(rest: &str) -> Option<String> {
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// The number at the beginning, and what follows it. With base 0: `0x` is hexadecimal, a leading 0 octal.
fn strtol(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start_matches(white);
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let hexadecimal = hexadecimal.filter(|rest| rest.starts_with(|digit: char| digit.is_ascii_hexdigit()));
    let (base, digits) = match hexadecimal {
        Some(rest) => (16, rest),
        None if digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    let end = digits.find(|digit: char| !digit.is_digit(base)).unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let (least, most) = (i64::MIN, i64::MAX);
    let read = i64::from_str_radix(&digits[..end], base);
    let number = match (read, negative) {
        (Ok(number), false) => number,
        (Ok(number), true) => -number,
        (Err(_), false) => most,
        (Err(_), true) => least,
    };
    Some((number, &digits[end..]))
}

fn double(key: &Key, text: &str) -> Result<Reading, Refusal> {
    let (number, rest) = strtod(text).ok_or(if text.is_empty() { Refusal::Empty } else { Refusal::NotNumber })?;
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    if bound(&key.range.0).is_some_and(|least| number < least) || bound(&key.range.1).is_some_and(|most| number > most)
    {
        return Err(Refusal::OutOfRange { bounds: bounds(&key.range, None) });
    }
    Ok(Reading { value: Typed::Number(number), ignored: ignored(rest) })
}

/// The longest beginning that is a number, and what follows it.
fn strtod(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_start_matches(white);
    let unsigned = text.trim_start_matches(['+', '-']);
    if unsigned.starts_with("0x") || unsigned.starts_with("0X") {
        let (number, rest) = strtol(text)?;
        #[allow(clippy::cast_precision_loss)]
        return Some((number as f64, rest));
    }
    // a number in decimal is ASCII, so that every end of it is a boundary
    let ascii = text.bytes().take_while(u8::is_ascii).count();
    (1..=ascii).rev().find_map(|end| Some((text[..end].parse().ok()?, &text[end..])))
}

/// One word: the spaces before it do not count, those after it do.
fn word(key: &Key, text: &str) -> Result<Reading, Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    let word = text.trim_start_matches(white);
    if word.is_empty() {
        return Ok(Reading::of(Typed::Default));
    }
    Ok(Reading::of(Typed::Text(known(key, word)?)))
}

/// Several words; each may be added by + or taken away by -.
fn flags(key: &Key, text: &str) -> Result<Reading, Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    let mut words = Vec::new();
    for part in text.split(',') {
        let part = part.trim_start_matches(white);
        let word = part.strip_prefix(['+', '-']).unwrap_or(part);
        if !word.is_empty() {
            words.push(if key.one_of.is_empty() { word.to_owned() } else { known(key, word)? });
        }
    }
    Ok(Reading::of(Typed::List(words)))
}

fn string(key: &Key, text: &str) -> Result<Reading, Refusal> {
    if text.is_empty() {
        let checked = key.single || !key.one_of.is_empty();
        return if checked { Err(Refusal::Empty) } else { Ok(Reading::of(Typed::Default)) };
    }
    let text = if key.untrimmed { text } else { text.trim_start_matches(white) };
    if !key.one_of.is_empty() {
        return Ok(Reading::text(&known(key, text)?));
    }
    if key.single && text.contains([',', ' ']) {
        return Err(Refusal::NotSingle);
    }
    Ok(Reading::text(text))
}

/// The word as librdkafka spells it.
fn known(key: &Key, word: &str) -> Result<String, Refusal> {
    // of librdkafka's keys one compares letter by letter: the partitioner
    let exact = key.kind == Kind::Text && !key.any_case;
    let same = |known: &&String| if exact { *known == word } else { known.eq_ignore_ascii_case(word) };
    let found = key.one_of.iter().find(same);
    found.cloned().ok_or_else(|| Refusal::NotOneOf { word: word.to_owned(), words: key.one_of.clone() })
}
