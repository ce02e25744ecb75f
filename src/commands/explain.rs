//! `kskill explain`: what there is to know of a name.

use std::collections::BTreeMap;
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
    /// A rule, a config key of any client, a pattern, a decision, a conflict, a failure or a cause; or `rules`, `causes` and
    /// so on for a list of them; none tells what there is
    #[arg(value_name = "NAME")]
    name: Option<String>,
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
/// When nothing has that name, or a file is not of its form.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let library = Library::open(overlay)?;
    let Some(name) = args.name.as_deref().map(str::trim) else { return written(&contents(&library, args.format)?) };
    if let Some(entries) = library.entries(name)? {
        return written(&listed(name, &entries, args.format)?);
    }
    let pages = library.pages(name)?;
    if pages.is_empty() {
        let next = match closest(name, library.names()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => {
                "name one as findings and designs do, such as `acks`; `kskill explain causes` lists all causes, `kskill explain \
                 rules` all rules, and `kskill explain` tells what else there is"
                    .to_owned()
            }
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
    written(&text)
}

fn written(text: &str) -> Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the page")?;
    Ok(ExitCode::SUCCESS)
}

/// What kinds of names there are, and how many of each.
fn contents(library: &Library, format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(page::contents(library.kinds())),
        Format::Json => pretty(&json!({"kinds": library.kinds().collect::<BTreeMap<_, _>>()})),
    }
}

/// All names of a kind.
fn listed(kind: &str, entries: &[(String, String)], format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(page::list(entries, terminal_width())),
        Format::Json => {
            let entries: Vec<_> = entries.iter().map(|(id, title)| json!({"id": id, "title": title})).collect();
            pretty(&json!({"kind": kind, "entries": entries}))
        }
    }
}

fn json(name: &str, pages: &[Page]) -> Result<String> {
    pretty(&json!({"name": name, "pages": pages}))
}

fn pretty(value: &serde_json::Value) -> Result<String> {
    let mut text = serde_json::to_string_pretty(value).context("writing the page")?;
    text.push('\n');
    Ok(text)
}
