//! Who reads the settings of a config, and by which versions.

use std::cell::Cell;

use super::{About, complete, connectors, slip, text};
use crate::facts::Value;
use crate::knowledge::Client;
use crate::knowledge::catalog::{Family, Refusal};
use crate::lint::{Source, secret};
use crate::sources::config::{Role, Setting, Unread};

/// A file with more unknown keys than that is no config with slips of the pen, and each guess takes its time.
const GUESSES: usize = 500;

/// Who reads the settings of a config.
pub(in crate::lint) struct Reader<'a> {
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
    /// Whether libraries are loaded beside it that take the settings which it does not know.
    pub plugins: bool,
    /// Whether nobody says which version it is.
    pub assumed: bool,
    /// How many keys it has looked for that are spelled like one that it does not know.
    pub guesses: Cell<usize>,
}

/// How a setting stands in its file.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Stands<'t> {
    /// Its value as it is written; nothing where that is program code.
    pub raw: &'t str,
    /// Whether the same config says it again with another value further down.
    pub twice: bool,
}

impl<'t> Stands<'t> {
    /// As it stands in this file.
    pub fn of(source: &'t Source, setting: &Setting, twice: bool) -> Self {
        Self { raw: secret::raw(&source.below, &source.text, setting), twice }
    }
}

/// `java-producer` is a family of `java`.
pub(super) fn is_family_of(family: &str, client: &str) -> bool {
    family.strip_prefix(client).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

impl Reader<'_> {
    /// Whether it is worth while to look for what another key was meant to be.
    pub(super) fn is_patient(&self) -> bool {
        self.guesses.replace(self.guesses.get() + 1) < GUESSES
    }

    /// Whether the family follows the versions of the client itself, and not those of the library under it.
    pub(super) fn is_own(&self, family: &Family) -> bool {
        self.client.is_none_or(|client| is_family_of(family.name(), &client.id))
    }

    /// The version of the family that it reads by.
    pub(super) fn version_of(&self, family: &Family) -> &str {
        if self.is_own(family) { &self.version } else { &self.library }
    }

    /// What there is to say of the number of partitions or copies that a topic is made with.
    pub(super) fn of_creation(&self, setting: &Setting) -> Option<About> {
        let none = setting.value.text().is_some_and(|text| text.trim().parse() == Ok(0));
        if self.role != Role::Topic || !none {
            return None;
        }
        let refusal = Refusal::OutOfRange { bounds: "at least 1".to_owned() };
        let mut about: About =
            vec![("known", Value::Bool(true)), ("value", text("0")), ("refusal", text(&refusal.to_string()))];
        self.close(&mut about, setting);
        Some(about)
    }

    /// Fills in what was not said, and whose setting it is.
    pub(super) fn close(&self, about: &mut About, setting: &Setting) {
        complete(about);
        about.push(("key", text(&setting.key)));
        about.push(("of", Value::from(self.role.kind())));
        if !about.iter().any(|(fact, _)| *fact == "reader") {
            about.push(("version", text(&self.version)));
            about.push(("reader", text(&self.title())));
        }
    }

    /// What there is to say of a setting that never gets to the reader.
    pub(in crate::lint) fn of_unread(&self, unread: &Unread) -> About {
        let mut about: About = vec![("known", Value::Bool(true)), ("unread", text(&unread.because))];
        if let Some(meant) = unread.among.iter().find(|name| slip::is_slip(&unread.setting.key, name)) {
            about.extend([("meant", text(meant)), ("corrected", text(meant))]);
        }
        self.close(&mut about, &unread.setting);
        about
    }

    /// What messages call the reader: `librdkafka 2.16`, `a topic of Kafka 4.4`.
    pub(in crate::lint) fn title(&self) -> String {
        match (self.client, self.role) {
            (Some(client), Role::Producer | Role::Consumer | Role::Client | Role::Admin | Role::ShareConsumer) => {
                format!("{} {}", client.title, self.version)
            }
            (_, Role::Connector)
                if self.families.iter().any(|family| family.name().starts_with(connectors::DEBEZIUM)) =>
            {
                format!("Debezium {}", self.version)
            }
            (_, Role::Streams) => format!("Kafka Streams {}", self.version),
            (_, role) => format!("a {} of Kafka {}", role.kind().replace('_', " "), self.version),
        }
    }
}
