//! What there is to say of a key that its reader does not know: whose it is, and what it is called here.

use super::{About, Keys, Reader, is_family_of, slip, text};
use crate::facts::Value;
use crate::knowledge::catalog::{Family, Reader as HowRead, Unknown};
use crate::knowledge::{Client, Setting as Spelling};
use crate::sources::config::{Role, Setting};

/// What all properties of Spring Boot for Kafka begin with.
const SPRING: &str = "spring.kafka.";

/// What the keys of Spring's serializers and deserializers begin with, which read them out of the client's config.
const SERIALIZERS: [&str; 3] = ["spring.json.", "spring.deserializer.", "spring.message."];

/// Whether somebody else reads the key out of the same file.
fn is_read_elsewhere(reader: &Reader, key: &str) -> bool {
    // a worker takes it, warns, and makes the one partition that the topic must have
    let of_worker = reader.role == Role::Worker && key == "config.storage.partitions";
    // what the tests of Spring read is not what applications do
    let of_tests = key.starts_with("spring.kafka.embedded.");
    // a file of many programs has keys of its own, and only Streams makes topics by such a key
    of_worker || of_tests || reader.role == Role::Client && key.starts_with("topic.")
}

/// Whether Spring's serializers read the key: Java's clients take it.
fn is_of_serializers(key: &str, takers: &[&Family]) -> bool {
    let java = |family: &&Family| family.name().starts_with("java-");
    SERIALIZERS.iter().any(|start| key.starts_with(start)) && takers.iter().any(java)
}

impl<'a> Keys<'a> {
    pub(super) fn of_unknown(&self, reader: &Reader<'a>, setting: &Setting) -> Option<About> {
        // in code and in Spring's YAML, a group of options may be set as a whole
        let nested = |family: &&Family| matches!(family.reader(), HowRead::Typed | HowRead::Spring);
        if reader.families.is_empty() || is_read_elsewhere(reader, &setting.key) {
            return None;
        }
        if reader.families.iter().filter(|f| nested(f)).any(|f| f.has_below(&setting.key)) {
            return None;
        }
        let (before, key, takers) = self.led(reader, &setting.key);
        if is_of_serializers(key, &takers) {
            return None;
        }
        if reader.role == Role::Connector {
            return self.of_plugin(reader, &takers, before, key);
        }
        let treats = |how: Unknown| takers.iter().any(|family| family.unknown() == how);
        let dropped = treats(Unknown::Ignored);
        let passed = dropped || treats(Unknown::Passed);
        let mut about: About =
            vec![("known", Value::Bool(false)), ("passed", Value::Bool(passed)), ("dropped", Value::Bool(dropped))];
        let owners = self.owners(key);
        let siblings = role_of_all(&owners);
        // Workers take keys of Java's clients, and brokers none: both have them only by mistake.
        let of_java = || match reader.client {
            Some(client) => reader.role == Role::Broker || self.clients.line(&client.id).any(|base| base.id == "java"),
            None => reader.role == Role::Worker,
        };
        if let Some(role) = siblings.filter(|_| of_java()) {
            about.push(("other_role", text(role)));
        } else if let Some(meant) = self.of_framework(reader, &setting.key) {
            about.push(("meant", text(&meant)));
        } else if let Some((client, same)) = self.elsewhere(reader, &owners, key, passed && !dropped) {
            about.push(("other_client", text(&self.called(client))));
            if let Some(same) = same {
                // a name within a channel is shown in this one
                let same = if before.is_empty() || same.starts_with(SPRING) {
                    same
                } else {
                    format!("{before}{}", spoken(&same).1)
                };
                about.push(("meant", text(&same)));
            }
        } else if let Some(near) = self.almost(reader, &takers, before, key) {
            about.extend(near);
        } else if reader.plugins
            || passed && !dropped && !self.pedantic
            || reader.client.is_some_and(|client| is_compiled(&client.id))
        {
            return None;
        }
        Some(about)
    }

