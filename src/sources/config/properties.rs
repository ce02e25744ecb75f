//! Java's `.properties`: the format of java.util.Properties, which is also that of librdkafka's `-X` files.

use std::ops::Range;

use super::{File, Given, Setting};

/// A logical line: a key and its value, escapes resolved, and where both stand.
#[derive(Debug, PartialEq)]
pub(in crate::sources) struct Entry {
    pub key: String,
    pub key_at: Range<usize>,
    pub value: String,
    pub value_at: Range<usize>,
    /// Whether a template may leave it out.
    pub perhaps: bool,
}

impl Entry {
    pub fn into_setting(self) -> Setting {
        let value = if self.perhaps { Given::Perhaps } else { Given::of_text(&self.value) };
        Setting { value, key: self.key, key_at: self.key_at, value_at: self.value_at }
    }
}

/// Whether actions of a template (Helm, Jinja) decide which lines are there.
pub(super) fn is_templated(text: &str) -> bool {
    text.lines().any(|line| is_action(line.trim_start()))
}

/// A line that begins with an action of a template: one that chooses lines, or makes their keys.
fn is_action(line: &str) -> bool {
    line.starts_with("{{") || line.starts_with("{%")
}

/// The entries of a `.properties` file, in their order. Nothing in it is an error to Java, so nothing is to us.
pub(in crate::sources) fn entries(file: &File) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = Cursor { text: file.text, at: 0 };
    let (mut templated, mut depth) = (false, 0_usize);
    while let Some(line) = rest.logical_line() {
        let text = &file.text[line.clone()];
        if is_action(text) {
            templated = true;
            depth = within(text, depth);
        } else {
            entries.extend(entry(file.text, line).map(|entry| Entry { perhaps: depth > 0, ..entry }));
        }
    }
    if templated { one_of_each(entries) } else { entries }
}

/// How many blocks of a template are open after a line of actions, with so many open before it.
fn within(line: &str, before: usize) -> usize {
    line.replace("{%", "{{").split("{{").skip(1).fold(before, |depth, action| {
        let action = action.trim_start_matches('-').trim_start();
        let word = action.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match word {
            "if" | "range" | "with" | "for" => depth + 1,
            word if word.starts_with("end") => depth.saturating_sub(1),
            _ => depth,
        }
    })
}

/// Of the lines of one key, those of other branches of a template: whichever holds, its value is unknown.
fn one_of_each(entries: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.iter_mut().find(|other| other.key == entry.key) {
            Some(other) => {
                BRANCHES.clone_into(&mut other.value);
                other.perhaps = false;
            }
            None => kept.push(entry),
        }
    }
    kept
}

/// What stands for a value that a template chooses.
const BRANCHES: &str = "{{ }}";

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    /// The bytes of the next line that is neither empty nor a comment, with the lines that continue it.
    fn logical_line(&mut self) -> Option<Range<usize>> {
        loop {
            let start = self.at + blanks(&self.text[self.at..]);
            if start >= self.text.len() {
                return None;
            }
            let comment = self.text[start..].starts_with(['#', '!']);
            let mut end = self.physical_end(start);
            // A comment is not continued; a line is, where its last backslash escapes the break.
            while !comment && continues(&self.text[start..end]) && end < self.text.len() {
                end = self.physical_end(after_break(self.text, end));
            }
            self.at = after_break(self.text, end);
            if !comment && start < end {
                return Some(start..end);
            }
        }
    }

    fn physical_end(&self, from: usize) -> usize {
        self.text[from..].find(['\n', '\r']).map_or(self.text.len(), |at| from + at)
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\x0c', '\n', '\r']).len()
}

fn after_break(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

fn continues(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn entry(text: &str, line: Range<usize>) -> Option<Entry> {
    let body = &text[line.clone()];
    let key_end = unescaped(body, |c| matches!(c, '=' | ':' | ' ' | '\t' | '\x0c'));
    let after_key = body[key_end..].trim_start_matches([' ', '\t', '\x0c']);
    let value = after_key.strip_prefix(['=', ':']).unwrap_or(after_key).trim_start_matches([' ', '\t', '\x0c']);
    let value_start = body.len() - value.len();
    let key = unescape(&body[..key_end]);
    (!key.is_empty()).then(|| Entry {
        key,
        key_at: line.start..line.start + key_end,
        value: unescape(value),
        value_at: line.start + value_start..line.end,
        perhaps: false,
    })
}

/// The byte of the first character that `ends` and that no backslash escapes; the length where there is none.
fn unescaped(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && ends(c) {
            return at;
        }
        escaped = !escaped && c == '\\';
    }
    text.len()
}

/// Resolves `\n`, `\u00e4`, line continuations with the indent that follows them, and `\x` for any other x.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('\r' | '\n') => while chars.next_if(|c| matches!(c, '\n' | '\r' | ' ' | '\t' | '\x0c')).is_some() {},
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\x0c'),
            Some('u') => {
                let hex: String = (0..4).map_while(|_| chars.next_if(char::is_ascii_hexdigit)).collect();
                out.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let file = File { path: "a.properties", text };
        entries(&file).into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn reads_as_java_does() {
        let text = "# c\n! c \\\nacks=all\n linger.ms : 5 \r\nbatch.size 16384\nempty=\nalone\na\\=b=c\\u00e4\n";
        let expected = [
            pair("acks", "all"),
            pair("linger.ms", "5 "),
            pair("batch.size", "16384"),
            pair("empty", ""),
            pair("alone", ""),
            pair("a=b", "cä"),
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn a_template_chooses_among_lines() {
        let text = "{{- if .Values.tls }}\nsecurity.protocol=SSL\n{{- else }}\nsecurity.protocol=PLAINTEXT\n{{- end }}\nacks={{ .Values.acks }}\n{{ .Key }}=1\n";
        assert_eq!(read(text), [pair("security.protocol", BRANCHES), pair("acks", "{{ .Values.acks }}")]);
        assert!(is_templated(text) && !is_templated("acks={{ .Values.acks }}\n"));
        let text = "{% if a %}\nx=1\n{% if b %}\ny=2\n{% endif %}\nz=3\n{% endif %}\nw=4\n";
        let perhaps: Vec<bool> =
            entries(&File { path: "a.properties", text }).into_iter().map(|entry| entry.perhaps).collect();
        assert_eq!(perhaps, [true, true, true, false]);
        assert_eq!(read("a=1\na=2\n").len(), 2, "no template");
    }

    #[test]
    fn a_line_goes_on_behind_a_backslash() {
        assert_eq!(read("a=1,\\\n   2\\\\\nb=3"), [pair("a", "1,2\\"), pair("b", "3")]);
        assert_eq!(read("a=1\\"), [pair("a", "1")]);
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "x=1\n  linger.ms = 5\n";
        let file = File { path: "a.properties", text };
        let second = &entries(&file)[1];
        assert_eq!(&text[second.key_at.clone()], "linger.ms");
        assert_eq!(&text[second.value_at.clone()], "5");
    }
}
