//! A value with a unit behind it, in the unit that its key is read in: `45s` is 45000 to a key that ends with `.ms`.

use super::slip::Written;

/// What a unit that a key names holds of the smallest one: nanoseconds, bytes.
const OF_KEYS: &[(&str, u128)] = &[
    ("nanoseconds", 1),
    ("microseconds", 1_000),
    ("milliseconds", 1_000_000),
    ("seconds", SECOND),
    ("minutes", 60 * SECOND),
    ("hours", 3_600 * SECOND),
    ("days", 86_400 * SECOND),
    ("bytes", 1),
    ("kilobytes", 1 << 10),
];

const SECOND: u128 = 1_000_000_000;

/// What people write behind numbers. Of `KB` and `MB` nobody can say whether they are thousands or 1,024s.
const TIMES: &[(&str, u128)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", SECOND),
    ("sec", SECOND),
    ("secs", SECOND),
    ("second", SECOND),
    ("seconds", SECOND),
    ("m", 60 * SECOND),
    ("min", 60 * SECOND),
    ("mins", 60 * SECOND),
    ("minute", 60 * SECOND),
    ("minutes", 60 * SECOND),
    ("h", 3_600 * SECOND),
    ("hour", 3_600 * SECOND),
    ("hours", 3_600 * SECOND),
    ("d", 86_400 * SECOND),
    ("day", 86_400 * SECOND),
    ("days", 86_400 * SECOND),
];
const SIZES: &[(&str, u128)] = &[("b", 1), ("bytes", 1), ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30)];

/// The plain number for `key` that `text` means; none where the key names no unit or nobody can say.
pub(super) fn converted(key: &str, text: &str) -> Option<String> {
    let (of_key, is_time) = Written::new(key).measures()?;
    let (_, whole) = OF_KEYS.iter().find(|(name, _)| *name == of_key)?;
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|letter: char| !letter.is_ascii_digit())?);
    let unit = unit.trim().to_ascii_lowercase();
    let known = if is_time { TIMES } else { SIZES };
    let (_, part) = known.iter().find(|(name, _)| *name == unit)?;
    let smallest = digits.parse::<u128>().ok()?.checked_mul(*part)?;
    (smallest % whole == 0).then(|| (smallest / whole).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_the_unit_of_its_key() {
        for (key, text, number) in [
            ("session.timeout.ms", "45s", Some("45000")),
            ("session.timeout.ms", "45 seconds", Some("45000")),
            ("retention.ms", "7d", Some("604800000")),
            ("log.retention.minutes", "2h", Some("120")),
            ("log.retention.hours", "90min", None),
            ("linger.ms", "5ms", Some("5")),
            ("segment.bytes", "64MiB", Some("67108864")),
            ("segment.bytes", "64MB", None),
            ("segment.bytes", "64s", None),
            ("queue.buffering.max.kbytes", "64MiB", Some("65536")),
            ("linger.ms", "5", None),
            ("linger.ms", "s", None),
            ("linger.ms", "-5s", None),
            ("linger.ms", "1.5s", None),
            ("linger.ms", "99999999999999999999999999999999999999s", None),
            ("acks", "1s", None),
            ("max.poll.records", "5s", None),
        ] {
            assert_eq!(converted(key, text).as_deref(), number, "{key} {text}");
        }
    }
}
