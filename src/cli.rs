//! The command line: global flags and the commands.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::commands::{check, diagnose, explain, lint, recommend, what_if};

/// A Kafka design assistant: constraints in, a reasoned design out.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    /// Adds the knowledge files of a directory laid out like knowledge/; one of the same name replaces the built-in one
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Asks for the constraints, then computes a design: configs, topics, consumers, schemas, each with its reason
    Recommend(recommend::Args),
    /// Changes constraints of a saved design, or holds and rules out decisions, and tells what changes and why
    WhatIf(what_if::Args),
    /// Judges the Kafka configs in files, by client and version
    Lint(lint::Args),
    /// Judges a live cluster, or a recorded one; never writes to it
    Check(check::Args),
    /// Says why a group of consumers lags, rebalances or stands still, and what would mend it; never writes to the cluster
    Diagnose(diagnose::Args),
    /// Tells what there is to know of a rule, a config key, a pattern, a decision, a conflict, a failure or a cause
    Explain(explain::Args),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// When nothing could be done as asked; the exit code is 2 then.
    pub fn run(&self) -> Result<ExitCode> {
        let knowledge = self.knowledge.as_deref();
        match &self.command {
            Command::Recommend(args) => recommend::run(args, knowledge),
            Command::WhatIf(args) => what_if::run(args, knowledge),
            Command::Lint(args) => lint::run(args, knowledge),
            Command::Check(args) => check::run(args, knowledge),
            Command::Diagnose(args) => diagnose::run(args, knowledge),
            Command::Explain(args) => explain::run(args, knowledge),
        }
    }
}

/// Whether the reader of our output went away, which is a normal end: `kskill ... | head`.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let plain = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        plain.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
