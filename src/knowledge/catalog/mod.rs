//! Every config key of the clients, brokers, topics and connectors that kskill knows, by version.
//!
//! A *family* is a set of names that are read by the same program in the same way: `java-consumer`, `broker`,
//! `librdkafka`. The data is generated (tools/catalog/), one file per family in knowledge/catalog/, and looked up key
//! by key: the cost of a catalogue that nobody asks is nothing.

mod family;
mod java;
mod key;
mod librdkafka;
mod pack;
mod reading;
mod spring;
mod typed;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

pub use family::{Family, Reader, Unknown};
pub use key::{Key, Kind, Role, Status};
pub use reading::{Form, Reading, Refusal, Typed};
pub use typed::go_time;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// All families, sorted by name.
#[derive(Debug)]
pub struct Catalog {
    families: Vec<Family>,
}

/// Where a name leads.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// The family that reads it: the one asked, or the one that its prefix or `also` leads to.
    pub family: &'a Family,
    /// What was in front of the key: `producer.override.`, `listener.name.internal.`.
    pub prefix: &'a str,
    /// What is known of it; none where the prefix belongs to a plugin, whose keys are its own.
    pub key: Option<Arc<Key>>,
}

impl Found<'_> {
    /// Whether a key after `topic.` is one that librdkafka keeps per topic; other programs say nothing of the kind.
    fn is_of_topic(&self, asked: &Family) -> bool {
        asked.reader() != Reader::Librdkafka || self.key.as_ref().is_some_and(|key| key.topic_only())
    }
}

/// The versions of a program and of the library that it brings.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'v> {
    /// The program's.
    pub own: &'v str,
    /// The library's.
    pub library: &'v str,
}

impl Versions<'_> {
    fn of_library(self) -> Self {
        Self { own: self.library, ..self }
    }
}

/// Prefixes after which a name stands that nobody but the config knows.
const NAMED: &[&str] = &["listener.name.", "mp.messaging.incoming.", "mp.messaging.outgoing."];

impl Catalog {
    /// The families in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        Self { families: embedded::EMBEDDED.iter().map(|(name, packed)| Family::embedded(name, packed)).collect() }
    }

    /// Adds every family below `directory`/catalog; one of the same name replaces the embedded one.
    ///
    /// # Errors
    /// When a file cannot be read or is not of that form; the message names the file.
    pub fn overlay(&mut self, directory: &Path) -> Result<()> {
        let folder = directory.join("catalog");
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry.with_context(|| format!("reading {}", folder.display()))?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let packed = match pack::pack(&text) {
                Ok(packed) => packed,
                Err(error) => bail!("{} {error}; see tools/catalog/README.md", path.display()),
            };
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let family = Family::checked(name, packed).with_context(|| format!("{}", path.display()))?;
            match self.families.binary_search_by(|known| known.name().cmp(family.name())) {
                Ok(at) => self.families[at] = family,
                Err(at) => self.families.insert(at, family),
            }
        }
        Ok(())
    }

    /// All families.
    pub fn families(&self) -> impl Iterator<Item = &Family> {
        self.families.iter()
    }

    /// A family by its name.
    #[must_use]
    pub fn family(&self, name: &str) -> Option<&Family> {
        let at = self.families.binary_search_by(|family| family.name().cmp(name)).ok()?;
        Some(&self.families[at])
    }

    /// What `name` is to a family in a version, whether the version has it, had it, or will have it.
    #[must_use]
    pub fn key(&self, family: &str, version: &str, name: &str) -> Option<Arc<Key>> {
        self.family(family)?.key(version, name)
    }

    /// As [`Catalog::key`], following the prefixes and the other families that a family passes names on to.
    #[must_use]
    pub fn find<'a>(&'a self, family: &str, version: &str, name: &'a str) -> Option<Found<'a>> {
        self.find_in(self.family(family)?, Versions { own: version, library: version }, name)
    }

    /// As [`Catalog::find`] of a program that brings its library in another version than its own.
    #[must_use]
    pub fn find_in<'a>(&'a self, family: &'a Family, versions: Versions, name: &'a str) -> Option<Found<'a>> {
        if let Some(key) = family.key(versions.own, name) {
            return Some(Found { family, prefix: "", key: Some(key) });
        }
        if let Some(found) = self.prefixed(family, versions, name) {
            return Some(found);
        }
        let mut others = self.also(family);
        others.find_map(|other| self.find_in(other, versions.of_library(), name))
    }

    fn prefixed<'a>(&'a self, family: &'a Family, versions: Versions, name: &'a str) -> Option<Found<'a>> {
        let (prefix, targets) = family.prefix_of(name)?;
        if targets.is_empty() {
            return Some(Found { family, prefix, key: None });
        }
        // a listener's name and perhaps a mechanism's, or a channel's, stand between the prefix and the key
        let named = NAMED.contains(&prefix);
        let mut at = prefix.len();
        loop {
            let mut found = targets.iter().filter_map(|target| self.family(target)).filter_map(|target| {
                let versions = if target.name() == family.name() { versions } else { versions.of_library() };
                let found = self.find_in(target, versions, &name[at..])?;
                (prefix != "topic." || found.is_of_topic(family)).then_some(found)
            });
            // what one of them has, it is not too early or too late for
            let first = found.next();
            let is_there = |found: &Found| found.key.as_ref().is_none_or(|key| key.status.is_there());
            let best = if first.as_ref().is_none_or(is_there) { None } else { found.find(is_there) };
            if let Some(found) = best.or(first) {
                return Some(Found { prefix: &name[..at + found.prefix.len()], ..found });
            }
            at += name[at..].find('.').filter(|_| named)? + 1;
        }
    }

    /// The prefix that `name` begins with, and the families that read what follows it.
    #[must_use]
    pub fn led<'a>(&'a self, family: &'a Family, name: &str) -> Option<(&'a str, Vec<&'a Family>)> {
        let (prefix, targets) = family.prefix_of(name)?;
        Some((prefix, targets.iter().filter_map(|target| self.family(target)).collect()))
    }

    /// The families whose keys a family takes beside its own.
    pub fn also<'a>(&'a self, family: &'a Family) -> impl Iterator<Item = &'a Family> {
        family.also().filter_map(|other| self.family(other))
    }

    /// The families that know `name` in some version: whose key it is, if it is not the asked one's.
    pub fn owners(&self, name: &str) -> impl Iterator<Item = &Family> {
        self.families.iter().filter(move |family| family.has(name))
    }
}
