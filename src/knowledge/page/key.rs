//! The page of a config key: every family that knows it, what other clients call it, and the rules about it.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::finding::Severity;
use crate::knowledge::catalog::{Catalog, Family, Key, Kind, Status};
use crate::knowledge::client::Setting;
use crate::knowledge::clients::Clients;
use crate::knowledge::files::Files;
use crate::knowledge::key_texts::KeyTexts;

/// What there is to say of a config key.
#[derive(Debug, Serialize)]
pub struct KeyPage {
    /// Its name.
    pub name: String,
    /// What it does and when to change it; several paragraphs where it is not the same to all who know it.
    pub about: Vec<About>,
    /// The facts that it states, as `kind.fact`.
    pub facts: Vec<String>,
    /// Those who know it.
    pub families: Vec<FamilyPage>,
    /// What the same is called elsewhere.
    pub equivalents: Vec<Equivalent>,
    /// The decisions that set it.
    pub decisions: Vec<Mention>,
    /// The rules that look at it.
    pub rules: Vec<Mention>,
}

/// A paragraph on a key.
#[derive(Debug, Serialize)]
pub struct About {
    /// The families that it is said of.
    pub families: Vec<String>,
    /// The paragraph.
    pub text: String,
}

/// What a key is to one family.
#[derive(Debug, Serialize)]
pub struct FamilyPage {
    /// Its name: `java-producer`.
    pub family: String,
    /// What a value is.
    #[serde(rename = "type")]
    pub of: &'static str,
    /// What holds where nothing is set, from which version on.
    pub defaults: Vec<Step>,
    /// Whether it must be set.
    pub required: bool,
    /// `at least 0`, `between 1 and 10`.
    pub range: Option<String>,
    /// The only words that are taken.
    pub one_of: Vec<String>,
    /// The first version that had it; none where that is older than the oldest known.
    pub since: Option<String>,
    /// The first version that warns of it.
    pub deprecated: Option<String>,
    /// The first version without it.
    pub removed: Option<String>,
    /// Other names of it in this family.
    pub aliases: Vec<String>,
    /// What to use instead.
    pub instead: Option<String>,
    /// Whether it holds a secret.
    pub secret: bool,
    /// Of a broker's key: `cluster-wide` or `per-broker` where it can be changed without a restart.
    pub update: Option<String>,
    /// Of a topic's key: the broker's key that holds where the topic sets nothing.
    pub broker: Option<String>,
}

/// A value from a version on.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The version; the oldest known one first.
    pub since: String,
    /// The value; none where there is none.
    pub value: Option<String>,
}

/// What a client calls the same.
#[derive(Debug, Serialize)]
pub struct Equivalent {
    /// The client's id.
    pub client: String,
    /// `producer`, `consumer` or `topic`.
    pub role: String,
    /// Its key; none where the client cannot say it.
    pub key: Option<String>,
}

/// An entry that speaks of the key.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mention {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How bad it is, of a rule.
    #[serde(default)]
    pub severity: Option<Severity>,
}

const ROLES: [&str; 3] = ["producer", "consumer", "topic"];

/// The page of a key; none where nobody knows it.
pub(super) fn key(files: &Files, catalog: &Catalog, name: &str) -> Result<Option<KeyPage>> {
    let families: Vec<FamilyPage> = catalog.owners(name).filter_map(|family| self::family(family, name)).collect();
    let clients = Clients::read(files)?;
    let facts = facts(&clients, name);
    if families.is_empty() && facts.is_empty() {
        return Ok(None);
    }
    let texts = KeyTexts::naming(files, name)?;
    let about = texts.about(&clients, name).into_iter();
    let about = about.map(|said| About { families: said.families.clone(), text: said.text.clone() }).collect();
    let equivalents = equivalents(&clients, &facts);
    let facts: Vec<String> = facts.into_iter().map(|(kind, fact)| format!("{kind}.{fact}")).collect();
    let mut decisions = mentions(files, "decisions", &facts)?;
    decisions.retain(|(_, text)| facts.iter().any(|fact| text.contains(&format!("\"decides\":\"{fact}\""))));
    let rules = mentions(files, "rules", &facts)?;
    let plain = |found: Vec<(Mention, &str)>| found.into_iter().map(|(mention, _)| mention).collect();
    Ok(Some(KeyPage {
        name: name.to_owned(),
        about,
        facts,
        families,
        equivalents,
        decisions: plain(decisions),
        rules: plain(rules),
    }))
}

