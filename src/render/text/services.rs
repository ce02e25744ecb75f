//! What the code of each service must do, and the patterns that were chosen for it.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::design::{Design, Pattern};
use crate::render::digest;
use crate::render::duties::{self, Group};
use crate::render::layout::{FAINT, Page, STRONG, styled};

/// As many duties are told of every service of a kind, or of the first.
const OBLIGATIONS: usize = 6;
/// As many for a further group of services.
const FURTHER: usize = 3;
/// The same where there are many services.
const OF_MANY: (usize, usize) = (3, 2);

/// What no setting does.
pub fn code(page: &mut Page, design: &Design) {
    let groups = duties::groups(design, page.all);
    if groups.is_empty() {
        return;
    }
    let mut body = Page::new(page.width, page.all, "");
    let mut left = 0;
    let (most, further) = if digest::is_large(design) { OF_MANY } else { (OBLIGATIONS, FURTHER) };
    for (at, group) in groups.iter().enumerate() {
        // What the first of a kind must do is, for the most part, what the others must.
        let first = at == 0 || group.names.is_empty();
        left += told(&mut body, group, if first { most } else { further });
    }
    page.section("YOUR CODE MUST", &page.remark("no setting does it, and records are lost without it", left));
    page.append(&body);
}

/// One group of services. Returns how many of its duties were left out.
fn told(page: &mut Page, group: &Group, most: usize) -> usize {
    let names = if group.names.is_empty() { String::new() } else { format!(" {}", styled(STRONG, &group.names)) };
    page.paragraph(2, Style::new(), &format!("{}{names}", group.kind));
    let most = page.most(group.duties.len(), most);
    for duty in &group.duties[..most] {
        page.hanging("    - ", 6, Style::new(), &page.told(&duty.action, page.width - 6));
        if page.all {
            page.paragraph(6, FAINT, &duty.because);
        }
    }
    group.duties.len() - most
}

/// What was chosen and what was not.
pub fn patterns(page: &mut Page, design: &Design) {
    let producers = design.producers.iter().map(|one| ("producer", &one.name, None, &one.patterns, [].as_slice()));
    let consumers = design
        .consumers
        .iter()
        .map(|one| ("consumer", &one.name, one.pattern.as_ref(), &one.patterns, one.rejected_patterns.as_slice()));
    let services = producers.chain(consumers);
    let services: Vec<_> = services.filter(|(_, _, main, others, _)| main.is_some() || !others.is_empty()).collect();
    if services.is_empty() {
        return;
    }
    if digest::is_large(design) && !page.all {
        let mut left = 0;
        let mut body = Page::new(page.width, page.all, "");
        for (kind, name, main, others, refused) in services {
            let names: Vec<&str> = main.into_iter().chain(others).map(|chosen| chosen.name.as_str()).collect();
            let text = format!("{kind} {}: {}", styled(STRONG, name), names.join("; "));
            body.hanging("  ", 4, Style::new(), &text);
            left += names.len() + refused.len();
        }
        page.section("PATTERNS", &page.remark("how the code is built; why, and what was not chosen", left));
        page.append(&body);
        return;
    }
    let left: usize = services.iter().map(|(.., refused)| refused.len() - page.most(refused.len(), 1)).sum();
    page.section("PATTERNS", &page.remark("how the code is built, and what was not chosen", left));
    let mut known: Vec<&str> = Vec::new();
    for (kind, name, main, others, refused) in services {
        page.line(format!("  {kind} {}", styled(STRONG, name)));
        main.into_iter().chain(others).for_each(|chosen| pattern(page, chosen, &mut known));
        for one in &refused[..page.most(refused.len(), 1)] {
            let text = page.told(&format!("not {}: {}", one.name, one.because), page.width - 4);
            page.hanging("    ", 6, FAINT, &text);
        }
    }
}

/// A pattern and why; what it gives and costs the first time only.
fn pattern<'a>(page: &mut Page, pattern: &'a Pattern, known: &mut Vec<&'a str>) {
    let because = page.told(&pattern.because, (page.width - 6).saturating_sub(pattern.name.width()));
    page.hanging("    ", 6, Style::new(), &format!("{}: {because}", styled(STRONG, &pattern.name)));
    if !page.all || known.contains(&pattern.id.as_str()) {
        return;
    }
    known.push(&pattern.id);
    for (what, text) in [("gives", &pattern.guarantees), ("costs", &pattern.costs)] {
        if !text.is_empty() {
            page.paragraph(6, FAINT, &format!("{what}: {text}"));
        }
    }
}
