//! Slips of the pen, as opposed to other words: `retention.mss` is `retention.ms`, and `retention.hours` no
//! `retention.bytes`.

/// What is measured, and the unit's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub of: Measure,
    pub name: &'static str,
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Time,
    Size,
    Number,
}

/// Units and the words that keys have for them at their end.
const UNITS: &[(Measure, &str, &[&str])] = &[
    (Measure::Time, "nanoseconds", &["ns", "nanos", "nanoseconds"]),
    (Measure::Time, "microseconds", &["us", "micros", "microseconds"]),
    (Measure::Time, "milliseconds", &["ms", "millis", "milliseconds", "millisecond"]),
    (Measure::Time, "seconds", &["s", "sec", "secs", "second", "seconds"]),
    (Measure::Time, "minutes", &["m", "min", "mins", "minute", "minutes"]),
    (Measure::Time, "hours", &["h", "hr", "hrs", "hour", "hours"]),
    (Measure::Time, "days", &["d", "day", "days"]),
    (Measure::Time, "weeks", &["week", "weeks"]),
    (Measure::Size, "bytes", &["b", "byte", "bytes"]),
    (Measure::Size, "kilobytes", &["kb", "kib", "kbyte", "kbytes", "kilobytes"]),
    (Measure::Size, "megabytes", &["mb", "mib", "mbyte", "mbytes", "megabytes"]),
    (Measure::Size, "gigabytes", &["gb", "gib", "gbyte", "gbytes", "gigabytes"]),
    (Measure::Number, "records", &["records", "record", "rows"]),
    (Measure::Number, "messages", &["messages", "message", "msgs"]),
];

impl Unit {
    /// Where it stands among the units: times before sizes, the shorter before the longer.
    pub fn order(self) -> Option<usize> {
        UNITS.iter().position(|(_, name, _)| *name == self.name)
    }
}

/// The unit that a key names at its end.
fn unit(words: &[String]) -> Option<Unit> {
    let last = words.last()?.as_str();
    let (of, name, _) = UNITS.iter().find(|(_, _, words)| words.contains(&last))?;
    Some(Unit { of: *of, name })
}

