//! Values as the language of a config file writes them.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::design::Literal;

/// What a config file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Java properties.
    Properties,
    /// `key=value` lines.
    Conf,
    /// YAML as Spring Boot reads it.
    Yaml,
    /// Python.
    Python,
    /// TypeScript.
    TypeScript,
    /// Go, where values keep their types.
    Go,
    /// C#, where every value is a text.
    CSharp,
    /// Rust, where every value is a text.
    Rust,
}

/// A piece of a text.
enum Part<'a> {
    Text(&'a str),
    Variable(&'a str),
}

impl Language {
    /// The value as an expression of the language.
    #[must_use]
    pub fn literal(self, value: &Literal) -> String {
        match value {
            Literal::Code(code) => code.clone(),
            Literal::Plain(value) => self.json(value),
        }
    }

    /// A key of a map, an object or a file.
    #[must_use]
    pub fn key(self, key: &str) -> String {
        match self {
            Self::Properties => properties(key, true),
            Self::Conf => key.to_owned(),
            Self::Yaml => yaml(key),
            Self::TypeScript if is_identifier(key) => key.to_owned(),
            Self::Python | Self::TypeScript | Self::Go | Self::CSharp | Self::Rust => quoted(key),
        }
    }

    fn json(self, value: &Json) -> String {
        match value {
            Json::String(text) => self.text(text),
            Json::Bool(_) | Json::Number(_) if matches!(self, Self::CSharp | Self::Rust) => quoted(&value.to_string()),
            Json::Bool(true) if self == Self::Python => "True".to_owned(),
            Json::Bool(false) if self == Self::Python => "False".to_owned(),
            Json::Null => match self {
                Self::Python => "None".to_owned(),
                Self::Go => "nil".to_owned(),
                Self::TypeScript | Self::Yaml => "null".to_owned(),
                _ => self.text(""),
            },
            Json::Array(items) => self.list(items),
            Json::Object(fields) if self == Self::TypeScript => {
                let fields = fields.iter().map(|(key, value)| format!("{}: {}", self.key(key), self.json(value)));
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            Json::Object(fields) if self == Self::Python => {
                let fields = fields.iter().map(|(key, value)| format!("{}: {}", self.key(key), self.json(value)));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            other => other.to_string(),
        }
    }

    fn list(self, items: &[Json]) -> String {
        let plain = || items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
        let own = || items.iter().map(|item| self.json(item)).collect::<Vec<_>>().join(", ");
        match self {
            Self::Python | Self::TypeScript | Self::Yaml => format!("[{}]", own()),
            Self::Go => format!("[]string{{{}}}", own()),
            _ => self.text(&plain().collect::<Vec<_>>().join(",")),
        }
    }

    /// A text; `${NAME}` in it is what the environment holds.
    fn text(self, text: &str) -> String {
        match self {
            Self::Properties => return properties(text, false),
            Self::Conf => return text.replace(['\n', '\r'], " "),
            Self::Yaml => return yaml(text),
            _ => {}
        }
        let parts = parts(text);
        match parts.as_slice() {
            [] => quoted(""),
            [Part::Text(text)] => quoted(text),
            [Part::Variable(name)] => self.variable(name),
            parts => self.joined(parts),
        }
    }

    fn variable(self, name: &str) -> String {
        match self {
            Self::Python => format!("os.environ[{}]", quoted(name)),
            Self::TypeScript => format!("process.env.{name}!"),
            Self::Go => format!("os.Getenv({})", quoted(name)),
            Self::CSharp => format!("Environment.GetEnvironmentVariable({})", quoted(name)),
            Self::Rust => format!("std::env::var({}).expect({})", quoted(name), quoted(&format!("{name} is set"))),
            Self::Properties | Self::Conf | Self::Yaml => format!("${{{name}}}"),
        }
    }

    fn joined(self, parts: &[Part]) -> String {
        let mut text = String::new();
        let mut variables = String::new();
        for part in parts {
            match (self, part) {
                (Self::Python | Self::Rust, Part::Text(part)) => {
                    text += &inside(part).replace('{', "{{").replace('}', "}}");
                }
                (Self::Python, Part::Variable(name)) => write!(text, "{{os.environ['{name}']}}").unwrap_or_default(),
                (Self::TypeScript, Part::Text(part)) => {
                    text += &part.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
                }
                (Self::TypeScript, Part::Variable(name)) => write!(text, "${{process.env.{name}}}").unwrap_or_default(),
                (Self::Rust, Part::Variable(name)) => {
                    text += "{}";
                    write!(variables, ", {}", self.variable(name)).unwrap_or_default();
                }
                (_, part) => {
                    let plus = if text.is_empty() { "" } else { " + " };
                    let piece = match part {
                        Part::Text(part) => quoted(part),
                        Part::Variable(name) => self.variable(name),
                    };
                    write!(text, "{plus}{piece}").unwrap_or_default();
                }
            }
        }
        match self {
            Self::Python => format!("f\"{text}\""),
            Self::TypeScript => format!("`{text}`"),
            Self::Rust => format!("format!(\"{text}\"{variables})"),
            _ => text,
        }
    }
}

/// Splits a text at its placeholders. `${env:NAME}`, as the Java client has it, is `NAME` elsewhere.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = placeholder(rest) {
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Variable(name));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// What stands before the first placeholder, its name, and what stands after it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (name, after) = rest.split_once('}')?;
    let name = name.strip_prefix("env:").unwrap_or(name);
    is_identifier(name).then_some((before, name, after))
}

fn is_identifier(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Between double quotes, as Python, TypeScript, Go, C# and Rust all read it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", inside(text))
}

fn inside(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

/// As `java.util.Properties` reads it, also from a stream of Latin-1.
fn properties(text: &str, key: bool) -> String {
    let mut out = String::new();
    for (at, letter) in text.chars().enumerate() {
        match letter {
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            ' ' if key || at == 0 => out += "\\ ",
            '=' | ':' | '#' | '!' if key => out.extend(['\\', letter]),
            ' '..='~' => out.push(letter),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").unwrap_or_default();
                }
            }
        }
    }
    out
}

