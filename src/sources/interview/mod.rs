//! The interview: asks people for the answers, in the order of what matters, and no more than matters.
//!
//! An interview is the list of what was [`Said`] and nothing else. Which question is next follows from it, from the
//! questions of the knowledge base and from the facts that the answers so far settle.

mod asker;
mod kept;
mod like;
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
pub use kept::{Kept, Memory};
pub use said::Said;
pub use terminal::Terminal;

/// The environment whose facts say which questions matter: that of the larger numbers.
const ENVIRONMENT: &str = "production";

/// What an interview needs of those who decide.
#[derive(Clone, Copy)]
pub struct Deciding<'a> {
    /// Settles what answers leave open, as deciding does.
    pub settle: &'a dyn Fn(Facts) -> Facts,
    /// Says what is wrong with answers beyond what reading them shows, such as the type of a field.
    pub sound: &'a dyn Fn(&Answers) -> Result<(), String>,
}

/// An interview, at any point of its course.
pub struct Interview<'a> {
    knowledge: &'a Knowledge,
    deciding: Deciding<'a>,
    /// Answers that were given beforehand, as paths and values: they are not asked for.
    given: &'a [(&'a str, &'a str)],
    memory: Memory,
    /// What is asked for next because somebody went back to it.
    again: Option<String>,
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
    /// An interview of which something is remembered, or nothing.
    #[must_use]
    pub fn new(
        knowledge: &'a Knowledge,
        deciding: Deciding<'a>,
        given: &'a [(&'a str, &'a str)],
        memory: Memory,
    ) -> Self {
        Self { knowledge, deciding, given, memory, again: None }
    }

    /// What was said so far.
    #[must_use]
    pub fn said(&self) -> &[Said] {
        &self.memory.said
    }

    /// The same, with what those have that are like the first event or consumer.
    #[must_use]
    pub fn answered(&self) -> Vec<Said> {
        like::expanded(self.said())
    }

    /// All that is remembered.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// What is held and ruled out, to add to it.
    pub fn memory_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// Whether what was said goes together, and with what the knowledge base asks for.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.with_given(self.said()).is_ok() && self.next().is_ok()
    }

    /// Asks until nothing is left to ask; `keep` is called after every answer.
    ///
    /// # Errors
    /// When nobody can be asked, or an answer that was given beforehand is wrong.
    pub fn hold(&mut self, asker: &mut dyn Asker, keep: &mut dyn FnMut(&Memory)) -> Result<Ended> {
        while let Some(prompt) = self.next()? {
            match asker.ask(&prompt, &|text| self.check(&prompt, text))? {
                Reply::Said(text) => self.say(&prompt, Some(&text)),
                Reply::Skipped => self.say(&prompt, None),
                Reply::Back if !self.back() => asker.tell("This is the first question. Ctrl-C leaves.")?,
                Reply::Back => {}
                Reply::Left => return Ok(Ended::Left),
            }
            keep(&self.memory);
        }
        Ok(Ended::Complete)
    }

    /// The next question; none where nothing is left to ask.
    ///
    /// # Errors
    /// When an answer that was given beforehand is wrong.
    pub fn next(&self) -> Result<Option<Prompt>, SourceError> {
        if let Some(prompt) = self.again.as_deref().and_then(|path| self.correction(path).transpose()) {
            return prompt.map(Some);
        }
        let prompt = match names::first(self.said()) {
            Some(prompt) => Some(prompt),
            None => self.follow_up()?,
        };
        Ok(prompt.map(|prompt| self.offering(prompt)))
    }

    /// The question with what was answered before, to be changed or left.
    fn offering(&self, prompt: Prompt) -> Prompt {
        let mut before = self.said().iter().rev().chain(self.memory.offered.iter().rev());
        let step = before.find(|step| step.ask == prompt.ask).or_else(|| like::of_first(self.said(), &prompt.ask));
        let initial = step.and_then(|step| step.answer.as_deref()).map(|text| prompt.input.speak(text));
        Prompt { initial, ..prompt }
    }

    /// The questions of the first event, whether the others are like it, the questions of those that are not; who reads,
    /// and the same of consumers; everything else.
    fn follow_up(&self) -> Result<Option<Prompt>, SourceError> {
        let facts = self.facts()?;
        let said = &like::expanded(self.said())[..];
        let questions = question::Questions { knowledge: self.knowledge, facts: &facts, said };
        // All about the first one, so that the others can be like it.
        let event = |count: usize| questions.of_kind("event", count).or_else(|| names::fields(said, count));
        let consumer = |count: usize| {
            let reads = names::reads(said, count).or_else(|| questions.of_kind("consumer", count));
            reads.or_else(|| names::limits(said, &facts, count))
        };
        let prompt = event(1)
            .or_else(|| like::next(self.said(), said::EVENTS))
            .or_else(|| event(usize::MAX))
            .or_else(|| names::consumers(said))
            .or_else(|| consumer(1))
            .or_else(|| like::next(self.said(), said::CONSUMERS))
            .or_else(|| consumer(usize::MAX))
            .or_else(|| names::clients(said, &questions))
            .or_else(|| questions.any());
        Ok(prompt)
    }

    /// The question whose answer stands at a path, to correct it. None where the path leads to no answer.
    ///
    /// # Errors
    /// As [`Interview::answers`].
    pub fn correction(&self, path: &str) -> Result<Option<Prompt>, SourceError> {
        if let Some(prompt) = like::at(self.said(), path).or_else(|| names::at(self.said(), path)) {
            return Ok(Some(self.offering(prompt)));
        }
        let facts = self.facts()?;
        let said = &like::expanded(self.said())[..];
        let questions = question::Questions { knowledge: self.knowledge, facts: &facts, said };
        let prompt = names::client(path, &questions).or_else(|| questions.at(path));
        Ok(prompt.map(|prompt| self.offering(prompt)))
    }

    /// What is wrong with an answer: nothing, if answers with it can be read.
    ///
    /// # Errors
    /// What is wrong and what to write instead.
    pub fn check(&self, prompt: &Prompt, text: &str) -> Result<(), String> {
        if prompt.ask == said::SYSTEM || prompt.says_none(text) {
            return Ok(());
        }
        prompt.input.check(text, prompt.example)?;
        let mut said = self.said().to_vec();
        set(&mut said, step(prompt, Some(text)));
        // Other steps may be about what a correction renames: they are judged when they are asked for again.
        let known: Vec<Said> = said.iter().filter(|step| said::is_about_something(&said, step)).cloned().collect();
        let answers = self.with_given(&known).map_err(|error| error.message)?;
        answers.facts(self.knowledge, ENVIRONMENT).map_err(|error| error.message)?;
        if prompt.ask.ends_with(".fields") { (self.deciding.sound)(&answers) } else { Ok(()) }
    }

    /// Records an answer, or that there is none; a correction takes the place of what was said.
    pub fn say(&mut self, prompt: &Prompt, text: Option<&str>) {
        self.record(step(prompt, text.filter(|text| !prompt.says_none(text))));
    }

    /// Sets the answer at a path, in the words of an answers file.
    pub fn correct(&mut self, path: &str, value: &str) {
        self.record(Said::new(path, Some(value.to_owned())));
    }

    fn record(&mut self, step: Said) {
        self.again = None;
        self.memory.offered.retain(|offered| offered.ask != step.ask);
        set(&mut self.memory.said, step);
        let said = self.memory.said.clone();
        let (about, lost): (Vec<Said>, Vec<Said>) =
            said.iter().cloned().partition(|step| said::is_about_something(&said, step));
        self.memory.said = about;
        for step in lost {
            set(&mut self.memory.offered, step);
        }
    }

    /// Goes back to what was remembered at an earlier point.
    pub fn reset(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Takes the last answer back, so that it is asked for again and what was said is offered. False where there is none.
    pub fn back(&mut self) -> bool {
        let Some(step) = self.memory.said.pop() else { return false };
        self.again = Some(step.ask.clone());
        set(&mut self.memory.offered, step);
        true
    }

    /// The answers, as if they had been written to a file and read.
    ///
    /// # Errors
    /// When an answer that was given beforehand leads nowhere.
    pub fn answers(&self) -> Result<Answers, SourceError> {
        let mut answers = said::answers(&like::expanded(self.said()))?;
        for (path, value) in self.given {
            answers.set(path, value)?;
        }
        said::as_file(&answers)
    }

    /// The answers so far. What was given about an event or consumer waits until that is named.
    fn with_given(&self, said: &[Said]) -> Result<Answers, SourceError> {
        let mut answers = said::answers(&like::expanded(said))?;
        for (path, value) in self.given {
            let waits = answers.clone().set(path, value).is_err();
            if !waits {
                answers.set(path, value)?;
            }
        }
        Ok(answers)
    }

    fn facts(&self) -> Result<Facts, SourceError> {
        let facts = self.with_given(self.said())?.facts(self.knowledge, ENVIRONMENT)?;
        Ok((self.deciding.settle)(facts))
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
