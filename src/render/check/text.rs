//! The findings for people.

use anstyle::{AnsiColor, Style};

use super::super::layout::{CODE, FAINT, Page, STRONG, styled};
use super::sample::sample;
use super::sums::{growth, sums};
use super::{by_rule, subjects};
use crate::check::{Found, Report};
use crate::finding::Severity;

/// Findings of one rule that are told: the rest of a hundred topics says nothing new.
const SHOWN: usize = 4;
/// Topics whose records are told of.
const SAMPLED: usize = 20;
/// The most columns: a paragraph is read more easily in lines that are not too long.
const WIDTH: usize = 110;

/// Every rule that is broken, the worst and the likely causes first: what it says, of what, and what to do first. Then what
/// could not be learnt, and the sums.
#[must_use]
pub fn text(report: &Report, width: usize) -> String {
    let mut page = Page::new(width.min(WIDTH), true, "");
    for findings in by_rule(&report.findings) {
        rule(&mut page, findings);
    }
    for missing in &report.missing {
        page.hanging("not learnt: ", 12, Style::new(), &format!("{}: {}", missing.what, missing.why));
    }
    if let Some(told) = sample(report, SAMPLED) {
        page.gap();
        page.paragraph(0, Style::new(), &told.head);
        for (topic, line) in &told.topics {
            page.hanging("  ", 4, Style::new(), &format!("{topic}: {line}"));
        }
        if let Some(rest) = &told.rest {
            page.paragraph(2, FAINT, rest);
        }
    }
    if let Some(line) = growth(report) {
        page.gap();
        page.paragraph(0, Style::new(), &line);
    }
    page.gap();
    for line in sums(report) {
        page.paragraph(0, Style::new(), &line);
    }
    page.finish()
}

fn rule(page: &mut Page, findings: &[Found]) {
    let Some(first) = findings.first() else { return };
    page.gap();
    let severity = first.severity.to_string();
    let head = format!("{} {}", styled(style(first.severity), &severity), styled(STRONG, &first.title));
    page.line(format!("{head}  {}", styled(FAINT, format!("[{}]", first.rule))));
    // What to do names whom it is done to, unless that is the same for all.
    let each = findings.iter().any(|found| found.first != first.first);
    for found in findings.iter().take(SHOWN) {
        page.hanging("  ", 4, Style::new(), &format!("{}: {}", subjects(found), found.message));
        if each {
            do_first(page, found);
        }
    }
    if let Some(more) = findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        page.paragraph(2, FAINT, &format!("and {more} more: --format json lists them all"));
    }
    if !each {
        do_first(page, first);
    }
}

fn do_first(page: &mut Page, found: &Found) {
    if let Some(first) = &found.first {
        page.hanging("  first: ", 9, CODE, first);
    }
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Blue,
    };
    Style::new().bold().fg_color(Some(color.into()))
}
