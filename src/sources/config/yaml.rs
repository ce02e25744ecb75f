//! YAML and JSON files as pages: documents whose values know their bytes.
//!
//! What is wrong with one document is told, and the others are read all the same. A template (Helm, Jinja) is no
//! YAML; with its actions taken for unknown values, most of it is.

use std::ops::Range;

use super::{File, Given, Lines, Problem, Setting, json};
use crate::sources::tree::{self, Kind, Node, Source};

/// One document of a file.
pub(super) struct Page<'a> {
    /// What is written in it.
    pub root: Node,
    /// Whether actions of a template decide what is in it.
    pub templated: bool,
    text: &'a str,
    lines: Lines<'a>,
    base: usize,
}

/// The documents of a file, and what could not be read.
#[derive(Default)]
pub(super) struct Pages<'a> {
    pub pages: Vec<Page<'a>>,
    pub problems: Vec<Problem>,
}

/// Reads all documents of a file.
pub(super) fn pages<'a>(file: &File<'a>) -> Pages<'a> {
    let mut all = Pages::default();
    // A template may begin and end in the middle of a value.
    let is_json = file.extension() == "json" && !is_templated(file.text);
    for piece in if is_json { json::values(file.text) } else { pieces(file.text) } {
        let text = &file.text[piece.clone()];
        let templated = is_templated(text);
        let tree_of = if file.extension() == "json" { tree::read_json } else { tree::read_all };
        let (read, templated) = match tree_of(file.path, text) {
            Err(_) if templated => (tree_of(file.path, &masked(text)), true),
            read => (read, false),
        };
        match read {
            Ok(roots) => all.pages.extend(roots.into_iter().map(|root| Page {
                root,
                templated,
                text,
                lines: Lines::of(text),
                base: piece.start,
            })),
            // A template that is no YAML even so is right, for all that anybody can see.
            Err(_) if templated => {}
            Err(error) => {
                let at = error.place.map_or(0, |place| Lines::of(text).offset(place.line, place.column));
                if is_to_fill(text, at) {
                    continue;
                }
                let message = match file.extension().as_str() {
                    "json" => error.message.replacen("not YAML", "not JSON", 1),
                    _ => error.message,
                };
                all.problems.push(Problem { at: piece.start + at..piece.start + at, message });
            }
        }
    }
    all
}

/// Whether it has actions of a template (Helm, Jinja).
fn is_templated(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// Whether a variable that a script fills in stands in the line, or ends in it.
fn is_to_fill(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().is_some_and(|line| line.contains("${"))
}

/// Where the documents are, by the lines `---` that begin them. Directives and comments go with what follows them.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut at, mut empty) = (0, 0, true);
    for line in text.split_inclusive('\n') {
        let marker =
            line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
        if marker && !empty {
            pieces.push(start..at);
            (start, empty) = (at, true);
        }
        // What stands beside a marker is content, too.
        let content = if marker { &line[3..] } else { line };
        let content = content.trim();
        empty &= content.is_empty() || content == "..." || content.starts_with('#') || line.starts_with('%');
        at += line.len();
    }
    if !empty {
        pieces.push(start..at);
    }
    pieces
}

