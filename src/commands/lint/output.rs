//! What a run prints: findings on standard output, everything else beside it.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::super::first_of;
use super::Format;
use crate::knowledge::Rulebook;
use crate::lint::{Report, Stranger};
use crate::render::counted;
use crate::render::lint as render;
use crate::sources::config::Lines;
use crate::sources::repository::Repository;
use crate::sources::walk::Unread;

/// As many configs are named in one line; how many others there are is said.
const NAMED: usize = 5;

/// The findings in the form that was asked for.
pub(super) fn render(format: Format, report: &Report, rulebook: &Rulebook) -> Result<String> {
    let repository = std::env::current_dir().ok().and_then(|here| Repository::around(&here));
    let repository = repository.as_ref();
    Ok(match format {
        Format::Text => render::text::text(report),
        Format::Json => render::json::json(report)?,
        Format::Concise => render::concise::concise(report),
        Format::Sarif => render::sarif::sarif(report, &rulebook.rules, repository)?,
        Format::Github => render::github::github(report, repository),
        Format::Gitlab => render::gitlab::gitlab(report, repository)?,
        Format::Junit => render::junit::junit(report)?,
    })
}

/// Writes to standard output.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the findings")
}

/// Whether any finding fails the run.
pub(super) fn fails(report: &Report) -> bool {
    report.findings.iter().any(|found| report.fails(found))
}

/// Says which files could not be read at all; parts of files are findings.
pub(super) fn complain(unread: &[Unread]) {
    for file in unread {
        anstream::eprintln!("kskill: {}: {}", file.path, file.message);
    }
}

/// Names the files that were given and hold no config, once; or says that nothing does, where the output would not.
pub(super) fn nothing(empty: &[String], report: &Report, format: Format) {
    let sums = &report.summary;
    let told = matches!(format, Format::Text | Format::Json);
    match empty {
        [] if !told && sums.configs + sums.problems + sums.unread == 0 => {
            anstream::eprintln!("kskill: {}", render::NOTHING);
        }
        [] => {}
        empty => anstream::eprintln!("kskill: no Kafka config was recognised in {}", some(empty)),
    }
}

fn some(names: &[String]) -> String {
    first_of(names, NAMED)
}

/// Names the configs that the design knows nothing of, once.
pub(super) fn strangers(report: &Report, design: &Path) {
    let place = |stranger: &Stranger| {
        let source = &report.sources[stranger.source];
        format!("{}:{}", source.path, Lines::of(&source.text).position(stranger.at).0)
    };
    let name = |stranger: &Stranger| format!("{} ({})", place(stranger), stranger.kind.replace('_', " "));
    let (topics, services): (Vec<&Stranger>, Vec<_>) = report.strangers.iter().partition(|one| one.topic.is_some());
    let services: Vec<String> = services.into_iter().map(name).collect();
    if !services.is_empty() {
        let (design, services) = (design.display(), some(&services));
        anstream::eprintln!(
            "kskill: {design} cannot be told for {services}: name the service in client.id, group.id, the file's name or its directory",
        );
    }
    let of = |topic: &Stranger| {
        let meant = topic.meant.as_ref().map(|meant| format!(" (`{meant}`?)")).unwrap_or_default();
        format!("`{}`{meant} of {}", topic.topic.as_deref().unwrap_or_default(), place(topic))
    };
    let topics: Vec<String> = topics.into_iter().map(of).collect();
    match topics.len() {
        0 => {}
        1 => anstream::eprintln!("kskill: {} has no topic {}", design.display(), some(&topics)),
        _ => anstream::eprintln!("kskill: {} has none of these topics: {}", design.display(), some(&topics)),
    }
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
