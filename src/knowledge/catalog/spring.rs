//! Reading values as Spring Boot binds them, before Kafka sees them.

use super::key::{Key, Kind};
use super::reading::{Form, Reading, Refusal, Typed};

/// What Boot takes for true and false.
const TRUTHS: [(&str, bool); 8] = [
    ("true", true),
    ("yes", true),
    ("on", true),
    ("1", true),
    ("false", false),
    ("no", false),
    ("off", false),
    ("0", false),
];

/// Reads `text` for `key`. An empty value binds nothing, so that the default holds.
pub(super) fn read(key: &Key, form: Form, text: &str) -> Result<Reading, Refusal> {
    let bare = text.trim();
    if bare.is_empty() && key.kind != Kind::Text {
        return Ok(Reading::of(Typed::Default));
    }
    let value = match key.kind {
        Kind::Boolean => boolean(form, bare)?,
        Kind::Int => Typed::Integer(integer(form, bare, i64::from(i32::MIN), i64::from(i32::MAX))?),
        Kind::Long => Typed::Integer(integer(form, bare, i64::MIN, i64::MAX)?),
        Kind::Double => Typed::Number(bare.parse().map_err(|_| Refusal::NotNumber)?),
        // spaces count here, and only here
        Kind::Duration => duration(text)?,
        Kind::Size => Typed::Integer(size(bare)?),
        Kind::Word => word(key, bare)?,
        _ => Typed::Text(text.to_owned()),
    };
    Ok(Reading::of(value))
}

fn boolean(form: Form, text: &str) -> Result<Typed, Refusal> {
    let truth = TRUTHS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, truth)| *truth);
    // 1 is a truth in quotes and in .properties; as a number of YAML it is none
    let truth = truth.filter(|_| form != Form::Number);
    truth.map(Typed::Boolean).ok_or(Refusal::NotBoolean { words: "true, yes, on, 1, false, no, off and 0" })
}

fn integer(form: Form, text: &str, least: i64, most: i64) -> Result<i64, Refusal> {
    if form == Form::Number {
        // a fraction is cut off
        let number = text.parse::<f64>().map_err(|_| Refusal::NotInteger)?;
        #[allow(clippy::cast_possible_truncation)]
        return Ok(number as i64);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let hexadecimal = ["0x", "0X", "#"].iter().find_map(|prefix| digits.strip_prefix(prefix));
    let number = match hexadecimal {
        Some(digits) => i64::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    let number = number.map(|number| if negative { -number } else { number }).map_err(|_| Refusal::NotInteger)?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(Refusal::TooLarge { most }) }
}

/// `500`, `5s`, `PT5S`: the unit is one of seven in any case, and nothing stands between it and the number.
fn duration(text: &str) -> Result<Typed, Refusal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with(['p', 'P']) {
        let ms = iso(&unsigned[1..]).ok_or(Refusal::NotDuration)?;
        return Ok(Typed::Integer(if text.starts_with('-') { -ms } else { ms }));
    }
    let end = unsigned.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(unsigned.len());
    let number = unsigned[..end].parse::<i64>().map_err(|_| Refusal::NotDuration)?;
    let number = if text.starts_with('-') { -number } else { number };
    let ms = match unsigned[end..].to_ascii_lowercase().as_str() {
        "" | "ms" => number,
        "ns" => number / 1_000_000,
        "us" => number / 1000,
        "s" => number.saturating_mul(1000),
        "m" => number.saturating_mul(60_000),
        "h" => number.saturating_mul(3_600_000),
        "d" => number.saturating_mul(86_400_000),
        _ => return Err(Refusal::NotDuration),
    };
    Ok(Typed::Integer(ms))
}

/// The ms of what follows the P of ISO 8601: `T0.5S`, `1DT2H`, as `java.time.Duration` reads it.
fn iso(text: &str) -> Option<i64> {
    let upper = text.to_ascii_uppercase();
    let (days, time) = match upper.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (upper.as_str(), ""),
    };
    let mut ms: i64 = 0;
    let mut rest = days;
    let mut parts = 0;
    for (unit, worth) in [('D', 86_400_000), ('H', 3_600_000), ('M', 60_000)] {
        if let Some((number, after)) = rest.split_once(unit) {
            ms = ms.checked_add(number.parse::<i64>().ok()?.checked_mul(worth)?)?;
            rest = after;
            parts += 1;
        }
        if unit == 'D' {
            // nothing but days stands before the T
            if !rest.is_empty() {
                return None;
            }
            rest = time;
        }
    }
    if let Some(seconds) = rest.strip_suffix('S') {
        let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
        if fraction.len() > 9 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let thousandths: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
        let sign = if whole.starts_with('-') { -1 } else { 1 };
        ms = ms.checked_add(whole.parse::<i64>().ok()?.checked_mul(1000)? + sign * thousandths)?;
        (rest, parts) = ("", parts + 1);
    }
    (rest.is_empty() && parts > 0).then_some(ms)
}

