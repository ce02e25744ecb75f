//! Configs as files say them: settings with the place of key and value, before anybody asks what they mean.
//!
//! One module per home (`.properties`, Spring, Strimzi, Terraform, code, ...). A home reads one [`File`] and gives
//! the [`Config`]s in it; what a key means, and whether its value is one, is for those who know the client.

mod binder;
mod classify;
mod code;
mod configmap;
mod connect;
mod containers;
mod design;
mod documents;
mod dotenv;
mod environment;
mod file;
mod headline;
mod home;
mod images;
mod json;
mod mirror;
mod objects;
mod plain;
pub(in crate::sources) mod properties;
mod quarkus;
mod roles;
mod spring;
mod spring_choice;
mod spring_names;
mod strimzi;
mod strimzi_fields;
mod strimzi_own;
mod strimzi_user;
mod toml;
mod yaml;

pub use file::{File, Lines};
pub use home::{Problem, Reading, may_hold_configs, read, read_latin, read_wide};
pub(in crate::sources) use images::of_confluent as kafka_of_confluent;
pub use roles::Role;

use std::collections::BTreeMap;
use std::ops::Range;

/// The last version that keeps its metadata in `ZooKeeper`.
const LAST_WITH_ZOOKEEPER: &str = "3.9";

/// Why a config is open whose file holds it for a program to use.
pub const USED_ELSEWHERE: &str = "the code that uses it may add settings";

/// What a file says to one client, topic, broker or connector.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whose settings these are.
    pub role: Role,
    /// The id in knowledge/clients of the client that reads them; none where the file does not show it.
    pub client: Option<&'static str>,
    /// The client's, or the broker's, version, where the file names it.
    pub version: Option<String>,
    /// The newest version that it can be for, where it has what later ones lack and none is named.
    pub until: Option<&'static str>,
    /// Whether the file asks for the newest version, whichever that is.
    pub latest: bool,
    /// The cluster that it belongs to, where the file names it.
    pub cluster: Option<String>,
    /// What it is called: the topic's name, the connector's. Unknown where it is a placeholder.
    pub name: Option<Given>,
    /// `development` or `production`, where the file shows it: its name, a profile.
    pub environment: Option<&'static str>,
    /// Why settings may exist that this file does not show; none where all of them are here.
    pub open: Option<&'static str>,
    /// Whether its program is started with these settings alone, without those of a file that others may be put in.
    pub whole: bool,
    /// Where it begins in the file, in bytes: what is missing is reported here.
    pub head: Range<usize>,
    /// The settings, in the order of the file.
    pub settings: Vec<Setting>,
    /// The classes of values in Java code, where it tells them, by where the values begin.
    pub classes: BTreeMap<usize, &'static str>,
    /// Keys that the file spells otherwise than the catalogue, by where they begin.
    pub spelled: BTreeMap<usize, String>,
    /// What the catalogue calls settings that a framework hands on to its library as they are, by where they begin. The
    /// key of such a setting is the framework's own name for the same.
    pub handed_on: BTreeMap<usize, String>,
    /// The topics that it writes to, where the file names them.
    pub writes: Vec<Named>,
    /// The topics that it reads, where the file names them.
    pub reads: Vec<Named>,
    /// What stands in the file beside the settings as if it were one, and is read by nobody.
    pub unread: Vec<Unread>,
    /// What Kubernetes sees of it, where it is a resource of the Strimzi operator.
    pub resource: Option<CustomResource>,
    /// Whether code makes a producer of it that waits for each record, where its client has another one beside.
    pub waits: bool,
    /// The brokers of its cluster, where other files tell how many there are.
    pub nodes: Option<u32>,
}

impl Config {
    /// A config of `role` that begins at `head`, closed and without settings.
    #[must_use]
    pub fn new(role: Role, head: Range<usize>) -> Self {
        Self {
            role,
            client: None,
            version: None,
            until: None,
            latest: false,
            cluster: None,
            name: None,
            environment: None,
            open: None,
            whole: false,
            head,
            settings: Vec::new(),
            classes: BTreeMap::new(),
            spelled: BTreeMap::new(),
            handed_on: BTreeMap::new(),
            writes: Vec::new(),
            reads: Vec::new(),
            unread: Vec::new(),
            resource: None,
            waits: false,
            nodes: None,
        }
    }

