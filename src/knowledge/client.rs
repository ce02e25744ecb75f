//! Clients: how each spells the facts, its defaults, and what it cannot say.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::entries::Obligation;
use super::expression::Condition;
use super::text::Text;
use super::version::{Versioned, at_least};

/// A client library. One file of knowledge/clients/; what it `extends` fills in what it leaves out.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Equal to the file's name, and what answers call it.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The client whose traits, settings, connection and obligations it shares.
    pub extends: Option<String>,
    /// The newest version known here.
    pub newest: Option<String>,
    /// The oldest version known here: of what came before, nothing is said.
    pub oldest: Option<String>,
    /// The last version of each major number that gets no more of them: `2.8` says that there is no 2.9.
    #[serde(default)]
    pub last: Vec<String>,
    /// The version of the extended client that each of its own versions brings; the same, if left out.
    pub brings: Option<Versioned>,
    /// How its config is written: the name of a template below templates/config/.
    pub format: Option<String>,
    /// How the keys of the extended client stand in this one's files, by role: `spring.kafka.producer.properties.{key}`.
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    /// What code in values needs: the name that it uses, and the line that brings it.
    #[serde(default)]
    pub imports: BTreeMap<String, Versioned>,
    /// Facts of the subject `client`: what the library does and does not do.
    #[serde(default)]
    pub traits: BTreeMap<String, Versioned>,
    /// How it spells the facts of a producer, in the order of a config file.
    #[serde(default)]
    pub producer: Vec<Setting>,
    /// How it spells the facts of a consumer, in the order of a config file.
    #[serde(default)]
    pub consumer: Vec<Setting>,
    /// How it spells the facts of a member of a share group, where one set of options is for those as well.
    #[serde(default)]
    pub share_consumer: Vec<Setting>,
    /// How the broker spells the facts of a topic.
    #[serde(default)]
    pub topic: Vec<Setting>,
    /// How it spells the facts of a connection.
    #[serde(default)]
    pub link: Vec<Setting>,
    /// Keys that connect, by the cluster's security; placeholders only, never a value.
    #[serde(default)]
    pub connection: Vec<Connection>,
    /// What the code must do because no setting does it.
    #[serde(default)]
    pub your_code_must: Vec<Obligation>,
    /// Where its settings are documented.
    #[serde(default)]
    pub references: Vec<String>,
}

/// How a client spells one fact.
#[derive(Debug, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The fact, without its kind: `linger`.
    pub fact: String,
    /// The key; none where the client cannot say it. `{channel}` in it stands for each of the subject's topics.
    pub key: Option<String>,
    /// Other keys that say the same: they are read and never written.
    #[serde(default)]
    pub also: Vec<String>,
    /// When the client takes it; always, if left out.
    pub when: Option<Condition>,
    /// Why the client cannot say it, and what to do instead.
    pub cannot: Option<Text>,
    /// Whether the code says it instead of the config, so that it stays a decision of its own.
    #[serde(default)]
    pub in_code: bool,
    /// Keys without which this one says nothing, and their values.
    #[serde(default)]
    pub with: serde_json::Map<String, serde_json::Value>,
    /// Why these, where the reason of the fact is not theirs.
    pub with_because: Option<Text>,
    /// How the canonical value is written.
    #[serde(default, rename = "as")]
    pub written: Written,
    /// Spellings of a text's or truth's values, by canonical value; one that is null is said by leaving the key out.
    #[serde(default)]
    pub values: BTreeMap<String, serde_json::Value>,
    /// The client's default, in human units of the fact.
    pub default: Option<Versioned>,
    /// The version that brought the key.
    pub since: Option<String>,
    /// How versions before a certain one spell it.
    pub before: Option<Earlier>,
}

/// How a setting was spelled before a version; what is left out was the same.
#[derive(Debug, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The first version that spells it as the setting says.
    pub version: String,
    /// Its key.
    pub key: Option<String>,
    /// How its canonical value is written.
    #[serde(rename = "as")]
    pub written: Option<Written>,
    /// Spellings of its values.
    pub values: Option<BTreeMap<String, serde_json::Value>>,
}

impl Setting {
    /// A setting that is spelled as the fact is called.
    #[must_use]
    pub fn plain(fact: &str) -> Self {
        Self {
            fact: fact.to_owned(),
            key: Some(fact.to_owned()),
            also: Vec::new(),
            when: None,
            cannot: None,
            in_code: false,
            with: serde_json::Map::new(),
            with_because: None,
            written: Written::Plain,
            values: BTreeMap::new(),
            default: None,
            since: None,
            before: None,
        }
    }

    /// The setting as `version` spells it.
    #[must_use]
    pub fn in_version(&self, version: &str) -> Cow<'_, Self> {
        let Some(earlier) = self.before.as_ref().filter(|earlier| !at_least(version, &earlier.version)) else {
            return Cow::Borrowed(self);
        };
        let mut setting = self.clone();
        setting.key = earlier.key.clone().or(setting.key);
        setting.written = earlier.written.unwrap_or(setting.written);
        setting.values = earlier.values.clone().unwrap_or(setting.values);
        Cow::Owned(setting)
    }

    /// The setting of an extended client, with the versions of the client that extends it.
    fn translated(&self, brings: &Versioned) -> Self {
        let mut setting = self.clone();
        setting.default = setting.default.map(|default| default.translated(brings));
        setting.since = setting.since.and_then(|since| brings.first_with(&since));
        if let Some(earlier) = setting.before.as_mut() {
            match brings.first_with(&earlier.version) {
                Some(version) => earlier.version = version,
                None => setting.before = None,
            }
        }
        setting
    }

    /// Whether a config says the setting by `key`.
    #[must_use]
    pub fn is_called(&self, key: &str) -> bool {
        let in_channel = |own: &str| {
            let (before, after) =
                own.split_once('{').and_then(|(before, rest)| Some((before, rest.strip_prefix("channel}")?)))?;
            key.strip_prefix(before).map(|rest| rest.len() > after.len() && rest.ends_with(after))
        };
        self.key.iter().chain(&self.also).any(|own| own == key || in_channel(own) == Some(true))
    }
}

