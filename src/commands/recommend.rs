//! `kskill recommend`: from constraints to a design.

pub mod interview;
mod push_back;
mod review;

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::ValueEnum;

use self::interview::Files;
use super::saved;
use crate::decide::{Request, decide};
use crate::design::Design;
use crate::knowledge::Knowledge;
use crate::render;
use crate::sources::answers::Answers;
use crate::sources::design_file::DesignFile;

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
    /// Prints everything: without it, what a person reads in two minutes
    #[arg(long)]
    all: bool,
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
    let Some(path) = &args.answers else { return interview(args, &knowledge) };
    let answers = read(path, &args.sets)?;
    let design = decide(&knowledge, &Request::new(answers.clone()))?;
    // The files first: where they cannot be written, nothing is printed that says they were.
    let file = DesignFile::new(answers);
    if let Some(directory) = &args.out {
        saved::check_free(directory, &file, &design)?;
        saved::save(&directory.join(saved::NAME), &file, &design)?;
    }
    print(args, &file, &design)?;
    // The process ends here: its memory is given back as a whole, which takes less time than piece by piece.
    std::mem::forget((design, knowledge));
    Ok(ExitCode::SUCCESS)
}

/// Asks, designs and writes, until the person is content.
fn interview(args: &Args, knowledge: &Knowledge) -> Result<ExitCode> {
    let mut interviewed = interview::at_terminal(knowledge, &args.sets)?;
    loop {
        let request = &interviewed.request;
        let design = decide(knowledge, request)?;
        let mut file = DesignFile::new(request.answers.clone());
        file.pins.clone_from(&request.pins);
        file.rejected = request.rejected.iter().map(|one| (one.choice.clone(), one.because.clone())).collect();
        if let Some(directory) = &args.out {
            saved::check_free(directory, &file, &design)?;
            saved::save(&directory.join(saved::NAME), &file, &design)?;
        }
        print(args, &file, &design)?;
        if let Some(directory) = &args.out {
            interviewed.finish(Some(directory))?;
            return Ok(ExitCode::SUCCESS);
        }
        match interviewed.files(&|directory| saved::check_free(directory, &file, &design), &|directory| {
            saved::save(&directory.join(saved::NAME), &file, &design)
        })? {
            Files::Settled(directory) => {
                interviewed.finish(directory.as_deref())?;
                return Ok(ExitCode::SUCCESS);
            }
            Files::Back => interviewed.again(knowledge, &args.sets)?,
        }
    }
}

fn print(args: &Args, file: &DesignFile, design: &Design) -> Result<()> {
    match args.format {
        Format::Json => {
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, design).context("writing the design")?;
            writeln!(out)?;
        }
        Format::Markdown => {
            let text = render::markdown(design, file, args.all);
            io::stdout().lock().write_all(text.as_bytes())?;
        }
        Format::Text => {
            let out = args.out.as_ref().map(|out| out.display().to_string());
            let asked = render::Asked { program: super::program(), command: command(args), out, all: args.all };
            anstream::stdout().lock().write_all(render::text(design, &asked, render::terminal_width()).as_bytes())?;
        }
    }
    Ok(())
}

/// The command as it was given, without what it writes and how it prints, and without the program.
fn command(args: &Args) -> String {
    let mut words = vec!["recommend".to_owned()];
    // What was asked at a terminal stands beside the design.
    let kept = args.out.as_ref().map(|out| out.join("answers.yaml"));
    if let Some(path) = args.answers.as_ref().or(kept.as_ref()) {
        words.push(format!("--answers {}", render::shell_word(&path.display().to_string())));
    }
    words.extend(args.sets.iter().map(|set| format!("--set {}", render::shell_word(set))));
    words.join(" ")
}

pub(super) fn read(path: &Path, sets: &[String]) -> Result<Answers> {
    let name = path.display().to_string();
    let text = if name == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading the answers from standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| format!("reading {name}"))?
    };
    let mut answers = Answers::read(&name, &text)?;
    if answers.root.get("system").is_none() && answers.root.get("answers").is_some() {
        bail!(
            "{name} is a design file, with answers and what was decided: change it with {} what-if {name}",
            super::program()
        );
    }
    for set in sets {
        apply(&mut answers, set)?;
    }
    Ok(answers)
}

/// Applies one `PATH=VALUE`.
pub(super) fn apply(answers: &mut Answers, set: &str) -> Result<()> {
    let (path, value) = parts(set)?;
    Ok(answers.set(path, value)?)
}

/// The path and the value of a `PATH=VALUE`.
fn parts(set: &str) -> Result<(&str, &str)> {
    let form = || anyhow!("--set {set}: write PATH=VALUE, such as events.task.peak=100000/min");
    set.split_once('=').ok_or_else(form)
}
