//! Edits of a file: a value or key in place, a line more or a line less, each in the way of the lines around it.

use std::ops::Range;

use serde_json::Value as Json;

use crate::design::Literal;
use crate::sources::config::{Given, Setting};

/// What the values of a kind of file look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// A line for each setting, texts without quotes.
    Lines,
    /// As [`Syntax::Lines`], nested by indentation.
    Yaml,
    /// Texts between quotes.
    Quoted,
}

/// A file whose settings are edited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Editor<'a> {
    path: &'a str,
    text: &'a str,
}

/// Bytes and what stands there afterwards.
pub(super) type Change = (Range<usize>, String);

impl<'a> Editor<'a> {
    pub fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text }
    }

    fn syntax(self) -> Syntax {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            _ if name.starts_with(".env") => Syntax::Lines,
            Some("properties" | "conf" | "config" | "cnf" | "ini" | "env") => Syntax::Lines,
            Some("yaml" | "yml") => Syntax::Yaml,
            _ => Syntax::Quoted,
        }
    }

    /// The value of a setting, in the quotes that are there.
    pub fn value(self, setting: &Setting, new: &Literal) -> Option<Change> {
        let text = self.spelled(self.text.get(setting.value_at.clone())?, &setting.value, new)?;
        (self.text[setting.value_at.clone()] != text).then(|| (setting.value_at.clone(), text))
    }

    /// A value in place of `raw`, which is read as `old`; none where nobody can say how it is written here.
    fn spelled(self, raw: &str, old: &Given, new: &Literal) -> Option<String> {
        let json = match new {
            Literal::Code(code) => return matches!(old, Given::Code(_)).then(|| code.clone()),
            Literal::Plain(json) => json,
        };
        let text = new.to_string();
        if !is_plain(&text) {
            return None;
        }
        if let Some(quote) = quote_of(raw) {
            return Some(format!("{quote}{text}{quote}"));
        }
        match (self.syntax(), json, old) {
            (Syntax::Lines | Syntax::Yaml, _, _) => Some(text),
            // In code, a name may stand for the value: others use it too.
            _ if !is_literal(raw) => None,
            (_, Json::Number(_), Given::Number(_)) => Some(text),
            (_, Json::Bool(truth), Given::Bool(_)) if raw.starts_with(['T', 'F']) => {
                Some(if *truth { "True" } else { "False" }.to_owned())
            }
            (_, Json::Bool(_), Given::Bool(_)) => Some(text),
            (_, Json::String(_), Given::Number(_) | Given::Bool(_)) => Some(format!("\"{text}\"")),
            _ => None,
        }
    }

    /// Another name in place of the setting's key, as the file spells keys.
    pub fn key(self, setting: &Setting, new: &str) -> Option<Change> {
        let name = self.renamed(setting, new)?;
        Some((setting.key_at.clone(), name))
    }

    /// A line with another setting below that of `neighbour`.
    pub fn line_after(self, neighbour: &Setting, key: &str, value: &Literal) -> Option<Change> {
        let line = self.own_line(neighbour)?;
        let indent = &self.text[line.start..neighbour.key_at.start];
        let between = &self.text[neighbour.key_at.end..neighbour.value_at.start];
        if self.syntax() == Syntax::Yaml && !between.ends_with([' ', '\t']) {
            return None;
        }
        let key = self.renamed(neighbour, key)?;
        let value = self.spelled(&self.text[neighbour.value_at.clone()], &neighbour.value, value)?;
        let end =
            line.end - self.text[line.clone()].len() + self.text[line.clone()].trim_end_matches(['\r', '\n']).len();
        let after = if self.text[..].contains("\r\n") { "\r\n" } else { "\n" };
        Some((end..end, format!("{after}{indent}{key}{between}{value}")))
    }

    /// The line of the setting goes.
    pub fn without(self, setting: &Setting) -> Option<Change> {
        Some((self.own_line(setting)?, String::new()))
    }

    /// The line of a setting with its break, where nothing else stands there but a remark.
    fn own_line(self, setting: &Setting) -> Option<Range<usize>> {
        if self.syntax() == Syntax::Quoted || setting.key_at.end > setting.value_at.start {
            return None;
        }
        let start = self.text[..setting.key_at.start].rfind('\n').map_or(0, |at| at + 1);
        let value = self.text.get(setting.value_at.clone())?;
        let between = self.text.get(setting.key_at.end..setting.value_at.start)?;
        let after = &self.text[setting.value_at.end..];
        let length = after.find('\n').map_or(after.len(), |at| at + 1);
        let rest = after[..length].trim();
        let one_line = !value.contains('\n') && !between.contains('\n') && !value.starts_with(['|', '>']);
        let alone =
            self.text[start..setting.key_at.start].trim().is_empty() && (rest.is_empty() || rest.starts_with('#'));
        (one_line && alone).then_some(start..setting.value_at.end + length)
    }

    /// `new` in the way in which the file writes the key of `setting`: whole, below a parent, behind a prefix, or as
    /// the name of an environment variable.
    fn renamed(self, setting: &Setting, new: &str) -> Option<String> {
        let raw = self.text.get(setting.key_at.clone())?;
        let (quote, bare) = match quote_of(raw) {
            Some(quote) => (quote.to_string(), &raw[1..raw.len() - 1]),
            None => (String::new(), raw),
        };
        let old = setting.key.as_str();
        let name = if new.is_empty() || !is_plain(new) {
            None
        } else if bare == old {
            Some(new.to_owned())
        } else if let Some(prefix) = bare.strip_suffix(old).filter(|prefix| prefix.ends_with('.')) {
            Some(format!("{prefix}{new}"))
        } else if let Some(parent) = old.strip_suffix(bare).filter(|parent| parent.ends_with('.')) {
            new.strip_prefix(parent).map(str::to_owned)
        } else {
            bare.strip_suffix(&variable(old)).map(|prefix| format!("{prefix}{}", variable(new)))
        };
        name.map(|name| format!("{quote}{name}{quote}"))
    }
}