    /// A key that Connect does not know is the plugin's, unless it is all but one that it knows.
    fn of_plugin(&self, reader: &Reader<'a>, takers: &[&'a Family], before: &str, key: &str) -> Option<About> {
        // a plain word is a plugin's as easily: `topic` beside `topics`
        let near = self.nearest(reader, takers, key).filter(|near| key.contains('.') && slip::is_slip(key, near))?;
        let mut about: About = vec![("known", Value::Bool(false)), ("passed", Value::Bool(true))];
        about.extend(meant(before, key, near));
        Some(about)
    }

    /// Where a key leads: what stands before the name that is read in the end, that name, and the families that read it.
    fn led<'k>(&self, reader: &Reader<'a>, key: &'k str) -> (&'k str, &'k str, Vec<&'a Family>) {
        let (before, name) = spoken(key);
        if !before.is_empty() {
            return (before, name, reader.families.clone());
        }
        let led = reader.families.iter().find_map(|family| {
            let (prefix, takers) = self.catalog.led(family, key)?;
            let (before, name) = key.split_at(prefix.len());
            Some((before, name, takers))
        });
        led.unwrap_or_else(|| ("", key, reader.families.clone()))
    }

    /// The families that may be meant by the key, those of the clients first that most people know.
    fn owners(&self, key: &str) -> Vec<&'a Family> {
        // one plain word, such as `topic` or `timeout`, is an option of many programs and tells nothing
        let telling = key.contains(['.', '_']) || key.chars().skip(1).any(char::is_uppercase);
        let well_known = |family: &Family| family.name().starts_with("java-") || family.name() == "librdkafka";
        let meant = |family: &&Family| (telling && !family.name().starts_with("quarkus-")) || well_known(family);
        let mut owners: Vec<&Family> = self.catalog.owners(key).filter(meant).collect();
        owners.sort_by_key(|family| match family.name() {
            name if name.starts_with("java-") => 0,
            "librdkafka" => 1,
            _ => 2,
        });
        owners
    }

    /// The key that the reader has and that is spelled nearly so.
    fn nearest(&self, reader: &Reader<'a>, takers: &[&'a Family], key: &str) -> Option<&'a str> {
        let close = self.all(takers).flat_map(|family| family.nearest(reader.version_of(family), key));
        // where names have parts, one of them is misspelled, and no more than a letter or two of one before the last
        let fits = |near: &&str| match (near.rsplit_once('.'), key.rsplit_once('.')) {
            (Some((there, last)), Some((here, wrong))) if key.starts_with(SPRING) => {
                let late = there == here && strsim::osa_distance(last, wrong) <= (wrong.len() / 3).clamp(1, 4);
                late || last == wrong && slip::is_slip(here, there)
            }
            _ => true,
        };
        close.filter(fits).filter(|near| slip::is_like(key, near)).min_by_key(|near| strsim::osa_distance(near, key))
    }

    /// What the key may have been meant to be: a slip of the pen is likelier than a wrong unit, and that than a wrong word.
    fn almost(&self, reader: &Reader<'a>, takers: &[&'a Family], before: &str, key: &str) -> Option<About> {
        if !reader.is_patient() {
            return None;
        }
        let near = self.nearest(reader, takers, key);
        let written = slip::Written::new(key);
        if let Some(slip) = near.filter(|near| slip::is_slip(key, near)) {
            return Some(meant(before, key, slip));
        }
        if let Some(same) = self.there(reader, takers, |known| written.is_in_same_unit(known)).first() {
            return Some(corrected(before, same));
        }
        let mut units: Vec<(slip::Unit, &str)> = self
            .there(reader, takers, |known| written.in_its_unit(known).is_some())
            .into_iter()
            .filter_map(|known| Some((written.in_its_unit(known)?, known)))
            .collect();
        units.sort_unstable_by_key(|(unit, known)| (unit.order(), *known));
        units.dedup();
        match &units[..] {
            [] => near.map(|near| meant(before, key, near)),
            [(unit, known)] => Some(vec![("meant", text(&format!("{before}{known}"))), ("unit", text(unit.name))]),
            // nothing tells which of them it is
            [(_, first), ..] => {
                Some(vec![("meant", text(&format!("{before}{first}"))), ("either", text(&either(before, &units)))])
            }
        }
    }

    /// The keys that the reader has, of those that are `wanted`.
    fn there(&self, reader: &Reader<'a>, takers: &[&'a Family], wanted: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let there = |family: &Family, name: &str| {
            family.key(reader.version_of(family), name).is_some_and(|key| key.status.is_there())
        };
        let names = self.all(takers).flat_map(|family| family.names().map(move |name| (family, name)));
        names.filter(|(family, name)| wanted(name) && there(family, name)).map(|(_, name)| name).collect()
    }

    /// The families, and those whose keys they take as well.
    fn all<'t>(&'t self, takers: &'t [&'a Family]) -> impl Iterator<Item = &'a Family> + 't {
        takers.iter().flat_map(|family| std::iter::once(*family).chain(self.catalog.also(family)))
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

    /// The client whose key it is, and what this reader calls the same. Where plugins have keys of their own, only those
    /// count that have a name here too.
    fn elsewhere(
        &self,
        reader: &Reader,
        owners: &[&Family],
        key: &str,
        plugins: bool,
    ) -> Option<(&'a str, Option<String>)> {
        let foreign = |family: &&&Family| !reader.families.iter().any(|own| own.name() == family.name());
        let client = owners.iter().filter(foreign).find_map(|family| self.client_of(family.name()))?;
        let kinds: &[&str] = match reader.role {
            Role::Producer => &["producer"],
            Role::Consumer => &["consumer"],
            _ => &["producer", "consumer"],
        };
        let fact = kinds.iter().find_map(|kind| {
            let spelled = |setting: &Spelling| {
                setting.is_called(key) || setting.key.as_ref().is_some_and(|own| spoken(own).1 == key)
            };
            let setting = client.settings(kind).iter().find(|setting| spelled(setting))?;
            Some((*kind, setting.fact.as_str()))
        });
        let same = fact.and_then(|(kind, fact)| {
            let own = reader.client?.settings(kind).iter().find(|setting| setting.fact == fact)?;
            own.in_version(&reader.version).key.clone()
        });
        // what no fact tells apart is called the same, but for its joints
        let joined = || {
            let dotted = key.replace('_', ".");
            let there = |family: &&Family| {
                family.key(reader.version_of(family), &dotted).is_some_and(|key| key.status.is_there())
            };
            self.all(&reader.families).any(|family| there(&family)).then_some(dotted)
        };
        let same = same.or_else(joined);
        let sure = same.is_some() || !plugins || matches!(client.id.as_str(), "java" | "librdkafka");
        // under its own name it is at another place, which the name does not tell
        sure.then_some((client.id.as_str(), same.filter(|same| same != key)))
    }

    /// What people call a client, as the end of "a key of".
    fn called(&self, id: &str) -> String {
        let title = self.clients.get(id).map_or(id, |client| &client.title);
        let article = if title.contains(" client") { "the " } else { "" };
        format!("{article}{title}")
    }

    /// The client that a family of keys belongs to.
    pub(super) fn client_of(&self, family: &str) -> Option<&'a Client> {
        let is_of = |id: &&str| is_family_of(family, id) && *id != "broker";
        self.clients.get(self.clients.ids().filter(is_of).max_by_key(|id| id.len())?)
    }
}

