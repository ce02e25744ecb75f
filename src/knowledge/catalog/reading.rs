//! What comes of reading a value.

use std::fmt;

/// How a value is written, in a home that tells texts from numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text: everything in `.properties`, what has quotes in code.
    Text,
    /// A number.
    Number,
    /// True or false, without quotes.
    Truth,
    /// An expression of a programming language.
    Code,
}

/// A value as its client holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// Nothing: what was written leaves the default.
    Default,
}

/// A value that the client takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What the client understands.
    pub value: Typed,
    /// The end of the text that the client does not look at: `ms` of `5ms` in librdkafka.
    pub ignored: Option<String>,
}

impl Reading {
    pub(super) fn of(value: Typed) -> Self {
        Self { value, ignored: None }
    }

    pub(super) fn text(text: &str) -> Self {
        Self::of(Typed::Text(text.to_owned()))
    }
}

/// Why a client does not take a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is none of the words that mean true or false.
    NotBoolean {
        /// Those words.
        words: &'static str,
    },
    /// It is no whole number.
    NotInteger,
    /// It is a whole number, but too large for the bits it is held in.
    TooLarge {
        /// The largest.
        most: i64,
    },
    /// It is no number.
    NotNumber,
    /// It is a text, and only a number is taken: the client calculates with it.
    TextForNumber,
    /// It is no time with one of the units that are taken.
    NotDuration,
    /// It is no size with one of the units that are taken.
    NotSize,
    /// It is a number outside of the bounds.
    OutOfRange {
        /// `at least 1`, `between 1 and 100`.
        bounds: String,
    },
    /// It is none of the words that are taken.
    NotOneOf {
        /// What is not.
        word: String,
        /// Those words.
        words: Vec<String>,
    },
    /// It is empty.
    Empty,
    /// It has two commas with nothing between, or one at an end.
    EmptyItem,
    /// It names one thing twice.
    Twice {
        /// What.
        item: String,
    },
    /// It has a comma or a space, and may name one thing only.
    NotSingle,
    /// It is no address with a port.
    NotAddress {
        /// What is not.
        address: String,
    },
    /// It is no class that there is.
    NoClass {
        /// The class that may be meant.
        meant: String,
    },
    /// It is no name that the brokers take.
    NotName,
    /// It names two that do not go together.
    NotTogether {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// It is not of the form that it must have.
    NotShaped {
        /// The form, in words.
        shape: &'static str,
    },
    /// It stands beside a key that it excludes.
    Beside {
        /// That key.
        other: String,
    },
    /// It names something that another key must describe, and no such key is there.
    Without {
        /// That key.
        other: String,
    },
    /// It has spaces around it.
    Spaces,
    /// It is no less than another one, and is looked at even where nothing uses it.
    NotBelow {
        /// The other one's key.
        other: &'static str,
    },
    /// It can be set by code only.
    NotText,
    /// It is an object of Java of another class than the client takes.
    Mistyped {
        /// What it takes.
        wanted: &'static str,
        /// What it is.
        class: &'static str,
    },
    /// It names a class of Kafka's own that was taken out.
    Gone {
        /// The first version without it.
        since: &'static str,
    },
    /// The name itself is refused.
    Name,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBoolean { words } => write!(f, "is neither true nor false: it takes {words}"),
            Self::NotInteger => write!(f, "is no whole number"),
            Self::TooLarge { most } => write!(f, "is too large: the largest number it can hold is {most}"),
            Self::NotNumber => write!(f, "is no number"),
            Self::TextForNumber => write!(f, "takes a number, and this is a text"),
            Self::NotDuration => {
                write!(f, "takes a whole number of ms, or one with ns, us, ms, s, m, h or d behind it")
            }
            Self::NotSize => write!(f, "takes a whole number of bytes, or one with B, KB, MB, GB or TB behind it"),
            Self::OutOfRange { bounds } => write!(f, "must be {bounds}"),
            Self::NotOneOf { word, words } => write!(f, "takes {}, not `{word}`", words.join(", ")),
            Self::Empty => write!(f, "may not be empty"),
            Self::EmptyItem => write!(f, "has an empty item: a comma too many"),
            Self::Twice { item } => write!(f, "names `{item}` twice"),
            Self::NotSingle => write!(f, "takes one name, without commas and spaces"),
            Self::NotAddress { address } => write!(f, "takes HOST:PORT, not `{address}`"),
            Self::NoClass { meant } => write!(f, "names no class that there is, `{meant}` may be meant"),
            Self::NotName => write!(f, "takes up to 249 letters, digits, dots, `_` and `-`"),
            Self::NotTogether { one, other } => write!(f, "cannot have `{one}` beside `{other}`"),
            Self::NotShaped { shape } => write!(f, "takes {shape}"),
            Self::Beside { other } => write!(f, "may not be set beside `{other}`"),
            Self::Without { other } => write!(f, "needs `{other}` beside it"),
            Self::Spaces => write!(f, "may have no spaces around it"),
            Self::NotBelow { other } => {
                write!(f, "must be below `{other}`, even where the config is for something that uses neither")
            }
            Self::Mistyped { wanted, class } => write!(f, "takes {wanted}, and this is {} {class}", article(class)),
            Self::Gone { .. } => write!(f, "names a class that is not there any more"),
            Self::NotText => write!(f, "can be set by code only"),
            Self::Name => write!(f, "is refused by this client whatever its value"),
        }
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" }
}

/// The bounds in words.
pub(super) fn bounds(range: &(Option<String>, Option<String>), or: Option<i64>) -> String {
    let words = match range {
        (Some(least), Some(most)) => format!("between {least} and {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "a number".to_owned(),
    };
    or.map_or(words.clone(), |or| format!("{words}, or {or}"))
}
