//! What the catalogue says of a key and its value, as the facts of a `setting`: the rules about keys judge those.

use super::secret;
use crate::facts::Value;
use crate::knowledge::catalog::{Catalog, Family, Key, Role as KeyRole, Status, Unknown};
use crate::knowledge::{Client, Clients};
use crate::sources::config::{Given, Role, Setting};

/// Facts of a setting by name.
pub(super) type About = Vec<(&'static str, Value)>;

/// Facts that are empty where there is nothing to say: to the rules, not saying is knowing.
const TEXTS: &[&str] = &[
    "meant",
    "other_client",
    "other_role",
    "deprecated_in",
    "removed_in",
    "not_before",
    "instead",
    "refusal",
    "ignored",
    "value",
];

/// The same of what is either so or not.
const FLAGS: &[&str] = &["is_default", "twice", "clear"];

/// What a topic has beside its config.
const OF_CREATION: &[&str] = &["partitions", "replication.factor"];

/// Who reads the settings of a config.
pub(super) struct Reader<'a> {
    /// The families of keys that it takes.
    pub families: Vec<&'a Family>,
    /// Its client, where it has one.
    pub client: Option<&'a Client>,
    /// The version by which its families are told apart.
    pub version: String,
    /// The version of the client or broker itself.
    pub stated: String,
    /// Whose settings they are.
    pub role: Role,
}

/// Looks keys up.
pub(super) struct Keys<'a> {
    pub catalog: &'a Catalog,
    pub clients: &'a Clients,
    /// Whether settings are of interest that are right and do nothing.
    pub pedantic: bool,
}

impl<'a> Keys<'a> {
    /// The families of keys that a client of this role takes; none where the catalogue has none of them.
    pub fn families(&self, client: Option<&Client>, role: Role) -> Vec<&'a Family> {
        let names: &[&str] = match (client.map(|client| client.id.as_str()), role) {
            (_, Role::Topic) => &["topic"],
            (_, Role::Broker) => &["broker"],
            (_, Role::Group) => &["group"],
            (_, Role::Worker) => &["connect-distributed", "connect-standalone"],
            (_, Role::Streams) => &["java-streams"],
            (Some("java"), Role::Producer) => &["java-producer"],
            (Some("java"), Role::Consumer) => &["java-consumer"],
            (Some("java"), Role::ShareConsumer) => &["java-share-consumer"],
            (Some("java"), Role::Admin) => &["java-admin"],
            (Some("java"), Role::Client) => {
                &["java-producer", "java-consumer", "java-share-consumer", "java-admin", "java-streams"]
            }
            (Some(id), _) => return self.of_client(id),
            (None, _) => &[],
        };
        names.iter().filter_map(|name| self.catalog.family(name)).collect()
    }

    /// The client's own family or, where it has none, that of the client that it extends.
    fn of_client(&self, id: &str) -> Vec<&'a Family> {
        let mut line = self.clients.line(id);
        line.find_map(|client| self.catalog.family(&client.id)).into_iter().collect()
    }

    /// What there is to say of a setting; none where all is well.
    pub fn about(&self, reader: &Reader<'a>, setting: &Setting, twice: bool) -> Option<About> {
        if reader.role == Role::Topic && OF_CREATION.contains(&setting.key.as_str()) {
            return None;
        }
        let version = &reader.version;
        let mut found =
            reader.families.iter().filter_map(|family| self.catalog.find(family.name(), version, &setting.key));
        let best = found.clone().find(|found| found.key.as_ref().is_none_or(|key| key.status.is_there()));
        let found = best.or_else(|| found.next());
        let secret = found.as_ref().and_then(|found| found.key.as_ref()).is_some_and(|key| key.secret);
        let mut about = match found {
            // Without a description it is a plugin's key, and nobody but the plugin knows it.
            Some(found) => found.key.and_then(|key| self.of_known(reader, setting, found.family, &key)),
            None => self.of_unknown(reader, setting),
        };
        if twice {
            about.get_or_insert_with(|| vec![("known", Value::Bool(true))]).push(("twice", Value::Bool(true)));
        }
        if secret::is_clear(setting, secret) {
            about.get_or_insert_with(|| vec![("known", Value::Bool(true))]).push(("clear", Value::Bool(true)));
        }
        let mut about = about?;
        complete(&mut about);
        about.push(("key", Value::from(setting.key.as_str())));
        about.push(("version", text(&reader.stated)));
        about.push(("of", Value::from(reader.role.kind())));
        about.push(("reader", text(&reader.title())));
        Some(about)
    }

    fn of_known(&self, reader: &Reader, setting: &Setting, family: &Family, key: &Key) -> Option<About> {
        let mut about: About = vec![("known", Value::Bool(true))];
        match &key.status {
            Status::Known => {}
            Status::Deprecated { since } => {
                let before = || format!("before {}", family.versions()[0]);
                about.push(("deprecated_in", text(&since.clone().unwrap_or_else(before))));
            }
            Status::Removed { since } => about.push(("removed_in", text(since))),
            Status::NotYet { since } => about.push(("not_before", text(since))),
            Status::Refused => about.push(("refusal", text("is refused whatever its value"))),
        }
        if let Some(instead) = key.instead.as_ref().filter(|_| about.len() > 1) {
            about.push(("instead", text(instead)));
        }
        if let Some(other) = other_role(reader.role, key) {
            about.push(("other_role", text(other)));
        }
        if key.status.is_there() {
            self.of_value(setting, key, &mut about);
        }
        (about.len() > 1).then_some(about)
    }

    /// Whether the value can be read, and whether it changes anything.
    fn of_value(&self, setting: &Setting, key: &Key, about: &mut About) {
        let Some(written) = setting.value.text().filter(|_| !matches!(setting.value, Given::Code(_))) else { return };
        let shown = if key.secret { "" } else { written };
        match key.read(written) {
            Err(refusal) => {
                about.push(("value", text(shown)));
                about.push(("refusal", text(&refusal.to_string())));
            }
            Ok(reading) => {
                if let Some(ignored) = reading.ignored {
                    about.push(("value", text(shown)));
                    about.push(("ignored", text(&ignored)));
                } else if self.pedantic && !key.secret && key.default.as_deref() == Some(written.trim()) {
                    about.push(("value", text(shown)));
                    about.push(("is_default", Value::Bool(true)));
                }
            }
        }
    }

    fn of_unknown(&self, reader: &Reader<'a>, setting: &Setting) -> Option<About> {
        if reader.families.is_empty() {
            return None;
        }
        let passed = reader.families.iter().any(|family| family.unknown() == Unknown::Passed);
        let mut about: About = vec![("known", Value::Bool(false)), ("passed", Value::Bool(passed))];
        let owners: Vec<&Family> = self.catalog.owners(&setting.key).collect();
        let siblings = owners.iter().find_map(|family| role_of(family.name()));
        if let Some(role) = siblings.filter(|_| reader.client.is_some_and(|client| client.id == "java")) {
            about.push(("other_role", text(role)));
        } else if let Some((client, same)) = self.elsewhere(reader, &owners, &setting.key) {
            about.push(("other_client", text(client)));
            if let Some(same) = same {
                about.push(("meant", text(&same)));
            }
        } else {
            let close = reader.families.iter().flat_map(|family| family.nearest(&reader.version, &setting.key));
            if let Some(near) = close.min_by_key(|near| strsim::osa_distance(near, &setting.key)) {
                about.push(("meant", text(near)));
            } else if passed && !self.pedantic {
                return None;
            }
        }
        Some(about)
    }

    /// The client whose key it is, and what this reader calls the same.
    fn elsewhere(&self, reader: &Reader, owners: &[&Family], key: &str) -> Option<(&'static str, Option<String>)> {
        let client = owners.iter().find_map(|family| client_of(family.name()))?;
        let kinds = ["producer", "consumer"];
        let fact = kinds.iter().find_map(|kind| {
            let settings = self.clients.get(client)?.settings(kind);
            settings.iter().find(|setting| setting.is_called(key)).map(|setting| (*kind, setting.fact.as_str()))
        });
        let same = fact.and_then(|(kind, fact)| {
            let own = reader.client?.settings(kind).iter().find(|setting| setting.fact == fact)?;
            own.key.clone()
        });
        Some((client, same))
    }
}

