//! A diagnosis for people.

use std::collections::BTreeMap;

use anstyle::Style;

use super::super::layout::{FAINT, Page, STRONG, counted, styled};
use super::words;
use crate::design::Cause;
use crate::diagnose::{Diagnosis, HandOver, Settles};

/// The most columns: a paragraph is read more easily in lines that are not too long.
const WIDTH: usize = 100;

/// The verdict, the numbers, the causes with what to do, and what would settle the rest.
#[must_use]
pub fn text(diagnosis: &Diagnosis, width: usize) -> String {
    let mut page = Page::new(width.min(WIDTH), true, "");
    let group = if diagnosis.group.is_empty() { "consumer".to_owned() } else { format!("group {}", diagnosis.group) };
    page.line(styled(STRONG, group));
    page.paragraph(2, Style::new(), &words::verdict(diagnosis));
    for line in words::numbers(&diagnosis.seen) {
        page.paragraph(2, FAINT, &line);
    }
    for (heading, remark, causes) in [
        ("CAUSES", "likeliest first", &diagnosis.causes),
        ("BESIDE", "no cause, but worth knowing", &diagnosis.beside),
        ("HARMLESS", "what looks wrong and is not", &diagnosis.harmless),
    ] {
        if !causes.is_empty() {
            page.section(heading, remark);
            for cause in causes {
                self::cause(&mut page, cause);
            }
        }
    }
    if let Some(ways) = &diagnosis.hand_over {
        hand_over(&mut page, ways);
    }
    open(&mut page, diagnosis);
    for missing in &diagnosis.missing {
        page.gap();
        page.paragraph(0, Style::new(), &format!("not learnt: {}: {}", missing.what, missing.why));
    }
    page.finish()
}

fn cause(page: &mut Page, cause: &Cause) {
    let sure = words::confidence(cause.confidence);
    let title = format!("{}  [{}, {sure} confidence]", cause.title, cause.id);
    page.hanging("  ! ", 4, STRONG, &title);
    for evidence in &cause.evidence {
        page.paragraph(4, Style::new(), evidence);
    }
    for (number, remedy) in cause.remedies.iter().enumerate() {
        let first = if number == 0 { "    first: " } else { "    then:  " };
        page.hanging(first, 11, Style::new(), &remedy.action);
        if let Some(effect) = &remedy.effect {
            page.hanging(&format!("{}gives: ", " ".repeat(11)), 18, Style::new(), effect);
        }
        if let Some(cost) = &remedy.cost {
            page.hanging(&format!("{}costs: ", " ".repeat(11)), 18, FAINT, cost);
        }
    }
    for other in &cause.will_not_help {
        page.hanging("    will not help: ", 19, FAINT, other);
    }
    page.gap();
}

fn hand_over(page: &mut Page, ways: &HandOver) {
    page.section("HANDING OVER", "nothing accepted may be lost with the process");
    for way in &ways.durable {
        page.hanging("  durable: ", 11, STRONG, &format!("{}  [{}]", way.title, way.id));
        page.paragraph(11, Style::new(), &way.because);
        page.hanging(&format!("{}costs: ", " ".repeat(11)), 18, FAINT, &way.costs);
    }
    for way in &ways.out {
        page.hanging("  out:     ", 11, STRONG, &format!("{}  [{}]", way.title, way.id));
        page.paragraph(11, Style::new(), &way.because);
    }
}

/// The open questions, by what would settle them.
fn open(page: &mut Page, diagnosis: &Diagnosis) {
    let mut by: BTreeMap<&Settles, Vec<&str>> = BTreeMap::new();
    for open in &diagnosis.open {
        for settles in &open.settles {
            by.entry(settles).or_default().push(&open.title);
        }
    }
    if by.is_empty() {
        return;
    }
    page.section("NOT KNOWN", "what would settle more");
    for (settles, titles) in by {
        page.hanging("  ", 4, Style::new(), &words::settles(settles, &diagnosis.group));
        let shown = match titles.as_slice() {
            [one] => (*one).to_owned(),
            [one, two] => format!("{one}; {two}"),
            [one, two, rest @ ..] => format!("{one}; {two}; and {}", counted(rest.len() as u64, "other cause")),
            [] => String::new(),
        };
        page.paragraph(6, FAINT, &shown);
    }
}