/// The text with the actions of a template made harmless, every character at its place: an action that has a line to
/// itself becomes a comment, one within a line a variable.
fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min() {
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(length) = rest[start..].find(close).map(|at| at + close.len()) else { break };
        let (before, action) = (&rest[..start], &rest[start..start + length]);
        let after = &rest[start + length..];
        out.push_str(before);
        let first = out.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
        let alone = first && after.split('\n').next().is_none_or(|line| line.trim().is_empty());
        if alone {
            out.extend(action.split_inclusive('\n').map(commented));
        } else {
            out.push('$');
            out.extend(action.chars().skip(1).map(|c| if c.is_ascii() && c != '\n' { '_' } else { c }));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The line as a comment of the same length.
fn commented(line: &str) -> String {
    let first = line.chars().next().filter(|first| !matches!(first, '\r' | '\n'));
    let width = first.map_or(0, char::len_utf8);
    "#".repeat(width) + &line[width..]
}

impl Page<'_> {
    /// Where something is written, in bytes of the file.
    pub fn at(&self, source: &Source) -> Range<usize> {
        let Source::File { start, end } = source else { return self.base..self.base };
        let start = self.lines.offset(start.line, start.column);
        let end = self.lines.offset(end.line, end.column).max(start);
        // The parser counts the break after a block to the block.
        let end = start + self.text.get(start..end).map_or(end - start, |body| body.trim_end().len());
        self.base + start..self.base + end
    }

    /// A setting of this key and value.
    pub fn setting(&self, name: impl Into<String>, key: &tree::Key, value: &Node) -> Setting {
        let key_at = self.at(&key.source);
        let written = self.at(&value.source);
        let value_at = if written.is_empty() { key_at.end..key_at.end } else { written };
        Setting { key: name.into(), key_at, value: given(value), value_at }
    }

    /// The settings of a map; a map within a map is a name with a dot: `linger: {ms: 5}` is `linger.ms`.
    pub fn flat(&self, node: &Node) -> Vec<Setting> {
        let mut settings = Vec::new();
        self.flatten(node, "", &mut settings);
        settings
    }

    fn flatten(&self, node: &Node, prefix: &str, settings: &mut Vec<Setting>) {
        for (key, value) in node.entries() {
            let bracketed = key.text.starts_with('[');
            let joint = if prefix.is_empty() || bracketed { "" } else { "." };
            let name = format!("{prefix}{joint}{}", key.text);
            match &value.kind {
                Kind::Map(entries) if !entries.is_empty() => self.flatten(value, &name, settings),
                _ => settings.push(self.setting(name, key, value)),
            }
        }
    }

    /// The bytes of the indented text after `key: |`, indent included; none for other ways to write a text.
    pub fn block(&self, key: &tree::Key, value: &Node) -> Option<Range<usize>> {
        let (key, value) = (key.source.place()?, value.place()?);
        let header = &self.text[self.lines.line(key.line)];
        let header = header.split_once(':').map_or("", |(_, rest)| rest.trim_start());
        if !header.starts_with('|') || value.line < key.line {
            return None;
        }
        let first = self.lines.line(key.line).end;
        let mut end = first;
        for line in key.line + 1.. {
            let range = self.lines.line(line);
            let body = self.text.get(range.clone()).unwrap_or_default();
            let indent = body.len() - body.trim_start_matches(' ').len();
            if range.start >= self.text.len() || !body.trim().is_empty() && indent < key.column {
                break;
            }
            end = range.end;
        }
        (end > first).then_some(self.base + first..self.base + end)
    }
}

/// What a value is to a program that reads YAML.
pub(super) fn given(node: &Node) -> Given {
    match &node.kind {
        Kind::Scalar { text, quoted: true } => Given::of_text(text),
        Kind::Scalar { .. } if node.is_null() => Given::Null,
        Kind::Scalar { text, .. } => plain(text),
        // What readers of lists of texts make of them: one text with commas.
        Kind::List(items) => {
            let texts: Option<Vec<String>> = items.iter().map(|item| given(item).text().map(str::to_owned)).collect();
            texts.filter(|texts| !texts.is_empty()).map_or(Given::Unknown, |texts| Given::Text(texts.join(",")))
        }
        Kind::Map(_) => Given::Unknown,
    }
}

fn plain(text: &str) -> Given {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    match text {
        "true" | "True" | "TRUE" => Given::Bool(true),
        "false" | "False" | "FALSE" => Given::Bool(false),
        _ if !digits.starts_with(|c: char| c.is_ascii_digit()) => Given::of_text(text),
        _ if is_number(digits) => Given::Number(text.to_owned()),
        // which of the other numbers it is depends on the reader: 010 is 8 to some and 10 to others
        _ if is_number_to_some(digits) => Given::Unknown,
        _ => Given::of_text(text),
    }
}

/// Digits with at most one dot between them, and no zero before the others.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(text) && (text.len() == 1 || !text.starts_with('0')),
    }
}

/// Whether some readers of YAML take it for a number: 0x10, 0o7, 0b1, 010, `1_000`, 1e6, 1., and 1:30, of base 60.
fn is_number_to_some(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let of_base = [("0x", 16), ("0o", 8), ("0b", 2)].iter().find_map(|(sign, base)| {
        let rest = lower.strip_prefix(sign)?;
        Some(!rest.is_empty() && rest.chars().all(|c| c == '_' || c.is_digit(*base)))
    });
    of_base.unwrap_or_else(|| is_decimal_to_some(&lower) || is_of_base_60(&lower))
}

