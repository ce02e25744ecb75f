//! What a run found.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Stranger, secret};
use crate::finding::Severity;
use crate::sources::config::{self, Config, File, Reading};
use crate::sources::manifest::Versions;
use crate::sources::project::Stated;
use crate::sources::walk::Unread;

/// A file and what it holds.
#[derive(Debug, Default)]
pub struct Source {
    /// The path as the user sees it.
    pub path: String,
    /// The part of the path that says something about the file.
    pub below: String,
    /// Its text.
    pub text: String,
    /// Whether it is not UTF-8, and was read byte by byte.
    pub latin: bool,
    /// The configs in it.
    pub reading: Reading,
    /// What people say about it.
    pub stated: Stated,
    /// The versions of clients, by their ids, that the manifest of its project names.
    pub manifest: Versions,
    /// Whether kustomize may change what it says.
    pub kustomized: bool,
}

impl Source {
    /// A file as it was read, of which nobody has said anything.
    #[must_use]
    pub fn new(path: String, text: String, reading: Reading) -> Self {
        Self { below: path.clone(), path, text, reading, ..Self::default() }
    }

    /// What the file would hold with this text.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        let file = File { path: &self.below, text };
        if self.latin { config::read_latin(&file) } else { config::read(&file) }
    }

    /// The text as it may be shown: with stars in place of secrets, byte for byte.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        secret::masked(&self.below, &self.text, &self.reading).map_or(Cow::Borrowed(&self.text), Cow::Owned)
    }

    /// The environment of a config: as people say or, where they do not, as the file shows.
    #[must_use]
    pub fn environment<'a>(&'a self, config: &'a Config) -> Option<&'a str> {
        self.stated.environment.as_deref().or(config.environment)
    }
}

/// Clients, each with a version that nobody stated, and the numbers of the files for which it was taken.
pub type Assumed = BTreeMap<(String, String), BTreeSet<usize>>;

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// The files that hold configs; findings name them by their place here.
    pub sources: Vec<Source>,
    /// What is wrong, by file and line.
    pub findings: Vec<Found>,
    /// Rules that could not be judged, by the facts that they lack.
    pub unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
    /// Versions that nobody stated.
    pub assumed: Assumed,
    /// Files of which a rule lacks nothing but the environment, by their numbers.
    pub unplaced: BTreeSet<usize>,
    /// Configs that the design knows nothing of.
    pub strangers: BTreeSet<Stranger>,
    /// Files that could not be read at all.
    pub unread: Vec<Unread>,
    /// The sums.
    pub summary: Summary,
}

/// The sums of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files that hold configs.
    pub files: u64,
    /// Configs in them.
    pub configs: u64,
    /// Settings in those.
    pub settings: u64,
    /// Rules that could be judged of at least one subject.
    pub rules: u64,
    /// Rules that could be judged of none, for want of what no file says, apart from the environment.
    pub lacking: u64,
    /// Findings that are errors.
    pub errors: u64,
    /// Findings that are warnings.
    pub warnings: u64,
    /// Findings that are for information.
    pub infos: u64,
    /// Parts of files that could not be read.
    pub problems: u64,
    /// Files that could not be read at all.
    pub unread: u64,
    /// Findings that somebody asked not to hear of.
    pub ignored: u64,
    /// Findings that the baseline knows.
    pub known: u64,
    /// Findings that the baseline knows and that are no more.
    pub gone: u64,
}

impl Report {
    /// Adds the files that could not be read at all.
    #[must_use]
    pub fn without(mut self, unread: &[Unread]) -> Self {
        self.unread = unread.to_vec();
        self.count();
        self
    }

    /// Whether a finding fails the run, as somebody says of its file.
    #[must_use]
    pub fn fails(&self, found: &Found) -> bool {
        self.sources[found.at.source].stated.fail_on.unwrap_or_default().is_met(found.severity)
    }

    /// Counts what there is.
    pub(super) fn count(&mut self) {
        let of = |severity| self.findings.iter().filter(|found| found.severity == severity).count() as u64;
        let configs = || self.sources.iter().flat_map(|source| &source.reading.configs);
        self.summary = Summary {
            files: self.sources.iter().filter(|source| !source.reading.configs.is_empty()).count() as u64,
            configs: configs().count() as u64,
            settings: configs().map(|config| config.settings.len() as u64).sum(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            unread: self.unread.len() as u64,
            problems: self.sources.iter().map(|source| source.reading.problems.len() as u64).sum(),
            ..self.summary
        };
    }
}
