//! The findings for people, in the style of compilers: the line, what is wrong, the other line that it collides with.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::sums::sums;
use crate::finding::Severity;
use crate::lint::{Fix, Found, Report};

/// Every finding with its lines, then the sums.
#[must_use]
pub fn text(report: &Report) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for found in &report.findings {
        let mut groups = vec![group(report, found)];
        groups.extend(found.fix.as_ref().map(|fix| self::fix(report, fix)));
        let _ = writeln!(out, "{}\n", renderer.render(&groups));
    }
    out.push_str(&sums(report));
    out
}

fn group<'a>(report: &'a Report, found: &'a Found) -> Group<'a> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut snippet = snippet(report, found.at.source, AnnotationKind::Primary.span(found.at.bytes.clone()));
    let mut other = None;
    if let Some((place, key)) = &found.against {
        let annotation = AnnotationKind::Context.span(place.bytes.clone()).label(format!("against this {key}"));
        if place.source == found.at.source {
            snippet = snippet.annotation(annotation);
        } else {
            other = Some(self::snippet(report, place.source, annotation));
        }
    }
    let mut group = level.primary_title(found.title.as_str()).id(found.rule.as_str()).element(snippet);
    if let Some(other) = other {
        group = group.element(other);
    }
    group.element(Level::NOTE.message(found.message.as_str()))
}

fn snippet<'a>(
    report: &'a Report,
    source: usize,
    annotation: annotate_snippets::Annotation<'a>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = &report.sources[source];
    Snippet::source(source.shown()).path(source.path.as_str()).fold(true).annotation(annotation)
}

/// The lines as they would be, and how to get them so.
fn fix<'a>(report: &'a Report, fix: &'a Fix) -> Group<'a> {
    let title = if fix.safe { "kskill lint --fix writes" } else { "kskill lint --fix --unsafe writes" };
    let mut group = Group::with_title(Level::HELP.secondary_title(title));
    let sources: std::collections::BTreeSet<usize> = fix.edits.iter().map(|edit| edit.at.source).collect();
    for number in sources {
        let source = &report.sources[number];
        let own = fix.edits.iter().filter(|edit| edit.at.source == number);
        let patches = own.map(|edit| Patch::new(edit.at.bytes.clone(), edit.text.as_str()));
        group = group.element(Snippet::source(source.shown()).path(source.path.as_str()).patches(patches));
    }
    group
}
