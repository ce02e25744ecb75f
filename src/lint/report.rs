//! What a run found.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::finding::Severity;
use crate::sources::config::Reading;

/// A file and what it holds.
#[derive(Debug)]
pub struct Source {
    /// The path as the user sees it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The configs in it.
    pub reading: Reading,
}

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// The files that hold configs; findings name them by their place here.
    pub sources: Vec<Source>,
    /// What is wrong, by file and line.
    pub findings: Vec<Found>,
    /// Rules that could not be judged, by the facts that they lack.
    pub unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
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
    /// Findings that are errors.
    pub errors: u64,
    /// Findings that are warnings.
    pub warnings: u64,
    /// Findings that are for information.
    pub infos: u64,
    /// Parts of files that could not be read.
    pub problems: u64,
}

impl Report {
    pub(super) fn new(
        sources: Vec<Source>,
        findings: Vec<Found>,
        unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
    ) -> Self {
        let of = |severity| findings.iter().filter(|found| found.severity == severity).count() as u64;
        let configs = || sources.iter().flat_map(|source| &source.reading.configs);
        let summary = Summary {
            files: sources.iter().filter(|source| !source.reading.configs.is_empty()).count() as u64,
            configs: configs().count() as u64,
            settings: configs().map(|config| config.settings.len() as u64).sum(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            problems: sources.iter().map(|source| source.reading.problems.len() as u64).sum(),
        };
        Self { sources, findings, unknown, summary }
    }
}
