//! What a check found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::finding::{Confidence, Severity};
use crate::sources::cluster::{Missing, Snapshot};

/// Something wrong, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The id of the rule.
    pub rule: String,
    /// What is wrong in general, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong here, in one sentence, with the numbers that were seen.
    pub message: String,
    /// What it is said of: `topic/orders`, or several brokers that are alike.
    pub paths: Vec<String>,
    /// Where to read on.
    pub url: Option<String>,
}

impl Found {
    /// The worst and surest first, then by what it is said of.
    pub(super) fn order(&self) -> impl Ord + use<> {
        (Reverse(self.severity), Reverse(self.confidence), self.rule.clone(), self.paths.clone())
    }
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// What is wrong, the worst first.
    pub findings: Vec<Found>,
    /// Rules that could not be judged, by the facts that they lack.
    pub unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
    /// What could not be learnt of the cluster.
    pub missing: Vec<Missing>,
    /// The sums.
    pub summary: Summary,
}

/// The sums of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The version of the brokers, as far as their keys show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Brokers that are up.
    pub brokers: usize,
    /// Topics, Kafka's own among them.
    pub topics: usize,
    /// Their partitions.
    pub partitions: usize,
    /// Groups of consumers.
    pub groups: usize,
    /// Rules that could be judged of at least one subject.
    pub rules: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are for information.
    pub infos: usize,
}

impl Report {
    pub(super) fn new(
        snapshot: &Snapshot,
        findings: Vec<Found>,
        unknown: BTreeMap<BTreeSet<String>, BTreeSet<String>>,
        rules: usize,
        version: Option<String>,
    ) -> Self {
        let of = |severity| findings.iter().filter(|found| found.severity == severity).count();
        let summary = Summary {
            version,
            brokers: snapshot.brokers.len(),
            topics: snapshot.topics.len(),
            partitions: snapshot.topics.iter().map(|topic| topic.partitions.len()).sum(),
            groups: snapshot.groups.len(),
            rules,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
        };
        Self { findings, unknown, missing: snapshot.missing.clone(), summary }
    }
}
