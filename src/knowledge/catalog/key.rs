//! One key, unfolded for one version.

use serde_json::{Map, Value};

use super::family::{Reader, number};
use super::reading::{Form, Reading, Refusal};
use super::{java, librdkafka, spring, typed};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Boolean,
    /// 16 bits.
    Short,
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
    /// With a fraction.
    Double,
    /// Any text.
    Text,
    /// Texts separated by commas.
    List,
    /// The name of a Java class.
    Class,
    /// A text that is never printed.
    Password,
    /// One of a few words.
    Word,
    /// Some of a few words.
    Flags,
    /// Regular expressions separated by commas.
    Patterns,
    /// No text: set by code.
    Code,
    /// A time with its unit.
    Duration,
    /// A number of bytes with its unit.
    Size,
    /// Something that no type says: a list of objects, a text or a number.
    Any,
}

impl Kind {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "boolean" => Self::Boolean,
            "short" => Self::Short,
            "int" => Self::Int,
            "long" => Self::Long,
            "double" => Self::Double,
            "string" => Self::Text,
            "list" => Self::List,
            "class" => Self::Class,
            "password" => Self::Password,
            "enum" => Self::Word,
            "flags" => Self::Flags,
            "patterns" => Self::Patterns,
            "callback" => Self::Code,
            "duration" => Self::Duration,
            "size" => Self::Size,
            "any" => Self::Any,
            _ => return None,
        })
    }
}

/// For whom a key of a client with one set of names is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Producers only.
    Producer,
    /// Consumers only.
    Consumer,
}

/// Whether a version has the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It has.
    Known,
    /// It has, and warns of using it. `since` is none where that began before the oldest version known.
    Deprecated {
        /// The first version that does.
        since: Option<String>,
    },
    /// Not any more.
    Removed {
        /// The first version without it.
        since: String,
    },
    /// Not yet.
    NotYet {
        /// The first version with it.
        since: String,
    },
    /// It knows the name in order to refuse it.
    Refused,
}

impl Status {
    /// Whether it can be set.
    #[must_use]
    pub fn is_there(&self) -> bool {
        matches!(self, Self::Known | Self::Deprecated { .. })
    }
}

/// A config key of one family in one version.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // each says something of its own
pub struct Key {
    /// Its name.
    pub name: String,
    /// What a value is.
    pub kind: Kind,
    /// Whether the version has it.
    pub status: Status,
    /// What holds where nothing is set; none where that is nothing, or where it must be set.
    pub default: Option<String>,
    /// Where producers differ from [`Key::default`].
    pub producer_default: Option<String>,
    /// Whether it must be set.
    pub required: bool,
    /// The least and the most a number may be, as the client writes them.
    pub range: (Option<String>, Option<String>),
    /// A number outside of the range that is taken as well.
    pub or: Option<i64>,
    /// The only words that are taken; of a list, its items.
    pub one_of: Vec<String>,
    /// How a text may begin that is taken besides [`Key::one_of`].
    pub or_begins: Option<String>,
    /// Whether the case of [`Key::one_of`] is ignored.
    pub any_case: bool,
    /// Whether an empty text or list is refused.
    pub not_empty: bool,
    /// Whether an empty item of a list is refused.
    pub full_items: bool,
    /// Words that stand for numbers.
    pub words: Vec<(String, i64)>,
    /// Whether spaces at the beginning belong to the value, where the client drops them else.
    pub untrimmed: bool,
    /// Whether a list that names one item twice is refused.
    pub distinct: bool,
    /// Whether spaces around the value belong to it, where most keys of the same program have them dropped.
    pub exact: bool,
    /// Whether the value may have neither commas nor spaces.
    pub single: bool,
    /// high, medium or low: how much the authors think it matters.
    pub importance: Option<String>,
    /// For whom it is; none for everybody.
    pub role: Option<Role>,
    /// The name that this is another name of.
    pub alias_of: Option<String>,
    /// The key to use instead.
    pub instead: Option<String>,
    /// The first version that had it; none where that is older than the oldest known.
    pub since: Option<String>,
    /// Whether it holds a secret.
    pub secret: bool,
    /// Whether its authors keep it to themselves.
    pub internal: bool,
    /// Whether its authors call it an experiment.
    pub experimental: bool,
    /// Of a broker's key: `cluster-wide` or `per-broker` where it can be changed without a restart.
    pub update: Option<String>,
    /// Of a topic's key: the broker's key that holds where the topic sets nothing.
    pub broker: Option<String>,
    /// Whether a text is refused, because the client calculates with the value, or asks for its type.
    pub number: bool,
    /// The key of the Java client that a framework makes of it.
    pub becomes: Option<String>,
    reader: Reader,
    topic: bool,
}

impl Key {
    /// Reads `text` as the client does.
    ///
    /// # Errors
    /// Why the client refuses it.
    pub fn read(&self, text: &str) -> Result<Reading, Refusal> {
        self.read_as(Form::Text, text)
    }

    /// Reads `text`, which is written as a `form`, as the client does.
    ///
    /// # Errors
    /// Why the client refuses it.
    pub fn read_as(&self, form: Form, text: &str) -> Result<Reading, Refusal> {
        match self.reader {
            Reader::Librdkafka => librdkafka::read(self, text),
            Reader::Typed => typed::read(self, form, text),
            Reader::Spring => spring::read(self, form, text),
            // its own truths are wider than Kafka's
            Reader::Smallrye if self.kind == Kind::Boolean => Ok(Reading::text(text)),
            Reader::Java | Reader::Smallrye => java::read(self, text),
        }
    }

