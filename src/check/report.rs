//! What a check found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::{Facts, Value};
use crate::finding::{Confidence, Severity};
use crate::sources::cluster::{List, Missing, Sample, Snapshot};

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
    /// Why it matters; of a drift, why the design has it otherwise.
    pub because: String,
    /// What to do first, where the rule knows.
    pub first: Option<String>,
    /// What the design has, of a drift.
    pub expected: Option<String>,
    /// What the cluster has, of a drift.
    pub found: Option<String>,
    /// Where to read on.
    pub url: Option<String>,
}

impl Found {
    /// The worst first; among those what may be the cause of others: the cluster, brokers, topics, groups; then the surest.
    pub(super) fn order(&self) -> impl Ord + use<> {
        const CAUSES: [&str; 5] = ["cluster", "broker", "topic", "group", "position"];
        let kind = self.paths.first().and_then(|path| path.split('/').next()).unwrap_or_default();
        let cause = CAUSES.iter().position(|one| *one == kind).unwrap_or(CAUSES.len());
        (Reverse(self.severity), cause, Reverse(self.confidence), self.rule.clone(), self.paths.clone())
    }
}

/// How much came into a topic between two looks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// The topic.
    pub topic: String,
    /// Offsets that it gave out.
    pub arrived: f64,
    /// Per second.
    pub per_second: f64,
}

/// A topic that was not there at the earlier look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct New {
    /// The topic.
    pub topic: String,
    /// Offsets that it gave out; none where that is not known.
    pub arrived: Option<f64>,
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
    /// How long ago the earlier look was, in ms, where two are compared.
    pub apart: Option<f64>,
    /// What came into topics between them, the most first.
    pub growth: Vec<Growth>,
    /// What records are like, where some were read.
    pub sample: Option<Sample>,
    /// The topics that came between them.
    pub new: Vec<New>,
    /// Topics of which it is not known what came into them, because brokers did not tell all their offsets at both looks.
    pub growth_unknown: Vec<String>,
    /// Which topics were asked for, where not all were.
    pub only_topics: Option<String>,
    /// Which groups were asked for, where not all were.
    pub only_groups: Option<String>,
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
        let (missing, sample) = (snapshot.missing.clone(), snapshot.sample.clone());
        let (only_topics, only_groups) = (snapshot.only_topics.clone(), snapshot.only_groups.clone());
        Self { findings, unknown, missing, sample, only_topics, only_groups, summary, ..Self::default() }
    }

    /// Whether brokers would not tell of all topics.
    #[must_use]
    pub fn lacks_topics(&self) -> bool {
        self.missing.iter().any(|missing| missing.list == Some(List::Topics))
    }

    /// Adds what came into topics, where there was an earlier look.
    pub(super) fn with_growth(mut self, facts: &Facts, looked_before: bool) -> Self {
        if !looked_before {
            return self;
        }
        let number = |id, fact: &str| facts.value(id, fact).and_then(Value::as_number);
        let is = |id, fact: &str| facts.value(id, fact) == Some(&Value::Bool(true));
        self.apart = facts.only("cluster").and_then(|id| number(id, "apart"));
        for id in facts.of_kind("topic") {
            let topic = facts.subject(id).name.to_string();
            match number(id, "arrived").zip(number(id, "arriving")) {
                Some((arrived, per_second)) if arrived > 0.0 => self.growth.push(Growth { topic, arrived, per_second }),
                Some(_) => {}
                None if is(id, "new") => self.new.push(New { topic, arrived: number(id, "written") }),
                // A finding says so.
                None if is(id, "made_anew") => {}
                None => self.growth_unknown.push(topic),
            }
        }
        self.growth
            .sort_by(|one, other| other.arrived.total_cmp(&one.arrived).then_with(|| one.topic.cmp(&other.topic)));
        self
    }
}
