//! What the catalogue says of a key and its value, as the facts of a `setting`: the rules about keys judge those.

use crate::facts::Value;
use crate::knowledge::catalog::{Catalog, Family, Form, Found, Key, Kind, Role as KeyRole, Status, Typed, Unknown, Versions};
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
const FLAGS: &[&str] = &["is_default", "twice", "dropped"];

/// Who reads the settings of a config.
pub(super) struct Reader<'a> {
    /// The families of keys that it takes.
    pub families: Vec<&'a Family>,
    /// Its client, where it has one.
    pub client: Option<&'a Client>,
    /// The version of the client or broker.
    pub version: String,
    /// The version of the library under it; the same where there is none.
    pub library: String,
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
        let names: &[&str] = match role {
            Role::Topic => &["topic"],
            Role::Broker => &["broker"],
            Role::Group => &["group"],
            Role::Worker => &["connect-distributed", "connect-standalone"],
            Role::Streams => &["java-streams"],
            _ => return client.map_or_else(Vec::new, |client| self.of_client(&client.id, role)),
        };
        names.iter().filter_map(|name| self.catalog.family(name)).collect()
    }

    /// The client's own families or, where it has none, those of the client that it extends.
    fn of_client(&self, id: &str, role: Role) -> Vec<&'a Family> {
        let roles: &[&str] = match role {
            // some clients take a part of their options once for all producers and consumers
            Role::Producer => &["", "-producer", "-outgoing", "-client"],
            Role::Consumer => &["", "-consumer", "-incoming", "-client"],
            Role::ShareConsumer => &["", "-share-consumer"],
            Role::Admin => &["", "-admin", "-client"],
            Role::Client => &["", "-client", "-producer", "-consumer", "-share-consumer", "-admin", "-streams", "-outgoing", "-incoming"],
            _ => &[""],
        };
        let own = |client: &Client| -> Vec<&'a Family> {
            roles.iter().filter_map(|role| self.catalog.family(&format!("{}{role}", client.id))).collect()
        };
        self.clients.line(id).map(own).find(|families| !families.is_empty()).unwrap_or_default()
    }

    /// What the reader takes a key for.
    fn find<'k>(&'k self, reader: &Reader<'k>, family: &'k Family, key: &'k str) -> Option<Found<'k>> {
        let library = reader.library.as_str();
        let own = if reader.is_own(family) { reader.version.as_str() } else { library };
        self.catalog.find_in(family, Versions { own, library }, key)
    }

    /// What there is to say of a setting; none where all is well.
    pub fn about(&self, reader: &Reader<'a>, setting: &Setting, twice: bool) -> Option<About> {
        let mut found = reader.families.iter().filter_map(|family| self.find(reader, family, &setting.key));
        let best = found.clone().find(|found| found.key.as_ref().is_none_or(|key| key.status.is_there()));
        let mut about = match best.or_else(|| found.next()) {
            // Without a description it is a plugin's key, and nobody but the plugin knows it.
            Some(found) => found.key.as_ref().and_then(|key| self.of_known(reader, setting, &found, key)),
            None => self.of_unknown(reader, setting),
        };
        if twice {
            about.get_or_insert_with(|| vec![("known", Value::Bool(true))]).push(("twice", Value::Bool(true)));
        }
        let mut about = about?;
        complete(&mut about);
        about.push(("key", Value::from(setting.key.as_str())));
        about.push(("version", text(&reader.version)));
        about.push(("of", Value::from(reader.role.kind())));
        about.push(("reader", text(&reader.title())));
        Some(about)
    }

    fn of_known(&self, reader: &Reader, setting: &Setting, found: &Found, key: &Key) -> Option<About> {
        let mut about: About = vec![("known", Value::Bool(true))];
        match &key.status {
            Status::Known => {}
            Status::Deprecated { since } => {
                let before = || format!("before {}", found.family.versions()[0]);
                about.push(("deprecated_in", text(&since.clone().unwrap_or_else(before))));
            }
            Status::Removed { since } => about.push(("removed_in", text(since))),
            // Kafka's own name for it, which every version passes on, is read as this name too
            Status::NotYet { .. } if key.becomes.is_some() => {}
            Status::NotYet { since } => about.push(("not_before", text(since))),
            Status::Refused => about.push(("refusal", text("is refused whatever its value"))),
        }
        if let Some(instead) = key.instead.as_ref().filter(|_| about.len() > 1) {
            about.push(("instead", text(instead)));
        }
        let for_both = FOR_BOTH.contains(&found.family.name());
        if let Some(other) = other_role(reader.role, key).filter(|_| !for_both) {
            about.push(("other_role", text(other)));
        }
        if key.status.is_there() {
            self.of_value(reader, setting, key, &mut about);
        }
        (about.len() > 1).then_some(about)
    }

    /// Whether the value can be read, and whether it changes anything.
    fn of_value(&self, reader: &Reader, setting: &Setting, key: &Key, about: &mut About) {
        let form = match setting.value {
            Given::Text(_) => Form::Text,
            Given::Number(_) => Form::Number,
            Given::Bool(_) => Form::Truth,
            Given::Null | Given::Code(_) | Given::Unknown => return,
        };
        let Some(written) = setting.value.text() else { return };
        let shown = if key.secret { "" } else { written };
        let reading = key.read_as(form, written).and_then(|reading| match self.handed_on(reader, key, &reading.value) {
            Some((key, text)) => key.read(&text).map(|_| reading),
            None => Ok(reading),
        });
        match reading {
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

    /// The key of the Java client that a framework sets, and what it sets it to.
    fn handed_on(&self, reader: &Reader, key: &Key, value: &Typed) -> Option<(Key, String)> {
        let family = match reader.role {
            Role::Producer => "java-producer",
            Role::Consumer => "java-consumer",
            _ => return None,
        };
        let target = self.catalog.key(family, &reader.library, key.becomes.as_ref()?)?;
        let text = match value {
            Typed::Text(text) if key.kind == Kind::Word => text.replace('-', "_"),
            Typed::Text(text) if !text.is_empty() => text.clone(),
            Typed::Integer(number) => number.to_string(),
            _ => return None,
        };
        Some((target, text))
    }

    fn of_unknown(&self, reader: &Reader<'a>, setting: &Setting) -> Option<About> {
        if reader.families.is_empty() {
            return None;
        }
        let takes = |how: Unknown| reader.families.iter().any(|family| family.unknown() == how);
        let dropped = takes(Unknown::Ignored);
        let passed = dropped || takes(Unknown::Passed);
        let mut about: About =
            vec![("known", Value::Bool(false)), ("passed", Value::Bool(passed)), ("dropped", Value::Bool(dropped))];
        let (before, key) = spoken(&setting.key);
        let owners = self.owners(key);
        let siblings = owners.iter().find_map(|family| role_of(family.name()));
        if let Some(role) = siblings.filter(|_| reader.client.is_some_and(|client| client.id == "java")) {
            about.push(("other_role", text(role)));
        } else if let Some(meant) = self.of_framework(reader, &setting.key) {
            about.push(("meant", text(&meant)));
        } else if let Some((client, same)) = self.elsewhere(reader, &owners, key) {
            about.push(("other_client", text(client)));
            if let Some(same) = same {
                about.push(("meant", text(&same)));
            }
        } else if let Some(near) = self.nearest(reader, key) {
            about.push(("meant", text(&format!("{before}{near}"))));
        } else if passed && !dropped && !self.pedantic {
            return None;
        }
        Some(about)
    }

    /// The families that have the key, those of the clients first that most people know.
    fn owners(&self, key: &str) -> Vec<&'a Family> {
        let mut owners: Vec<&Family> = self.catalog.owners(key).collect();
        owners.sort_by_key(|family| match family.name() {
            name if name.starts_with("java-") => 0,
            "librdkafka" => 1,
            _ => 2,
        });
        owners
    }

    /// The key that the reader has and that is spelled nearly so.
    fn nearest(&self, reader: &Reader<'a>, key: &str) -> Option<&'a str> {
        let all = reader.families.iter().flat_map(|family| std::iter::once(*family).chain(self.catalog.also(family)));
        let close = all.flat_map(|family| {
            let version = if reader.is_own(family) { &reader.version } else { &reader.library };
            family.nearest(version, key)
        });
        // where names have parts, only the last one is misspelled
        let fits = |near: &&str| match (near.rsplit_once('.'), key.rsplit_once('.')) {
            (Some((there, last)), Some((here, wrong))) if key.starts_with(SPRING) => {
                there == here && strsim::osa_distance(last, wrong) <= (wrong.len() / 3).clamp(1, 4)
            }
            _ => true,
        };
        close.filter(fits).min_by_key(|near| strsim::osa_distance(near, key))
    }

    /// What Spring Boot has no name for, and passes on to Kafka's client: `spring.kafka.producer.linger-ms` is
    /// `spring.kafka.producer.properties.linger.ms`.
    fn of_framework(&self, reader: &Reader, key: &str) -> Option<String> {
        let (section, name) = key.strip_prefix(SPRING)?.split_once('.')?;
        let family = match section {
            "producer" | "consumer" | "admin" | "streams" => format!("java-{section}"),
            _ => return None,
        };
        let dotted = name.replace('-', ".");
        let mut spelled = [dotted.clone(), format!("{dotted}.ms"), format!("{dotted}.bytes")].into_iter();
        let there =
            |name: &String| self.catalog.key(&family, &reader.library, name).is_some_and(|key| key.status.is_there());
        Some(format!("{SPRING}{section}.properties.{}", spelled.find(there)?))
    }

    /// The client whose key it is, and what this reader calls the same.
    fn elsewhere(&self, reader: &Reader, owners: &[&Family], key: &str) -> Option<(&'a str, Option<String>)> {
        let foreign = |family: &&&Family| !reader.families.iter().any(|own| own.name() == family.name());
        let client = owners.iter().filter(foreign).find_map(|family| self.client_of(family.name()))?;
        let kinds: &[&str] = match reader.role {
            Role::Producer => &["producer"],
            Role::Consumer => &["consumer"],
            _ => &["producer", "consumer"],
        };
        let fact = kinds.iter().find_map(|kind| {
            let spelled = |setting: &crate::knowledge::Setting| {
                setting.is_called(key) || setting.key.as_ref().is_some_and(|own| spoken(own).1 == key)
            };
            let setting = client.settings(kind).iter().find(|setting| spelled(setting))?;
            Some((*kind, setting.fact.as_str()))
        });
        let same = fact.and_then(|(kind, fact)| {
            let own = reader.client?.settings(kind).iter().find(|setting| setting.fact == fact)?;
            own.in_version(&reader.version).key.clone()
        });
        Some((client.id.as_str(), same))
    }

    /// The client that a family of keys belongs to.
    fn client_of(&self, family: &str) -> Option<&'a Client> {
        let is_of = |client: &&Client| is_family_of(family, &client.id) && client.id != "broker";
        self.clients.iter().filter(is_of).max_by_key(|client| client.id.len())
    }
}

