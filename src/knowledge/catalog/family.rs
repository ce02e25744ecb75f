//! One family of keys: its versions, its names, and what it does with a name that it does not know.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::key::{self, Key};
use super::pack;

/// How values are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// As the Java clients and brokers do it: `ConfigDef`.
    Java,
    /// As `rd_kafka_conf_set()` does it.
    Librdkafka,
    /// A program's own values, which nobody parses from text.
    Typed,
    /// As Spring Boot binds properties.
    Spring,
    /// As `SmallRye`, which Quarkus brings, reads the attributes of a channel.
    Smallrye,
}

/// What becomes of a name that a family does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// It is an error.
    Refused,
    /// It is handed on to plugins (serializers, interceptors, converters), which may know it; nobody complains.
    Passed,
    /// Nobody reads it, and nobody complains.
    Ignored,
}

/// What the file says about the family as a whole.
#[derive(Debug, Deserialize)]
struct Head {
    reader: Reader,
    unknown: Unknown,
    /// Oldest first.
    versions: Vec<String>,
    /// Versions whose data was not taken from the artefact itself.
    #[serde(default)]
    given: Vec<String>,
    /// What may stand before a key, and whose key it is then; null: a plugin's.
    #[serde(default)]
    prefixes: BTreeMap<String, Targets>,
    /// Families whose keys are taken as well.
    #[serde(default)]
    also: Vec<String>,
}

/// The families that a prefix leads to; none where it is a plugin's.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Targets {
    Of(Option<String>),
    Any(Vec<String>),
}

impl Targets {
    fn names(&self) -> &[String] {
        match self {
            Self::Of(name) => name.as_slice(),
            Self::Any(names) => names,
        }
    }
}

type KeysRead = BTreeMap<(usize, usize), Option<Arc<Key>>>;

/// A family of config keys.
#[derive(Debug)]
pub struct Family {
    name: Cow<'static, str>,
    packed: Cow<'static, str>,
    /// Read when the family is first asked: most runs ask few.
    head: OnceLock<Head>,
    /// Its names as [`plain`] has them, in their order; made when the first name is misspelled.
    shapes: OnceLock<Vec<String>>,
    /// Keys by the place of their description and of the version: the files of a project mostly have the same ones.
    read: Mutex<KeysRead>,
}

