//! Pages of rules, patterns, decisions, conflicts, failures and causes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::words::{condition, text};
use crate::finding::{Confidence, Severity};
use crate::knowledge::Text;
use crate::knowledge::cause::{Cause, Remedy, Weight};
use crate::knowledge::choice::{Combine, Way};
use crate::knowledge::entries::{Conflict, Decision, Example, Failure, Pattern, Rule};

/// What there is to say of a rule.
#[derive(Debug, Serialize)]
pub struct RulePage {
    /// Its id.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The kinds of subjects that it is judged for.
    pub subjects: Vec<String>,
    /// Whether only --pedantic shows it.
    pub pedantic: bool,
    /// When it fires.
    pub when: String,
    /// Why it matters.
    pub why: String,
    /// When it does not.
    pub exceptions: Option<String>,
    /// What mends it.
    pub fix: Option<FixPage>,
    /// What to do first where a running cluster breaks it, as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Facts for which it fires and for which it does not.
    pub examples: Vec<Sample>,
    /// Where to read on.
    pub references: Vec<String>,
    /// What a real client or broker said.
    pub evidence: Option<String>,
}

/// What mends a rule.
#[derive(Debug, Serialize)]
pub struct FixPage {
    /// Facts and the expressions that they become.
    pub set: BTreeMap<String, String>,
    /// Facts whose lines go.
    pub remove: Vec<String>,
    /// Whether it is applied unasked.
    pub safe: bool,
}

/// An example of a rule.
#[derive(Debug, Serialize)]
pub struct Sample {
    /// Whether the rule fires.
    pub fires: bool,
    /// For which facts.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// Or for which file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<SampleFile>,
}

/// The file of an example.
#[derive(Debug, Serialize)]
pub struct SampleFile {
    /// Its path.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What there is to say of another entry.
#[derive(Debug, Serialize)]
pub struct EntryPage {
    /// Its id.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What is to be said, under headings.
    pub paragraphs: Vec<Paragraph>,
    /// Where to read on.
    pub references: Vec<String>,
}

/// Lines under a heading.
#[derive(Debug, Serialize)]
pub struct Paragraph {
    /// The heading.
    pub heading: &'static str,
    /// The lines.
    pub lines: Vec<String>,
}

impl EntryPage {
    fn new(id: String, title: String, references: Vec<String>) -> Self {
        Self { id, title, paragraphs: Vec::new(), references }
    }

    /// Adds lines under a heading, if there are any.
    fn with(mut self, heading: &'static str, lines: impl IntoIterator<Item = String>) -> Self {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.paragraphs.push(Paragraph { heading, lines });
        }
        self
    }
}

pub(super) fn rule(rule: Rule) -> RulePage {
    let fix = rule.fix.map(|fix| FixPage {
        set: fix.set.iter().map(|(fact, value)| (fact.clone(), value.source().to_owned())).collect(),
        remove: fix.remove,
        safe: fix.safe,
    });
    let sample = |example: Example| {
        let file = example.file.map(|file| SampleFile { name: file.name, text: file.text });
        Some(Sample { fires: example.fires?, facts: example.facts, file })
    };
    RulePage {
        id: rule.id,
        title: rule.title,
        severity: rule.severity,
        confidence: rule.confidence,
        subjects: rule.of.0,
        pedantic: rule.pedantic,
        when: condition(&rule.when),
        why: rule.why.trim().to_owned(),
        exceptions: rule.exceptions,
        fix,
        first: rule.first.as_ref().map(text),
        examples: rule.examples.into_iter().filter_map(sample).collect(),
        references: rule.references,
        evidence: rule.evidence,
    }
}

pub(super) fn pattern(pattern: Pattern) -> EntryPage {
    let unfit = pattern.unfit.iter().map(|reason| format!("{}: {}", condition(&reason.when), text(&reason.because)));
    let duties = pattern.your_code_must.iter().map(|duty| format!("{}: {}", text(&duty.action), text(&duty.because)));
    EntryPage::new(pattern.id, pattern.title, pattern.references)
        .with("FITS WHERE", [condition(&pattern.fits)])
        .with("GUARANTEES", [pattern.guarantees])
        .with("COSTS", [pattern.costs])
        .with("DOES NOT FIT WHERE", unfit)
        .with("YOUR CODE MUST", duties)
}

pub(super) fn decision(decision: Decision) -> EntryPage {
    let heading = match decision.choice.rule {
        Combine::First => "THE FIRST THAT APPLIES",
        Combine::Largest => "THE LARGEST OF",
        Combine::Smallest => "THE SMALLEST OF",
    };
    let way = |way: &Way| {
        let when = way.when.as_ref().map(|when| format!(", if {}", condition(when))).unwrap_or_default();
        format!("{}{when}: {}", way.value.source(), text(&way.because))
    };
    let others =
        decision.alternatives.iter().map(|other| format!("{}: {}", other.value.source(), text(&other.because)));
    EntryPage::new(decision.id, decision.title, decision.references)
        .with("DECIDES", [decision.decides])
        .with("WHEN", decision.when.as_ref().map(condition))
        .with(heading, decision.choice.ways.iter().map(way))
        .with("ALSO FINE", decision.accept.iter().map(|accept| accept.source().to_owned()))
        .with("ALTERNATIVES", others)
        .with("WHEN MORE PAYS", decision.pays.iter().map(text))
}

pub(super) fn conflict(conflict: Conflict) -> EntryPage {
    let ways =
        conflict.give_way.iter().map(|way| format!("{} = {}: {}", text(&way.path), way.to.source(), text(&way.buys)));
    EntryPage::new(conflict.id, conflict.title, conflict.references)
        .with("BETWEEN", conflict.between.iter().map(text))
        .with("WHEN", [condition(&conflict.when)])
        .with("WHY", [text(&conflict.message)])
        .with("WAYS OUT", ways)
}

pub(super) fn cause(cause: Cause) -> EntryPage {
    let remedy = |remedy: &Remedy| {
        let part = |what: &str, part: &Option<Text>| part.as_ref().map(|part| format!("{what}: {}", text(part)));
        let parts = [Some(text(&remedy.action)), part("gives", &remedy.effect), part("costs", &remedy.cost)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    };
    let weight = match cause.weight {
        Weight::Cause => "",
        Weight::Beside => "no cause of a lag, but worth knowing beside one",
        Weight::Harmless => "nothing is wrong: it only looks so",
    };
    EntryPage::new(cause.id, cause.called.unwrap_or_else(|| text(&cause.title)), cause.references)
        .with("WHAT IT IS", [weight.to_owned()])
        .with("WHEN", [condition(&cause.when)])
        .with("CERTAIN WHEN", cause.sure_when.as_ref().map(condition))
        .with("ONLY POSSIBLE WHEN", cause.unsure_when.as_ref().map(condition))
        // What is only a choice between texts says nothing without facts.
        .with(
            "WHAT SHOWS IT",
            cause.evidence.iter().map(text).filter(|line| line.starts_with(|c: char| c != '<') || line.contains("> ")),
        )
        .with("WHAT TO DO, IN THIS ORDER", cause.remedies.iter().map(remedy))
        .with("WHAT WILL NOT HELP", cause.will_not_help.iter().map(text))
}

pub(super) fn failure(failure: Failure) -> EntryPage {
    EntryPage::new(failure.id, text(&failure.title), failure.references)
        .with("TOLD FOR", [failure.of])
        .with("WHEN", failure.when.as_ref().map(condition))
        .with("WHAT HAPPENS", [text(&failure.message)])
}
