//! The findings for people, in the style of compilers: the line, what is wrong, the other line that it collides with.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::super::layout::counted;
use crate::finding::Severity;
use crate::lint::{Found, Report};

/// Every finding with its lines, then the sums.
#[must_use]
pub fn text(report: &Report) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for found in &report.findings {
        let _ = writeln!(out, "{}\n", renderer.render(&[group(report, found)]));
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
    Snippet::source(source.text.as_str()).path(source.path.as_str()).fold(true).annotation(annotation)
}

fn sums(report: &Report) -> String {
    let sums = &report.summary;
    let judged = format!(
        "{} and {} in {}",
        counted(sums.configs, "config"),
        counted(sums.settings, "setting"),
        counted(sums.files, "file")
    );
    let judged = match sums.problems {
        0 => judged,
        problems => format!("{judged}; {} could not be read", counted(problems, "part")),
    };
    if report.findings.is_empty() {
        return format!("nothing to object to: {judged}\n");
    }
    format!(
        "{}, {}, {}: {judged}\n",
        counted(sums.errors, "error"),
        counted(sums.warnings, "warning"),
        counted(sums.infos, "note")
    )
}
