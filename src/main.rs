//! `kskill`: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser as _;
use kskill::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) if kskill::cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kskill: {error:#}");
            ExitCode::from(2)
        }
    }
}
