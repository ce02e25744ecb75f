//! The page of a name, for people.

mod key;

use anstyle::Style;

use super::layout::{CODE, FAINT, Page as Sheet, STRONG, counted, listed, styled};
use crate::knowledge::page::{EntryPage, Page, RulePage, Sample};

/// The most columns of a page: a paragraph is read more easily in lines that are not too long.
const WIDTH: usize = 100;
/// The most lines of an example's file that are shown.
const LONGEST_FILE: usize = 12;

/// The page of a name; `evidence` asks for what real clients said.
#[must_use]
pub fn text(page: &Page, evidence: bool, width: usize) -> String {
    let mut sheet = Sheet::new(width.min(WIDTH), true, "");
    match page {
        Page::Rule(rule) => self::rule(&mut sheet, rule, evidence),
        Page::Pattern(one) => entry(&mut sheet, "pattern", one),
        Page::Decision(one) => entry(&mut sheet, "decision", one),
        Page::Conflict(one) => entry(&mut sheet, "conflict", one),
        Page::Failure(one) => entry(&mut sheet, "failure", one),
        Page::Cause(one) => entry(&mut sheet, "cause", one),
        Page::Key(one) => key::key(&mut sheet, one),
    }
    sheet.finish()
}

/// What kinds of names there are, and how many of each.
#[must_use]
pub fn contents(kinds: impl Iterator<Item = (&'static str, usize)>) -> String {
    let mut sheet = Sheet::new(WIDTH, true, "");
    for (kind, many) in kinds {
        sheet.line(format!("{kind:10} {many:>5}   kskill explain {kind} lists them"));
    }
    sheet.line("and every config key of every client, such as `kskill explain acks`");
    sheet.finish()
}

/// All names of a kind, each with what it is in a few words.
#[must_use]
pub fn list(entries: &[(String, String)], width: usize) -> String {
    let mut sheet = Sheet::new(width.min(WIDTH), true, "");
    for (id, title) in entries {
        sheet.hanging("", 4, Style::new(), &format!("{id}: {title}"));
    }
    sheet.finish()
}

fn rule(sheet: &mut Sheet, rule: &RulePage, evidence: bool) {
    let of = rule.subjects.iter().map(|kind| kind.replace('_', " ")).collect::<Vec<_>>();
    let confidence = match rule.confidence {
        crate::finding::Confidence::High => "",
        crate::finding::Confidence::Medium => ", in most systems",
        crate::finding::Confidence::Context => ", depending on what is not written anywhere",
    };
    let pedantic = if rule.pedantic { ", with --pedantic" } else { "" };
    let about = format!("rule about {}: {}{confidence}{pedantic}", listed(&of), rule.severity);
    title(sheet, &rule.id, &about, &rule.title);
    paragraphs(sheet, "WHY", &rule.why);
    lines(sheet, "EXCEPTIONS", rule.exceptions.iter().map(String::as_str));
    lines(sheet, "FIRES WHERE", [rule.when.as_str()]);
    if let Some(fix) = &rule.fix {
        let set = fix.set.iter().map(|(fact, value)| format!("{fact} = {value}"));
        let changes: Vec<String> = set.chain(fix.remove.iter().map(|fact| format!("without {fact}"))).collect();
        let how = if fix.safe { "kskill lint --fix" } else { "kskill lint --fix --unsafe" };
        sheet.section("FIX", how);
        for change in changes {
            sheet.paragraph(2, CODE, &change);
        }
    }
    lines(sheet, "DO FIRST", rule.first.iter().map(String::as_str));
    sheet.section("EXAMPLES", "");
    for example in &rule.examples {
        self::example(sheet, example);
    }
    if evidence {
        lines(sheet, "EVIDENCE", [rule.evidence.as_deref().unwrap_or("none is recorded for this rule")]);
    }
    lines(sheet, "READ ON", rule.references.iter().map(String::as_str));
}

/// An example: its facts, or its file.
fn example(sheet: &mut Sheet, example: &Sample) {
    let word = if example.fires { "fires" } else { "quiet" };
    let facts = example.facts.iter().map(|(kind, facts)| format!("{kind}: {}", brief(facts)));
    let file = example.file.as_ref().map(|file| file.name.clone());
    let about: Vec<String> = file.into_iter().chain(facts).collect();
    sheet.hanging(&format!("  {word}  "), 9, FAINT, &about.join(", "));
    let Some(file) = &example.file else { return };
    let lines: Vec<&str> = file.text.lines().collect();
    for line in lines.iter().take(LONGEST_FILE) {
        sheet.line(format!("{:11}{}", "", styled(FAINT, line)));
    }
    if let Some(more) = lines.len().checked_sub(LONGEST_FILE).filter(|more| *more > 0) {
        sheet.paragraph(11, FAINT, &format!("and {}", counted(more as u64, "more line")));
    }
}

fn entry(sheet: &mut Sheet, kind: &str, entry: &EntryPage) {
    title(sheet, &entry.id, kind, &entry.title);
    for paragraph in &entry.paragraphs {
        lines(sheet, paragraph.heading, paragraph.lines.iter().map(String::as_str));
    }
    lines(sheet, "READ ON", entry.references.iter().map(String::as_str));
}

/// The name, what it is, and its title below.
fn title(sheet: &mut Sheet, name: &str, about: &str, title: &str) {
    sheet.line(format!("{}   {}", styled(STRONG, name), styled(FAINT, about)));
    sheet.paragraph(0, STRONG, title);
}

/// Lines under a heading, if there are any.
fn lines<'a>(sheet: &mut Sheet, heading: &str, lines: impl IntoIterator<Item = &'a str>) {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_some() {
        sheet.section(heading, "");
    }
    for line in lines {
        sheet.hanging("  ", 4, anstyle::Style::new(), line);
    }
}

/// A text of several paragraphs under a heading.
fn paragraphs(sheet: &mut Sheet, heading: &str, text: &str) {
    sheet.section(heading, "");
    for (at, paragraph) in text.split("\n\n").enumerate() {
        if at > 0 {
            sheet.gap();
        }
        sheet.paragraph(2, anstyle::Style::new(), paragraph);
    }
}

/// A value as a person writes it: `{name: p, acks: leader}`.
fn brief(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", brief(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(brief).collect::<Vec<_>>().join(", ")),
        serde_json::Value::String(text) if text.is_empty() => "''".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