/// `65536`, `64KB`: the unit is one of five in capitals, and KB is 1024 bytes.
fn size(text: &str) -> Result<i64, Refusal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(unsigned.len());
    let number = unsigned[..end].parse::<i64>().map_err(|_| Refusal::NotSize)?;
    let power = ["B", "KB", "MB", "GB", "TB"].iter().position(|unit| *unit == unsigned[end..].trim_start());
    let power = if unsigned[end..].is_empty() { 0 } else { power.ok_or(Refusal::NotSize)? };
    let bytes = number.saturating_mul(1024_i64.saturating_pow(u32::try_from(power).unwrap_or(0)));
    Ok(if text.starts_with('-') { -bytes } else { bytes })
}

/// Only letters and digits count: `READ_COMMITTED` is `read-committed`.
fn word(key: &Key, text: &str) -> Result<Typed, Refusal> {
    let plain = |word: &str| -> String {
        word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let known = key.one_of.iter().find(|known| plain(known) == plain(text));
    let refused = || Refusal::NotOneOf { word: text.to_owned(), words: key.one_of.clone() };
    known.map(|known| Typed::Text(known.clone())).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::catalog::Catalog;

    fn reads(key: &str, form: Form, text: &str) -> Result<Typed, Refusal> {
        let key = Catalog::embedded().key("spring", "4.1", key).expect("Spring Boot has it");
        read(&key, form, text).map(|reading| reading.value)
    }

    /// What Spring Boot 4.1.1's `Binder` made of the same texts.
    #[test]
    fn as_the_binder_does() {
        let wait = |text| reads("spring.kafka.consumer.fetch-max-wait", Form::Text, text);
        for (text, ms) in [("500", 500), ("5s", 5000), ("5S", 5000), ("5m", 300_000), ("5MS", 5), ("-5s", -5000)] {
            assert_eq!(wait(text), Ok(Typed::Integer(ms)), "{text}");
        }
        for (text, ms) in [
            ("PT5S", 5000),
            ("PT0.5S", 500),
            ("pt1m", 60_000),
            ("P1DT2H", 93_600_000),
            ("-PT5S", -5000),
            ("P1D", 86_400_000),
        ] {
            assert_eq!(wait(text), Ok(Typed::Integer(ms)), "{text}");
        }
        for text in ["P", "PT", "P5S", "PT5", "PT5S1M", "PT5.S5", "P1H"] {
            assert_eq!(wait(text), Err(Refusal::NotDuration), "{text}");
        }
        assert!(wait("").is_ok());
        for text in ["5 s", " 5s", "5s ", "5min", "1.5s", "5w", "5sec", "1m30s", "1_000"] {
            assert_eq!(wait(text), Err(Refusal::NotDuration), "{text}");
        }
        let batch = |text| reads("spring.kafka.producer.batch-size", Form::Text, text);
        for (text, bytes) in [("64KB", 65536), (" 64 KB ", 65536), ("65536", 65536), ("1MB", 1 << 20), ("-1", -1)] {
            assert_eq!(batch(text), Ok(Typed::Integer(bytes)), "{text}");
        }
        for text in ["64kb", "64K", "1MiB", "1.5MB", "1b"] {
            assert_eq!(batch(text), Err(Refusal::NotSize), "{text}");
        }
        let records = |form, text| reads("spring.kafka.consumer.max-poll-records", form, text);
        for (text, number) in [(" 5 ", 5), ("0x10", 16), ("#10", 16), ("010", 10), ("+5", 5), ("-0x1", -1)] {
            assert_eq!(records(Form::Text, text), Ok(Typed::Integer(number)), "{text}");
        }
        assert_eq!(records(Form::Number, "5.5"), Ok(Typed::Integer(5)));
        for text in ["1_000", "1,000", "1e3", "5.0"] {
            assert_eq!(records(Form::Text, text), Err(Refusal::NotInteger), "{text}");
        }
        let commit = |form, text| reads("spring.kafka.consumer.enable-auto-commit", form, text);
        assert_eq!(commit(Form::Text, "Yes"), Ok(Typed::Boolean(true)));
        assert_eq!(commit(Form::Text, "1"), Ok(Typed::Boolean(true)));
        assert!(commit(Form::Number, "1").is_err() && commit(Form::Text, "y").is_err());
        let isolation = |text| reads("spring.kafka.consumer.isolation-level", Form::Text, text);
        assert_eq!(isolation("readCommitted"), Ok(Typed::Text("read-committed".into())));
        assert!(isolation("committed").is_err());
    }
}
