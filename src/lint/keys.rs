//! What the catalogue says of a key and its value, as the facts of a `setting`: the rules about keys judge those.

mod also;
mod as_read;
mod changed;
mod classes;
mod connectors;
mod converted;
mod debezium;
mod kafkajs;
pub(super) mod login;
mod made;
mod needed;
mod reader;
mod slip;
mod stages;
mod unknown;
mod used;
mod whole;

use std::sync::Arc;

use super::secret;
use crate::facts::Value;
use crate::knowledge::catalog::{
    Catalog, Family, Form, Found, Key, Kind, Reader as HowRead, Reading, Refusal, Role as KeyRole, Status, Typed,
    Unknown, Versions,
};
use crate::knowledge::{Client, Clients};
use crate::sources::config::{Config, Given, Role, Setting};

use changed::{mended, mistyped, taken_before};
use reader::is_family_of;

pub(super) use as_read::AsRead;
pub(super) use connectors::Missing;
pub(super) use debezium::is_newer;
pub(super) use reader::{Reader, Stands};
pub(super) use unknown::handed_on;

/// Facts of a setting by name.
pub(super) type About = Vec<(&'static str, Value)>;

/// Facts that are empty where there is nothing to say: to the rules, not saying is knowing.
const TEXTS: &[&str] = &[
    "meant",
    "unit",
    "either",
    "other_client",
    "other_role",
    "deprecated_in",
    "removed_in",
    "not_before",
    "later",
    "instead",
    "refusal",
    "taken_before",
    "ignored",
    "unread",
    "value",
    "fails",
    "also",
];

/// The same of what is either so or not.
const FLAGS: &[&str] = &["is_default", "twice", "dropped", "clear", "needed", "unitless"];

/// What topics and clusters have beside their config.
const OF_CREATION: &[(Role, &[&str])] =
    &[(Role::Topic, &["partitions", "replication.factor"]), (Role::Broker, &["replicas", "metadataVersion"])];

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
            Role::Client => &[
                "",
                "-client",
                "-producer",
                "-consumer",
                "-share-consumer",
                "-admin",
                "-streams",
                "-outgoing",
                "-incoming",
            ],
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
        // an element of a list that Spring Boot is given one by one: `bootstrap-servers[0]`
        let key = if key.ends_with(']') { key.rsplit_once('[').map_or(key, |(list, _)| list) } else { key };
        let own = reader.version_of(family);
        self.catalog.find_in(family, Versions { own, library }, key)
    }

    /// Whether the reader has such a key, and reads it.
    pub fn has(&self, reader: &Reader, config: &Config, setting: &Setting) -> bool {
        let found = reader.families.iter().filter_map(|family| self.find(reader, family, config.read_as(setting)));
        found.filter_map(|found| found.key).any(|key| key.status.is_there())
    }

    /// What there is to say of a setting; none where all is well.
    pub fn about(&self, reader: &Reader<'a>, config: &Config, setting: &Setting, stands: Stands) -> Option<About> {
        if OF_CREATION.iter().any(|(role, keys)| *role == reader.role && keys.contains(&setting.key.as_str())) {
            return reader.of_creation(setting);
        }
        let key = config.read_as(setting);
        let mut found = reader.families.iter().filter_map(|family| self.find(reader, family, key));
        let best = found.clone().find(|found| found.key.as_ref().is_none_or(|key| key.status.is_there()));
        let found = best.or_else(|| found.next());
        let secret = found.as_ref().and_then(|found| found.key.as_ref()).is_some_and(|key| key.secret);
        let mut about = match found {
            // what it became is told with what the connector lacks
            Some(_) if debezium::is_renamed_prefix(config, setting) => None,
            // that the broker does not start at all is told of the broker
            Some(_) if !reader.assumed && !config.latest && config.needs_zookeeper(setting) => None,
            // without a description it is a plugin's key, and nobody but the plugin knows it
            Some(found) => found.key.as_ref().and_then(|key| self.of_known(reader, (config, setting), &found, key)),
            None => self.of_unknown(reader, setting).map(|about| needed::told(reader, config, about)),
        };
        about = about
            .or_else(|| stages::about(reader, config, setting))
            .or_else(|| kafkajs::about(reader, config, setting));
        let whatever_it_is = [
            stands.twice.then_some(("twice", Value::Bool(true))),
            self.also(reader, config, setting).map(|also| ("also", text(also))),
            secret::is_clear(setting, secret, stands.raw).then_some(("clear", Value::Bool(true))),
        ];
        for fact in whatever_it_is.into_iter().flatten() {
            about.get_or_insert_with(|| vec![("known", Value::Bool(true))]).push(fact);
        }
        let mut about = about?;
        reader.close(&mut about, setting);
        Some(about)
    }

    fn of_known(
        &self,
        reader: &Reader,
        (config, setting): (&Config, &Setting),
        found: &Found,
        key: &Key,
    ) -> Option<About> {
        let mut about: About = vec![("known", Value::Bool(true))];
        match &key.status {
            Status::Known => {}
            Status::Deprecated { since } => {
                let before = || format!("before {}", found.family.versions()[0]);
                about.push(("deprecated_in", text(&since.clone().unwrap_or_else(before))));
            }
            // Streams hands on what it does not read itself
            Status::Removed { .. } if self.is_for_its_clients(reader, &key.name) => {}
            Status::Removed { since } => {
                about.push(("removed_in", text(since)));
                about.push(("passed", Value::Bool(found.family.unknown() != Unknown::Refused)));
            }
            // Kafka's own name for it, which every version passes on, is read as this name too
            Status::NotYet { .. } if key.becomes.is_some() => {}
            // code that uses a name compiles, with whatever version it has
            Status::NotYet { .. } if reader.client.is_some_and(|client| unknown::is_compiled(&client.id)) => {}
            Status::NotYet { since } => {
                about.push(("not_before", text(since)));
                let known = (found.family.name(), key.name.as_str());
                let useless = reader.role == Role::Consumer && FOR_SHARE_GROUPS.contains(&known);
                about.extend(useless.then(|| ("later", text(NO_USE))));
                about.push(("passed", Value::Bool(found.family.unknown() != Unknown::Refused)));
            }
            Status::Refused => about.push(("refusal", text("is refused whatever its value"))),
        }
        if about.len() > 1 {
            about.extend(self.library_of(reader, found.family));
        }
        if let Some(instead) = key.instead.as_ref().filter(|_| about.len() > 1) {
            about.push(("instead", text(instead)));
        }
        about.extend(mended(key).filter(|_| about.len() > 1).map(|name| ("mended", text(name))));
        let for_both = FOR_BOTH.contains(&found.family.name());
        match other_role(reader.role, key).filter(|_| !for_both) {
            // the block says whose options it takes, and throws at others
            Some(_) if key.name.starts_with("kafkaJS.") => about.push(("refusal", text(&Refusal::Name.to_string()))),
            Some(other) => about.push(("other_role", text(other))),
            None => {}
        }
        // a wrapper checks its own options only where it uses them
        let unused = found.family.reader() == HowRead::Typed && about.iter().any(|(fact, _)| *fact == "other_role");
        if key.status.is_there() && !unused {
            self.of_value(reader, (config, setting), found.family, key, &mut about);
        }
        (about.len() > 1).then_some(about)
    }

    /// Whether it is Streams that reads, and its producers or consumers have such a key.
    fn is_for_its_clients(&self, reader: &Reader, key: &str) -> bool {
        let has =
            |family: &&str| self.catalog.key(family, &reader.library, key).is_some_and(|key| key.status.is_there());
        reader.role == Role::Streams && ["java-producer", "java-consumer"].iter().any(has)
    }

    /// Whether the value can be read, and whether it changes anything.
    fn of_value(
        &self,
        reader: &Reader,
        (config, setting): (&Config, &Setting),
        family: &Family,
        key: &Key,
        about: &mut About,
    ) {
        if let Some(refusal) = mistyped(config, setting, key) {
            let shown = setting.value.text().filter(|_| !key.secret).unwrap_or_default();
            return about.extend([("value", text(shown)), ("refusal", text(&refusal.to_string()))]);
        }
        if let Some(trouble) = used::trouble(reader, key, &setting.value) {
            about.push(("fails", text(trouble)));
        }
        if used::is_unitless(family, key, &setting.value) {
            about.push(("value", text(setting.value.text().unwrap_or_default())));
            about.push(("unitless", Value::Bool(true)));
        }
        let form = match setting.value {
            Given::Text(_) => Form::Text,
            Given::Number(_) => Form::Number,
            Given::Bool(_) => Form::Truth,
            // of code, only what is known to be a time says anything
            Given::Code(_) if family.reader() == HowRead::Typed && key.kind == Kind::Duration => Form::Code,
            Given::Null | Given::Code(_) | Given::Unknown | Given::Perhaps => return,
        };
        if let Some(written) = setting.value.text() {
            self.of_reading(reader, (family, key), (form, written), about);
        }
    }

    /// What becomes of the value where the client reads it.
    fn of_reading(
        &self,
        reader: &Reader,
        (family, key): (&Family, &Key),
        (form, written): (Form, &str),
        about: &mut About,
    ) {
        let shown = if key.secret { "" } else { written };
        let made = |reading: Reading| {
            let refusal = match self.handed_on(reader, key, &reading.value) {
                Some((key, text)) => key.read(&text).map(|_| made::refusal(reader, HowRead::Java, &key, &text))?,
                None => made::refusal(reader, family.reader(), key, written),
            };
            refusal.map_or(Ok(reading), Err)
        };
        let reading = key.read_as(form, written).and_then(made);
        let objected = |about: &mut About| {
            about.push(("value", text(shown)));
            about.extend(meant(key, form, written).map(|number| ("converted", text(&number))));
        };
        match reading {
            Err(Refusal::NotAddress { address }) if is_stand_in(&address) => {}
            Err(refusal) => {
                objected(about);
                about.push(("refusal", text(&refusal.to_string())));
                let since = taken_before(reader, family, key, &refusal, |key| key.read_as(form, written).is_ok());
                about.extend(since.map(|since| ("taken_before", text(&since))));
            }
            Ok(reading) => {
                if let Some(ignored) = reading.ignored {
                    objected(about);
                    about.push(("ignored", text(&ignored)));
                } else if self.pedantic && !key.secret && key.default.as_deref() == Some(written.trim()) {
                    about.push(("value", text(shown)));
                    about.push(("is_default", Value::Bool(true)));
                }
            }
        }
    }

    /// Of a key of a library whose versions are not the client's: which version counts, and what messages call it.
    fn library_of(&self, reader: &Reader, family: &Family) -> About {
        let other = !reader.is_own(family) && reader.library != reader.version;
        let library = self.client_of(family.name()).filter(|_| other);
        library.map_or_else(Vec::new, |library| {
            let title = format!("{} {} of {}", library.title, reader.library, reader.title());
            vec![("version", text(&reader.library)), ("reader", text(&title))]
        })
    }

    /// The key of the Java client that a framework sets, and what it sets it to.
    fn handed_on(&self, reader: &Reader, key: &Key, value: &Typed) -> Option<(Arc<Key>, String)> {
        let families: &[&str] = match reader.role {
            Role::Producer => &["java-producer"],
            Role::Consumer => &["java-consumer"],
            Role::Admin => &["java-admin"],
            // what is set for all clients, each of them is made with
            Role::Client => &["java-producer", "java-consumer"],
            _ => return None,
        };
        let name = key.becomes.as_ref()?;
        let target = families.iter().find_map(|family| self.catalog.key(family, &reader.library, name))?;
        let text = match value {
            Typed::Text(text) if key.kind == Kind::Word => text.replace('-', "_"),
            Typed::Text(text) if !text.is_empty() => text.clone(),
            Typed::Integer(number) => number.to_string(),
            _ => return None,
        };
        Some((target, text))
    }
}

/// What is meant by a value that has a unit behind it which the reader does not take.
fn meant(key: &Key, form: Form, written: &str) -> Option<String> {
    let number = converted::converted(&key.name, written).filter(|_| !key.secret)?;
    key.read_as(form, &number).is_ok_and(|reading| reading.ignored.is_none()).then_some(number)
}

/// Keys, with their families, that consumers may have and only members of share groups look at.
const FOR_SHARE_GROUPS: &[(&str, &str)] = &[("librdkafka", "max.poll.records")];
const NO_USE: &str = "newer versions take it for share groups only: this consumer has no use for it";

/// Clients of which one object is producer and consumer, so that no option is out of place.
const FOR_BOTH: &[&str] = &["franz-go", "sarama"];

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

/// Whether an address is a word that a script replaces: `BROKERS`.
fn is_stand_in(address: &str) -> bool {
    address.chars().any(|c| c.is_ascii_uppercase()) && address.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// The role that the key is for, if it is not this one.
fn other_role(role: Role, key: &Key) -> Option<&'static str> {
    match (role, key.role?) {
        (Role::Consumer | Role::ShareConsumer, KeyRole::Producer) => Some("producer"),
        (Role::Producer, KeyRole::Consumer) => Some("consumer"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