impl Family {
    /// A family whose description is known to be of the right form.
    pub(super) const fn embedded(name: &'static str, packed: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            packed: Cow::Borrowed(packed),
            head: OnceLock::new(),
            shapes: OnceLock::new(),
            read: Mutex::new(BTreeMap::new()),
        }
    }

    /// A family of which nothing is known.
    pub(super) fn checked(name: String, packed: String) -> Result<Self> {
        let head = read(&packed).with_context(|| format!("reading the description of the key family {name}"))?;
        Ok(Self {
            name: Cow::Owned(name),
            packed: Cow::Owned(packed),
            head: OnceLock::from(head),
            shapes: OnceLock::new(),
            read: Mutex::default(),
        })
    }

    fn head(&self) -> &Head {
        self.head.get_or_init(|| read(&self.packed).expect("a test has read every embedded family"))
    }

    /// Such as `java-consumer`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How its values are read.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.head().reader
    }

    /// What becomes of other names.
    #[must_use]
    pub fn unknown(&self) -> Unknown {
        self.head().unknown
    }

    /// The versions that are told apart, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[String] {
        &self.head().versions
    }

    /// Whether what is said of `version` was not taken from the artefact itself.
    #[must_use]
    pub fn is_given(&self, version: &str) -> bool {
        self.head().given.contains(&self.head().versions[self.at(version)])
    }

    /// The families that this one names.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.head().prefixes.values().flat_map(Targets::names).map(String::as_str).chain(self.also())
    }

    /// The names of the families whose keys are taken as well.
    pub(super) fn also(&self) -> impl Iterator<Item = &str> {
        self.head().also.iter().map(String::as_str)
    }

    /// The longest prefix that `name` begins with, and whose keys follow it.
    pub(super) fn prefix_of(&self, name: &str) -> Option<(&str, &[String])> {
        let fits = |prefix: &str| name.len() > prefix.len() && name.starts_with(prefix);
        let longest =
            self.head().prefixes.iter().filter(|(prefix, _)| fits(prefix)).max_by_key(|(prefix, _)| prefix.len());
        longest.map(|(prefix, families)| (prefix.as_str(), families.names()))
    }

    /// The names of all keys of all versions, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        pack::names(pack::split(&self.packed).1)
    }

    /// The names of the keys whose description has this text.
    pub fn mentioning<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        pack::lines(pack::split(&self.packed).1).filter(move |(_, json)| json.contains(text)).map(|(name, _)| name)
    }

    /// Whether some version has a key of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        pack::find(pack::split(&self.packed).1, name).is_some()
    }

    /// Whether `name` is no key itself and has keys within: `retry` of `retry.retries`, `Net.TLS`.
    #[must_use]
    pub fn has_below(&self, name: &str) -> bool {
        let within = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        self.head().prefixes.keys().any(|prefix| within(prefix)) || self.names().any(within)
    }

    /// What `name` is in `version`. One that the version lacks is described as in the nearest version that has it.
    #[must_use]
    pub fn key(&self, version: &str, name: &str) -> Option<Arc<Key>> {
        let json = pack::find(pack::split(&self.packed).1, name)?;
        let (head, at) = (self.head(), self.at(version));
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let key = || key::read(name, json, head.reader, &head.versions, at).map(Arc::new);
        read.entry((json.as_ptr() as usize, at)).or_insert_with(key).clone()
    }

    /// The place of `version` among those told apart: 4.3.1 is 4.3, 2.7 where there is none is 2.6, what is older than
    /// all is the oldest. What is no version is the newest.
    fn at(&self, version: &str) -> usize {
        let newest = self.head().versions.len() - 1;
        let Some(wanted) = number(version) else { return newest };
        self.head().versions.iter().rposition(|known| number(known).is_some_and(|known| known <= wanted)).unwrap_or(0)
    }

    /// Up to three names of `version` that `name` may have been meant to be, the nearest first.
    #[must_use]
    pub fn nearest(&self, version: &str, name: &str) -> Vec<&str> {
        let wanted = plain(name);
        let near = |known: &str, shape: &str| {
            // a third of a name may be wrong, as in `retries` and `retry`, never all of it
            let most = (wanted.len().min(known.len()) / 3).min(4);
            // names of other lengths are further apart than that, which is cheaper to see
            let comparable = wanted.len().abs_diff(shape.len()) <= most;
            let distance = comparable.then(|| strsim::osa_distance(&wanted, shape));
            distance.filter(|distance| *distance <= most)
        };
        let shapes = self.shapes.get_or_init(|| self.names().map(plain).collect());
        let named = self.names().zip(shapes);
        let mut close: Vec<(usize, &str)> =
            named.filter_map(|(known, shape)| near(known, shape).map(|distance| (distance, known))).collect();
        close.sort_unstable();
        let there = |known: &&str| self.key(version, known).is_some_and(|key| key.status.is_there());
        close.into_iter().map(|(_, known)| known).filter(there).take(3).collect()
    }
}

fn read(packed: &str) -> Result<Head> {
    Ok(serde_json::from_str(pack::split(packed).0)?)
}

/// The first two numbers of a version, by which the catalogue tells versions apart.
pub(super) fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split(['.', '-']);
    let major = parts.next()?.parse().ok()?;
    // 4 alone means the newest of the fours
    let minor = parts.next().map_or(Some(u32::MAX), |part| part.parse().ok())?;
    Some((major, minor))
}

/// `maxPollRecords`, `max_poll_records` and `MAX.POLL.RECORDS` are the same to a reader.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '.' | '_' | '-')).flat_map(char::to_lowercase).collect()
}