/// The key that was meant and, where only a letter is wrong, what to write for it.
fn meant(before: &str, key: &str, near: &str) -> About {
    if slip::is_slip(key, near) {
        return corrected(before, near);
    }
    vec![("meant", text(&format!("{before}{near}")))]
}

/// The key that was meant, and is to be written.
fn corrected(before: &str, name: &str) -> About {
    let whole = text(&format!("{before}{name}"));
    vec![("meant", whole.clone()), ("corrected", whole)]
}

/// All names that may be meant: `a`, `b` or `c`.
fn either(before: &str, units: &[(slip::Unit, &str)]) -> String {
    let names: Vec<String> = units.iter().map(|(_, name)| format!("`{before}{name}`")).collect();
    let (last, others) = names.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
    format!("{} or {last}", others.join(", "))
}

/// Whether the compiler knows the names: one that is not in the catalogue is of another version, and no mistake.
pub(super) fn is_compiled(client: &str) -> bool {
    matches!(client, "franz-go" | "sarama")
}

/// The name that a framework hands on to Kafka's client as it is: what follows `properties.` in Spring's, and the channel,
/// or `kafka.`, in Quarkus's.
pub(in crate::lint) fn handed_on(key: &str) -> &str {
    let of_spring = || key.strip_prefix(SPRING)?.split_once("properties.").map(|(_, name)| name);
    let name = of_spring().unwrap_or_else(|| spoken(key).1);
    name.strip_prefix("kafka.").unwrap_or(name)
}

/// Where a framework's name for a place ends, and the key in it begins: after the channel.
fn spoken(key: &str) -> (&str, &str) {
    let channel = ["mp.messaging.incoming.", "mp.messaging.outgoing."].iter().find_map(|start| key.strip_prefix(start));
    let Some(rest) = channel.and_then(|rest| rest.split_once('.')).map(|(_, rest)| rest) else { return ("", key) };
    key.split_at(key.len() - rest.len())
}

/// The role of the families of the Java clients among these: of several clients, a client's.
fn role_of_all(owners: &[&Family]) -> Option<&'static str> {
    let clients =
        owners.iter().filter(|family| ["java-producer", "java-consumer", "java-admin"].contains(&family.name()));
    if clients.count() > 1 {
        return Some("client");
    }
    owners.iter().find_map(|family| role_of(family.name()))
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
