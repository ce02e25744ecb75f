//! What the code of each service must do, and the patterns that were chosen for it.

use anstyle::Style;

use crate::design::{Design, Obligation, Pattern, Rejected};
use crate::render::layout::{FAINT, Page, STRONG, styled};

/// As many obligations are told per service.
const OBLIGATIONS: usize = 6;

/// What no setting does.
pub fn code(page: &mut Page, design: &Design) {
    let producers: Vec<_> = design.producers.iter().map(|one| (one.name.as_str(), &one.your_code_must)).collect();
    let consumers: Vec<_> = design.consumers.iter().map(|one| (one.name.as_str(), &one.your_code_must)).collect();
    if producers.iter().chain(&consumers).all(|(_, obligations)| obligations.is_empty()) {
        return;
    }
    page.section("YOUR CODE MUST", "no setting does it, and without it records are lost or done twice");
    obligations(page, "producer", &producers);
    obligations(page, "consumer", &consumers);
}

/// What all services of a kind must do is told first, and once.
fn obligations(page: &mut Page, kind: &str, services: &[(&str, &Vec<Obligation>)]) {
    let shared: Vec<&Obligation> = match services {
        [(_, first), others @ ..] if !others.is_empty() => {
            first.iter().filter(|one| others.iter().all(|(_, obligations)| obligations.contains(one))).collect()
        }
        _ => Vec::new(),
    };
    told(page, &format!("every {kind}"), "", &shared, 0);
    let mut before: Vec<&Obligation> = Vec::new();
    for (name, obligations) in services {
        let own = || obligations.iter().filter(|one| !shared.contains(one));
        let new: Vec<&Obligation> = own().filter(|one| !before.contains(one)).collect();
        told(page, kind, name, &new, own().count() - new.len());
        before.extend(new);
    }
}

/// `again` of them were told of another service.
fn told(page: &mut Page, kind: &str, name: &str, obligations: &[&Obligation], again: usize) {
    if obligations.is_empty() {
        return;
    }
    let name = if name.is_empty() { String::new() } else { format!(" {}", styled(STRONG, name)) };
    let above =
        if again == 0 { String::new() } else { format!("   {}", styled(FAINT, format!("and {again} of those above"))) };
    page.line(format!("  {kind}{name}{above}"));
    let most = page.most(obligations.len(), OBLIGATIONS);
    for obligation in &obligations[..most] {
        page.hanging("    - ", 6, Style::new(), &page.told(&obligation.action, page.width - 6));
        if page.all {
            page.paragraph(6, FAINT, &obligation.because);
        }
    }
    page.more(4, obligations.len() - most, "obligation");
}

/// What was chosen and what was not.
pub fn patterns(page: &mut Page, design: &Design) {
    let producers = design.producers.iter().map(|one| ("producer", &one.name, None, &one.patterns, [].as_slice()));
    let consumers = design
        .consumers
        .iter()
        .map(|one| ("consumer", &one.name, one.pattern.as_ref(), &one.patterns, one.rejected_patterns.as_slice()));
    let services =
        producers.chain(consumers).filter(|(_, _, main, patterns, _)| main.is_some() || !patterns.is_empty());
    let mut known: Vec<&str> = Vec::new();
    for (at, (kind, name, main, patterns, refused)) in services.enumerate() {
        if at == 0 {
            page.section("PATTERNS", "how the code is built");
        }
        page.line(format!("  {kind} {}", styled(STRONG, name)));
        main.into_iter().chain(patterns).for_each(|chosen| pattern(page, chosen, &mut known));
        rejected(page, refused);
    }
}

/// Patterns that were not taken.
fn rejected(page: &mut Page, rejected: &[Rejected]) {
    if page.all {
        for one in rejected {
            page.paragraph(4, FAINT, &format!("not {}: {}", one.name, one.because));
        }
    } else if let Some((first, others)) = rejected.split_first() {
        page.hanging("    ", 6, FAINT, &page.told(&format!("not {}: {}", first.name, first.because), page.width - 4));
        page.more(4, others.len(), "rejected pattern");
    }
}

/// A pattern and why; what it gives and costs the first time only.
fn pattern<'a>(page: &mut Page, pattern: &'a Pattern, known: &mut Vec<&'a str>) {
    let because = page.told(&pattern.because, 2 * (page.width - 6));
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
