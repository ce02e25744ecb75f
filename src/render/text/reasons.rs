//! Why each setting is what it is, what the code must do, and the patterns.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::Asked;
use crate::design::{Design, Obligation, Pattern};
use crate::render::brief::brief;
use crate::render::layout::{FAINT, Page, STRONG, counted, styled};
use crate::render::rows::{self, Reason};

/// As many reasons are told per subject, and as many alternatives per reason.
const REASONS: usize = 12;
const ALTERNATIVES: usize = 2;
/// The settings take as many columns at most.
const COLUMN: usize = 40;
/// As many obligations are told per service.
const OBLIGATIONS: usize = 8;
/// As many patterns that were not taken are told per consumer.
const REJECTED: usize = 4;

/// Each reason once; what is alike for several subjects is told for the first.
pub fn reasons(page: &mut Page, design: &Design, asked: &Asked) {
    if design.decisions.is_empty() {
        return;
    }
    page.section("WHY", "");
    let mut told: Vec<(String, String, String)> = Vec::new();
    for subject in rows::subjects(design) {
        let mut reasons = rows::reasons(design, subject);
        // What stays at its default has its reason beside the config.
        reasons.retain(|reason| reason.row.written || reason.row.key == fact_name(reason));
        reasons.retain(|reason| {
            let all = reason.because.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
            let this = (reason.row.fact.clone(), reason.value.clone(), all);
            let new = !told.contains(&this);
            told.push(this);
            new
        });
        if reasons.is_empty() {
            continue;
        }
        page.line(format!("  {}", styled(STRONG, subject.replacen('/', " ", 1))));
        let shown = &reasons[..reasons.len().min(REASONS)];
        let widths = shown.iter().map(|reason| setting(reason).width() + 6);
        let column = widths.filter(|width| *width <= COLUMN).max().unwrap_or(COLUMN);
        for reason in shown {
            self::reason(page, reason, column);
        }
        if reasons.len() > shown.len() {
            page.line(format!("    {}", styled(FAINT, more(reasons.len() - shown.len(), asked))));
        }
        page.gap();
    }
}

/// What no client spells goes by the fact's name.
fn fact_name<'a>(reason: &'a Reason) -> &'a str {
    reason.row.fact.split_once('.').map_or("", |(_, name)| name)
}

fn more(number: usize, asked: &Asked) -> String {
    match &asked.out {
        Some(out) => format!("{number} more in {out}/DESIGN.md"),
        None => format!("{number} more in DESIGN.md, which --out DIR writes"),
    }
}

fn setting(reason: &Reason) -> String {
    let key = &reason.row.key;
    // What no client spells is no key: it reads as words.
    let name = if key == fact_name(reason) { key.replace('_', " ") } else { key.clone() };
    format!("{name} = {}", reason.value)
}

fn reason(page: &mut Page, reason: &Reason, column: usize) {
    let blank = " ".repeat(column);
    let mut first = format!("    {}", setting(reason));
    if first.width() + 2 > column {
        page.line(&first);
        first.clone_from(&blank);
    } else {
        first += &" ".repeat(column - first.width());
    }
    for (environment, because) in &reason.because {
        let text = if environment.is_empty() { (*because).to_owned() } else { format!("{environment}: {because}") };
        page.hanging(&first, column, Style::new(), &text);
        first.clone_from(&blank);
    }
    let room = page.width.saturating_sub(column);
    if reason.row.bounds.len() > 1 {
        let bounds = reason.row.bounds.iter().map(|bound| format!("{} {}", bound.bound.replace('-', " "), bound.value));
        let text = format!("weighed: {}", bounds.collect::<Vec<_>>().join(", "));
        page.paragraph(column, FAINT, &brief(&text, room * 2));
    }
    for other in reason.row.alternatives.iter().take(ALTERNATIVES) {
        page.paragraph(column, FAINT, &brief(&format!("not {}: {}", other.value, other.because), room * 2));
    }
}

/// What no setting does.
pub fn code(page: &mut Page, design: &Design) {
    let producers = design.producers.iter().map(|one| ("producer", &one.name, &one.your_code_must));
    let consumers = design.consumers.iter().map(|one| ("consumer", &one.name, &one.your_code_must));
    let services: Vec<(&str, Vec<&str>, &Vec<Obligation>)> = alike(producers.chain(consumers));
    if services.is_empty() {
        return;
    }
    page.section("YOUR CODE MUST", "no setting does it, and without it records are lost or done twice");
    for (kind, names, obligations) in services {
        let kind = if names.len() == 1 { kind.to_owned() } else { format!("{kind}s") };
        page.hanging(&format!("  {kind} "), kind.width() + 3, STRONG, &names.join(", "));
        for obligation in obligations.iter().take(OBLIGATIONS) {
            page.hanging("    - ", 6, Style::new(), &obligation.action);
            page.paragraph(6, FAINT, &obligation.because);
        }
        if obligations.len() > OBLIGATIONS {
            page.line(format!("    {}", styled(FAINT, format!("{} more", obligations.len() - OBLIGATIONS))));
        }
        page.gap();
    }
}

/// Services with the same obligations are told once.
fn alike<'a>(
    services: impl Iterator<Item = (&'static str, &'a String, &'a Vec<Obligation>)>,
) -> Vec<(&'static str, Vec<&'a str>, &'a Vec<Obligation>)> {
    let mut groups: Vec<(&str, Vec<&str>, &Vec<Obligation>)> = Vec::new();
    for (kind, name, obligations) in services.filter(|(_, _, obligations)| !obligations.is_empty()) {
        match groups.iter_mut().find(|(known, _, same)| *known == kind && *same == obligations) {
            Some((_, names, _)) => names.push(name),
            None => groups.push((kind, vec![name], obligations)),
        }
    }
    groups
}

/// What was chosen and what was not.
pub fn patterns(page: &mut Page, design: &Design) {
    let producers = design.producers.iter().filter(|one| !one.patterns.is_empty());
    let consumers = design.consumers.iter().filter(|one| one.pattern.is_some() || !one.patterns.is_empty());
    if producers.clone().count() + consumers.clone().count() == 0 {
        return;
    }
    page.section("PATTERNS", "");
    for one in producers {
        page.line(format!("  producer {}", styled(STRONG, &one.name)));
        one.patterns.iter().for_each(|chosen| pattern(page, chosen));
        page.gap();
    }
    for one in consumers {
        page.line(format!("  consumer {}", styled(STRONG, &one.name)));
        one.pattern.iter().chain(&one.patterns).for_each(|chosen| pattern(page, chosen));
        for rejected in one.rejected_patterns.iter().take(REJECTED) {
            let first = format!("    not {}: ", rejected.name);
            let text = brief(&rejected.because, (page.width * 2).saturating_sub(first.width() + 8));
            page.hanging(&styled(FAINT, "    not "), 8, FAINT, &format!("{}: {text}", rejected.name));
        }
        if one.rejected_patterns.len() > REJECTED {
            let others = (one.rejected_patterns.len() - REJECTED) as u64;
            page.line(format!("    {}", styled(FAINT, format!("nor {}", counted(others, "other")))));
        }
        page.gap();
    }
}

fn pattern(page: &mut Page, pattern: &Pattern) {
    page.hanging("    ", 6, STRONG, &pattern.name);
    page.paragraph(6, Style::new(), &pattern.because);
    if !pattern.guarantees.is_empty() {
        page.paragraph(6, FAINT, &format!("Gives: {}", pattern.guarantees));
    }
    if !pattern.costs.is_empty() {
        page.paragraph(6, FAINT, &format!("Costs: {}", pattern.costs));
    }
}
