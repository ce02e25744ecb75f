//! `kskill what-if`: what changes, and why.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

/// The flags of `what-if`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The design.yaml of an earlier design
    design: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the design cannot be read.
pub fn run(args: &Args, _overlay: Option<&Path>) -> Result<ExitCode> {
    bail!("{}: not yet", args.design.display())
}
