//! A diagnosis for wikis and AI chats.

use std::fmt::Write as _;

use super::words;
use crate::design::Cause;
use crate::diagnose::Diagnosis;

/// The same as the text, as Markdown.
#[must_use]
pub fn markdown(diagnosis: &Diagnosis) -> String {
    let mut out = format!("# Group {}\n\n{}.\n", diagnosis.group, upper(&words::verdict(diagnosis)));
    let numbers = words::numbers(&diagnosis.seen);
    if !numbers.is_empty() {
        out.push('\n');
        for line in numbers {
            let _ = writeln!(out, "- {line}");
        }
    }
    for (heading, causes) in [
        ("Causes, likeliest first", &diagnosis.causes),
        ("Beside them", &diagnosis.beside),
        ("Harmless", &diagnosis.harmless),
    ] {
        if !causes.is_empty() {
            let _ = write!(out, "\n## {heading}\n");
            for one in causes {
                cause(&mut out, one);
            }
        }
    }
    if let Some(ways) = &diagnosis.hand_over {
        out.push_str("\n## Handing over: nothing accepted may be lost with the process\n\n");
        for way in &ways.durable {
            let _ = writeln!(out, "- **{}** (`{}`), durable: {}. Costs: {}", way.title, way.id, way.because, way.costs);
        }
        for way in &ways.out {
            let _ = writeln!(out, "- **{}** (`{}`), out: {}", way.title, way.id, way.because);
        }
    }
    if !diagnosis.open.is_empty() {
        out.push_str("\n## Not known\n\n");
        for open in &diagnosis.open {
            let settles: Vec<String> = open.settles.iter().map(|one| words::settles(one, &diagnosis.group)).collect();
            let _ = writeln!(out, "- {} (`{}`): {}", open.title, open.id, settles.join("; "));
        }
    }
    for missing in &diagnosis.missing {
        let _ = write!(out, "\nNot learnt: {}: {}\n", missing.what, missing.why);
    }
    out
}

fn cause(out: &mut String, cause: &Cause) {
    let sure = words::confidence(cause.confidence);
    let _ = write!(out, "\n### {}\n\n`{}`, {sure} confidence\n\n", upper(&cause.title), cause.id);
    for evidence in &cause.evidence {
        let _ = writeln!(out, "- {evidence}");
    }
    if !cause.remedies.is_empty() {
        out.push('\n');
    }
    for (number, remedy) in cause.remedies.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", number + 1, upper(&remedy.action));
        for (what, text) in [("Gives", &remedy.effect), ("Costs", &remedy.cost)] {
            if let Some(text) = text {
                let _ = writeln!(out, "   - {what}: {text}");
            }
        }
    }
    if !cause.will_not_help.is_empty() {
        let _ = write!(out, "\nWill not help: {}\n", cause.will_not_help.join("; "));
    }
}

/// The text with its first letter in upper case, unless it is code or a name with dots.
fn upper(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !first.contains('.') => letter.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
