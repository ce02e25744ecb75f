//! `kskill lint`: judges the configs in files, and mends them.

pub(super) mod files;
mod output;
mod rewrite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use super::{saved, whole};
use crate::knowledge::{Knowledge, Rulebook};
use crate::lint::{Baseline, Fixed, Options, Report, Source, fix, lint};
use crate::render::lint::diff::diff;
use crate::sources::project::FailOn;
use files::Material;

/// The flags of `lint`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and directories; the current directory if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A design file, as `kskill recommend --out` writes it: what is set otherwise than it decided is reported
    #[arg(long, value_name = "FILE")]
    design: Option<PathBuf>,
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
    /// From which severity on the exit code is 1; an error if neither this nor kskill.toml says it
    #[arg(long, value_enum)]
    fail_on: Option<FailOn>,
    /// Also judges matters of taste, such as a value that is set to its default, and gives advice on tests
    #[arg(long)]
    pedantic: bool,
    /// Mends what can be mended without harm, and reports what is left
    #[arg(long, conflicts_with = "diff")]
    fix: bool,
    /// With --fix or --diff: also what changes how things behave, so that somebody should look at it
    #[arg(long = "unsafe")]
    unsafe_too: bool,
    /// Prints what --fix would change, and changes nothing
    #[arg(long)]
    diff: bool,
    /// Reports only what goes beyond the findings in FILE: by their number per rule and file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Writes the findings to FILE, for --baseline
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix", "diff"])]
    write_baseline: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: the lines, what is wrong, what it collides with, how it is mended.
    Text,
    /// For programs.
    Json,
    /// A line for each finding.
    Concise,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// Test results.
    Junit,
}

/// Runs the command.
///
/// # Errors
/// When a path is not there, a flag or `kskill.toml` names nothing, or nothing could be read or written.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    if args.unsafe_too && !args.fix && !args.diff {
        bail!("--unsafe says which fixes are applied: add --fix or --diff");
    }
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let rulebook = Rulebook::load(overlay)?;
    let knowledge = args.design.as_ref().map(|_| Knowledge::load(overlay)).transpose()?;
    let designed = args.design.as_deref().zip(knowledge.as_ref());
    let designed = designed.map(|(file, knowledge)| saved::designed_in(file, knowledge)).transpose()?;
    let Material { sources, projects, unread, opened, empty } = files::read(args, &rulebook)?;
    let whole = args.paths.is_empty() || args.paths.iter().any(|path| path.is_dir());
    let options = Options { pedantic: args.pedantic, whole };
    let judge = |sources: Vec<Source>| {
        let mut report = lint(&rulebook, sources, &projects, designed.as_ref(), options).without(&unread);
        if let (Some(baseline), Some(file)) = (&baseline, &args.baseline) {
            baseline.apply(&mut report, directory(file));
        }
        report
    };
    let nothing_read = sources.is_empty() && unread.iter().any(|file| file.asked || !opened);
    let mut report = judge(sources);
    output::complain(&unread);
    output::nothing(&empty, &report, args.format);
    if let Some(design) = &args.design {
        output::strangers(&report, design);
    }
    if let Some(file) = &args.write_baseline {
        return write_baseline(file, &report);
    }
    if args.fix || args.diff {
        let wanted = |safe: bool| safe || args.unsafe_too;
        if args.diff {
            let fails = output::fails(&report);
            output::print(&diff(&fix(report, wanted, judge).changes))?;
            return Ok(code(fails, nothing_read));
        }
        let Fixed { report: left, changes, mended } = fix(report, wanted, judge);
        rewrite::all(&changes)?;
        output::mended(mended, changes.len());
        report = left;
    }
    output::print(&output::render(args.format, &report, &rulebook)?)?;
    let fails = output::fails(&report);
    // The process ends here: its memory is given back as a whole, which takes less time than piece by piece.
    std::mem::forget((report, rulebook));
    Ok(code(fails, nothing_read))
}

fn code(fails: bool, nothing_read: bool) -> ExitCode {
    ExitCode::from(if nothing_read { 2 } else { u8::from(fails) })
}

fn read_baseline(file: &Path) -> Result<Baseline> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading the baseline {shown}; make it with --write-baseline {shown}"))?;
    Baseline::read(&text).map_err(|error| {
        anyhow::anyhow!("{shown} is no baseline ({error}): make it anew with --write-baseline {shown}")
    })
}

/// Where the paths of a baseline begin.
fn directory(baseline: &Path) -> &Path {
    baseline.parent().unwrap_or(Path::new(""))
}

fn write_baseline(file: &Path, report: &Report) -> Result<ExitCode> {
    let baseline = Baseline::of(report, directory(file));
    whole::write(file, baseline.text().as_bytes())?;
    output::written(baseline.total(), file);
    Ok(ExitCode::SUCCESS)
}
