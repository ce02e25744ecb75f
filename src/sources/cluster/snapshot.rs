//! A cluster as it was seen at one moment: what `check` judges, records and replays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sampled::Sample;

/// Everything that was learnt of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// When, in ms since 1970.
    pub taken: i64,
    /// The cluster's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The brokers that are up.
    pub brokers: Vec<Broker>,
    /// The topics, those of Kafka itself among them.
    pub topics: Vec<Topic>,
    /// What holds for every broker that does not say otherwise in its own `config`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub broker_config: Settings,
    /// What holds for every topic that does not say otherwise in its own `config`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub topic_config: Settings,
    /// The groups of consumers.
    pub groups: Vec<Group>,
    /// Who may do what; none where no entry was shown, which is also what a principal sees that may not ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acls: Option<Acls>,
    /// The schema registry; none where none was asked, or it could not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<Registry>,
    /// What records are like; none where none were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// What could not be learnt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// Which topics were asked for, where not all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_topics: Option<String>,
    /// Which groups were asked for, where not all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_groups: Option<String>,
}

/// A broker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Broker {
    /// Its number.
    pub id: i32,
    /// Where clients are told that it is.
    pub host: String,
    /// The port there.
    pub port: u16,
    /// Its zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rack: Option<String>,
    /// Its settings; none where they could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Settings>,
}

/// Settings by their keys.
pub type Settings = BTreeMap<String, Setting>;

/// A value that holds, and who set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The value; none where there is none, or brokers keep it secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether brokers keep it secret.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// Who set it.
    pub source: Source,
}

/// Who set a value, as brokers tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Somebody, of this topic.
    Topic,
    /// Somebody, of this broker while it runs.
    Broker,
    /// Somebody, of all brokers while they run; or the controller itself, at the cluster's birth.
    Cluster,
    /// The broker's file.
    File,
    /// Nobody: Kafka's default.
    Default,
    /// Something that is newer than kskill.
    Unknown,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its partitions, by their numbers.
    pub partitions: Vec<Partition>,
    /// Its settings beside `topic_config`; none where they could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Settings>,
}

/// A partition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partition {
    /// Its number.
    pub id: i32,
    /// The broker that leads it; none where it is offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<i32>,
    /// The brokers that hold a copy, the preferred leader first.
    pub replicas: Vec<i32>,
    /// Those of them that are in step.
    pub isr: Vec<i32>,
    /// The first offset that is still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The offset behind the last record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
    /// The offset behind the last record that readers of finished transactions see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stable: Option<i64>,
    /// By a time in ms since 1970: the offset of the first record that is no older, or the end where none is so young.
    /// Known where some group lags.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub since: BTreeMap<i64, i64>,
    /// The youngest time that any of its records bears, in ms since 1970. Known where some group lags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<i64>,
}

/// What kind of group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// Members agree among themselves who reads what.
    Classic,
    /// Brokers assign partitions (KIP-848).
    Consumer,
}

/// A group of consumers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: GroupKind,
    /// How it is, in Kafka's words: Stable, Empty, `PreparingRebalance`; none where it could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Who assigns partitions, in Kafka's words; empty where nobody does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub assignor: String,
    /// The broker that coordinates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator: Option<i32>,
    /// Its members; none where they could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<Member>>,
    /// What it has committed, by topic and partition; none where it could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committed: Option<BTreeMap<String, BTreeMap<i32, i64>>>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What brokers call it: a member that left and comes back has another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The `client.id`.
    pub client: String,
    /// The machine it connects from.
    pub host: String,
    /// The `group.instance.id` of a static member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The partitions it reads, by topic.
    pub assigned: BTreeMap<String, Vec<i32>>,
}

/// Who may do what, without a word of who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acls {
    /// How many entries there are.
    pub entries: usize,
    /// How many principals they name, everybody not counted.
    pub principals: usize,
    /// What they allow to everybody, `User:*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub everybody: Vec<Allowed>,
}

/// What an entry allows, in Kafka's words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// The operation: Read, Write, All.
    pub operation: String,
    /// On what kind of resource: Topic, Group.
    pub on: String,
    /// Its name, or how its name begins, or `*`.
    pub name: String,
    /// Whether `name` is how names begin.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub prefixed: bool,
    /// From which machine, or `*`.
    pub from: String,
}

/// What a schema registry holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// How compatible the versions of a subject must be that says nothing else, in the registry's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<String>,
    /// Its subjects.
    pub subjects: Vec<Subject>,
}

/// A subject of a schema registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name, such as `orders-value`.
    pub name: String,
    /// How compatible its versions must be; none where it could not be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<String>,
}

/// Something that could not be learnt, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// What.
    pub what: String,
    /// Why, and what would mend it.
    pub why: String,
    /// The list that is not whole without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
}

