//! The forms of the knowledge files, one type per folder.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::choice::{Choice, Way};
use super::expression::{Condition, Expression};
use super::fix::Fix;
use super::keeps::Keeps;
use super::rules::Live;
use super::text::Text;

/// Questions: what is asked, why, and what is assumed where nobody answers. One file of knowledge/questions/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Equal to the file's name.
    pub id: String,
    /// The fact that the answer becomes, as `kind.fact`.
    pub asks: String,
    /// The question, in one line.
    pub prompt: Text,
    /// Why it is asked and what the answer decides, in one line.
    pub why: Text,
    /// Smaller is asked earlier.
    pub order: f64,
    /// When the answer changes enough to be worth asking for in an interview; without it, it is only assumed.
    pub asked: Option<Condition>,
    /// What no answer means, where nothing is assumed.
    pub skip: Option<Text>,
    /// When the question matters; an answer that no longer matters is neither asked nor assumed.
    pub when: Option<Condition>,
    /// What each choice means, for those who choose from a list; `true` and `false` for yes and no.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
    /// What is assumed where nobody answers. Without it the fact stays unknown.
    pub assume: Option<Choice>,
    /// What follows from the assumption, and when to correct it.
    pub consequence: Option<Text>,
    /// Other answers that are likely enough to try: the ones that change most are shown.
    #[serde(default)]
    pub vary: Vec<Expression>,
    /// Where to read on.
    #[serde(default)]
    pub references: Vec<String>,
    /// Facts and the value that is assumed for them.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// What to set, given the constraints. One file of knowledge/decisions/.
#[derive(Debug, Deserialize)]
#[serde(try_from = "DecisionFields")]
pub struct Decision {
    /// Equal to the file's name.
    pub id: String,
    /// What is decided, in a few words.
    pub title: String,
    /// The fact that is decided, as `kind.fact`.
    pub decides: String,
    /// What people see and pin where no config has a key for it; the fact's own name, if left out.
    pub called: Option<String>,
    /// When there is something to decide.
    pub when: Option<Condition>,
    /// How the value is chosen.
    pub choice: Choice,
    /// Which other values are also fine; `value` is the one that is judged.
    pub accept: Option<Expression>,
    /// When the setting stands in the config.
    pub write: Write,
    /// What else could be chosen and why it was not.
    pub alternatives: Vec<Alternative>,
    /// From which rate, latency or team on the production value pays.
    pub pays: Option<Text>,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts and the value that is decided for them.
    pub examples: Vec<Example>,
}

/// When a decided setting stands in the config.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq, Default)]
#[serde(rename_all = "lowercase")]
pub enum Write {
    /// Even if it is the client's default, because the design leans on it.
    Always,
    /// Where it differs from the client's default; else it is listed as left at its default, on purpose.
    #[default]
    Changed,
    /// Where it differs from the client's default; else nothing is said.
    Quiet,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionFields {
    id: String,
    title: String,
    decides: String,
    called: Option<String>,
    when: Option<Condition>,
    value: Option<Expression>,
    because: Option<Text>,
    cases: Option<Vec<Way>>,
    largest: Option<Vec<Way>>,
    smallest: Option<Vec<Way>>,
    accept: Option<Expression>,
    #[serde(default)]
    write: Write,
    #[serde(default)]
    alternatives: Vec<Alternative>,
    pays: Option<Text>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    examples: Vec<Example>,
}

impl TryFrom<DecisionFields> for Decision {
    type Error = String;

    fn try_from(fields: DecisionFields) -> Result<Self, String> {
        let choice = Choice::from_fields(fields.value, fields.because, fields.cases, fields.largest, fields.smallest)?;
        Ok(Self {
            id: fields.id,
            title: fields.title,
            decides: fields.decides,
            called: fields.called,
            when: fields.when,
            choice,
            accept: fields.accept,
            write: fields.write,
            alternatives: fields.alternatives,
            pays: fields.pays,
            references: fields.references,
            examples: fields.examples,
        })
    }
}

/// A value that was not chosen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// When it is worth a mention.
    pub when: Option<Condition>,
    /// The value, in the unit of the fact.
    pub value: Expression,
    /// Why it was not taken.
    pub because: Text,
}

/// Facts, and what the entry makes of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Facts by kind: `{environment: production, topic: {name: orders, replication_factor: 1}}`.
    #[serde(default)]
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// What a decision or question gives for them, in human units.
    pub value: Option<serde_json::Value>,
    /// A file in place of the facts, where a rule judges files.
    pub file: Option<ExampleFile>,
    /// Whether a rule, conflict or failure applies to them.
    pub fires: Option<bool>,
    /// Whether a pattern fits them.
    pub fits: Option<bool>,
}

