//! A subject's facts in the words of its client: the config, what stays at its default, what cannot be said.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::spell::spell;
use super::why::{Why, render};
use crate::design::{Config, Default, Literal, Setting};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{self, Knowledge, Outcome, Scope, Write, at_least};

/// What a client is told, and what it is not.
#[derive(Debug, Default)]
pub struct Configured {
    /// The config.
    pub config: Config,
    /// What stays at the client's default, on purpose.
    pub left: Vec<Default>,
    /// What the client cannot say.
    pub cannot: Vec<String>,
}

/// The facts about one subject in one environment, and the client that spells them.
pub struct Speaker<'a> {
    pub knowledge: &'a Knowledge,
    pub facts: &'a Facts,
    pub subject: Id,
    /// `producer`, `consumer` or `topic`.
    pub role: &'a str,
    /// The client's id.
    pub client: &'a str,
    pub version: &'a str,
}

/// How a fact stands in a config.
#[derive(Debug, PartialEq)]
pub enum Standing {
    /// It is written.
    Written(Literal),
    /// It is the client's default, and that is worth a line.
    Left(Literal),
    /// It is the client's default.
    Quiet(Literal),
    /// The client cannot say it.
    Cannot,
}

impl Speaker<'_> {
    /// How the client spells `fact`, if it does.
    pub fn setting(&self, fact: &str) -> Option<Cow<'_, knowledge::Setting>> {
        let mut settings = self.knowledge.clients.get(self.client)?.settings(self.role).iter();
        settings.find(|setting| setting.fact == fact).map(|setting| setting.in_version(self.version))
    }

    /// How the value of a setting stands in the config; none where nothing is decided.
    pub fn standing(&self, setting: &knowledge::Setting) -> Option<Standing> {
        let fact = self.facts.get(self.subject, &setting.fact)?;
        let too_old = setting.since.as_ref().is_some_and(|since| !at_least(self.version, since));
        let default = self.default(&setting.fact);
        let is_default = default == Some(&fact.value);
        if setting.key.is_none() || too_old || self.refused(setting) {
            return (!is_default).then_some(Standing::Cannot);
        }
        let literal = spell(setting, &fact.value);
        let said_by_absence = literal == Literal::Plain(Json::Null);
        Some(match self.write(&fact.origin) {
            Write::Always | Write::Changed if said_by_absence => Standing::Left(literal),
            Write::Quiet if said_by_absence => Standing::Quiet(literal),
            _ if !is_default => Standing::Written(literal),
            Write::Always => Standing::Written(literal),
            Write::Changed => Standing::Left(literal),
            Write::Quiet => Standing::Quiet(literal),
        })
    }

    /// Whether what else is decided keeps the client from taking it.
    pub fn refused(&self, setting: &knowledge::Setting) -> bool {
        let subjects = [self.subject];
        let scope = Scope::new(self.facts, &subjects);
        setting.when.as_ref().is_some_and(|when| when.holds(&scope) == Outcome::Known(false))
    }

    /// The key as the config has it: once for each topic where it names a channel.
    pub fn keys(&self, key: &str) -> Vec<String> {
        if !key.contains("{channel}") {
            return vec![key.to_owned()];
        }
        let topics = self.facts.related(self.subject, if self.role == "producer" { "topics" } else { "reads" });
        let channel = |id: &Id| {
            let name = &self.facts.subject(*id).name;
            if name.contains('.') { format!("\"{name}\"") } else { name.to_string() }
        };
        topics.iter().map(|id| key.replace("{channel}", &channel(id))).collect()
    }

    fn write(&self, origin: &Origin) -> Write {
        match origin {
            Origin::Decided(id) => {
                let mut all = self.knowledge.decisions.iter();
                all.find(|decision| *decision.id == **id).map(|decision| decision.write).unwrap_or_default()
            }
            Origin::Pinned | Origin::Answer => Write::Always,
            _ => Write::Changed,
        }
    }

    fn default(&self, fact: &str) -> Option<&Value> {
        let default = self.facts.related(self.subject, "default").first()?;
        self.facts.value(*default, fact)
    }

    /// Everything that the client is told about the subject.
    #[must_use]
    pub fn configure(&self) -> Configured {
        let mut configured = Configured::default();
        let Some(client) = self.knowledge.clients.get(self.client) else { return configured };
        configured.config.0 = self.connection();
        let why = Why::new(self.knowledge, self.facts);
        for setting in client.settings(self.role) {
            let setting = &*setting.in_version(self.version);
            if setting.in_code && setting.key.is_none() {
                configured.config.0.extend(self.beside_the_code(setting, &why));
                continue;
            }
            let Some(standing) = self.standing(setting) else { continue };
            let keys = self.keys(setting.key.as_deref().unwrap_or_default());
            let because = why.because(self.subject, &setting.fact);
            match standing {
                Standing::Written(value) => {
                    configured.config.0.extend(self.with(setting, &because));
                    configured.config.0.extend(lines(keys, &value, &because, false));
                }
                Standing::Left(value) => {
                    let key = keys.into_iter().next().unwrap_or_default();
                    configured.left.push(Default { key, value, because });
                }
                Standing::Quiet(_) => {}
                Standing::Cannot => configured.cannot.extend(self.cannot(setting)),
            }
        }
        configured
    }

    /// The keys without which a setting says nothing.
    fn with(&self, setting: &knowledge::Setting, because: &str) -> Vec<Setting> {
        let subjects = [self.subject];
        let own = setting.with_because.as_ref().map(|text| render(text, &Scope::new(self.facts, &subjects)));
        let because = own.as_deref().unwrap_or(because);
        let with = setting.with.iter();
        with.flat_map(|(key, value)| lines(self.keys(key), &Literal::Plain(value.clone()), because, false)).collect()
    }

    /// What the config must hold where the code says the fact.
    fn beside_the_code(&self, setting: &knowledge::Setting, why: &Why) -> Vec<Setting> {
        if self.facts.get(self.subject, &setting.fact).is_none() || self.refused(setting) {
            return Vec::new();
        }
        self.with(setting, &why.because(self.subject, &setting.fact))
    }

    fn cannot(&self, setting: &knowledge::Setting) -> Option<String> {
        let subjects = [self.subject];
        let text = setting.cannot.as_ref()?;
        text.render(&Scope::new(self.facts, &subjects)).known().filter(|text| !text.is_empty())
    }

    fn connection(&self) -> Vec<Setting> {
        let subjects = [self.subject];
        let scope = Scope::new(self.facts, &subjects);
        let mut settings: Vec<Setting> = Vec::new();
        let line: Vec<_> = self.knowledge.clients.line(self.client).collect();
        // A client's own way to connect replaces that of the client it extends.
        let Some(client) = line.iter().find(|client| !client.connection.is_empty()) else { return settings };
        for connection in &client.connection {
            let role = connection.role.as_ref().is_none_or(|role| role == self.role);
            if !role || connection.when.as_ref().is_some_and(|when| !when.is_true(&scope)) {
                continue;
            }
            let because = connection.because.render(&scope).known().unwrap_or_default();
            for (key, value) in &connection.keys {
                let value = match value {
                    Json::Object(fields) if fields.contains_key("code") => {
                        Literal::Code(fields["code"].as_str().unwrap_or_default().to_owned())
                    }
                    plain => Literal::Plain(plain.clone()),
                };
                settings.extend(lines(self.keys(key), &value, &because, true));
            }
        }
        settings
    }
}

fn lines(keys: Vec<String>, value: &Literal, because: &str, connects: bool) -> Vec<Setting> {
    let line = |key| Setting { key, value: value.clone(), because: because.to_owned(), connects };
    keys.into_iter().map(line).collect()
}
