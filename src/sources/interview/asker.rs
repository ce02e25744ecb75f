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
    /// Whether saying nothing means that there is none of what is asked for, so that `none` says the same.
    pub none: bool,
    /// How it is answered.
    pub input: Input,
    /// What an answer may look like.
    pub example: Option<&'static str>,
    /// What was said before and can be changed now.
    pub initial: Option<String>,
}

/// What people say where there is none.
const NONE: [&str; 5] = ["none", "no", "nothing", "-", "n/a"];

impl Prompt {
    /// A question that must be answered, with a text.
    #[must_use]
    pub fn new(ask: &str, question: impl Into<String>) -> Self {
        Self {
            ask: ask.to_owned(),
            question: question.into(),
            why: String::new(),
            skip: None,
            none: false,
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

impl Prompt {
    /// Whether an answer says in words that there is none.
    #[must_use]
    pub fn says_none(&self, text: &str) -> bool {
        self.none && NONE.contains(&text.trim().to_lowercase().as_str())
    }
}

impl Input {
    /// What was said, as it stands in an answers file.
    #[must_use]
    pub fn spell(&self, said: &str) -> String {
        let said = said.trim();
        match self {
            Self::Line | Self::Choice(_) => said.to_owned(),
            Self::List | Self::Several(_) => format!("[{}]", parts(said).join(", ")),
            Self::Map => {
                let pairs = parts(said).into_iter().map(|part| {
                    let (name, value) = pair(part).unwrap_or((part, ""));
                    format!("{name}: {}", quoted(value))
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
            Self::List | Self::Several(_) => spelled.trim_matches(['[', ']']).to_owned(),
            Self::Map => {
                let inner = spelled.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(spelled);
                inner.replace('"', "")
            }
        }
    }

    /// Whether what was said has the form that is asked for, `example` being one.
    ///
    /// # Errors
    /// What is missing, and how to write this very answer.
    pub fn check(&self, said: &str, example: Option<&str>) -> Result<(), String> {
        if !matches!(self, Self::Map) {
            return Ok(());
        }
        let such = example.map(|example| format!("; such as {example}")).unwrap_or_default();
        for part in parts(said) {
            if part.contains('"') {
                return Err(format!("quotes are not needed: leave them out{such}"));
            }
            match pair(part) {
                Some(_) => {}
                None if part.starts_with(|c: char| c.is_ascii_digit()) => {
                    return Err(format!("`{part}` has no name: write whose it is, NAME: {part}{such}"));
                }
                None => return Err(format!("`{part}` stands alone: write {part}: and its value{such}")),
            }
        }
        Ok(())
    }
}

/// What stands between commas: not those inside of brackets, and not those of `1,000`.
fn parts(said: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut begin, mut depth) = (0, 0_usize);
    for (at, c) in said.char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !groups_digits(said, at) => {
                parts.push(&said[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&said[begin..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether the comma at a place stands in a number, before exactly three digits.
fn groups_digits(text: &str, at: usize) -> bool {
    let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && text[..at].ends_with(|c: char| c.is_ascii_digit())
}

/// The name and the value of `email: 20/s`, `email = 20/s` or `email 20/s`. None where one of them is missing.
fn pair(part: &str) -> Option<(&str, &str)> {
    let (name, value) = part.split_once([':', '=']).or_else(|| part.split_once(' '))?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    (is_name && !name.contains(' ') && !value.is_empty()).then_some((name, value))
}

/// A value as YAML reads it inside of braces.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ' ' | '%');
    if value.chars().all(plain) { value.to_owned() } else { format!("\"{value}\"") }
}
