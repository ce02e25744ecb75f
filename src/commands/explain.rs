//! `kskill explain`: what there is to know of a name.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::Format;
use crate::knowledge::page::{Library, Page};
use crate::render::{page, terminal_width};
use crate::sources::tree::closest;

/// The flags of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A rule, a config key of any client, a pattern, a decision, a conflict, a failure or a cause
    #[arg(value_name = "NAME")]
    name: String,
    /// Of a rule: also what the real client or broker said
    #[arg(long)]
    evidence: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
///
/// # Errors
/// When nothing has that name.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let library = Library::open(overlay)?;
    let name = args.name.trim();
    let pages = library.pages(name)?;
    if pages.is_empty() {
        let next = match closest(name, library.names()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "name one as findings and designs do, such as `acks`".to_owned(),
        };
        bail!("there is no rule, key, pattern, decision, conflict, failure or cause `{name}`: {next}");
    }
    let text = match args.format {
        Format::Text => {
            let width = terminal_width();
            pages.iter().map(|one| page::text(one, args.evidence, width)).collect::<Vec<_>>().join("\n")
        }
        Format::Json => json(name, &pages)?,
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the page")?;
    Ok(ExitCode::SUCCESS)
}

fn json(name: &str, pages: &[Page]) -> Result<String> {
    let mut text = serde_json::to_string_pretty(&json!({"name": name, "pages": pages})).context("writing the page")?;
    text.push('\n');
    Ok(text)
}
