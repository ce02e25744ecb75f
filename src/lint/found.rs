//! A finding and its place in a file.

use std::ops::Range;

use super::drift::Drift;
use super::mend::Fix;
use super::picture::Picture;
use crate::facts::Id;
use crate::finding::{Confidence, Finding, Severity};
use crate::judge::Judgement;
use crate::knowledge::Rule;

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The id of the rule.
    pub rule: String,
    /// What is wrong in general, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong here, in one sentence.
    pub message: String,
    /// Where.
    pub at: Place,
    /// The key as the file spells it, where the place is a setting.
    pub key: Option<String>,
    /// The other place that it collides with, and what stands there.
    pub against: Option<(Place, String)>,
    /// What would mend it.
    pub fix: Option<Fix>,
    /// What the design has, where it is about that.
    pub drift: Option<Drift>,
    /// Where to read on.
    pub url: Option<String>,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, by its number among the sources.
    pub source: usize,
    /// The bytes.
    pub bytes: Range<usize>,
}

impl Place {
    fn order(&self) -> (usize, usize, usize) {
        (self.source, self.bytes.start, self.bytes.end)
    }
}

impl Found {
    /// What a judgement that fires says of the files; none where no part of it stands in one.
    pub(super) fn at(picture: &Picture, judgement: &Judgement, finding: &Finding) -> Option<Self> {
        let rule = judgement.rule;
        let own = picture.place_of(&judgement.ids, &rule.at);
        let other = rule.against.as_ref().and_then(|fact| picture.place_of(&judgement.ids, fact));
        // What nobody wrote is shown at what collides with it or, where nothing does, at the head of its config.
        let (place, against) = match (own, other) {
            (Some(own), other) => (own, other),
            (None, Some(other)) => (other, None),
            (None, None) => (picture.head_of(&judgement.ids)?, None),
        };
        let drift = judgement.ids.iter().find_map(|id| picture.drifts.get(id)).cloned();
        Some(Self {
            key: place.key.or_else(|| drift.as_ref().map(|drift| drift.key.clone())),
            against: against.map(|place| (place.at, place.key.unwrap_or_default())),
            fix: picture.fix(judgement).or_else(|| drift.as_ref()?.fix.clone()),
            drift,
            ..Self::of(rule, finding, place.at)
        })
    }

    /// What a rule says of a place.
    pub(super) fn of(rule: &Rule, finding: &Finding, at: Place) -> Self {
        Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            message: finding.message.clone(),
            at,
            key: None,
            against: None,
            fix: None,
            drift: None,
            url: rule.references.first().cloned(),
        }
    }

    /// By file and place, then the worst first.
    pub(super) fn order(&self) -> impl Ord + use<> {
        (self.at.order(), std::cmp::Reverse(self.severity), self.rule.clone(), self.message.clone())
    }

    /// Whether both say the same of the same place.
    pub(super) fn same(&self, other: &Self) -> bool {
        (&self.rule, &self.at, &self.message) == (&other.rule, &other.at, &other.message)
    }
}

/// A place and the key that stands there.
pub(super) struct Spot {
    pub at: Place,
    pub key: Option<String>,
}

impl Picture<'_> {
    /// Where the fact called `kind.fact` was written.
    fn place_of(&self, ids: &[Id], fact: &str) -> Option<Spot> {
        let (written, _) = self.written_as(ids, fact)?;
        let (key, value) = (&written.setting.key_at, &written.setting.value_at);
        // Of a setting itself, the rules point at its key or at its value.
        let bytes = match fact {
            "setting.key" => key.clone(),
            "setting.value" => value.clone(),
            // An alias may put the value elsewhere than its key.
            _ if key.start > value.end => value.clone(),
            _ => key.start..value.end,
        };
        Some(Spot { at: Place { source: written.source, bytes }, key: Some(written.key.to_owned()) })
    }

    fn head_of(&self, ids: &[Id]) -> Option<Spot> {
        let home = ids.iter().find_map(|id| self.homes.get(id))?;
        Some(Spot { at: Place { source: home.source, bytes: home.config.head.clone() }, key: None })
    }
}
