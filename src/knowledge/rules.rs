//! All rules, each read when a subject that it is for is judged: most runs see few kinds of subjects.

use std::sync::OnceLock;

use anyhow::Result;
use serde::Deserialize;

use super::entries::Rule;
use super::files::{File, Files};
use crate::facts::Facts;

/// Whether a rule is asked of running clusters, beside files and designs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Live {
    /// Of both.
    #[default]
    Also,
    /// Not of clusters: what brokers refuse is not there, and what they show needs no guess.
    Never,
    /// Of clusters alone: no file shows what it is about.
    Only,
}

/// The rules, in the order of their files.
#[derive(Debug)]
pub struct Rules(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    file: File,
    rule: OnceLock<Rule>,
}

impl Entry {
    fn id(&self) -> &str {
        self.rule.get().map_or_else(|| self.file.id(), |rule| &rule.id)
    }

    fn rule(&self) -> &Rule {
        self.rule.get_or_init(|| self.file.read().expect("a test has read every embedded rule"))
    }
}

impl Rules {
    /// Those in knowledge/rules/.
    ///
    /// # Errors
    /// When a file that no test has read is not of its form.
    pub fn read(files: &Files) -> Result<Self> {
        let entry = |file: &File| -> Result<Entry> {
            let rule = if files.are_tested() { OnceLock::new() } else { OnceLock::from(file.read::<Rule>()?) };
            Ok(Entry { file: file.clone(), rule })
        };
        Ok(Self(files.below("rules").map(entry).collect::<Result<_>>()?))
    }

    /// The rules that files are judged by, about kinds of subjects that there are.
    pub fn about<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = &'a Rule> {
        self.of_kinds(facts).filter(|rule| rule.live != Live::Only)
    }

    /// The rules that a running cluster is judged by, about kinds of subjects that there are.
    pub fn live<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = &'a Rule> {
        self.of_kinds(facts).filter(|rule| rule.live != Live::Never)
    }

    fn of_kinds<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = &'a Rule> {
        let is_there = |entry: &&Entry| facts.of_kind(entry.file.subject()).next().is_some();
        self.0.iter().filter(is_there).map(Entry::rule)
    }

    /// The rule of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.0.iter().find(|entry| entry.id() == id).map(Entry::rule)
    }

    /// The ids of all rules.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Entry::id)
    }

    /// All rules.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().map(Entry::rule)
    }
}