impl Reader<'_> {
    /// What messages call the reader: `librdkafka 2.16`, `a topic of Kafka 4.4`.
    fn title(&self) -> String {
        match (self.client, self.role) {
            (Some(client), Role::Producer | Role::Consumer | Role::Client) => {
                format!("{} {}", client.title, self.stated)
            }
            (_, role) => format!("a {} of Kafka {}", role.kind().replace('_', " "), self.stated),
        }
    }
}

/// Fills in what nothing was said of.
fn complete(about: &mut About) {
    let missing = |about: &About, fact: &str| !about.iter().any(|(known, _)| *known == fact);
    for fact in TEXTS {
        if missing(about, fact) {
            about.push((fact, text("")));
        }
    }
    for flag in FLAGS {
        if missing(about, flag) {
            about.push((flag, Value::Bool(false)));
        }
    }
}

fn text(text: &str) -> Value {
    Value::from(text)
}

/// The role that the key is for, if it is not this one.
fn other_role(role: Role, key: &Key) -> Option<&'static str> {
    match (role, key.role?) {
        (Role::Consumer | Role::ShareConsumer, KeyRole::Producer) => Some("producer"),
        (Role::Producer, KeyRole::Consumer) => Some("consumer"),
        _ => None,
    }
}

/// The role of a family of the Java clients.
fn role_of(family: &str) -> Option<&'static str> {
    match family {
        "java-producer" => Some("producer"),
        "java-consumer" => Some("consumer"),
        "java-share-consumer" => Some("share consumer"),
        "java-admin" => Some("admin client"),
        "java-streams" => Some("Streams application"),
        "broker" => Some("broker"),
        "topic" => Some("topic"),
        _ => None,
    }
}

/// The client that a family of keys belongs to.
fn client_of(family: &str) -> Option<&'static str> {
    match family {
        "librdkafka" => Some("librdkafka"),
        "java-producer" | "java-consumer" => Some("java"),
        _ => None,
    }
}
