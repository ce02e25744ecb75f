//! What the code of each service must do, and the patterns that were chosen for it.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::design::{Design, Obligation, Pattern};
use crate::render::layout::{FAINT, Page, STRONG, styled};

/// As many obligations are told per service.
const OBLIGATIONS: usize = 6;
/// As many for a further service of the same kind.
const FURTHER: usize = 3;

/// What no setting does.
pub fn code(page: &mut Page, design: &Design) {
    let producers: Vec<_> = design.producers.iter().map(|one| (one.name.as_str(), &one.your_code_must)).collect();
    let consumers: Vec<_> = design.consumers.iter().map(|one| (one.name.as_str(), &one.your_code_must)).collect();
    if producers.iter().chain(&consumers).all(|(_, obligations)| obligations.is_empty()) {
        return;
    }
    let mut told = Page::new(page.width, page.all, "");
    let left = obligations(&mut told, "producer", &producers) + obligations(&mut told, "consumer", &consumers);
    page.section("YOUR CODE MUST", &page.remark("no setting does it, and records are lost without it", left));
    page.append(&told);
}

/// What all services of a kind must do is told first, and once. Returns how many were left out.
fn obligations(page: &mut Page, kind: &str, services: &[(&str, &Vec<Obligation>)]) -> usize {
    let has =
        |obligations: &[&Obligation], one: &Obligation| obligations.iter().any(|known| known.action == one.action);
    let shared: Vec<&Obligation> = match services {
        [(_, first), others @ ..] if !others.is_empty() => {
            let all = |one: &&Obligation| others.iter().all(|(_, own)| has(&own.iter().collect::<Vec<_>>(), one));
            first.iter().filter(all).collect()
        }
        _ => Vec::new(),
    };
    let mut left = told(page, &format!("every {kind}"), "", &shared, OBLIGATIONS);
    let mut before: Vec<&Obligation> = shared;
    let mut most = OBLIGATIONS;
    for (name, obligations) in services {
        let new: Vec<&Obligation> = obligations.iter().filter(|one| !has(&before, one)).collect();
        left += told(page, kind, name, &new, most);
        before.extend(new);
        // What the first of them must do is, for the most part, what the others must.
        most = FURTHER;
    }
    left
}

fn told(page: &mut Page, kind: &str, name: &str, obligations: &[&Obligation], most: usize) -> usize {
    if obligations.is_empty() {
        return 0;
    }
    let name = if name.is_empty() { String::new() } else { format!(" {}", styled(STRONG, name)) };
    page.line(format!("  {kind}{name}"));
    let most = page.most(obligations.len(), most);
    for obligation in &obligations[..most] {
        page.hanging("    - ", 6, Style::new(), &page.told(&obligation.action, page.width - 6));
        if page.all {
            page.paragraph(6, FAINT, &obligation.because);
        }
    }
    obligations.len() - most
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
