//! The findings for people, in the style of compilers: the line, what is wrong, the other line that it collides with.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::Places;
use super::sums::sums;
use crate::finding::Severity;
use crate::lint::{Fix, Found, Report};

/// Lines around a place that are looked at: a long file is not gone through for each of its findings.
const AROUND: usize = 10;

/// Every finding with its lines, then the sums.
#[must_use]
pub fn text(report: &Report) -> String {
    let renderer = Renderer::styled();
    let files = Files::of(report);
    let mut out = String::new();
    for found in &report.findings {
        let mut groups = vec![files.group(found)];
        groups.extend(found.fix.as_ref().map(|fix| files.fix(fix)));
        let _ = writeln!(out, "{}\n", renderer.render(&groups));
    }
    out.push_str(&sums(report));
    out
}

/// The files of a report, as they may be shown.
struct Files<'a> {
    report: &'a Report,
    places: Places<'a>,
    shown: Vec<OnceCell<Cow<'a, str>>>,
}

/// Some lines of a file: the bytes, and the number of the first line.
struct Part {
    bytes: Range<usize>,
    line: usize,
}

impl Part {
    /// A range of the file as one of the part.
    fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        bytes.start - self.bytes.start..bytes.end - self.bytes.start
    }
}

impl<'a> Files<'a> {
    fn of(report: &'a Report) -> Self {
        let shown = report.sources.iter().map(|_| OnceCell::new()).collect();
        Self { report, places: Places::of(report), shown }
    }

    fn group<'s>(&'s self, found: &'s Found) -> Group<'s> {
        let level = match found.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let (here, own) = (found.at.source, &found.at.bytes);
        let beside = found.against.as_ref().filter(|(place, _)| place.source == here);
        let part = self.part(here, std::iter::once(own).chain(beside.map(|(place, _)| &place.bytes)));
        let mut snippet = self.snippet(here, &part).annotation(AnnotationKind::Primary.span(part.range(own)));
        let mut other = None;
        if let Some((place, key)) = &found.against {
            let label = format!("against this {key}");
            let context = |part: &Part| AnnotationKind::Context.span(part.range(&place.bytes)).label(label);
            if place.source == here {
                snippet = snippet.annotation(context(&part));
            } else {
                let there = self.part(place.source, [&place.bytes]);
                other = Some(self.snippet(place.source, &there).annotation(context(&there)));
            }
        }
        let mut group = level.primary_title(found.title.as_str()).id(found.rule.as_str()).element(snippet);
        if let Some(other) = other {
            group = group.element(other);
        }
        group.element(Level::NOTE.message(found.message.as_str()))
    }

    /// The lines as they would be, and how to get them so.
    fn fix<'s>(&'s self, fix: &'s Fix) -> Group<'s> {
        let title = if fix.safe { "kskill lint --fix writes" } else { "kskill lint --fix --unsafe writes" };
        let mut group = Group::with_title(Level::HELP.secondary_title(title));
        let sources: std::collections::BTreeSet<usize> = fix.edits.iter().map(|edit| edit.at.source).collect();
        for number in sources {
            let own = || fix.edits.iter().filter(|edit| edit.at.source == number);
            let part = self.part(number, own().map(|edit| &edit.at.bytes));
            let patches: Vec<Patch> =
                own().map(|edit| Patch::new(part.range(&edit.at.bytes), edit.text.as_str())).collect();
            group = group.element(self.snippet(number, &part).patches(patches));
        }
        group
    }

    /// The lines around some places of a file.
    fn part<'r>(&self, source: usize, places: impl IntoIterator<Item = &'r Range<usize>>) -> Part {
        let lines = self.places.lines(source);
        let (mut first, mut last) = (usize::MAX, 1);
        for bytes in places {
            first = first.min(lines.position(bytes.start).0.saturating_sub(AROUND).max(1));
            last = last.max(lines.position(bytes.end).0 + AROUND);
        }
        Part { bytes: lines.line(first).start..lines.line(last + 1).start, line: first }
    }

    fn snippet<T: Clone>(&self, source: usize, part: &Part) -> Snippet<'_, T> {
        let file = &self.report.sources[source];
        let shown = self.shown[source].get_or_init(|| file.shown());
        Snippet::source(&shown[part.bytes.clone()]).line_start(part.line).path(file.path.as_str()).fold(true)
    }
}