/// A YAML scalar: plain where it is a text to every reader, else between double quotes.
fn yaml(text: &str) -> String {
    let safe = |letter: char| letter.is_alphanumeric() || " ._/-${}=,+*()<>@;\"':".contains(letter);
    let plain = text.starts_with(|letter: char| letter.is_alphabetic() || letter == '$' || letter == '/')
        && text.chars().all(safe)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    // A JSON text is a YAML scalar.
    if plain { text.to_owned() } else { Json::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Language; 8] = [
        Language::Properties,
        Language::Conf,
        Language::Yaml,
        Language::Python,
        Language::TypeScript,
        Language::Go,
        Language::CSharp,
        Language::Rust,
    ];

    fn written(value: impl Into<Json>) -> Vec<String> {
        let value = Literal::Plain(value.into());
        ALL.iter().map(|language| language.literal(&value)).collect()
    }

    #[test]
    fn truths_and_numbers() {
        assert_eq!(written(true), ["true", "true", "true", "True", "true", "true", "\"true\"", "\"true\""]);
        assert_eq!(written(5), ["5", "5", "5", "5", "5", "5", "\"5\"", "\"5\""]);
    }

    #[test]
    fn texts() {
        let quoted = r#""a \"b\" \\ # : é""#;
        assert_eq!(
            written(r#"a "b" \ # : é"#),
            [r#"a "b" \\ # : \u00e9"#, r#"a "b" \ # : é"#, quoted, quoted, quoted, quoted, quoted, quoted]
        );
        assert_eq!(written("1")[2], "\"1\"");
        assert_eq!(written("no")[2], "\"no\"");
        assert_eq!(written("")[2], "\"\"");
        assert_eq!(written("file:${CA}")[2], "file:${CA}");
    }

    #[test]
    fn placeholders() {
        assert_eq!(
            written("${A}"),
            [
                "${A}",
                "${A}",
                "${A}",
                "os.environ[\"A\"]",
                "process.env.A!",
                "os.Getenv(\"A\")",
                "Environment.GetEnvironmentVariable(\"A\")",
                "std::env::var(\"A\").expect(\"A is set\")"
            ]
        );
        assert_eq!(
            written("{x}-${A}"),
            [
                "{x}-${A}",
                "{x}-${A}",
                "\"{x}-${A}\"",
                "f\"{{x}}-{os.environ['A']}\"",
                "`{x}-${process.env.A}`",
                "\"{x}-\" + os.Getenv(\"A\")",
                "\"{x}-\" + Environment.GetEnvironmentVariable(\"A\")",
                "format!(\"{{x}}-{}\", std::env::var(\"A\").expect(\"A is set\"))"
            ]
        );
        assert_eq!(Language::Go.literal(&Literal::Plain("${env:A}".into())), "os.Getenv(\"A\")");
        assert_eq!(Language::Go.literal(&Literal::Plain("${ not one".into())), "\"${ not one\"");
    }
}