fn family(family: &Family, name: &str) -> Option<FamilyPage> {
    let newest = family.versions().last()?;
    let key = family.key(newest, name)?;
    let (mut deprecated, mut removed) = (None, None);
    match &key.status {
        Status::Deprecated { since } => {
            deprecated = Some(since.clone().unwrap_or_else(|| format!("before {}", family.versions()[0])));
        }
        Status::Removed { since } => removed = Some(since.clone()),
        _ => {}
    }
    Some(FamilyPage {
        family: family.name().to_owned(),
        of: kind(key.kind),
        defaults: defaults(family, name),
        required: key.required,
        range: range(&key),
        one_of: key.one_of.clone(),
        since: key.since.clone(),
        deprecated,
        removed,
        aliases: aliases(family, newest, &key),
        instead: key.instead.clone(),
        secret: key.secret,
        update: key.update.clone(),
        broker: key.broker.clone(),
    })
}

/// The default of each version that has the key, where it changes.
fn defaults(family: &Family, name: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for version in family.versions() {
        let Some(key) = family.key(version, name).filter(|key| key.status.is_there()) else { continue };
        let value = match (key.default.clone(), key.producer_default.clone()) {
            (Some(default), Some(producer)) => Some(format!("{default}, for producers {producer}")),
            (default, _) => default,
        };
        if steps.last().is_none_or(|last| last.value != value) {
            steps.push(Step { since: version.clone(), value });
        }
    }
    steps
}

fn range(key: &Key) -> Option<String> {
    match &key.range {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

/// The key that this is an alias of, and the aliases of that.
fn aliases(family: &Family, version: &str, key: &Key) -> Vec<String> {
    let main = key.alias_of.as_ref().unwrap_or(&key.name);
    let marked = format!("\"alias\":\"{main}\"");
    let others = family.mentioning(&marked).filter(|name| *name != key.name);
    let others = others.filter(|name| family.key(version, name).is_some_and(|other| other.status.is_there()));
    key.alias_of.iter().map(String::as_str).chain(others).map(str::to_owned).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true or false",
        Kind::Short => "whole number, 16 bits",
        Kind::Int => "whole number, 32 bits",
        Kind::Long => "whole number, 64 bits",
        Kind::Double => "number",
        Kind::Text => "text",
        Kind::List => "list, separated by commas",
        Kind::Class => "name of a Java class",
        Kind::Password => "secret text",
        Kind::Word => "one of a few words",
        Kind::Flags => "some of a few words",
        Kind::Patterns => "regular expressions, separated by commas",
        Kind::Code => "set by code only",
        Kind::Duration => "time, with its unit",
        Kind::Size => "bytes, with their unit",
        Kind::Any => "a value of the program",
    }
}

/// What a key states, by kind and fact.
fn facts(clients: &Clients, name: &str) -> BTreeSet<(&'static str, String)> {
    let mut facts = BTreeSet::new();
    for client in clients.iter() {
        for role in ROLES {
            let before = |setting: &Setting| {
                let earlier = setting.before.as_ref().and_then(|earlier| earlier.key.as_deref());
                earlier == Some(name)
            };
            let called = client.settings(role).iter().filter(|setting| setting.is_called(name) || before(setting));
            facts.extend(called.map(|setting| (role, setting.fact.clone())));
        }
    }
    facts
}

fn equivalents(clients: &Clients, facts: &BTreeSet<(&'static str, String)>) -> Vec<Equivalent> {
    let mut found = Vec::new();
    for (role, fact) in facts {
        for client in clients.iter() {
            let setting = client.settings(role).iter().find(|setting| setting.fact == *fact);
            found.extend(setting.filter(|setting| setting.key.is_some() || setting.cannot.is_some()).map(|setting| {
                Equivalent { client: client.id.clone(), role: (*role).to_owned(), key: setting.key.clone() }
            }));
        }
    }
    found
}

/// The files of a folder whose texts name one of the facts.
fn mentions<'a>(files: &'a Files, folder: &'a str, facts: &[String]) -> Result<Vec<(Mention, &'a str)>> {
    let named = files.texts(folder).filter(|(_, text)| facts.iter().any(|fact| names(text, fact)));
    named.map(|(_, text)| Ok((serde_json::from_str(text)?, text))).collect()
}

/// Whether a text names a fact, and not one whose name only begins or ends with it.
fn names(text: &str, fact: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
    text.match_indices(fact).any(|(at, _)| {
        let before = text[..at].strip_suffix("given.").unwrap_or(&text[..at]);
        let after = &text[at + fact.len()..];
        !before.ends_with(part) && !after.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_')
    })
}
