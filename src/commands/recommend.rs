//! `kskill recommend`: from constraints to a design.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::decide::{Request, decide};
use crate::knowledge::Knowledge;
use crate::render;
use crate::sources::answers::Answers;

/// The flags of `recommend`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The answers; `-` reads them from standard input. Without it you are asked
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Changes one answer: `events.task.peak=100000/min`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Writes the design, its configs, topics and schemas into a directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How the design is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How a design is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For AI chats and wikis.
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// When the answers cannot be read or are wrong.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let knowledge = Knowledge::load(overlay)?;
    let Some(path) = &args.answers else {
        bail!("no terminal to ask on: describe the constraints with --answers FILE");
    };
    let mut answers = read(path)?;
    for set in &args.sets {
        apply(&mut answers, set)?;
    }
    let design = decide(&knowledge, &Request::new(answers))?;
    let mut out = io::stdout().lock();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &design).context("writing the design")?;
            writeln!(out)?;
        }
        Format::Text | Format::Markdown => out.write_all(render::markdown(&design).as_bytes())?,
    }
    if let Some(directory) = &args.out {
        for path in render::write(directory, &render::files(&design))? {
            eprintln!("{}", path.display());
        }
    }
    let _ = io::stdin().is_terminal();
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Answers> {
    let name = path.display().to_string();
    let text = if name == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading the answers from standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| format!("reading {name}"))?
    };
    Ok(Answers::read(&name, &text)?)
}

/// Applies one `PATH=VALUE`.
pub(super) fn apply(answers: &mut Answers, set: &str) -> Result<()> {
    let Some((path, value)) = set.split_once('=') else {
        bail!("--set {set}: write PATH=VALUE, such as events.task.peak=100000/min");
    };
    Ok(answers.set(path, value)?)
}