/// What all properties of Spring Boot for Kafka begin with.
const SPRING: &str = "spring.kafka.";

/// Clients of which one object is producer and consumer, so that no option is out of place.
const FOR_BOTH: &[&str] = &["franz-go", "sarama"];

/// Where a framework's name for a place ends, and the key in it begins: after the channel.
fn spoken(key: &str) -> (&str, &str) {
    let channel = ["mp.messaging.incoming.", "mp.messaging.outgoing."].iter().find_map(|start| key.strip_prefix(start));
    let Some(rest) = channel.and_then(|rest| rest.split_once('.')).map(|(_, rest)| rest) else { return ("", key) };
    key.split_at(key.len() - rest.len())
}

/// `java-producer` is a family of `java`.
fn is_family_of(family: &str, client: &str) -> bool {
    family.strip_prefix(client).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

impl Reader<'_> {
    /// Whether the family follows the versions of the client itself, and not those of the library under it.
    fn is_own(&self, family: &Family) -> bool {
        self.client.is_none_or(|client| is_family_of(family.name(), &client.id))
    }

    /// What messages call the reader: `librdkafka 2.16`, `a topic of Kafka 4.4`.
    fn title(&self) -> String {
        match (self.client, self.role) {
            (Some(client), Role::Producer | Role::Consumer | Role::Client) => {
                format!("{} {}", client.title, self.version)
            }
            (_, role) => format!("a {} of Kafka {}", role.kind().replace('_', " "), self.version),
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