/// The quotes around a text.
fn quote_of(raw: &str) -> Option<char> {
    let first = raw.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    (raw.len() >= 2 && raw.ends_with(first)).then_some(first)
}

/// Whether a value without quotes is written out: a number, with or without a computation, or a truth.
fn is_literal(raw: &str) -> bool {
    let number = raw.chars().all(|letter| letter.is_ascii_digit() || "_-+*/<. ".contains(letter));
    number || matches!(raw, "true" | "false" | "True" | "False")
}

/// Whether a text means itself in every kind of file, with quotes or without.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-_,".contains(letter))
}

/// A key as images name their variables: `LINGER_MS`.
fn variable(key: &str) -> String {
    key.to_ascii_uppercase().replace(['.', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A setting whose key and value stand in `text` as they are given here.
    fn setting(text: &str, key: &str, raw_key: &str, raw: &str, value: Given) -> Setting {
        let at = |part: &str| text.find(part).map(|at| at..at + part.len()).expect("it is there");
        let key_at = at(raw_key);
        let value_at = text[key_at.end..].find(raw).map(|found| key_at.end + found).expect("it is there");
        Setting { key: key.to_owned(), key_at, value, value_at: value_at..value_at + raw.len() }
    }

    fn applied(text: &str, change: Option<Change>) -> Option<String> {
        let (bytes, new) = change?;
        Some(format!("{}{new}{}", &text[..bytes.start], &text[bytes.end..]))
    }

    fn number(number: i64) -> Literal {
        Literal::Plain(Json::from(number))
    }

    fn word(word: &str) -> Literal {
        Literal::Plain(Json::from(word))
    }

    #[test]
    fn values_keep_their_quotes() {
        let cases = [
            ("a.properties", "acks = 1\n", "1", Given::Text("1".into()), word("all"), "acks = all\n"),
            ("a.yaml", "acks: \"1\" # why\n", "\"1\"", Given::Text("1".into()), word("all"), "acks: \"all\" # why\n"),
            ("a.json", "{\"acks\": 1}", "1", Given::Number("1".into()), word("all"), "{\"acks\": \"all\"}"),
            ("a.py", "{'acks': '1'}", "'1'", Given::Text("1".into()), word("all"), "{'acks': 'all'}"),
            ("a.py", "{'acks': True}", "True", Given::Bool(true), Literal::Plain(false.into()), "{'acks': False}"),
            ("a.ts", "{acks: 1}", "1", Given::Number("1".into()), number(-1), "{acks: -1}"),
        ];
        for (path, text, raw, given, new, expected) in cases {
            let setting = setting(text, "acks", "acks", raw, given);
            let change = Editor::new(path, text).value(&setting, &new);
            assert_eq!(applied(text, change).as_deref(), Some(expected), "{path}");
        }
        let code = setting("x(acks, AllISR())", "acks", "acks", "AllISR()", Given::Code("AllISR()".into()));
        assert_eq!(Editor::new("a.go", "x(acks, AllISR())").value(&code, &word("all")), None, "code is no word");
        let named = setting("x(acks, ACKS)", "acks", "acks", "ACKS", Given::Number("1".into()));
        assert_eq!(Editor::new("a.go", "x(acks, ACKS)").value(&named, &number(0)), None, "others use the name");
    }

    #[test]
    fn keys_are_renamed_as_the_file_spells_them() {
        let cases = [
            ("linger.msec=5\n", "linger.msec", "linger.msec", "linger.ms", Some("linger.ms=5\n")),
            ("KAFKA_LINGER_MSEC=5\n", "linger.msec", "KAFKA_LINGER_MSEC", "linger.ms", Some("KAFKA_LINGER_MS=5\n")),
            ("  batch-sise: 5\n", "spring.batch-sise", "batch-sise", "spring.batch-size", Some("  batch-size: 5\n")),
            ("  batch-sise: 5\n", "spring.batch-sise", "batch-sise", "other.batch-size", None),
            ("\"acsk\": 5\n", "acsk", "\"acsk\"", "acks", Some("\"acks\": 5\n")),
            ("x.acsk=5\n", "acsk", "x.acsk", "acks", Some("x.acks=5\n")),
        ];
        for (text, key, raw, new, expected) in cases {
            let setting = setting(text, key, raw, "5", Given::Text("5".into()));
            assert_eq!(applied(text, Editor::new("a.env", text).key(&setting, new)).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn lines_come_and_go_whole() {
        let cases = [
            ("a.properties", "a=1\r\nacks = 1\r\n", Some("a=1\r\nacks = 1\r\nretries = 3\r\n"), Some("a=1\r\n")),
            (
                "a.yaml",
                "x:\n  acks: 1  # c\n  b: 2\n",
                Some("x:\n  acks: 1  # c\n  retries: 3\n  b: 2\n"),
                Some("x:\n  b: 2\n"),
            ),
            ("a.yaml", "x: {acks: 1, b: 2}\n", None, None),
            ("a.yaml", "- name: acks\n  value: 1\n", None, None),
            ("a.properties", "acks=1", Some("acks=1\nretries=3"), Some("")),
        ];
        for (path, text, more, less) in cases {
            let setting = setting(text, "acks", "acks", "1", Given::Text("1".into()));
            let editor = Editor::new(path, text);
            assert_eq!(applied(text, editor.line_after(&setting, "retries", &number(3))).as_deref(), more, "{text}");
            assert_eq!(applied(text, editor.without(&setting)).as_deref(), less, "{text}");
        }
    }
}
