//! What an interview needs of whoever can be asked: a terminal, or a script in a test.

use anyhow::Result;

/// Somebody to ask and to tell.
pub trait Asker {
    /// Asks until `check` finds nothing wrong with what is said, or the question is skipped or left.
    ///
    /// # Errors
    /// When nobody can be asked any more.
    fn ask(&mut self, prompt: &Prompt, check: &Check) -> Result<Reply>;

    /// Tells something that needs no answer.
    ///
    /// # Errors
    /// When nobody listens any more.
    fn tell(&mut self, text: &str) -> Result<()>;
}

/// What is wrong with an answer and what to write instead.
pub type Check<'a> = dyn Fn(&str) -> Result<(), String> + 'a;

/// A question as it is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What is asked for: the path of an answer, such as `events.task.peak`, or one of the words of [`super::Said`].
    pub ask: String,
    /// The question.
    pub question: String,
    /// Why it is asked and what the answer decides.
    pub why: String,
    /// What saying nothing means; none where there must be an answer.
    pub skip: Option<String>,
    /// How it is answered.
    pub input: Input,
    /// What an answer may look like.
    pub example: Option<&'static str>,
    /// What was said before and can be changed now.
    pub initial: Option<String>,
}

impl Prompt {
    /// A question that must be answered, with a text.
    #[must_use]
    pub fn new(ask: &str, question: impl Into<String>) -> Self {
        Self {
            ask: ask.to_owned(),
            question: question.into(),
            why: String::new(),
            skip: None,
            input: Input::Line,
            example: None,
            initial: None,
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A text: a name, or a value with its unit.
    Line,
    /// Texts with commas between them.
    List,
    /// Names with values: `email 10/s, slack 5/s`.
    Map,
    /// One of several.
    Choice(Vec<Choice>),
    /// Some of several.
    Several(Vec<String>),
}

/// One of several things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The answer.
    pub value: String,
    /// What it is called in the list.
    pub label: String,
    /// What it means; empty where the label says it.
    pub meaning: String,
}

impl Choice {
    /// A choice that is called what it is.
    #[must_use]
    pub fn new(value: &str, meaning: &str) -> Self {
        Self { value: value.to_owned(), label: value.to_owned(), meaning: meaning.to_owned() }
    }

    /// The same under another name.
    #[must_use]
    pub fn called(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Said(String),
    /// Nothing: assume something, or go on.
    Skipped,
    /// The question before this one, please.
    Back,
    /// No more questions for now.
    Left,
}

impl Input {
    /// What was said, as it stands in an answers file.
    #[must_use]
    pub fn spell(&self, said: &str) -> String {
        let said = said.trim();
        let parts = || said.split(',').map(str::trim).filter(|part| !part.is_empty());
        match self {
            Self::Line | Self::Choice(_) => said.to_owned(),
            Self::List | Self::Several(_) => format!("[{}]", parts().collect::<Vec<_>>().join(", ")),
            Self::Map => {
                let pairs = parts().map(|part| {
                    let (name, value) = part.split_once([':', '=', ' ']).unwrap_or((part, ""));
                    format!("{}: {}", name.trim(), value.trim())
                });
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// How that was said: the way back from [`Input::spell`].
    #[must_use]
    pub fn speak(&self, spelled: &str) -> String {
        match self {
            Self::Line | Self::Choice(_) => spelled.to_owned(),
            Self::List | Self::Several(_) | Self::Map => spelled.trim_matches(['[', ']', '{', '}']).to_owned(),
        }
    }
}