    /// The setting that holds for `key`: the last one, as every reader of such files has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().rev().find(|setting| setting.key == key)
    }

    /// The key of a setting as the file has it, from the root on.
    #[must_use]
    pub fn spelling<'a>(&'a self, setting: &'a Setting) -> &'a str {
        self.spelled.get(&setting.key_at.start).unwrap_or(&setting.key)
    }

    /// The key by which the value of a setting is read.
    #[must_use]
    pub fn read_as<'a>(&'a self, setting: &'a Setting) -> &'a str {
        self.handed_on.get(&setting.key_at.start).unwrap_or(&setting.key)
    }

    /// Whether it is a broker without a role, and the setting says where its `ZooKeeper` is.
    #[must_use]
    pub fn needs_zookeeper(&self, setting: &Setting) -> bool {
        setting.key == "zookeeper.connect" && self.last_with_zookeeper().is_some()
    }

    /// The last Kafka with `ZooKeeper`, where this is a broker that needs it.
    fn last_with_zookeeper(&self) -> Option<&'static str> {
        let old = self.role == Role::Broker && self.get("zookeeper.connect").is_some();
        (old && self.get("process.roles").is_none()).then_some(LAST_WITH_ZOOKEEPER)
    }

    /// The same config in a text that has `by` bytes before it.
    fn moved(mut self, by: usize) -> Self {
        let shift = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        shift(&mut self.head);
        for setting in self.settings.iter_mut().chain(self.unread.iter_mut().map(|unread| &mut unread.setting)) {
            shift(&mut setting.key_at);
            shift(&mut setting.value_at);
        }
        self.classes = self.classes.into_iter().map(|(at, class)| (at + by, class)).collect();
        for keys in [&mut self.spelled, &mut self.handed_on] {
            *keys = std::mem::take(keys).into_iter().map(|(at, key)| (at + by, key)).collect();
        }
        self.writes.iter_mut().chain(&mut self.reads).for_each(|named| shift(&mut named.at));
        self
    }
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The key as the client's catalogue spells it, whatever the file makes of it: `linger.ms` for
    /// `KAFKA_LINGER_MS`, `retry.retries` for a nested object.
    pub key: String,
    /// Where the key stands, in bytes.
    pub key_at: Range<usize>,
    /// The value.
    pub value: Given,
    /// Where the value stands, in bytes, its quotes included.
    pub value_at: Range<usize>,
}

/// A setting that has no effect where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// The setting.
    pub setting: Setting,
    /// What becomes of it, as the end of a sentence that begins with its key.
    pub because: String,
    /// What might stand in its place, one of which may have been meant.
    pub among: Vec<&'static str>,
}

/// What Kubernetes sees of a resource of the Strimzi operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomResource {
    /// Its own name, which may be another than that of what it describes.
    pub name: Option<String>,
    /// Whether it lacks the label that says which cluster it belongs to, and no template may bring it.
    pub unlabelled: bool,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

impl Named {
    /// The names in a setting that lists them with commas.
    fn list(setting: &Setting) -> Vec<Self> {
        let names = setting.value.text().unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| Self { name: name.to_owned(), at: setting.value_at.clone() }).collect()
    }
}

/// Where a setting stands: its key and its value, unless an alias puts them apart.
fn span(setting: &Setting) -> Range<usize> {
    let (key, value) = (&setting.key_at, &setting.value_at);
    if key.start <= value.end { key.start..value.end.max(key.end) } else { key.clone() }
}

