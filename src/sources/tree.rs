//! A tree over YAML (and JSON, which is YAML) in which every value knows where it was written.
//!
//! Scalars stay the text that they were: whether `10/s` is a rate and `true` a boolean is for the reader of a
//! fact to decide, who can then say at which line and column the text is that does not fit.

mod closest;
mod read;
mod set;
mod write;

use std::fmt;

pub use closest::closest;
pub use read::{MAX_DEPTH, is_remark, read, read_all, read_json};
pub use set::{Plain, Shape, set, set_shaped};
pub use write::{is_plain_string, write_yaml};

/// A position in a file, as editors count: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where a value or a key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The file that was read: the first character, and the one after the last.
    File {
        /// The first character.
        start: Place,
        /// The character after the last one.
        end: Place,
    },
    /// A flag of the command line, whole and as it was given: `--set events.task.peak=10/s`.
    Flag(String),
    /// Made by the program: an answer of the interview, a default, a value that is about to be written.
    Made,
}

impl Source {
    /// The place in the file, for what comes from one.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::File { start, .. } => Some(*start),
            Self::Flag(_) | Self::Made => None,
        }
    }

    /// An error about what stands here; `file` is the file that the tree was read from.
    ///
    /// What comes from a flag is reported by the flag instead of the file.
    #[must_use]
    pub fn error(&self, file: &str, message: impl Into<String>) -> SourceError {
        let file = match self {
            Self::Flag(flag) => flag.as_str(),
            Self::File { .. } | Self::Made => file,
        };
        SourceError { file: file.to_owned(), place: self.place(), message: message.into() }
    }
}

/// A value with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where the value comes from.
    pub source: Source,
    /// The value.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A single text.
    Scalar {
        /// The text without its quotes, its escapes resolved. Empty and unquoted is null.
        text: String,
        /// Whether it was quoted, or a text block, so that `"4.3"` is text and no number.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file; no key is there twice, but in JSON, where the last one holds.
    Map(Vec<(Key, Node)>),
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The text of the key without its quotes.
    pub text: String,
    /// Where the key comes from.
    pub source: Source,
}

impl Key {
    /// A key that the program makes.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), source: Source::Made }
    }
}

impl Node {
    /// A scalar that the program makes, meant as if it had been written without quotes: `10/s`, `true`, `3`.
    #[must_use]
    pub fn scalar(text: impl Into<String>) -> Self {
        Self::made(Kind::Scalar { text: text.into(), quoted: false })
    }

    /// A text that the program makes, quoted where it could be taken for something else: `"4.3"`, `"yes"`.
    #[must_use]
    pub fn string(text: impl Into<String>) -> Self {
        Self::made(Kind::Scalar { text: text.into(), quoted: true })
    }

    /// A list that the program makes.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Node>) -> Self {
        Self::made(Kind::List(items.into_iter().collect()))
    }

    /// A map that the program makes. Its keys are expected to differ.
    #[must_use]
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Node)>) -> Self {
        let entries = entries.into_iter().map(|(key, node)| (Key::new(key), node));
        Self::made(Kind::Map(entries.collect()))
    }

    fn made(kind: Kind) -> Self {
        Self { source: Source::Made, kind }
    }

    /// The place in the file, for a value that comes from one.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.source.place()
    }

    /// An error about this value; see [`Source::error`].
    #[must_use]
    pub fn error(&self, file: &str, message: impl Into<String>) -> SourceError {
        self.source.error(file, message)
    }

    /// The value at a key, where this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The key and its value, where this is a map that has it: the key's place is wanted for "unknown key".
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        self.entries().rfind(|(known, _)| known.text == key)
    }

    /// The value at a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let Kind::Map(entries) = &mut self.kind else {
            return None;
        };
        entries.iter_mut().find(|(known, _)| known.text == key).map(|(_, node)| node)
    }

    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (&Key, &Node)> {
        self.as_map().unwrap_or_default().iter().map(|(key, node)| (key, node))
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = &Node> {
        self.as_list().unwrap_or_default().iter()
    }

    /// The entries, where this is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(Key, Node)]> {
        if let Kind::Map(entries) = &self.kind { Some(entries) } else { None }
    }

    /// The items, where this is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Kind::List(items) = &self.kind { Some(items) } else { None }
    }

    /// The text, where this is a scalar; that of null is what was written, `""` or `~` or `null`.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Kind::Scalar { text, .. } = &self.kind { Some(text) } else { None }
    }

    /// Whether this is a text in quotes or a text block, which is never a number, a boolean or null.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        matches!(self.kind, Kind::Scalar { quoted: true, .. })
    }

    /// Whether nothing is written here: a key without a value, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        let Kind::Scalar { text, quoted: false } = &self.kind else {
            return false;
        };
        matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// Lists, maps and scalars in words, for messages.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } if self.is_null() => "nothing",
            Kind::Scalar { .. } => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    /// Whether both hold the same values, wherever they come from.
    ///
    /// Quotes count only where they make a difference: `task` and `"task"` are the same, `4.3` and `"4.3"` are not.
    #[must_use]
    pub fn same(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            _ if self.is_null() => other.is_null(),
            (Kind::Scalar { text, quoted }, Kind::Scalar { text: other, quoted: other_quoted }) => {
                text == other && (quoted == other_quoted || is_plain_string(text))
            }
            (Kind::List(items), Kind::List(others)) => {
                items.len() == others.len() && items.iter().zip(others).all(|(a, b)| a.same(b))
            }
            (Kind::Map(entries), Kind::Map(others)) => {
                let same = |((a, x), (b, y)): (&(Key, Node), &(Key, Node))| a.text == b.text && x.same(y);
                entries.len() == others.len() && entries.iter().zip(others).all(same)
            }
            _ => false,
        }
    }

    /// How many levels of lists and maps there are, the scalars below them included.
    fn depth(&self) -> usize {
        let below = match &self.kind {
            Kind::Scalar { .. } => None,
            Kind::List(items) => items.iter().map(Self::depth).max(),
            Kind::Map(entries) => entries.iter().map(|(_, node)| node.depth()).max(),
        };
        1 + below.unwrap_or(0)
    }

    /// Makes everything below this come from one source.
    fn stamp(&mut self, source: &Source) {
        self.source = source.clone();
        match &mut self.kind {
            Kind::Scalar { .. } => {}
            Kind::List(items) => items.iter_mut().for_each(|item| item.stamp(source)),
            Kind::Map(entries) => {
                for (key, node) in entries {
                    key.source = source.clone();
                    node.stamp(source);
                }
            }
        }
    }
}

/// What is wrong in a file, or with a flag, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// The file as the user named it, or the flag: `--set events.task.peak=10`.
    pub file: String,
    /// The place in the file, where there is one.
    pub place: Option<Place>,
    /// A lowercase fragment that ends with the next step.
    pub message: String,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(Place { line, column }) => {
                write!(f, "{}:{line}:{column}: {}", self.file, self.message)
            }
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for SourceError {}
