//! `kskill what-if`: what changes, and why.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::recommend::apply;
use super::{Format, held, saved};
use crate::decide::compare::{Changes, Moves, compare};
use crate::decide::{Request, decide, findings};
use crate::design::{Design, Finding};
use crate::knowledge::Knowledge;
use crate::render;
use crate::sources::design_file::{DesignFile, Round};

/// The flags of `what-if`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The design.yaml of an earlier design
    design: PathBuf,
    /// Changes one answer: `team.experience=expert`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Holds a decision: `production:topic/task:partitions=24`; without the environment it holds in both
    #[arg(long = "pin", value_name = "[ENV:]SUBJECT:KEY=VALUE")]
    pins: Vec<String>,
    /// Takes an earlier pin back: `topic/task:partitions`; with an environment in front, only there
    #[arg(long = "unpin", value_name = "[ENV:]SUBJECT:KEY")]
    unpins: Vec<String>,
    /// Rules a choice out: `consumer/billing:per-key-lanes` or `topic/task:partitions=24`
    #[arg(long = "reject", value_name = "CHOICE")]
    rejects: Vec<String>,
    /// Why the choice is ruled out; one for each --reject, in the same order
    #[arg(long, value_name = "TEXT", requires = "rejects")]
    because: Vec<String>,
    /// Takes an earlier --reject back: `consumer/billing:per-key-lanes`
    #[arg(long = "allow", value_name = "CHOICE")]
    allows: Vec<String>,
    /// Prints every change: without it, the first of them
    #[arg(long)]
    all: bool,
    /// Keeps the change: design.yaml and the files beside it are written anew, the history grows by one round
    #[arg(long)]
    save: bool,
    /// How the changes are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
///
/// # Errors
/// When the design cannot be read, a flag names nothing, or the design cannot be saved.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let knowledge = Knowledge::load(overlay)?;
    let name = args.design.display().to_string();
    let text = std::fs::read_to_string(&args.design).with_context(|| {
        format!("reading {name}; {} recommend --out DIR writes a design as DIR/design.yaml", super::program())
    })?;
    let mut file = DesignFile::read(&name, &text)?;
    let before = saved::request(&file);
    if asked(args).is_empty() && !args.save {
        bail!(
            "nothing is asked of {name}: say what with --set PATH=VALUE, --pin SUBJECT:KEY=VALUE or --reject CHOICE (--unpin and --allow take those back)"
        );
    }
    push_back(args, &mut file)?;
    let after = saved::request(&file);
    let (design, changes) = effect(&knowledge, &before, &after)?;
    print(args, &changes)?;
    if args.save {
        save(args, &mut file, &design, &changes)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The design of a request, and what is otherwise in it than in that of an earlier one.
///
/// # Errors
/// As [`decide`].
pub(super) fn effect(knowledge: &Knowledge, before: &Request, after: &Request) -> Result<(Design, Changes)> {
    let design = decide(knowledge, after)?;
    let mut changes = compare(&decide(knowledge, before)?, &design);
    changes.findings = Moves::between(&findings(knowledge, before)?, &findings(knowledge, after)?, same_finding);
    Ok((design, changes))
}

/// Whether two findings are the same but for the numbers in their messages.
fn same_finding(a: &Finding, b: &Finding) -> bool {
    (&a.env, &a.of.rule, &a.of.path) == (&b.env, &b.of.rule, &b.of.path)
}

/// Applies the flags to the file.
fn push_back(args: &Args, file: &mut DesignFile) -> Result<()> {
    for set in &args.sets {
        apply(&mut file.answers, set)?;
    }
    for pin in &args.unpins {
        held::unpin(&mut file.pins, pin)?;
    }
    for choice in &args.allows {
        held::allow(&mut file.rejected, choice)?;
    }
    for pin in &args.pins {
        held::pin(&mut file.pins, pin);
    }
    if !args.because.is_empty() && args.because.len() != args.rejects.len() {
        bail!(
            "there are {} --reject and {} --because: give each --reject its own, or none",
            args.rejects.len(),
            args.because.len()
        );
    }
    for (index, choice) in args.rejects.iter().enumerate() {
        // Said again, it has the newer reason.
        file.rejected.retain(|(known, _)| known != choice);
        file.rejected.push((choice.clone(), args.because.get(index).cloned().unwrap_or_default()));
    }
    Ok(())
}

/// The flags that push back, as they were given.
fn asked(args: &Args) -> Vec<String> {
    let flags = |flag: &'static str, values: &[String]| {
        values.iter().map(move |value| format!("{flag} {value}")).collect::<Vec<_>>()
    };
    [
        flags("--set", &args.sets),
        flags("--unpin", &args.unpins),
        flags("--allow", &args.allows),
        flags("--pin", &args.pins),
        flags("--reject", &args.rejects),
    ]
    .concat()
}

fn print(args: &Args, changes: &Changes) -> Result<()> {
    match args.format {
        Format::Json => {
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, changes).context("writing the changes")?;
            writeln!(out)?;
        }
        Format::Text => {
            let mut out = anstream::stdout().lock();
            writeln!(out, "{}", render::changes::changes(changes, args.all).trim_start())?;
            if !args.all && render::changes::is_cut(changes) {
                writeln!(out, "\n--all prints every change")?;
            }
        }
    }
    Ok(())
}

fn save(args: &Args, file: &mut DesignFile, after: &Design, changes: &Changes) -> Result<()> {
    let told = changes.changes.iter().map(|change| {
        let show =
            |value: &Option<crate::design::Literal>| value.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        format!("{}: {} {}: {} -> {}", change.env, change.subject, change.key, show(&change.from), show(&change.to))
    });
    // Saving alone writes the files anew, after the answers in the file were changed by hand.
    if !asked(args).is_empty() {
        file.history.push(Round { asked: asked(args), changed: told.collect() });
    }
    saved::save(&args.design, file, after)?;
    let back: Vec<String> = [
        args.pins.first().map(|pin| format!("--unpin {}", render::shell_word(held::setting(pin)))),
        args.rejects.first().map(|choice| format!("--allow {}", render::shell_word(choice))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !back.is_empty() {
        let design = args.design.display().to_string();
        let design = render::shell_word(&design);
        eprintln!("to take it back: {} what-if {design} {} --save", super::program(), back.join(" "));
    }
    Ok(())
}
