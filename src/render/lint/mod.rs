//! The findings of a lint run, for people and programs.

pub mod concise;
pub mod json;
pub mod text;

use crate::lint::{Place, Report};
use crate::sources::config::Lines;

/// Line and column of a place, both from 1.
fn position(report: &Report, place: &Place) -> (usize, usize) {
    Lines::of(&report.sources[place.source].text).position(place.bytes.start)
}