/// A file as a user would have it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    /// Its path: the name decides who reads it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// An architecture: when it fits, what it guarantees, what it costs. One file of knowledge/patterns/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Equal to the file's name, and the value of the slot's fact.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The fact that names the chosen pattern of such a subject, such as `consumer.pattern`.
    pub slot: String,
    /// When it does the job at all.
    pub fits: Condition,
    /// The larger, the better it suits; the best of those that fit is chosen.
    pub score: Expression,
    /// Why it was chosen.
    pub because: Text,
    /// Why it does not fit; the first that holds is shown.
    #[serde(default)]
    pub unfit: Vec<Reason>,
    /// Why another one was preferred although this one fits.
    pub not_chosen: Text,
    /// Whether it hands work over to others and, if so, whether a crash loses what is handed over.
    pub hands_over: Option<Keeps>,
    /// What it guarantees.
    pub guarantees: String,
    /// What it costs.
    pub costs: String,
    /// What the application's code must do for it to hold.
    #[serde(default)]
    pub your_code_must: Vec<Obligation>,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts that it fits, and facts that it does not.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A reason under a condition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// When it holds.
    pub when: Condition,
    /// The reason.
    pub because: Text,
}

/// What the application's code must do, because no setting does it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// When the code must.
    pub when: Option<Condition>,
    /// `producer` or `consumer`; a pattern's obligations are those of its own kind.
    pub role: Option<String>,
    /// What, as an instruction.
    #[serde(rename = "do")]
    pub action: Text,
    /// What happens otherwise.
    pub because: Text,
}

/// What every code must do, whatever its client and its patterns. One file of knowledge/duties/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Equal to the file's name.
    pub id: String,
    /// `producer` or `consumer`.
    pub role: String,
    /// When the code must.
    pub when: Condition,
    /// What, as an instruction.
    #[serde(rename = "do")]
    pub action: Text,
    /// What happens otherwise.
    pub because: Text,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts for which it applies and for which it does not.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// Constraints that cannot all be met. One file of knowledge/conflicts/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Equal to the file's name.
    pub id: String,
    /// What collides, in a few words.
    pub title: String,
    /// The kind of subject that it is judged for.
    #[serde(rename = "for")]
    pub of: String,
    /// The two answers that collide, as paths.
    pub between: [Text; 2],
    /// When they do.
    pub when: Condition,
    /// Why they cannot both be met, in numbers.
    pub message: Text,
    /// What giving way on either buys; shown only where it dissolves the conflict.
    pub give_way: Vec<GiveWay>,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts for which it fires and for which it does not.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// One way out of a [`Conflict`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveWay {
    /// When this way is open.
    pub when: Option<Condition>,
    /// The answer to change, as a path.
    pub path: Text,
    /// What to change it to, in the unit of its fact.
    pub to: Expression,
    /// What that buys, and costs.
    pub buys: Text,
}

/// What happens when something fails, given the settings. One file of knowledge/failures/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Equal to the file's name.
    pub id: String,
    /// What fails, in a few words: "a leader dies".
    pub title: Text,
    /// The kind of subject that it is told for.
    #[serde(rename = "for")]
    pub of: String,
    /// Smaller is told earlier.
    pub order: f64,
    /// When it can happen.
    pub when: Option<Condition>,
    /// What happens then, in numbers.
    pub message: Text,
    /// Where to read on.
    pub references: Vec<String>,
    /// Facts for which it is told and for which it is not.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// What must hold. One file of knowledge/rules/.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Equal to the file's name.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// The kind of subject, or the related pair, that it is judged for.
    #[serde(rename = "for")]
    pub of: Subjects,
    /// How bad it is.
    pub severity: crate::finding::Severity,
    /// How sure it is.
    pub confidence: crate::finding::Confidence,
    /// `stable` or `preview`.
    #[serde(default)]
    pub status: Option<String>,
    /// The release of kskill that brought it.
    pub since: Option<String>,
    /// When it fires.
    pub when: Condition,
    /// The fact whose place is shown.
    pub at: String,
    /// The fact that it collides with.
    pub against: Option<String>,
    /// What is wrong, in the user's numbers.
    pub message: Text,
    /// What mends it.
    pub fix: Option<Fix>,
    /// What to do first where a running cluster breaks it.
    pub first: Option<Text>,
    /// Whether it is asked of running clusters.
    #[serde(default)]
    pub live: Live,
    /// Whether it is shown only to those who ask for every detail.
    #[serde(default)]
    pub pedantic: bool,
    /// Why it matters.
    pub why: String,
    /// When it does not matter.
    pub exceptions: Option<String>,
    /// Where to read on.
    pub references: Vec<String>,
    /// What a real client or broker said.
    pub evidence: Option<String>,
    /// Facts for which it fires and for which it is quiet.
    pub examples: Vec<Example>,
}

/// The subjects that a rule is judged for.
#[derive(Debug, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub struct Subjects(pub Vec<String>);

impl TryFrom<serde_json::Value> for Subjects {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        match value {
            serde_json::Value::String(kind) => Ok(Self(vec![kind])),
            serde_json::Value::Array(kinds) if kinds.len() == 2 => kinds
                .into_iter()
                .map(|kind| kind.as_str().map(str::to_owned).ok_or_else(|| "kinds are names".to_owned()))
                .collect::<Result<_, _>>()
                .map(Self),
            other => Err(format!("`for` is a kind or a related pair of kinds, not {other}")),
        }
    }
}
