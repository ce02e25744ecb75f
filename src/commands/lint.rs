//! `kskill lint`: judges the configs in files.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::finding::Severity;
use crate::knowledge::Rulebook;
use crate::lint::{ClientHint, Options, Report, Source, lint};
use crate::render::lint as render;
use crate::sources::config::{self, File, Lines};
use crate::sources::walk::{self, Unread};

/// The flags of `lint`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and directories; the current directory if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The client that reads configs which do not show it, such as `librdkafka@2.12`
    #[arg(long, value_name = "NAME[@VERSION]")]
    client: Option<String>,
    /// The brokers' version, and the Java client's where it has none of its own; the newest if left out
    #[arg(long, value_name = "VERSION")]
    kafka: Option<String>,
    /// The environment of all files: `development` or `production`
    #[arg(long, value_name = "ENV")]
    environment: Option<String>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// From which severity on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Also judges matters of taste, such as a value that is set to its default
    #[arg(long)]
    pedantic: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: the lines, what is wrong, what it collides with.
    Text,
    /// For programs.
    Json,
    /// A line for each finding.
    Concise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Info,
    /// Nothing: findings are only shown.
    Never,
}

impl FailOn {
    fn is_met(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When a path is not there, or a flag names nothing.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let rulebook = Rulebook::load(overlay)?;
    let options = options(args, &rulebook)?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        bail!("{}: there is no such file or directory: correct the path", missing.display());
    }
    let (sources, unread) = walk::read_all(&paths, config::may_hold_configs, source);
    let report = lint(&rulebook, sources, &options);
    print(args.format, &report, &unread)?;
    let fails = report.findings.iter().any(|found| args.fail_on.is_met(found.severity));
    Ok(ExitCode::from(u8::from(fails)))
}

fn source(file: walk::Text) -> Option<Source> {
    let reading = config::read(&File { path: &file.path, text: &file.text })?;
    let empty = reading.configs.is_empty() && reading.problems.is_empty();
    (!empty).then_some(Source { path: file.path, text: file.text, reading })
}

fn options(args: &Args, rulebook: &Rulebook) -> Result<Options> {
    let client = args.client.as_deref().map(ClientHint::parse);
    if let Some(hint) = &client
        && rulebook.clients.get(&hint.name).is_none()
    {
        let names: Vec<&str> = rulebook.clients.iter().map(|client| client.id.as_str()).collect();
        bail!("--client {}: there is no such client: write one of {}", hint.name, names.join(", "));
    }
    if let Some(environment) = &args.environment
        && !["development", "production"].contains(&environment.as_str())
    {
        bail!("--environment {environment}: write development or production");
    }
    Ok(Options { client, kafka: args.kafka.clone(), environment: args.environment.clone(), pedantic: args.pedantic })
}

fn print(format: Format, report: &Report, unread: &[Unread]) -> Result<()> {
    let text = match format {
        Format::Text => render::text::text(report),
        Format::Json => render::json::json(report)?,
        Format::Concise => render::concise::concise(report),
    };
    for file in unread {
        anstream::eprintln!("kskill: {}: {}", file.path, file.message);
    }
    for (place, message) in problems(report) {
        anstream::eprintln!("{place}: {message}");
    }
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the findings")
}

/// `path:line:column` and what is wrong there with the file itself.
fn problems(report: &Report) -> impl Iterator<Item = (String, &str)> {
    report.sources.iter().flat_map(|source| {
        let lines = Lines::of(&source.text);
        source.reading.problems.iter().map(move |problem| {
            let (line, column) = lines.position(problem.at.start);
            (format!("{}:{line}:{column}", source.path), problem.message.as_str())
        })
    })
}
