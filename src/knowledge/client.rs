//! Clients: how each spells the facts, its defaults, and what it cannot say.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Deserialize;

use super::entries::Obligation;
use super::expression::Condition;
use super::files::Files;
use super::text::Text;
use super::version::Versioned;

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
    /// How its config is written: the name of a template below templates/config/.
    pub format: Option<String>,
    /// How the keys of the extended client stand in this one's files, by role: `spring.kafka.producer.properties.{key}`.
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    /// What code in values needs: the name that it uses, and the line that brings it.
    #[serde(default)]
    pub imports: BTreeMap<String, String>,
    /// Facts of the subject `client`: what the library does and does not do.
    #[serde(default)]
    pub traits: BTreeMap<String, Versioned>,
    /// How it spells the facts of a producer, in the order of a config file.
    #[serde(default)]
    pub producer: Vec<Setting>,
    /// How it spells the facts of a consumer, in the order of a config file.
    #[serde(default)]
    pub consumer: Vec<Setting>,
    /// How the broker spells the facts of a topic.
    #[serde(default)]
    pub topic: Vec<Setting>,
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
}

impl Setting {
    /// A setting that is spelled as the fact is called.
    #[must_use]
    pub fn plain(fact: &str) -> Self {
        Self {
            fact: fact.to_owned(),
            key: Some(fact.to_owned()),
            when: None,
            cannot: None,
            in_code: false,
            with: serde_json::Map::new(),
            written: Written::Plain,
            values: BTreeMap::new(),
            default: None,
            since: None,
        }
    }

    /// Whether a config says the setting by `key`.
    #[must_use]
    pub fn is_called(&self, key: &str) -> bool {
        let Some(own) = &self.key else { return false };
        match own.split_once("{channel}") {
            None => own == key,
            Some((before, after)) => {
                key.strip_prefix(before).is_some_and(|rest| rest.len() > after.len() && rest.ends_with(after))
            }
        }
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
    fn inherit(&mut self, base: &Self) {
        self.newest = self.newest.take().or_else(|| base.newest.clone());
        self.format = self.format.take().or_else(|| base.format.clone());
        for (name, value) in &base.traits {
            self.traits.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self.producer = merged(self.renamed("producer", &base.producer), std::mem::take(&mut self.producer));
        self.consumer = merged(self.renamed("consumer", &base.consumer), std::mem::take(&mut self.consumer));
        if self.references.is_empty() {
            self.references.clone_from(&base.references);
        }
    }

    fn renamed(&self, role: &str, base: &[Setting]) -> Vec<Setting> {
        let mut settings = base.to_vec();
        if let Some(pattern) = self.keys.get(role) {
            for key in settings.iter_mut().filter_map(|setting| setting.key.as_mut()) {
                *key = pattern.replace("{key}", key);
            }
        }
        settings
    }

    /// The settings of a role: `producer`, `consumer`, or `topic` for the broker.
    #[must_use]
    pub fn settings(&self, role: &str) -> &[Setting] {
        match role {
            "producer" => &self.producer,
            "consumer" => &self.consumer,
            "topic" => &self.topic,
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

/// All clients, by id, with what they inherit filled in. Connections and obligations are looked up along `extends`.
#[derive(Debug)]
pub struct Clients(BTreeMap<String, Client>);

impl Clients {
    /// Reads knowledge/clients/.
    ///
    /// # Errors
    /// When a file is not of its form, or extends what is not there.
    pub fn read(files: &Files) -> Result<Self> {
        let mut pending: BTreeMap<String, Client> = files.read_all("clients")?.into_iter().collect();
        let mut done: BTreeMap<String, Client> = BTreeMap::new();
        while !pending.is_empty() {
            let ready =
                pending.iter().find(|(_, client)| client.extends.as_ref().is_none_or(|base| done.contains_key(base)));
            let Some(id) = ready.map(|(id, _)| id.clone()) else {
                let names: Vec<&str> = pending.keys().map(String::as_str).collect();
                bail!("knowledge/clients: {} extend a client that is not there, or each other", names.join(", "));
            };
            if let Some(mut client) = pending.remove(&id) {
                if let Some(base) = client.extends.as_ref().and_then(|base| done.get(base)) {
                    client.inherit(base);
                }
                done.insert(id, client);
            }
        }
        Ok(Self(done))
    }

    /// The client called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Client> {
        self.0.get(id)
    }

    /// All clients that answers may name, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Client> {
        self.0.values()
    }

    /// The client and what it extends, the client first.
    pub fn line<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Client> {
        std::iter::successors(self.get(id), |client| self.get(client.extends.as_deref()?))
    }
}