    /// Why a client of Java refuses an object of this class, where code hands it over as one.
    #[must_use]
    pub fn mistyped(&self, class: &'static str) -> Option<Refusal> {
        if self.reader == Reader::Java { java::mistyped(self.kind, class) } else { None }
    }

    /// Whether librdkafka keeps it per topic.
    pub(super) fn topic_only(&self) -> bool {
        self.topic
    }
}

/// The key that a line of the catalogue describes, in the version at `now`. None where the line is of another form.
pub(super) fn read(name: &str, json: &str, reader: Reader, versions: &[String], now: usize) -> Option<Key> {
    let line: Map<String, Value> = serde_json::from_str(json).ok()?;
    let has = presence(line.get("in").and_then(Value::as_str), versions);
    let near = nearest(&has, now)?;
    let at = |attribute: &str| step(line.get(attribute)?, &versions[near]);
    let text = |attribute: &str| at(attribute).and_then(Value::as_str).map(str::to_owned);
    let flag = |attribute: &str| at(attribute).and_then(Value::as_bool).unwrap_or(false);
    let kind = Kind::read(at("type")?.as_str()?)?;
    let words = line.get("words").and_then(Value::as_object).into_iter().flatten();
    let (least, most) =
        at("range").and_then(Value::as_str).and_then(|range| range.split_once("..")).unwrap_or_default();
    let bound = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(Key {
        name: name.to_owned(),
        kind,
        status: status(&line, &has, versions, now),
        default: text("default"),
        producer_default: text("producer_default"),
        required: flag("required"),
        range: (bound(least), bound(most)),
        or: at("or").and_then(Value::as_str).and_then(|or| or.parse().ok()),
        one_of: at("one_of").and_then(Value::as_array).map(|items| texts(items)).unwrap_or_default(),
        or_begins: text("or_begins"),
        any_case: flag("any_case"),
        not_empty: flag("not_empty"),
        full_items: flag("full_items"),
        words: words.filter_map(|(word, number)| Some((word.clone(), number.as_str()?.parse().ok()?))).collect(),
        untrimmed: flag("untrimmed"),
        distinct: flag("distinct"),
        exact: flag("exact"),
        single: flag("single"),
        importance: text("importance"),
        role: match at("role").and_then(Value::as_str) {
            Some("producer") => Some(Role::Producer),
            Some("consumer") => Some(Role::Consumer),
            _ => None,
        },
        alias_of: text("alias"),
        instead: line.get("instead").and_then(Value::as_str).map(str::to_owned),
        since: since(&line, &has, versions),
        secret: kind == Kind::Password || line.contains_key("secret"),
        internal: flag("internal"),
        experimental: flag("experimental"),
        update: text("update").filter(|mode| mode != "read-only"),
        broker: text("broker"),
        number: flag("number"),
        becomes: text("becomes"),
        reader,
        topic: text("scope").is_some(),
    })
}

fn texts(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Which versions have the key: `in` is ranges with both ends, such as `3.0..3.0 3.6..`; without it all have.
fn presence(ranges: Option<&str>, versions: &[String]) -> Vec<bool> {
    let Some(ranges) = ranges else { return vec![true; versions.len()] };
    let within = |version: &String, range: &str| {
        let (first, last) = range.split_once("..").unwrap_or((range, range));
        number(version) >= number(first) && (last.is_empty() || number(version) <= number(last))
    };
    versions.iter().map(|version| ranges.split(' ').any(|range| within(version, range))).collect()
}

/// The version itself, else the next one that has the key, else the last one that had it.
fn nearest(has: &[bool], now: usize) -> Option<usize> {
    let later = has[now..].iter().position(|there| *there).map(|after| now + after);
    later.or_else(|| has[..now].iter().rposition(|there| *there))
}

/// The value of an attribute in `version`: an object holds the first version of each value.
fn step<'a>(attribute: &'a Value, version: &str) -> Option<&'a Value> {
    let Value::Object(steps) = attribute else { return Some(attribute) };
    let applies = |since: &str| number(since) <= number(version);
    steps.iter().rfind(|(since, _)| applies(since)).map(|(_, value)| value).filter(|value| !value.is_null())
}

fn status(line: &Map<String, Value>, has: &[bool], versions: &[String], now: usize) -> Status {
    if let Some(later) = has[now..].iter().position(|there| *there).filter(|after| *after > 0) {
        return Status::NotYet { since: versions[now + later].clone() };
    }
    if !has[now] {
        let last = has.iter().rposition(|there| *there).unwrap_or(0);
        return Status::Removed { since: versions[last + 1].clone() };
    }
    let holds = |attribute: &str, at: usize| {
        line.get(attribute).and_then(|value| step(value, &versions[at])).and_then(Value::as_bool).unwrap_or(false)
    };
    if holds("refused", now) {
        return Status::Refused;
    }
    if !holds("deprecated", now) {
        return Status::Known;
    }
    let first = (0..=now).rev().take_while(|at| has[*at] && holds("deprecated", *at)).last().unwrap_or(now);
    Status::Deprecated { since: (first > 0).then(|| versions[first].clone()) }
}

fn since(line: &Map<String, Value>, has: &[bool], versions: &[String]) -> Option<String> {
    let first = has.iter().position(|there| *there)?;
    let older = line.get("since").and_then(Value::as_str).map(str::to_owned);
    older.or_else(|| (first > 0).then(|| versions[first].clone()))
}
