//! Runs the examples of rules that are files.

use anyhow::{Result, ensure};

use super::{Options, Source, lint};
use crate::knowledge::{ExampleFile, Rulebook};
use crate::sources::config::{self, File};

/// Whether linting the file alone breaks the rule of that id.
///
/// # Errors
/// When the file holds no config, so that nothing is judged.
pub fn fires(rulebook: &Rulebook, rule: &str, file: &ExampleFile) -> Result<bool> {
    let reading = config::read(&File { path: &file.name, text: &file.text });
    let reading = reading.filter(|reading| !reading.configs.is_empty());
    ensure!(reading.is_some(), "{} holds no config that kskill can read", file.name);
    let reading = reading.unwrap_or_default();
    let source = Source::new(file.name.clone(), file.text.clone(), reading);
    let options = Options { pedantic: true, ..Options::default() };
    let report = lint(rulebook, vec![source], &[], None, options);
    Ok(report.findings.iter().any(|found| found.rule == rule))
}
