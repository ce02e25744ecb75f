//! The findings of a lint run, for people and programs.

pub mod concise;
pub mod json;
pub mod text;

use crate::lint::{Place, Report};
use crate::sources::config::Lines;

/// Finds lines and columns of places; the lines of a file are counted once for findings that follow each other.
struct Positions<'a> {
    report: &'a Report,
    current: Option<(usize, Lines<'a>)>,
}

impl<'a> Positions<'a> {
    fn of(report: &'a Report) -> Self {
        Self { report, current: None }
    }

    /// Line and column of a place, both from 1.
    fn position(&mut self, place: &Place) -> (usize, usize) {
        let known = self.current.take().filter(|(source, _)| *source == place.source);
        let (_, lines) = self
            .current
            .insert(known.unwrap_or_else(|| (place.source, Lines::of(&self.report.sources[place.source].text))));
        lines.position(place.bytes.start)
    }
}
