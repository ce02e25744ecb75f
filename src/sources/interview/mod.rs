//! The interview: asks people for the answers, in the order of what matters, and no more than matters.
//!
//! An interview is the list of what was [`Said`] and nothing else. Which question is next follows from it, from the
//! questions of the knowledge base and from the facts that the answers so far settle.

mod asker;
mod kept;
mod names;
mod question;
mod said;
mod terminal;

use anyhow::Result;

use super::answers::Answers;
use super::tree::SourceError;
use crate::facts::Facts;
use crate::knowledge::Knowledge;

pub use asker::{Asker, Check, Choice, Input, Prompt, Reply};
pub use kept::Kept;
pub use said::Said;
pub use terminal::Terminal;

/// The environment whose facts say which questions matter: that of the larger numbers.
const ENVIRONMENT: &str = "production";

/// Settles what answers leave open, as deciding does.
pub type Settle<'a> = &'a dyn Fn(Facts) -> Facts;

/// An interview, at any point of its course.
pub struct Interview<'a> {
    knowledge: &'a Knowledge,
    settle: Settle<'a>,
    /// Answers that were given beforehand, as paths and values: they are not asked for.
    given: &'a [(&'a str, &'a str)],
    said: Vec<Said>,
    /// What going back took away, the latest last: it is offered again.
    taken_back: Vec<Said>,
}

/// How a round of questions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Nothing is left to ask.
    Complete,
    /// The person left.
    Left,
}

impl<'a> Interview<'a> {
    /// An interview in which something was `said` already, or nothing.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, settle: Settle<'a>, given: &'a [(&'a str, &'a str)], said: Vec<Said>) -> Self {
        Self { knowledge, settle, given, said, taken_back: Vec::new() }
    }

    /// What was said so far.
    #[must_use]
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// Whether what was said goes together, and with what the knowledge base asks for.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.with_given(&self.said).is_ok() && self.next().is_ok()
    }

    /// Asks until nothing is left to ask; `keep` is called after every answer.
    ///
    /// # Errors
    /// When nobody can be asked, or an answer that was given beforehand is wrong.
    pub fn hold(&mut self, asker: &mut dyn Asker, keep: &mut dyn FnMut(&[Said])) -> Result<Ended> {
        while let Some(prompt) = self.next()? {
            match asker.ask(&prompt, &|text| self.check(&prompt, text))? {
                Reply::Said(text) => self.say(&prompt, Some(&text)),
                Reply::Skipped => self.say(&prompt, None),
                Reply::Back => self.back(),
                Reply::Left => return Ok(Ended::Left),
            }
            keep(&self.said);
        }
        Ok(Ended::Complete)
    }

    /// The next question; none where nothing is left to ask.
    ///
    /// # Errors
    /// When an answer that was given beforehand is wrong.
    pub fn next(&self) -> Result<Option<Prompt>, SourceError> {
        let prompt = match names::first(&self.said) {
            Some(prompt) => Some(prompt),
            None => self.follow_up()?,
        };
        Ok(prompt.map(|prompt| {
            let before = self.taken_back.last().filter(|step| step.ask == prompt.ask);
            let initial = before.and_then(|step| step.answer.as_deref()).map(|text| prompt.input.speak(text));
            Prompt { initial, ..prompt }
        }))
    }

    /// The questions of each event, who reads, the questions of each consumer, everything else.
    fn follow_up(&self) -> Result<Option<Prompt>, SourceError> {
        let facts = self.facts()?;
        let questions = question::Questions { knowledge: self.knowledge, facts: &facts, said: &self.said };
        let prompt = questions
            .of_kind("event")
            .or_else(|| names::consumers(&self.said))
            .or_else(|| names::reads(&self.said))
            .or_else(|| questions.of_kind("consumer"))
            .or_else(|| names::limits(&self.said, &facts))
            .or_else(|| questions.any());
        Ok(prompt)
    }

    /// The question whose answer stands at a path, to correct it. None where the path leads to no answer.
    ///
    /// # Errors
    /// As [`Interview::answers`].
    pub fn correction(&self, path: &str) -> Result<Option<Prompt>, SourceError> {
        let facts = self.facts()?;
        let questions = question::Questions { knowledge: self.knowledge, facts: &facts, said: &self.said };
        let prompt = names::at(&self.said, path).or_else(|| questions.at(path));
        let step = self.said.iter().rev().find(|step| step.ask == path);
        let before = step.and_then(|step| step.answer.as_deref());
        Ok(prompt.map(|prompt| {
            let initial = before.map(|text| prompt.input.speak(text));
            Prompt { initial, ..prompt }
        }))
    }

    /// What is wrong with an answer: nothing, if answers with it can be read.
    ///
    /// # Errors
    /// What is wrong and what to write instead.
    pub fn check(&self, prompt: &Prompt, text: &str) -> Result<(), String> {
        if prompt.ask == said::SYSTEM {
            return Ok(());
        }
        let mut said = self.said.clone();
        set(&mut said, step(prompt, Some(text)));
        let answers = self.with_given(&said).map_err(|error| error.message)?;
        answers.facts(self.knowledge, ENVIRONMENT).map(|_| ()).map_err(|error| error.message)
    }

    /// Records an answer, or that there is none; a correction takes the place of what was said.
    pub fn say(&mut self, prompt: &Prompt, text: Option<&str>) {
        let step = step(prompt, text);
        // After another answer, what followed the one that was taken back may be about something else.
        if self.taken_back.pop().as_ref() != Some(&step) {
            self.taken_back.clear();
        }
        set(&mut self.said, step);
    }

    /// Sets the answer at a path, in the words of an answers file.
    pub fn correct(&mut self, path: &str, value: &str) {
        set(&mut self.said, Said::new(path, Some(value.to_owned())));
    }

    /// Goes back to what was said at an earlier point.
    pub fn reset(&mut self, said: Vec<Said>) {
        self.said = said;
    }

    /// Takes the last answer back, so that it is asked for again.
    pub fn back(&mut self) {
        self.taken_back.extend(self.said.pop());
    }

    /// The answers, as if they had been written to a file and read.
    ///
    /// # Errors
    /// When an answer that was given beforehand leads nowhere.
    pub fn answers(&self) -> Result<Answers, SourceError> {
        let mut answers = said::answers(&self.said)?;
        for (path, value) in self.given {
            answers.set(path, value)?;
        }
        said::as_file(&answers)
    }

    /// The answers so far. What was given about an event or consumer waits until that is named.
    fn with_given(&self, said: &[Said]) -> Result<Answers, SourceError> {
        let mut answers = said::answers(said)?;
        for (path, value) in self.given {
            let waits = answers.clone().set(path, value).is_err();
            if !waits {
                answers.set(path, value)?;
            }
        }
        Ok(answers)
    }

    fn facts(&self) -> Result<Facts, SourceError> {
        let facts = self.with_given(&self.said)?.facts(self.knowledge, ENVIRONMENT)?;
        Ok((self.settle)(facts))
    }
}

fn step(prompt: &Prompt, text: Option<&str>) -> Said {
    Said::new(&prompt.ask, text.map(|text| prompt.input.spell(text)))
}

/// Puts an answer in the place of the one before it, or at the end.
fn set(said: &mut Vec<Said>, step: Said) {
    match said.iter_mut().find(|known| known.ask == step.ask) {
        Some(known) => *known = step,
        None => said.push(step),
    }
}
