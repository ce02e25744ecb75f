//! Why each setting is what it is.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::design::Design;
use crate::render::digest;
use crate::render::layout::{FAINT, Page, STRONG, styled};
use crate::render::rows::{self, Reason};

/// The settings take as many columns at most.
const COLUMN: usize = 40;

/// Each reason once; where not all are told, those of production that weigh most.
pub fn reasons(page: &mut Page, design: &Design) {
    let (told, left) = digest::reasons(design, page.all);
    if told.is_empty() {
        return;
    }
    page.section(
        "WHY",
        if page.all { "" } else { "in production; the choices in your own numbers, and the close ones" },
    );
    for (subject, reasons) in &told {
        page.line(format!("  {}", styled(STRONG, rows::words(subject))));
        let most = COLUMN.min(page.width / 2);
        let widths = reasons.iter().map(|reason| setting(reason).width() + 6).filter(|width| *width <= most);
        let column = widths.max().unwrap_or(most / 2);
        for one in reasons {
            reason(page, one, column);
        }
    }
    page.more(2, left, "reason");
}

fn setting(reason: &Reason) -> String {
    let key = &reason.row.key;
    // What no client spells goes by the fact's name, which is no key: it reads as words.
    let fact = reason.row.fact.split_once('.').map_or("", |(_, name)| name);
    let name = if key == fact { key.replace('_', " ") } else { key.clone() };
    format!("{name} = {}", reason.value)
}

fn reason(page: &mut Page, reason: &Reason, column: usize) {
    let blank = " ".repeat(column);
    let mut first = format!("    {}", setting(reason));
    if first.width() + 2 > column {
        page.paragraph(4, Style::new(), &setting(reason));
        first.clone_from(&blank);
    } else {
        first += &" ".repeat(column - first.width());
    }
    // Production's comes last.
    let because = if page.all { reason.because.as_slice() } else { &reason.because[reason.because.len() - 1..] };
    for (environment, because) in because {
        let text = match *environment {
            "development" => format!("development: {because}"),
            "production" if page.all => format!("production: {because}"),
            _ => (*because).to_owned(),
        };
        page.hanging(&first, column, Style::new(), &text);
        first.clone_from(&blank);
    }
    if reason.row.bounds.len() > 1 {
        let bounds = reason.row.bounds.iter().map(|bound| format!("{} {}", bound.bound.replace('-', " "), bound.value));
        page.paragraph(column, FAINT, &format!("weighed: {}", bounds.collect::<Vec<_>>().join(", ")));
    }
    let others = &reason.row.alternatives;
    for other in &others[..page.most(others.len(), 1)] {
        let text = format!("not {}: {}", other.value, other.because);
        page.paragraph(column, FAINT, &page.told(&text, page.width - column));
    }
}
