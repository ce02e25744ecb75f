//! What a run prints: findings on standard output, everything else beside it.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Format;
use crate::finding::Severity;
use crate::knowledge::Rulebook;
use crate::lint::{Report, Stranger};
use crate::render::counted;
use crate::render::lint as render;
use crate::sources::config::Lines;
use crate::sources::walk::Unread;

/// As many configs are named in one line; how many others there are is said.
const NAMED: usize = 5;

/// The findings in the form that was asked for.
pub(super) fn render(
    format: Format,
    report: &Report,
    rulebook: &Rulebook,
    fails: impl Fn(Severity) -> bool,
) -> Result<String> {
    Ok(match format {
        Format::Text => render::text::text(report),
        Format::Json => render::json::json(report)?,
        Format::Concise => render::concise::concise(report),
        Format::Sarif => render::sarif::sarif(report, &rulebook.rules)?,
        Format::Github => render::github::github(report),
        Format::Gitlab => render::gitlab::gitlab(report)?,
        Format::Junit => render::junit::junit(report, fails)?,
    })
}

/// Writes to standard output.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the findings")
}

/// Whether any finding fails the run.
pub(super) fn fails(report: &Report, fails: impl Fn(Severity) -> bool) -> bool {
    report.findings.iter().any(|found| fails(found.severity))
}

/// Says which files could not be read at all; parts of files are findings.
pub(super) fn complain(unread: &[Unread]) {
    for file in unread {
        anstream::eprintln!("kskill: {}: {}", file.path, file.message);
    }
}

/// Names the configs that the design knows nothing of, once.
pub(super) fn strangers(report: &Report, design: &Path) {
    let name = |stranger: &Stranger| {
        let source = &report.sources[stranger.source];
        let (line, _) = Lines::of(&source.text).position(stranger.at);
        format!("{}:{line} ({})", source.path, stranger.kind.replace('_', " "))
    };
    let names: Vec<String> = report.strangers.iter().take(NAMED).map(name).collect();
    if names.is_empty() {
        return;
    }
    let more = report.strangers.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    anstream::eprintln!(
        "kskill: {} cannot be told for {}{more}: name the service in client.id, group.id, the file's name or its directory",
        design.display(),
        names.join(", "),
    );
}

/// Says what was mended.
pub(super) fn mended(findings: u64, files: usize) {
    if files > 0 {
        anstream::eprintln!("kskill: mended {} in {}", counted(findings, "finding"), counted(files as u64, "file"));
    }
}

/// Says that a baseline was written.
pub(super) fn written(findings: u64, file: &Path) {
    anstream::eprintln!("kskill: wrote {} to {}", counted(findings, "finding"), file.display());
}
