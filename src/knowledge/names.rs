//! The names in an expression, read without the engine: of most expressions it is only asked which facts they need.

use super::expression::Name;
use super::filters;

/// The names, sorted, each once; none where the expression has parts that only the engine can tell names in.
pub(super) fn read(source: &str) -> Option<Vec<Name>> {
    let mut scan = Scan { rest: source, found: Vec::new(), before: Before::Nothing };
    while scan.token()? {}
    let mut found = scan.found;
    found.sort_unstable();
    found.dedup();
    Some(found.into_iter().filter(|name| !filters::is_constant(name)).map(Name::parse).collect())
}

/// What stands before a token, as far as it decides what the token is.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing or an operator: a value follows.
    Nothing,
    /// A value, behind which a bracket would call it or take a part of it.
    Value,
    /// `|`: the name of a filter follows.
    Pipe,
}

struct Scan<'s> {
    rest: &'s str,
    found: Vec<&'s str>,
    before: Before,
}

impl<'s> Scan<'s> {
    /// Reads a token; false where nothing is left.
    fn token(&mut self) -> Option<bool> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return Some(false) };
        match first {
            '"' | '\'' => self.text(first)?,
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => self.word()?,
            _ => self.sign(first)?,
        }
        Some(true)
    }

    fn text(&mut self, quote: char) -> Option<()> {
        let (inner, rest) = self.rest[1..].split_once(quote)?;
        (self.rest, self.before) = (rest, Before::Value);
        (!inner.contains('\\')).then_some(())
    }

    fn number(&mut self) {
        self.take(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '_'));
        self.before = Before::Value;
    }

    fn word(&mut self) -> Option<()> {
        let word = self.take(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '_'));
        self.before = match (self.before, word) {
            (Before::Pipe, _) | (_, "and" | "or" | "not" | "in" | "if" | "else") => Before::Nothing,
            (_, "is") => return None,
            (_, "true" | "false" | "none" | "True" | "False" | "None") => Before::Value,
            _ => {
                self.found.push(word);
                Before::Value
            }
        };
        (!word.ends_with('.') && !word.contains("..")).then_some(())
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        let two = |second: &str| self.rest[1..].starts_with(second);
        let (length, before) = match sign {
            '|' => (1, Before::Pipe),
            '(' | '[' if self.before != Before::Value => (1, Before::Nothing),
            ')' | ']' => (1, Before::Value),
            '=' | '!' | '<' | '>' if two("=") => (2, Before::Nothing),
            '+' | '-' | '*' | '/' | '%' | '~' | ',' | '<' | '>' => (1, Before::Nothing),
            _ => return None,
        };
        (self.rest, self.before) = (&self.rest[length..], before);
        Some(())
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'s str {
        let end = self.rest.find(|one| !belongs(one)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::knowledge::Files;
    use crate::knowledge::expression::{environment, undeclared};

    /// Every text in `value`.
    fn texts<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
        match value {
            Value::String(text) => all.push(text),
            Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
            Value::Object(fields) => fields.values().for_each(|field| texts(field, all)),
            _ => {}
        }
    }

    #[test]
    fn names_are_those_that_the_engine_finds() {
        let (mut read_here, mut left) = (0, 0);
        for folder in ["facts", "questions", "decisions", "patterns", "conflicts", "failures", "causes", "rules"] {
            for (id, file) in Files::embedded().read_all::<Value>(folder).expect("the files are JSON") {
                let mut all = Vec::new();
                texts(&file, &mut all);
                // what has neither a space nor a dot may be the id of a file, which is no expression
                for text in all.into_iter().filter(|text| text.contains([' ', '.'])) {
                    let Ok(expression) = environment().compile_expression(text) else { continue };
                    let engine = undeclared(expression.undeclared_variables(true));
                    match read(text) {
                        Some(found) => {
                            assert_eq!(found, engine, "{id}: {text}");
                            read_here += 1;
                        }
                        None => left += 1,
                    }
                }
            }
        }
        assert!(read_here > 50 * left, "{read_here} were read here, {left} were left to the engine");
    }

    #[test]
    fn what_is_more_is_left_to_the_engine() {
        for source in [
            "topic.name is startingwith('a')",
            "topic.name[0] == 'a'",
            "topic.name.upper() == 'A'",
            "max(1, 2)",
            "{'a': 1}",
            "topic.name == 'it\\'s'",
            "topic.a|round(precision=2)",
            "topic.name == 'open",
        ] {
            assert_eq!(read(source), None, "{source}");
        }
        assert_eq!(read("[topic.b + 2.5 * h, (a|ceil)]|max >= given.topic.b").map(|names| names.len()), Some(3));
    }
}
