//! Findings that were there before: how many of each rule in each file.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Report;

/// How many findings of each rule there are in each file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The form of the file.
    version: u32,
    /// Counts by path, as seen from the file's own directory, and rule.
    findings: BTreeMap<String, BTreeMap<String, u64>>,
}

const VERSION: u32 = 1;

impl Baseline {
    /// The findings of a run, for a file in `directory`.
    #[must_use]
    pub fn of(report: &Report, directory: &Path) -> Self {
        let mut findings: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for found in &report.findings {
            let path = seen_from(directory, &report.sources[found.at.source].path);
            *findings.entry(path).or_default().entry(found.rule.clone()).or_default() += 1;
        }
        Self { version: VERSION, findings }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version == VERSION { Ok(baseline) } else { Err(format!("its version is not {VERSION}")) }
    }

    /// The text of a file; the same findings give the same text.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// How many findings there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.findings.values().flat_map(BTreeMap::values).sum()
    }

    /// Takes the findings out of a report that were there before, by this file in `directory`. Of several of one rule in one file the first are
    /// taken for the old ones: which of them are, nobody can say.
    pub fn apply(&self, report: &mut Report, directory: &Path) {
        let mut left = self.findings.clone();
        let paths: Vec<String> = report.sources.iter().map(|source| seen_from(directory, &source.path)).collect();
        let before = report.findings.len();
        report.findings.retain(|found| {
            let rules = left.get_mut(&paths[found.at.source]);
            let Some(count) = rules.and_then(|rules| rules.get_mut(&found.rule)).filter(|count| **count > 0) else {
                return true;
            };
            *count -= 1;
            false
        });
        report.summary.known = (before - report.findings.len()) as u64;
        // Of files that were not read nobody knows what is in them.
        let read = |path: &str| paths.iter().any(|read| read == path);
        let gone = left.iter().filter(|(path, _)| read(path)).flat_map(|(_, rules)| rules.values());
        report.summary.gone = gone.sum();
        report.count();
    }
}

/// The path from a directory on, so that the same file is called the same wherever a run is started.
fn seen_from(directory: &Path, path: &str) -> String {
    let (Some(from), Some(to)) = (plain(directory), plain(Path::new(path))) else { return path.to_owned() };
    let same = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.components().count() - same);
    let seen: PathBuf = up.chain(to.components().skip(same)).collect();
    seen.to_string_lossy().replace('\\', "/")
}

/// The path from the root on, without `.` and `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path }).ok()?.components()
    {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Severity};
    use crate::lint::{Found, Place, Source};

    fn report(rules: &[&str]) -> Report {
        let found = |(at, rule): (usize, &&str)| Found {
            rule: (*rule).to_owned(),
            title: String::new(),
            severity: Severity::Error,
            confidence: Confidence::High,
            message: at.to_string(),
            at: Place { source: 0, bytes: at..at + 1 },
            key: None,
            against: None,
            fix: None,
            drift: None,
            url: None,
        };
        let findings = rules.iter().enumerate().map(found).collect();
        let source = Source { path: "a.properties".into(), ..Source::default() };
        Report { sources: vec![source], findings, ..Report::default() }
    }

    #[test]
    fn what_was_there_is_known_and_what_is_more_is_shown() {
        let here = Path::new("");
        let baseline = Baseline::of(&report(&["a", "a", "b"]), here);
        let read = Baseline::read(&baseline.text()).expect("its own text");
        assert_eq!(read, baseline);
        let mut later = report(&["a", "c", "a", "a"]);
        read.apply(&mut later, here);
        let left: Vec<(&str, &str)> =
            later.findings.iter().map(|found| (found.rule.as_str(), found.message.as_str())).collect();
        assert_eq!(left, [("c", "1"), ("a", "3")]);
        assert_eq!((later.summary.known, later.summary.errors, later.summary.gone), (2, 2, 1));
    }

    #[test]
    fn paths_are_seen_from_the_baseline() {
        for (directory, path, seen) in [
            ("", "a/b.env", "a/b.env"),
            ("a", "a/b.env", "b.env"),
            ("ci", "./a/b.env", "../a/b.env"),
            ("ci/..", "b", "b"),
        ] {
            assert_eq!(seen_from(Path::new(directory), path), seen, "{directory} {path}");
        }
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for text in ["", "{}", "{\"version\": 2, \"findings\": {}}", "{\"version\": 1, \"findings\": {\"a\": 1}}"] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
