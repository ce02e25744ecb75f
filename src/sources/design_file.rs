//! The design file (design.yaml): the answers, what was held and ruled out, what followed, and how it came about.
//!
//! Only `answers`, `pins`, `rejected`, `history` and `files` are read back; `assumptions` and `decisions` are there for people
//! and for tools that check a cluster, and are computed anew from the answers.

use serde_json::Value as Json;

use super::answers::Answers;
use super::tree::{self, Node, SourceError};
use crate::design::{ClientName, Decision, Design};

/// What a design is computed from, and how it got there.
#[derive(Debug, Clone)]
pub struct DesignFile {
    /// The constraints.
    pub answers: Answers,
    /// Decisions that the user holds.
    pub pins: Vec<String>,
    /// Choices that the user ruled out: the choice and why.
    pub rejected: Vec<(String, String)>,
    /// Earlier rounds, oldest first.
    pub history: Vec<Round>,
    /// The files that were written beside it.
    pub files: Vec<Written>,
}

/// A file that was written beside a design file, so that a later round knows what is its own to change or remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path, below the design file's directory.
    pub path: String,
    /// What [`sum`] gave for its text.
    pub sum: String,
}

/// A checksum (FNV-1a, 64 bits) that tells an edited file from one as it was written.
#[must_use]
pub fn sum(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// One round of pushing back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// What the user changed, as flags: `--set events.task.peak=100000/min`.
    pub asked: Vec<String>,
    /// What changed in the design.
    pub changed: Vec<String>,
}

/// The last line of a whole design file: a file without it was cut off.
const END: &str = "complete";

/// What is said of such a file.
const CUT_OFF: &str = "the design file was cut off: its last line, `complete: true`, is missing; restore it, or design anew with kskill recommend";

impl DesignFile {
    /// A new design file, without history.
    #[must_use]
    pub fn new(answers: Answers) -> Self {
        Self { answers, pins: Vec::new(), rejected: Vec::new(), history: Vec::new(), files: Vec::new() }
    }

    /// Reads the text of a design file.
    ///
    /// # Errors
    /// When it is no YAML, no design file, or was cut off; with the place.
    pub fn read(file: &str, text: &str) -> Result<Self, SourceError> {
        let root = tree::read(file, text).map_err(|mut error| {
            // A file that ends in the middle of a word is seldom YAML: that it was cut off is what to say then.
            if !text.trim_end().ends_with(&format!("{END}: true")) {
                error.message = format!("{CUT_OFF} ({})", error.message);
            }
            error
        })?;
        let Some(answers) = root.get("answers") else {
            return Err(root.error(
                file,
                "this is no design file: it has no `answers`; kskill recommend --out DIR writes one as DIR/design.yaml",
            ));
        };
        if root.get(END).and_then(Node::as_text) != Some("true") {
            let last = root.entries().last().map_or(&root, |(_, node)| node);
            return Err(last.error(file, CUT_OFF));
        }
        Ok(Self {
            answers: Answers { file: file.to_owned(), root: answers.clone() },
            pins: texts(root.get("pins")),
            rejected: root.get("rejected").into_iter().flat_map(Node::items).map(rejection).collect(),
            history: root.get("history").into_iter().flat_map(Node::items).map(round).collect(),
            files: root.get("files").into_iter().flat_map(Node::items).map(written).collect(),
        })
    }

    /// The text of the file, with what `design` decided.
    #[must_use]
    pub fn write(&self, design: &Design) -> String {
        let rejected = self
            .rejected
            .iter()
            .map(|(choice, because)| Node::map([("choice", Node::string(choice)), ("because", Node::string(because))]));
        let history = self
            .history
            .iter()
            .map(|round| Node::map([("asked", strings(&round.asked)), ("changed", strings(&round.changed))]));
        let files = self
            .files
            .iter()
            .map(|file| Node::map([("path", Node::string(&file.path)), ("sum", Node::string(&file.sum))]));
        let root = Node::map([
            ("kskill", Node::string(env!("CARGO_PKG_VERSION"))),
            ("answers", self.answers.root.clone()),
            ("pins", strings(&self.pins)),
            ("rejected", Node::list(rejected)),
            ("assumptions", node(&serde_json::to_value(&design.assumptions).unwrap_or_default())),
            ("decisions", Node::list(design.decisions.iter().map(|row| decision(design, row)))),
            ("history", Node::list(history)),
            ("files", Node::list(files)),
            (END, Node::scalar("true")),
        ]);
        let head = "# A Kafka design by kskill. Change `answers`, or run: kskill what-if design.yaml --set PATH=VALUE --save\n";
        format!("{head}{}", tree::write_yaml(&root))
    }
}

/// A decision; one that stands in the config of a service says for which client it is spelled so.
fn decision(design: &Design, row: &Decision) -> Node {
    let mut fields = vec![
        ("subject", Node::string(&row.subject)),
        ("key", Node::string(&row.key)),
        ("env", Node::string(&row.env)),
        ("value", node(&serde_json::to_value(&row.value).unwrap_or_default())),
        ("because", Node::string(&row.because)),
        ("id", Node::string(&row.id)),
    ];
    let client = client_of(design, &row.subject).filter(|_| row.written);
    fields.extend(client.map(|client| ("client", Node::string(format!("{}@{}", client.id, client.version)))));
    Node::map(fields)
}

/// The client of a service, by the name of its subject: `producer/task-api`.
fn client_of<'d>(design: &'d Design, subject: &str) -> Option<&'d ClientName> {
    match subject.split_once('/')? {
        ("producer", name) => design.producers.iter().find(|one| one.name == name).map(|one| &one.client),
        ("consumer", name) => design.consumers.iter().find(|one| one.name == name).map(|one| &one.client),
        _ => None,
    }
}

fn strings(texts: &[String]) -> Node {
    Node::list(texts.iter().map(Node::string))
}

fn texts(node: Option<&Node>) -> Vec<String> {
    node.into_iter().flat_map(Node::items).filter_map(Node::as_text).map(str::to_owned).collect()
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_text).unwrap_or_default().to_owned()
}

fn rejection(node: &Node) -> (String, String) {
    (text(node, "choice"), text(node, "because"))
}

fn written(node: &Node) -> Written {
    Written { path: text(node, "path"), sum: text(node, "sum") }
}

fn round(node: &Node) -> Round {
    Round { asked: texts(node.get("asked")), changed: texts(node.get("changed")) }
}

/// Plain data as a tree.
fn node(json: &Json) -> Node {
    match json {
        Json::Object(fields) => Node::map(fields.iter().map(|(key, value)| (key.clone(), node(value)))),
        Json::Array(items) => Node::list(items.iter().map(node)),
        Json::String(text) => Node::string(text),
        other => Node::scalar(other.to_string()),
    }
}
