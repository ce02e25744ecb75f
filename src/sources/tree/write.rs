//! The tree to tidy block YAML.

use super::{Key, Kind, Node};

/// A key that is longer than this is written after a `?`: readers look for the colon of a simple key no further.
const LONGEST_SIMPLE_KEY: usize = 120;

/// Writes a tree as block YAML that [`super::read`] reads back to the same tree (see [`Node::same`]).
///
/// Texts are quoted only where they would mean something else without: `"4.3"` that was quoted stays quoted, so do
/// `"yes"`, `"1e3"` and `"~"`. Comments and anchors of a file that was read are not kept.
#[must_use]
pub fn write_yaml(node: &Node) -> String {
    let mut out = String::new();
    match &node.kind {
        Kind::Map(entries) if !entries.is_empty() => map(&mut out, entries, 0, false),
        Kind::List(items) if !items.is_empty() => list(&mut out, items, 0, false),
        _ => {
            leaf(&mut out, node, 0);
            out = out.trim_start_matches(' ').to_owned();
        }
    }
    out
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// `inline`: the first entry goes on in the line that a `- ` has begun.
fn map(out: &mut String, entries: &[(Key, Node)], indent: usize, mut inline: bool) {
    for (key, node) in entries {
        if !std::mem::take(&mut inline) {
            pad(out, indent);
        }
        let key = key_text(&key.text);
        if key.chars().count() > LONGEST_SIMPLE_KEY {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            pad(out, indent);
        } else {
            out.push_str(&key);
        }
        out.push(':');
        match &node.kind {
            Kind::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                map(out, entries, indent + 2, false);
            }
            Kind::List(items) if !items.is_empty() => {
                out.push('\n');
                list(out, items, indent + 2, false);
            }
            _ => leaf(out, node, indent),
        }
    }
}

fn list(out: &mut String, items: &[Node], indent: usize, mut inline: bool) {
    for item in items {
        if !std::mem::take(&mut inline) {
            pad(out, indent);
        }
        out.push('-');
        match &item.kind {
            Kind::Map(entries) if !entries.is_empty() => {
                out.push(' ');
                map(out, entries, indent + 2, true);
            }
            Kind::List(items) if !items.is_empty() => {
                out.push(' ');
                list(out, items, indent + 2, true);
            }
            _ => leaf(out, item, indent),
        }
    }
}

/// The rest of a line: a space, what has no lines of its own, and the line break.
fn leaf(out: &mut String, node: &Node, indent: usize) {
    match &node.kind {
        Kind::Map(_) => out.push_str(" {}"),
        Kind::List(_) => out.push_str(" []"),
        // Null is written as nothing at all.
        Kind::Scalar { text, quoted: false } if text.is_empty() => {}
        Kind::Scalar { text, quoted } => {
            out.push(' ');
            if fits_plain(text) && (!quoted || is_plain_string(text)) {
                out.push_str(text);
            } else if fits_block(text) {
                block(out, text, indent + 2);
            } else {
                out.push_str(&double_quoted(text));
            }
        }
    }
    out.push('\n');
}

fn key_text(text: &str) -> String {
    if fits_plain(text) && is_plain_string(text) { text.to_owned() } else { double_quoted(text) }
}

/// Whether a text without quotes is text to every reader of YAML 1.1 and 1.2: no number, boolean, date or null.
#[must_use]
pub fn is_plain_string(text: &str) -> bool {
    if text != text.trim() {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let word = matches!(
        lower.as_str(),
        "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "=" | "<<"
    );
    let digits = lower.trim_start_matches(['+', '-']);
    let special = matches!(digits, ".inf" | ".nan");
    let radix = ["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix));
    let number = lower.replace('_', "").parse::<f64>().is_ok();
    // Dates, times and numbers to the base of 60.
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, ':' | '_' | '.' | '+' | '-' | 't' | 'z' | ' ');
    let date = digits.starts_with(|c: char| c.is_ascii_digit()) && lower.chars().all(is_date);
    !(word || special || radix || number || date)
}

/// Whether the text can stand without quotes, whatever it then means.
fn fits_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let indicator = match first {
        '-' | '?' | ':' => text[1..].starts_with(' ') || text.len() == 1 || text.starts_with("---"),
        '.' => text.starts_with("..."),
        _ => ",[]{}#&*!|>'\"%@`".contains(first),
    };
    let ends = text.trim() != text || text.ends_with(':');
    let inside = text.contains(": ") || text.contains(" #");
    !(indicator || ends || inside) && text.chars().all(is_printable)
}

/// What can be written as it is, within a line.
fn is_printable(c: char) -> bool {
    let breaks_or_marks =
        matches!(c, '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !c.is_control() && !breaks_or_marks && (c == ' ' || !c.is_whitespace())
}

/// Whether the text has lines that a `|` block can show as they are.
fn fits_block(text: &str) -> bool {
    let trimmed = text.strip_suffix('\n').unwrap_or(text);
    let clean = |line: &str| line.chars().all(is_printable) && !line.ends_with(' ');
    text.contains('\n')
        && !trimmed.ends_with('\n')
        && !trimmed.starts_with([' ', '\n'])
        && !trimmed.is_empty()
        && trimmed.split('\n').all(clean)
}

fn block(out: &mut String, text: &str, indent: usize) {
    out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
    }
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&escape(c)),
        }
    }
    out.push('"');
    out
}

fn escape(c: char) -> String {
    let code = u32::from(c);
    if code <= 0xffff { format!("\\u{code:04x}") } else { format!("\\U{code:08x}") }
}
