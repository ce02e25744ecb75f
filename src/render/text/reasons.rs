//! Why each setting is what it is.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::design::Design;
use crate::render::digest;
use crate::render::layout::{FAINT, Page, STRONG, styled};
use crate::render::rows::{self, Reason};

/// The settings take as many columns at most.
const COLUMN: usize = 34;

/// Each reason once; where not all are told, those of production that weigh most.
pub fn reasons(page: &mut Page, design: &Design) {
    let (told, left) = digest::reasons(design, page.all);
    if told.is_empty() {
        return;
    }
    let remark = if page.all { "" } else { "for production: the close choices, and those that your numbers made" };
    page.section("WHY", &page.remark(remark, left));
    let most = COLUMN.min(page.width / 2);
    let widths = told.iter().flat_map(|(_, reasons)| reasons).map(|reason| setting(reason).width() + 6);
    let column = widths.filter(|width| *width <= most).max().unwrap_or(most / 2);
    let mut others: Vec<&str> = Vec::new();
    let weighed = page.all || !digest::is_large(design);
    for (subject, reasons) in &told {
        page.line(format!("  {}", styled(STRONG, rows::words(subject))));
        for one in reasons {
            reason(page, one, column);
            if weighed {
                alternatives(page, one, column, &mut others);
            }
        }
    }
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
}

/// What else there was; where not all is told, the first one, unless the same was said of it before.
fn alternatives<'a>(page: &mut Page, reason: &Reason<'a>, column: usize, told: &mut Vec<&'a str>) {
    let row = reason.row;
    // The bounds say already why it is not less.
    let most = usize::from(row.bounds.len() <= 1);
    for other in &row.alternatives[..page.most(row.alternatives.len(), most)] {
        if page.all || !told.contains(&other.because.as_str()) {
            let text = format!("not {}: {}", other.value, other.because);
            page.paragraph(column, FAINT, &page.told(&text, page.width - column));
            told.push(&other.because);
        }
    }
}