/// A list of what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// Of the topics.
    Topics,
    /// Of the groups.
    Groups,
    /// Of those who read topics: groups that are there, and that nothing but their names is known of.
    Readers,
}

impl Missing {
    /// Something without which all lists are whole.
    #[must_use]
    pub fn new(what: String, why: String) -> Self {
        Self { what, why, list: None }
    }
}

impl Snapshot {
    /// The topic of that name: they are in the order of their names.
    #[must_use]
    pub fn topic(&self, name: &str) -> Option<&Topic> {
        let at = self.topics.binary_search_by(|topic| topic.name.as_str().cmp(name)).ok()?;
        Some(&self.topics[at])
    }

    /// Whether there may be groups that are not among `groups`, because brokers would not list them.
    #[must_use]
    pub fn lacks_groups(&self) -> bool {
        self.lacks(List::Groups)
    }

    /// Whether there may be readers of topics that no group among `groups` stands for.
    #[must_use]
    pub fn lacks_readers(&self) -> bool {
        self.lacks_groups() || self.lacks(List::Readers)
    }

    /// Whether there are topics that are not among `topics`, because brokers would not tell of them.
    #[must_use]
    pub fn lacks_topics(&self) -> bool {
        self.lacks(List::Topics)
    }

    fn lacks(&self, list: List) -> bool {
        self.missing.iter().any(|missing| missing.list == Some(list))
    }

    /// Says once what brokers share, and what topics share: a cluster of a thousand topics has tens of thousands of
    /// settings, and nearly all of them are Kafka's own.
    pub(super) fn share_configs(&mut self) {
        self.broker_config = shared(self.brokers.iter_mut().filter_map(|broker| broker.config.as_mut()));
        self.topic_config = shared(self.topics.iter_mut().filter_map(|topic| topic.config.as_mut()));
    }

    /// As it may be given to others: without the settings that name principals. Brokers show no secrets.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut redacted = self.clone();
        let own = redacted.brokers.iter_mut().filter_map(|broker| broker.config.as_mut());
        for settings in own.chain([&mut redacted.broker_config]) {
            for (_, setting) in settings.iter_mut().filter(|(key, _)| PRINCIPALS.iter().any(|part| key.contains(part)))
            {
                (setting.value, setting.secret) = (None, true);
            }
        }
        redacted
    }

    /// What holds for a broker; none where its settings could not be learnt.
    #[must_use]
    pub fn broker_setting<'a>(&'a self, broker: &'a Broker, key: &str) -> Option<&'a Setting> {
        broker.config.as_ref()?.get(key).or_else(|| self.broker_config.get(key))
    }

    /// What holds for a topic; none where its settings could not be learnt.
    #[must_use]
    pub fn topic_setting<'a>(&'a self, topic: &'a Topic, key: &str) -> Option<&'a Setting> {
        topic.config.as_ref()?.get(key).or_else(|| self.topic_config.get(key))
    }
}

/// What the names of those settings of brokers contain that name principals, or say how they come about.
const PRINCIPALS: [&str; 2] = ["super.users", "principal"];

/// Takes out of the configs what the first of them has and no other has otherwise, or lacks.
fn shared<'a>(configs: impl Iterator<Item = &'a mut Settings>) -> Settings {
    let mut configs: Vec<&mut Settings> = configs.collect();
    let Some(first) = configs.first() else { return Settings::new() };
    let mut shared: Settings = (*first).clone();
    shared.retain(|_, setting| setting.source != Source::Topic);
    // A key that some do not have cannot be said for all of them.
    shared.retain(|key, _| configs.iter().all(|config| config.contains_key(key)));
    for config in &mut configs {
        config.retain(|key, setting| shared.get(key) != Some(setting));
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_name_principals_are_not_given_to_others() {
        let set =
            |key: &str| (key.to_owned(), Setting { value: Some("x".into()), secret: false, source: Source::File });
        let named = [
            "super.users",
            "ssl.principal.mapping.rules",
            "sasl.kerberos.principal.to.local.rules",
            "listener.name.outside.ssl.principal.mapping.rules",
        ];
        let config: Settings = named.into_iter().chain(["log.dirs"]).map(set).collect();
        let broker = Broker { id: 1, host: "b".into(), port: 9092, rack: None, config: Some(config.clone()) };
        let seen = Snapshot { brokers: vec![broker], broker_config: config, ..Snapshot::default() };
        let redacted = seen.redacted();
        for settings in redacted.brokers[0].config.iter().chain([&redacted.broker_config]) {
            for key in named {
                assert!(settings[key].secret && settings[key].value.is_none(), "{key}");
            }
            assert_eq!(settings["log.dirs"].value.as_deref(), Some("x"));
        }
    }
}