fn is_decimal_to_some(lower: &str) -> bool {
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((lower, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    is_grouped(whole)
        && part.chars().all(|c| c == '_' || c.is_ascii_digit())
        && !exponent.is_empty()
        && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_of_base_60(text: &str) -> bool {
    let (text, part) = text.split_once('.').unwrap_or((text, ""));
    let mut places = text.split(':');
    let first = places.next().is_some_and(is_grouped);
    let mut rest = places.peekable();
    let below_60 = |place: &str| place.len() < 3 && place.parse::<u8>().is_ok_and(|number| number < 60);
    first && rest.peek().is_some() && rest.all(below_60) && part.chars().all(|c| c == '_' || c.is_ascii_digit())
}

/// Digits, with `_` between them or behind.
fn is_grouped(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c == '_' || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Pages<'_> {
        pages(&File { path: "a.yaml", text })
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let text = "é: 'ü'\n---\n# c\na:\n  b.c: \"x\" # y\n  d: [1, 2]\n  e: |\n    t\n  f:\n";
        let all = read(text);
        assert_eq!(all.pages.len(), 2);
        let shown = |page: &Page| -> Vec<(String, String, String)> {
            let settings = page.flat(&page.root).into_iter();
            settings.map(|s| (s.key, text[s.key_at].to_owned(), text[s.value_at].to_owned())).collect()
        };
        let row = |name: &str, key: &str, value: &str| (name.to_owned(), key.to_owned(), value.to_owned());
        assert_eq!(shown(&all.pages[0]), [row("é", "é", "'ü'")]);
        let expected =
            [row("a.b.c", "b.c", "\"x\""), row("a.d", "d", "[1, 2]"), row("a.e", "e", "t"), row("a.f", "f", "")];
        assert_eq!(shown(&all.pages[1]), expected);
    }

    #[test]
    fn a_broken_document_leaves_the_others() {
        assert!(read("a: 1\n---\n---\n...\n%YAML 1.2\n---\nb: 2\n").problems.is_empty());
        let text = "a: 1\n---\nb: [1\n---\nc: 3\n";
        let all = read(text);
        assert_eq!(all.pages.len(), 2);
        assert_eq!(all.problems.len(), 1);
        let line = Lines::of(text).position(all.problems[0].at.start).0;
        assert!((3..=4).contains(&line), "{:?}", all.problems);
    }

    #[test]
    fn a_template_is_read_around_its_actions() {
        let text = "{{- if .Values.on }}\nspec:\n  partitions: {{ .Values.n }}\n  config:\n    {{- toYaml .Values.c | nindent 4 }}\n    a: b-{{ x }}\n{{- end }}\n";
        let all = read(text);
        assert!(all.problems.is_empty(), "{:?}", all.problems);
        let page = &all.pages[0];
        assert!(page.templated);
        let values: Vec<Given> = page.flat(&page.root).into_iter().map(|setting| setting.value).collect();
        assert_eq!(values, [Given::Unknown, Given::Unknown]);
        assert!(read("a: [${X}]\n").problems.is_empty());
        let broken = read("a: [{{ x }}\n  - b\n");
        assert!(broken.pages.is_empty() && broken.problems.is_empty());
    }

    #[test]
    fn values_are_those_of_yaml() {
        let text =
            "a: 5\nb: '5'\nc: true\nd: yes\ne: ~\nf: 1_000\ng: 1.5\nh: 0123\ni: 2024-01-02\nj: 3.6.1\nk: 10s\nl: 1e6\n";
        let page = &read(text).pages[0];
        let values: Vec<Given> = page.flat(&page.root).into_iter().map(|setting| setting.value).collect();
        let (text, number) = (|t: &str| Given::Text(t.to_owned()), |t: &str| Given::Number(t.to_owned()));
        let expected = [
            number("5"),
            text("5"),
            Given::Bool(true),
            text("yes"),
            Given::Null,
            Given::Unknown,
            number("1.5"),
            Given::Unknown,
            text("2024-01-02"),
            text("3.6.1"),
            text("10s"),
            Given::Unknown,
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn digits_with_a_letter_behind_are_a_text() {
        for text in
            ["7d", "14d", "1x", "5f", "3a", "1b", "9c", "2e", "1o", "-7d", "1_000d", "4.1e", "0xg", "0x", "1:99", "a:1"]
        {
            assert_eq!(plain(text), Given::Text(text.to_owned()), "{text}");
        }
        for text in [
            "0x10",
            "0XfF",
            "0o7",
            "0b1",
            "010",
            "1_000",
            "-1_000",
            "1e6",
            "1E+6",
            "1.5e-3",
            "1.",
            "1_0.5",
            "1:30",
            "190:20:30.1",
        ] {
            assert_eq!(plain(text), Given::Unknown, "{text}");
        }
    }

    #[test]
    fn json_may_be_indented_with_tabs() {
        let text = "{\r\n\t\"a\": \"b\\/c\",\r\n\t\"d\": [1, 2]\r\n}\r\n";
        let all = read(text);
        assert!(all.problems.is_empty(), "{:?}", all.problems);
        let settings = all.pages[0].flat(&all.pages[0].root);
        assert_eq!(settings[0].value, Given::Text("b/c".to_owned()));
        assert_eq!(&text[settings[0].value_at.clone()], "\"b\\/c\"");
    }

    #[test]
    fn the_text_of_a_block_is_found() {
        let text = "data:\n  a.properties: |-\n    x=1\n\n    y=2\n  b: z\n";
        let page = &read(text).pages[0];
        let (key, value) = page.root.get("data").and_then(|data| data.entry("a.properties")).expect("is there");
        let range = page.block(key, value).expect("a block");
        assert_eq!(&text[range], "\n    x=1\n\n    y=2");
    }
}
