//! The lines of a config: one per setting, and the brackets around nested ones.

use serde::Serialize;

use super::form::Form;
use super::language::Language;
use crate::design::Setting;

/// One line of a config.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What stands before it.
    pub indent: String,
    /// `value`, `open` or `close`.
    pub kind: &'static str,
    /// The key as the language writes it.
    pub key: String,
    /// The value as the language writes it.
    pub value: String,
    /// The lines of the comment above it; none where the setting before has the same.
    pub because: Vec<String>,
    /// Blanks that bring the value below that of the line before.
    pub pad: String,
}

impl Line {
    fn new(form: &Form, setting: &Setting, key: &str, depth: usize) -> Self {
        Self {
            indent: "  ".repeat(depth),
            kind: "value",
            key: form.language.key(key),
            value: form.language.literal(&setting.value),
            because: Vec::new(),
            pad: String::new(),
        }
    }

    fn bracket(key: String, kind: &'static str, depth: usize) -> Self {
        let (value, because, pad) = (String::new(), Vec::new(), String::new());
        Self { indent: "  ".repeat(depth), kind, key, value, because, pad }
    }
}

/// One line per setting, those that connect first.
#[must_use]
pub fn flat(form: &Form, settings: &[Setting], because: impl Fn(&str) -> Vec<String>) -> Vec<Line> {
    let mut last: Vec<String> = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    for setting in sorted(settings) {
        let mut line = Line::new(form, setting, &setting.key, 0);
        if form.format == "go-options" {
            line.value = go_option(&setting.key, &line.value);
        } else if form.format == "go-fields" {
            line.key.clone_from(&setting.key);
        }
        let reason = because(&setting.because);
        if reason != last {
            line.because.clone_from(&reason);
            last = reason;
        }
        lines.push(line);
    }
    align(&mut lines);
    lines
}

/// The settings as a tree: dots in keys are levels.
#[must_use]
pub fn nested(form: &Form, settings: &[Setting], because: impl Fn(&str) -> Vec<String>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut last: Vec<String> = Vec::new();
    let paths: Vec<(Vec<String>, &Setting)> =
        sorted(settings).into_iter().map(|setting| (path(form.language, &setting.key), setting)).collect();
    for (path, setting) in gathered(paths) {
        let (key, parents) = path.split_last().expect("a key has at least one part");
        let common = open.iter().zip(parents).take_while(|(open, parent)| open == parent).count();
        close(&mut lines, &mut open, common);
        for parent in &parents[common..] {
            lines.push(Line::bracket(form.language.key(parent), "open", open.len()));
            open.push(parent.clone());
        }
        let mut line = Line::new(form, setting, key, open.len());
        let reason = because(&setting.because);
        if reason != last || common < parents.len() {
            line.because.clone_from(&reason);
            last = reason;
        }
        lines.push(line);
    }
    close(&mut lines, &mut open, 0);
    lines
}

fn close(lines: &mut Vec<Line>, open: &mut Vec<String>, until: usize) {
    while open.len() > until {
        open.pop();
        lines.push(Line::bracket(String::new(), "close", open.len()));
    }
}

/// Connections first; otherwise the order of the config.
fn sorted(settings: &[Setting]) -> Vec<&Setting> {
    let (connects, others): (Vec<_>, Vec<_>) = settings.iter().partition(|setting| setting.connects);
    connects.into_iter().chain(others).collect()
}

/// Brings what shares its parents together, so that no object is opened twice; first seen, first written.
fn gathered(paths: Vec<(Vec<String>, &Setting)>) -> Vec<(Vec<String>, &Setting)> {
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut ranked = Vec::new();
    for (path, setting) in paths {
        let rank: Vec<usize> = (1..=path.len())
            .map(|length| {
                let part = &path[..length];
                seen.iter().position(|known| known == part).unwrap_or_else(|| {
                    seen.push(part.to_vec());
                    seen.len() - 1
                })
            })
            .collect();
        ranked.push((rank, (path, setting)));
    }
    ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// The levels of a key. Below `properties`, Spring Boot passes the rest on as one key.
fn path(language: Language, key: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = key;
    while let Some((part, after)) = rest.split_once('.') {
        parts.push(part.to_owned());
        rest = after;
        if language == Language::Yaml && part == "properties" {
            break;
        }
    }
    parts.push(rest.to_owned());
    parts
}

/// `kgo.ProducerLinger(5 * time.Millisecond)`: an option is a call, whether the value is the call or its argument.
fn go_option(key: &str, value: &str) -> String {
    if value.starts_with(&format!("kgo.{key}(")) || value.starts_with(&format!("{key}(")) {
        return value.to_owned();
    }
    let argument = if value == "true" { "" } else { value };
    format!("kgo.{key}({argument})")
}

/// Aligns values within lines that follow each other without a comment, as gofmt does.
fn align(lines: &mut [Line]) {
    let mut start = 0;
    for at in 1..=lines.len() {
        if at < lines.len() && lines[at].because.is_empty() {
            continue;
        }
        let widest = lines[start..at].iter().map(|line| line.key.len()).max().unwrap_or_default();
        for line in &mut lines[start..at] {
            line.pad = " ".repeat(widest - line.key.len());
        }
        start = at;
    }
}