/// The words of a key in lower case: those of `maxPollRecords` are those of `max.poll.records`.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '.';
    for letter in key.chars() {
        let parts = matches!(letter, '.' | '_' | '-');
        if parts || letter.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if let (false, Some(word)) = (parts, words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether `written` is `meant` but for a letter or two of one word, or for what stands between the words.
pub(super) fn is_slip(written: &str, meant: &str) -> bool {
    let (written, meant) = (words(written), words(meant));
    if written.concat() == meant.concat() {
        return true;
    }
    if differ_in_unit(&written, &meant) {
        return false;
    }
    if written.len() != meant.len() {
        return strsim::osa_distance(&written.concat(), &meant.concat()) <= 1;
    }
    let mut others = written.iter().zip(&meant).filter(|(one, other)| one != other);
    others.next().is_some_and(|(one, other)| is_close(one, other)) && others.next().is_none()
}

/// Two letters are a slip in a long word only: `fetch` is another word than `batch`.
fn is_close(one: &str, other: &str) -> bool {
    match strsim::osa_distance(one, other) {
        0 | 1 => true,
        2 => one.len().min(other.len()) > 6 && one.chars().next() == other.chars().next(),
        _ => false,
    }
}

/// Whether `written` may have been meant to be `meant` by somebody who did not know the name by heart.
pub(super) fn is_like(written: &str, meant: &str) -> bool {
    let (written, meant) = (words(written), words(meant));
    let near = |(one, other): (&String, &String)| strsim::osa_distance(one, other) * 2 <= one.len().max(other.len());
    !differ_in_unit(&written, &meant) && (written.len() != meant.len() || written.iter().zip(&meant).all(near))
}

fn differ_in_unit(written: &[String], meant: &[String]) -> bool {
    // a unit may be there without what stands before it: `lingerms`
    if written.len() != meant.len() && meant.last().is_some_and(|last| written.concat().ends_with(last)) {
        return false;
    }
    let (one, other) = (unit(written), unit(meant));
    one != other && (other.is_some_and(|_| written.len() != meant.len()) || one.is_some() && other.is_some())
}

/// What a key is about, and the unit that it names at its end.
pub(super) struct Written {
    words: Vec<String>,
    unit: Option<Unit>,
}

impl Written {
    pub(super) fn new(key: &str) -> Self {
        let words = words(key);
        Self { unit: unit(&words), words }
    }

    /// The name of its unit, and whether that is one of time; none where it names neither a time nor a size.
    pub(super) fn measures(&self) -> Option<(&'static str, bool)> {
        let unit = self.unit.filter(|unit| unit.of != Measure::Number)?;
        Some((unit.name, unit.of == Measure::Time))
    }

    /// What stands before the unit.
    fn stem(&self) -> &[String] {
        &self.words[..self.words.len() - usize::from(self.unit.is_some())]
    }

    /// The unit of `known`, where that is the same but for its unit.
    fn unit_of(&self, known: &str) -> Option<Unit> {
        let first = self.stem().first()?;
        // most names begin otherwise, which is cheaper to see
        let begins = known.as_bytes().get(..first.len())?;
        if !begins.eq_ignore_ascii_case(first.as_bytes()) {
            return None;
        }
        let known = words(known);
        unit(&known).filter(|_| *self.stem() == known[..known.len() - 1])
    }

    /// Whether it is `known` with the same unit by another of its names: `retention.hrs` for `retention.hours`.
    pub(super) fn is_in_same_unit(&self, known: &str) -> bool {
        self.unit.is_some() && self.unit_of(known) == self.unit
    }

    /// The unit of `known`, where it is written with another unit of the same measure, or with none at all.
    pub(super) fn in_its_unit(&self, known: &str) -> Option<Unit> {
        let there = self.unit_of(known)?;
        (self.unit != Some(there) && self.unit.is_none_or(|wanted| wanted.of == there.of)).then_some(there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_slip_and_a_word_is_not() {
        for (written, meant) in [
            ("retention.mss", "retention.ms"),
            ("max.poll.record", "max.poll.records"),
            ("max_batch_sise", "max_batch_size"),
            ("lingerms", "linger.ms"),
            ("kafkaJS.groupID", "kafkaJS.groupId"),
            ("errors.retry.timout", "errors.retry.timeout"),
            ("table.include.lst", "table.include.list"),
            ("max.pollrecords", "max.poll.records"),
        ] {
            assert!(is_slip(written, meant), "{written} {meant}");
        }
        for (written, meant) in [
            ("retention.hours", "retention.bytes"),
            ("retention.days", "retention.ms"),
            ("retention.s", "retention.ms"),
            ("session.timeout", "session.timeout.ms"),
            ("fetch.size", "batch.size"),
            ("fetch.min.bytes", "fetch.max.bytes"),
            ("key.serializer", "key.deserializer"),
            ("table.include.list", "table.exclude.list"),
            ("retry.backoff.ms", "retries.backoff.ms"),
        ] {
            assert!(!is_slip(written, meant), "{written} {meant}");
        }
    }

    #[test]
    fn another_unit_is_said() {
        let unit = |written, known| Written::new(written).in_its_unit(known).map(|unit| unit.name);
        assert_eq!(unit("retention.hours", "retention.ms"), Some("milliseconds"));
        assert_eq!(unit("session.timeout", "session.timeout.ms"), Some("milliseconds"));
        assert_eq!(unit("sessionTimeoutSeconds", "session_timeout_ms"), Some("milliseconds"));
        assert_eq!(unit("retention.hours", "retention.bytes"), None);
        assert_eq!(unit("retention.ms", "retention.ms"), None);
        assert_eq!(unit("retention", "retention.bytes"), Some("bytes"));
        assert!(Written::new("log.retention.hrs").is_in_same_unit("log.retention.hours"));
        assert!(!Written::new("log.retention.hrs").is_in_same_unit("log.retention.ms"));
        assert!(!Written::new("log.retention").is_in_same_unit("log.retention.ms"));
        assert!(!Written::new("hours").is_in_same_unit("hours"));
        assert!(is_like("lingerms", "linger.ms"));
        assert!(!is_like("retention.size", "retention.ms") && is_like("retry.backoff.ms", "retries.backoff.ms"));
    }
}