/// How a number is written in a config.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    /// As it is: ms, bytes, a count, a text.
    #[default]
    Plain,
    /// Whole seconds.
    Seconds,
    /// Whole KiB, rounded up.
    #[serde(rename = "kib")]
    KiB,
    /// A duration as Spring Boot writes it: `45s`.
    SpringDuration,
    /// A size as Spring Boot writes it: `64KB` is 65536 bytes.
    SpringSize,
    /// A Go duration: `5 * time.Millisecond`.
    GoDuration,
    /// The value inside the code given under `values: {"*": "kgo.MaxBufferedRecords({})"}`.
    Code,
}

/// Keys that connect under a condition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// When these keys are needed.
    pub when: Option<Condition>,
    /// `producer` or `consumer` where they are for one of them only.
    pub role: Option<String>,
    /// The keys and their values; `${NAME}` is a placeholder for the environment variable NAME.
    pub keys: serde_json::Map<String, serde_json::Value>,
    /// Why.
    pub because: Text,
}

impl Client {
    /// Fills in what the client it extends has.
    pub(super) fn inherit(&mut self, base: &Self) {
        self.newest = self.newest.take().or_else(|| base.newest.clone());
        if self.brings.is_none() {
            self.oldest = self.oldest.take().or_else(|| base.oldest.clone());
            self.last.clone_from(&base.last);
        }
        self.format = self.format.take().or_else(|| base.format.clone());
        for (name, value) in &base.traits {
            let of_base = || self.brings.as_ref().map_or_else(|| value.clone(), |brings| value.translated(brings));
            self.traits.entry(name.clone()).or_insert_with(of_base);
        }
        self.producer = merged(self.renamed("producer", &base.producer), std::mem::take(&mut self.producer));
        self.consumer = merged(self.renamed("consumer", &base.consumer), std::mem::take(&mut self.consumer));
        self.link = merged(base.link.clone(), std::mem::take(&mut self.link));
        if self.references.is_empty() {
            self.references.clone_from(&base.references);
        }
    }

    fn renamed(&self, role: &str, base: &[Setting]) -> Vec<Setting> {
        let translated = |setting: &Setting| match &self.brings {
            Some(brings) => setting.translated(brings),
            None => setting.clone(),
        };
        let mut settings: Vec<Setting> = base.iter().map(translated).collect();
        if let Some(pattern) = self.keys.get(role) {
            for setting in &mut settings {
                let earlier = setting.before.as_mut().and_then(|earlier| earlier.key.as_mut());
                for key in setting.key.as_mut().into_iter().chain(earlier).chain(&mut setting.also) {
                    *key = pattern.replace("{key}", key);
                }
            }
        }
        settings
    }

    /// What code in values needs in `version`: the name that it uses, and the line that brings it.
    #[must_use]
    pub fn imports_in(&self, version: &str) -> Vec<(String, String)> {
        let line = |import: &Versioned| import.at(version)?.as_str().map(str::to_owned);
        self.imports.iter().filter_map(|(name, import)| Some((name.clone(), line(import)?))).collect()
    }

    /// The version of the library under `version`: its own, or that of the client it extends.
    #[must_use]
    pub fn library<'a>(&'a self, version: &'a str) -> &'a str {
        let brought = self.brings.as_ref().and_then(|brings| brings.at(version));
        brought.and_then(serde_json::Value::as_str).unwrap_or(version)
    }

    /// Why `version` cannot be one that is known here, and what to write instead.
    #[must_use]
    pub fn refuses(&self, version: &str) -> Option<String> {
        let (newest, oldest) = (self.newest.as_deref()?, self.oldest.as_deref()?);
        let Some((major, minor)) = numbers(version) else {
            return Some(format!("`{version}` is no version: write numbers such as {newest}"));
        };
        if !at_least(version, oldest) {
            return Some(format!("`{version}` is older than what kskill knows, which begins with {oldest}"));
        }
        let known = numbers(newest).map_or(major, |(major, _)| major);
        if major > known {
            return Some(format!("there is no `{version}` that kskill knows: {newest} is the newest"));
        }
        let last = self.last.iter().find(|last| numbers(last).is_some_and(|last| last.0 == major && last.1 < minor));
        last.map(|last| {
            format!(
                "there is no `{version}`: {last} was the last {major}.x, and {newest} is the newest that kskill knows"
            )
        })
    }

    /// The settings of a role: `producer`, `consumer`, `share_consumer`, `connection`, or `topic` for the broker.
    #[must_use]
    pub fn settings(&self, role: &str) -> &[Setting] {
        match role {
            "producer" => &self.producer,
            "consumer" => &self.consumer,
            "share_consumer" => &self.share_consumer,
            "topic" => &self.topic,
            "connection" => &self.link,
            _ => &[],
        }
    }
}

/// The base's settings in their order, each replaced where the client has its own, then what only the client has.
fn merged(base: Vec<Setting>, own: Vec<Setting>) -> Vec<Setting> {
    let mut all = base;
    for setting in own {
        match all.iter_mut().find(|known| known.fact == setting.fact) {
            Some(known) => *known = setting,
            None => all.push(setting),
        }
    }
    all
}

/// The first two numbers of a version, such as `3.9.x.kraft` or `v1.2`.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next().map_or(Some(0), |minor| minor.split('-').next()?.parse().ok())?;
    Some((major, minor))
}
