//! What kskill knows, as data: loads knowledge/*.yaml and evaluates its expressions.

pub mod catalog;
mod cause;
mod choice;
mod client;
mod clients;
mod comparison;
mod context;
mod entries;
mod expression;
mod files;
mod filters;
mod fix;
mod keeps;
mod key_texts;
mod names;
pub mod page;
mod plan;
mod rulebook;
mod rules;
mod subject;
mod text;
mod validate;
mod version;
mod vocabulary;

use std::path::Path;

use anyhow::{Result, bail};

pub use cause::{Cause, Remedy, Weight};
pub use choice::{Choice, Chosen, Combine};
pub use client::{Client, Connection, Setting, Written};
pub use clients::Clients;
pub use entries::{
    Alternative, Conflict, Decision, Duty, Example, ExampleFile, Failure, GiveWay, Obligation, Pattern, Question, Rule,
    Subjects, Write,
};
pub use expression::{Condition, Expression, Name, Outcome, Scope};
pub use files::Files;
pub use fix::Fix;
pub use keeps::Keeps;
pub use key_texts::{KeyText, KeyTexts};
pub use plan::{FactName, Plan, Readers, Settling, Step, Way};
pub use rulebook::Rulebook;
pub use rules::{Live, Rules};
pub use text::Text;
pub use validate::validate;
pub use version::{Versioned, at_least};
pub use vocabulary::{Aggregate, FactSpec, Formula, Kind, Reduce, Relation, Type, Vocabulary};

/// Everything that kskill knows. The rules are read when somebody judges: most runs decide only.
#[derive(Debug)]
pub struct Knowledge {
    /// Kinds and facts.
    pub vocabulary: Vocabulary,
    /// The interview and its assumptions, in the order of asking.
    pub questions: Vec<Question>,
    /// What to set.
    pub decisions: Vec<Decision>,
    /// Architectures.
    pub patterns: Vec<Pattern>,
    /// Constraints that collide.
    pub conflicts: Vec<Conflict>,
    /// What happens when something fails, in the order of telling.
    pub failures: Vec<Failure>,
    /// What goes wrong with what runs today, in the order of telling.
    pub causes: Vec<Cause>,
    /// What every code must do.
    pub duties: Vec<Duty>,
    /// Client libraries.
    pub clients: Clients,
    /// The order of deciding.
    pub plan: Plan,
    files: Files,
}

impl Knowledge {
    /// The embedded knowledge, overlaid with the files of a directory laid out like knowledge/.
    ///
    /// # Errors
    /// When a file is not of its form, names an unknown fact, or closes a circle.
    pub fn load(overlay: Option<&Path>) -> Result<Self> {
        let mut files = Files::embedded();
        let Some(directory) = overlay else { return Self::read(&files) };
        files.overlay(directory)?;
        let knowledge = Self::read(&files)?;
        let problems = validate(&knowledge, &knowledge.rules()?);
        if !problems.is_empty() {
            bail!("--knowledge {}: {}", directory.display(), problems.join("\n"));
        }
        Ok(knowledge)
    }

    /// The knowledge in `files`.
    ///
    /// # Errors
    /// As [`Knowledge::load`].
    pub fn read(files: &Files) -> Result<Self> {
        // What the plan does not need is read on another core meanwhile: half of a cold start is reading.
        std::thread::scope(|scope| {
            let others = scope.spawn(|| Others::read(files));
            let vocabulary = Vocabulary::read(files)?;
            let mut questions: Vec<Question> = entries(files, "questions")?;
            questions.sort_by(|a, b| a.order.total_cmp(&b.order));
            let decisions: Vec<Decision> = entries(files, "decisions")?;
            let patterns: Vec<Pattern> = entries(files, "patterns")?;
            let plan = Plan::new(&plan::Material {
                vocabulary: &vocabulary,
                questions: &questions,
                decisions: &decisions,
                patterns: &patterns,
            })?;
            let others =
                others.join().map_err(|_| anyhow::anyhow!("reading the knowledge files was interrupted"))??;
            let Others { conflicts, failures, causes, duties, clients } = others;
            let files = files.clone();
            Ok(Self {
                vocabulary,
                questions,
                decisions,
                patterns,
                conflicts,
                failures,
                causes,
                duties,
                clients,
                plan,
                files,
            })
        })
    }

    /// What must hold.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        entries(&self.files, "rules")
    }

    /// The question whose answer becomes `kind.fact`.
    #[must_use]
    pub fn question_of(&self, kind: &str, fact: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.asks.split_once('.') == Some((kind, fact)))
    }
}

/// The knowledge that the plan does not need.
struct Others {
    conflicts: Vec<Conflict>,
    failures: Vec<Failure>,
    causes: Vec<Cause>,
    duties: Vec<Duty>,
    clients: Clients,
}

impl Others {
    fn read(files: &Files) -> Result<Self> {
        let mut failures: Vec<Failure> = entries(files, "failures")?;
        failures.sort_by(|a, b| a.order.total_cmp(&b.order));
        let mut causes: Vec<Cause> = entries(files, "causes")?;
        causes.sort_by(|a, b| a.order.total_cmp(&b.order));
        Ok(Self {
            conflicts: entries(files, "conflicts")?,
            failures,
            causes,
            duties: entries(files, "duties")?,
            clients: Clients::read(files)?,
        })
    }
}

fn entries<T: serde::de::DeserializeOwned>(files: &Files, directory: &str) -> Result<Vec<T>> {
    Ok(files.read_all(directory)?.into_iter().map(|(_, entry)| entry).collect())
}
