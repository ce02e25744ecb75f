//! Why each setting is what it is, what the code must do, and the patterns.

use std::collections::HashSet;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::Asked;
use crate::design::{Design, Obligation, Pattern, Rejected};
use crate::render::brief::brief;
use crate::render::layout::{FAINT, Page, STRONG, counted, styled};
use crate::render::rows::{self, Reason};

/// As many reasons are told per subject, and as many alternatives per reason.
const REASONS: usize = 9;
const ALTERNATIVES: usize = 2;
/// As many for a second subject of the same kind.
const FURTHER: usize = 4;
/// What is no setting of a client or topic and is told all the same.
const SHOWN: &[&str] = &["partitions", "replication_factor", "instances", "security", "lanes"];
/// The settings take as many columns at most.
const COLUMN: usize = 40;
/// As many obligations are told per service.
const OBLIGATIONS: usize = 6;
/// As many patterns that were not taken are told per consumer.
const REJECTED: usize = 3;

/// Each reason once; what is alike for several subjects is told for the first.
pub fn reasons(page: &mut Page, design: &Design, asked: &Asked) {
    if design.decisions.is_empty() {
        return;
    }
    page.section("WHY", "");
    let mut told: HashSet<(String, String, String)> = HashSet::new();
    let mut kinds: Vec<&str> = Vec::new();
    let mut more = 0;
    for (subject, rows) in rows::subjects(design) {
        let mut reasons = rows::reasons(design, subject, &rows);
        let all = reasons.len();
        // What stays at its default has its reason beside the config; sizes and steps in between are in the file.
        reasons.retain(|reason| reason.row.written || SHOWN.contains(&reason.row.key.as_str()) && !is_single(reason));
        reasons.retain(|reason| new(&mut told, reason));
        let kind = subject.split('/').next().unwrap_or(subject);
        let most = if kinds.contains(&kind) { FURTHER } else { REASONS };
        reasons.truncate(most);
        more += all - reasons.len();
        if reasons.is_empty() {
            continue;
        }
        kinds.push(kind);
        page.line(format!("  {}", styled(STRONG, rows::words(subject))));
        let widths = reasons.iter().map(|reason| setting(reason).width() + 6);
        let column = widths.filter(|width| *width <= COLUMN).max().unwrap_or(COLUMN);
        for one in &reasons {
            reason(page, one, column);
        }
        page.gap();
    }
    if more > 0 {
        page.line(format!("  {}", styled(FAINT, further(more, asked))));
    }
}

/// One lane is no lane.
fn is_single(reason: &Reason) -> bool {
    reason.row.key == "lanes" && reason.value == "1"
}

/// Whether the same was not told of another subject.
fn new(told: &mut HashSet<(String, String, String)>, reason: &Reason) -> bool {
    let all = reason.because.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
    told.insert((reason.row.fact.clone(), reason.value.clone(), all))
}

/// What no client spells goes by the fact's name.
fn fact_name<'a>(reason: &'a Reason) -> &'a str {
    reason.row.fact.split_once('.').map_or("", |(_, name)| name)
}

fn further(number: usize, asked: &Asked) -> String {
    match &asked.out {
        Some(out) => format!("{number} more reasons, with references, in {out}/DESIGN.md"),
        None => format!("{number} more reasons, with references, in DESIGN.md, which --out DIR writes"),
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
        let room = page.width.saturating_sub(column);
        let text = match *environment {
            "" => (*because).to_owned(),
            "development" => brief(&format!("{environment}: {because}"), room),
            environment => format!("{environment}: {because}"),
        };
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
        page.paragraph(column, FAINT, &brief(&format!("not {}: {}", other.value, other.because), room));
    }
}

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
    if obligations.len() + again == 0 {
        return;
    }
    let name = if name.is_empty() { String::new() } else { format!(" {}", styled(STRONG, name)) };
    page.line(format!("  {kind}{name}"));
    for obligation in obligations.iter().take(OBLIGATIONS) {
        page.hanging("    - ", 6, Style::new(), &obligation.action);
        page.paragraph(6, FAINT, &brief(&obligation.because, page.width - 6));
    }
    let mut rest = Vec::new();
    if again > 0 {
        rest.push(format!("{again} of those above"));
    }
    if obligations.len() > OBLIGATIONS {
        rest.push(format!("{} more in DESIGN.md", obligations.len() - OBLIGATIONS));
    }
    if !rest.is_empty() {
        page.line(format!("    {}", styled(FAINT, format!("and {}", rest.join(", ")))));
    }
    page.gap();
}

/// What was chosen and what was not.
pub fn patterns(page: &mut Page, design: &Design) {
    let producers = design.producers.iter().filter(|one| !one.patterns.is_empty());
    let consumers = design.consumers.iter().filter(|one| one.pattern.is_some() || !one.patterns.is_empty());
    if producers.clone().count() + consumers.clone().count() == 0 {
        return;
    }
    page.section("PATTERNS", "");
    let mut known: Vec<&str> = Vec::new();
    let mut refused: Vec<&Rejected> = Vec::new();
    for one in producers {
        page.line(format!("  producer {}", styled(STRONG, &one.name)));
        one.patterns.iter().for_each(|chosen| pattern(page, chosen, &mut known));
        page.gap();
    }
    for one in consumers {
        page.line(format!("  consumer {}", styled(STRONG, &one.name)));
        one.pattern.iter().chain(&one.patterns).for_each(|chosen| pattern(page, chosen, &mut known));
        rejected(page, &one.rejected_patterns, &mut refused);
        page.gap();
    }
}

/// Patterns that were not taken, those first that were not told yet.
fn rejected<'a>(page: &mut Page, rejected: &'a [Rejected], told: &mut Vec<&'a Rejected>) {
    let new: Vec<&Rejected> = rejected.iter().filter(|one| !told.contains(one)).take(REJECTED).collect();
    for one in &new {
        page.paragraph(4, FAINT, &brief(&format!("not {}: {}", one.name, one.because), page.width - 4));
    }
    let others = rejected.len() - new.len();
    if others > 0 {
        page.line(format!("    {}", styled(FAINT, format!("nor {}, see DESIGN.md", counted(others as u64, "other")))));
    }
    told.extend(new);
}

/// A pattern and why; what it gives and costs the first time only.
fn pattern<'a>(page: &mut Page, pattern: &'a Pattern, known: &mut Vec<&'a str>) {
    page.hanging("    ", 6, STRONG, &pattern.name);
    if known.contains(&pattern.id.as_str()) {
        page.paragraph(6, Style::new(), &brief(&pattern.because, page.width - 6));
        return;
    }
    page.paragraph(6, Style::new(), &pattern.because);
    known.push(&pattern.id);
    for (what, text) in [("gives", &pattern.guarantees), ("costs", &pattern.costs)] {
        if !text.is_empty() {
            page.paragraph(6, FAINT, &brief(&format!("{what}: {text}"), page.width - 6));
        }
    }
}
