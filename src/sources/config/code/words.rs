//! Words, texts and signs of languages whose syntax tree is not read: C#, Kotlin, Rust. Comments are left out.

use std::ops::Range;

use super::super::Given;
use super::number::Number;
use super::text::unescaped;
use super::tree::LONGEST;

/// What a part of the code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A text in quotes; none where it holds what only running the program shows.
    Text(Option<String>),
    /// Any other character.
    Sign(char),
}

/// A part of the code and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub at: Range<usize>,
}

/// The parts of a file.
pub(super) struct Words<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    /// For each opening bracket, the part that closes it.
    closing: Vec<usize>,
}

impl<'t> Words<'t> {
    /// Takes a text apart, unless it is longer than anybody writes. `templates` is whether a `$` in a text stands for a
    /// value.
    pub fn new(text: &'t str, templates: bool) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let length = if first.is_whitespace() {
                first.len_utf8()
            } else if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if let Some((length, inside)) = quoted(rest, templates) {
                tokens.push(Token { kind: Kind::Text(inside), at: at..at + length });
                length
            } else {
                let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let kind = if word == 0 { Kind::Sign(first) } else { Kind::Word };
                let length = word.max(first.len_utf8());
                tokens.push(Token { kind, at: at..at + length });
                length
            };
            at += length;
        }
        let closing = closing(&tokens);
        Some(Self { text, tokens, closing })
    }

    /// The text of a part.
    pub fn of(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.at.clone()])
    }

    /// Whether the parts from `at` on read so.
    pub fn reads(&self, at: usize, parts: &[&str]) -> bool {
        parts.iter().enumerate().all(|(offset, part)| self.of(at + offset) == *part)
    }

    /// The part that closes the bracket at `open`; the end where none does.
    pub fn close(&self, open: usize) -> usize {
        self.closing.get(open).copied().unwrap_or(self.tokens.len())
    }

    /// Where the parts between two others are parted by commas.
    pub fn items(&self, within: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let (mut start, mut depth) = (within.start, 0_usize);
        for at in within.clone() {
            match self.tokens[at].kind {
                Kind::Sign('(' | '[' | '{') => depth += 1,
                Kind::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
                Kind::Sign(',') if depth == 0 => {
                    items.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
        }
        items.push(start..within.end);
        items.retain(|item| !item.is_empty());
        items
    }

    /// The bytes of some parts.
    pub fn bytes(&self, parts: &Range<usize>) -> Range<usize> {
        let end = self.tokens.get(parts.end.saturating_sub(1)).map_or(self.text.len(), |token| token.at.end);
        self.tokens.get(parts.start).map_or(end..end, |token| token.at.start..end)
    }

    /// The value that some parts are, where one look shows it.
    pub fn value(&self, parts: &Range<usize>) -> Given {
        let negative = self.of(parts.start) == "-";
        let [token] = &self.tokens[parts.start + usize::from(negative)..parts.end] else { return Given::Unknown };
        let word = &self.text[token.at.clone()];
        match &token.kind {
            Kind::Text(Some(text)) if !negative => Given::of_text(text),
            Kind::Word if word == "true" => Given::Bool(true),
            Kind::Word if word == "false" => Given::Bool(false),
            Kind::Word => {
                let number = Number::of(word.trim_end_matches(['L', 'l']));
                let number = if negative { number.and_then(Number::negated) } else { number };
                number.map_or(Given::Unknown, Given::from)
            }
            _ => Given::Unknown,
        }
    }
}

/// For each bracket that opens, the part that closes it; for all other parts, and where nothing does, the end.
fn closing(tokens: &[Token]) -> Vec<usize> {
    let mut closing = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => open.push(at),
            Kind::Sign(')' | ']' | '}') => {
                if let Some(open) = open.pop() {
                    closing[open] = at;
                }
            }
            _ => {}
        }
    }
    closing
}

/// The length of the text that begins here, and what is in it.
fn quoted(rest: &str, templates: bool) -> Option<(usize, Option<String>)> {
    if let Some(inside) = rest.strip_prefix("\"\"\"") {
        let length = inside.find("\"\"\"").unwrap_or(inside.len());
        return Some(((length + 6).min(rest.len()), None));
    }
    // `r"..."`, `r#"..."#`, `@"..."`, `$"..."`: what is in them is left alone.
    let mark = rest.bytes().take(5).position(|byte| byte == b'"');
    let mark = mark.filter(|at| *at > 0 && rest[..*at].chars().all(|c| "r#@$b".contains(c)));
    if let Some(mark) = mark {
        let hashes = rest[..mark].matches('#').count();
        let end = format!("\"{}", "#".repeat(hashes));
        let length = rest[mark + 1..].find(&end).map_or(rest.len(), |at| mark + 1 + at + end.len());
        return Some((length, None));
    }
    // A character; a lifetime has no second quote.
    if rest.starts_with('\'') {
        let mut chars = rest.char_indices().skip(1);
        let (_, first) = chars.next()?;
        let (at, next) = chars.next()?;
        let end = if first == '\\' {
            rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 3)
        } else {
            (next == '\'').then_some(at + 1)
        };
        return end.filter(|end| *end <= 16).map(|end| (end, None));
    }
    let inside = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.char_indices().find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    let Some((end, _)) = end else { return Some((rest.len(), None)) };
    let inside = &inside[..end];
    let value = unescaped(inside).filter(|_| !(templates && inside.contains('$')));
    Some((end + 2, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_taken_apart() {
        let text = "let a: &'x str = \"b\\\"c\"; // \"d\"\n/* e */ f('\\'', r#\"g\"h\"#, -5, 10_000)";
        let words = Words::new(text, false).expect("is short");
        let all: Vec<&str> = (0..words.tokens.len()).map(|at| words.of(at)).collect();
        let expected = [
            "let",
            "a",
            ":",
            "&",
            "'",
            "x",
            "str",
            "=",
            "\"b\\\"c\"",
            ";",
            "f",
            "(",
            "'\\''",
            ",",
            "r#\"g\"h\"#",
            ",",
            "-",
            "5",
            ",",
            "10_000",
            ")",
        ];
        assert_eq!(all, expected);
        assert_eq!(words.close(11), 20);
        let items = words.items(12..20);
        let values: Vec<Given> = items.iter().map(|item| words.value(item)).collect();
        let number = |text: &str| Given::Number(text.to_owned());
        assert_eq!(values, [Given::Unknown, Given::Unknown, number("-5"), number("10000")]);
    }

    #[test]
    fn any_text_ends() {
        for text in ["\"", "'", "'\\", "r#\"", "\"\"\"", "/*", "//", "\u{e4}\u{1f600}'", "@$", "\"\\"] {
            let words = Words::new(text, true).expect("is short");
            let _ = words.close(0);
        }
        assert_eq!(Words::new(&"(".repeat(100_000), false).map(|words| words.close(0)), Some(100_000));
    }
}