/// A value as it is written. The types are those of the home: in `.properties` everything is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A text, without its quotes and escapes.
    Text(String),
    /// A number of a home that has numbers, as it is written.
    Number(String),
    /// A truth of a home that has truths.
    Bool(bool),
    /// Nothing: `null`, `None`, an empty YAML value.
    Null,
    /// An expression of a programming language that is a value by name: `kgo.AllISRAcks()`, `5 * time.Second`.
    Code(String),
    /// A placeholder, a variable, a template: some value, which nobody can see here.
    Unknown,
    /// Set in one branch of the code and not in another: nobody can see here whether it is there.
    Perhaps,
}

impl Given {
    /// The value as text, where it is known and one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Code(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::Unknown | Self::Perhaps => None,
        }
    }

    /// A text, or [`Given::Unknown`] where it holds a placeholder of the kinds that people put into config files:
    /// `${NAME}`, `${NAME:default}`, `$NAME`, `{{ helm }}`, `{python}`, `%(python)s`, `%s`, `@maven@`, `%WINDOWS%`,
    /// `__SED__`, `:SED:`, `##SED##`, `[[inline]]`, `<fill in>`, `<host>:9092`.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        if has_placeholder(text) { Self::Unknown } else { Self::Text(text.to_owned()) }
    }
}

fn has_placeholder(text: &str) -> bool {
    let dollar = text.match_indices('$').any(|(at, _)| {
        let rest = &text[at + 1..];
        rest.starts_with(['{', '(']) || is_name_start(rest) && !is_inner_class(&text[..at], rest)
    });
    let marks = [("@", "@"), ("<", ">"), ("%", "%"), ("__", "__"), ("[[", "]]"), (":", ":"), ("##", "##")];
    let whole = text.trim();
    let marked = marks.iter().any(|(open, close)| {
        whole.len() > open.len() + close.len() && whole.starts_with(open) && whole.ends_with(close)
    });
    let named = |open, close| text.split(open).skip(1).any(|rest| named_up_to(rest, close));
    let printed = text.split('%').skip(1).any(is_printed);
    let acted = ["{{", "#{", "%("].iter().any(|sign| text.contains(sign));
    dollar || acted || marked || printed || named('{', '}') || named('<', '>')
}

/// Whether it is Java's name for a class in a class, such as `ReplaceField$Value`.
fn is_inner_class(before: &str, rest: &str) -> bool {
    let mut letters = rest.chars();
    let capital = letters.next().is_some_and(|c| c.is_ascii_uppercase());
    let small = letters.next().is_some_and(|c| c.is_ascii_lowercase());
    capital && small && before.contains('.') && before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a name stands before the sign that closes it.
fn named_up_to(rest: &str, close: char) -> bool {
    rest.split_once(close).is_some_and(|(name, _)| is_name(name))
}

/// Whether what follows a `%` makes it a place for a value, as in `%s` and `%d`.
fn is_printed(rest: &str) -> bool {
    rest.strip_prefix(['s', 'd']).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// A name as programs have them, which neither a piece of JSON nor a count in a pattern is.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn is_name_start(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_unknown() {
        for text in [
            "${ACKS}",
            "${ACKS:all}",
            "$ACKS",
            "{{ .Values.acks }}",
            "@acks@",
            "<your key>",
            "a-$(HOST)",
            "%ACKS%",
            "__ACKS__",
            "[[acks]]",
            "{id}",
            "{zk}:{port}/a",
            "%d",
            "jdbc:mysql://%s:%d/",
            ":CLOUD_SECRET:",
            "##SERVERS##",
            "<broker>:9092",
            "<source:9092> ",
        ] {
            assert_eq!(Given::of_text(text), Given::Unknown, "{text}");
        }
        for text in [
            "org.apache.kafka.connect.transforms.ReplaceField$Value",
            "all",
            "pa$$word",
            "a@b.c",
            "5",
            "US$ 5",
            "<>",
            "__consumer_offsets",
            "100%",
            "100%safe",
            "a<b",
            ":9092",
            "[a-z]{2}",
            "{\"a\": 1}",
            "{}",
        ] {
            assert_eq!(Given::of_text(text), Given::Text(text.to_owned()), "{text}");
        }
    }
}
