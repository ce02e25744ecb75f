//! The findings of a lint run, for people and programs.

pub mod concise;
pub mod diff;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod sarif;
mod sums;
pub mod text;

pub use sums::NOTHING;

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::lint::{Place, Report};
use crate::sources::config::Lines;
use crate::sources::repository::Repository;

/// What is said of a file that could not be read at all.
const UNREAD: &str = "a file that cannot be read";
/// The same where a short name is wanted.
const UNREAD_ID: &str = "file-unread";

/// Paths, lines and columns of the places of a report.
struct Places<'a> {
    report: &'a Report,
    repository: Option<&'a Repository>,
    lines: Vec<OnceCell<Lines<'a>>>,
}

/// Where something begins and ends, from 1; the column in characters, the end behind the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Places<'a> {
    /// With paths as the user sees them.
    fn of(report: &'a Report) -> Self {
        Self::within(None, report)
    }

    /// With paths from the root of the repository on, where there is one.
    fn within(repository: Option<&'a Repository>, report: &'a Report) -> Self {
        Self { report, repository, lines: report.sources.iter().map(|_| OnceCell::new()).collect() }
    }

    fn lines(&self, source: usize) -> &Lines<'a> {
        self.lines[source].get_or_init(|| Lines::of(&self.report.sources[source].text))
    }

    fn path(&self, place: &Place) -> Cow<'a, str> {
        self.shown(&self.report.sources[place.source].path)
    }

    fn shown(&self, path: &'a str) -> Cow<'a, str> {
        self.repository.map_or(Cow::Borrowed(path), |repository| Cow::Owned(repository.path(path)))
    }

    fn span(&self, place: &Place) -> Span {
        let lines = self.lines(place.source);
        let (line, column) = lines.position(place.bytes.start);
        let (end_line, end_column) = lines.position(place.bytes.end);
        Span { line, column, end_line, end_column }
    }

    /// The text of the line where a place begins.
    fn line_text(&self, place: &Place) -> &'a str {
        let lines = self.lines(place.source);
        let (line, _) = lines.position(place.bytes.start);
        &self.report.sources[place.source].text[lines.line(line)]
    }
}
