//! Reads field types, and says at which byte and why a text is none.

use super::field_type::{FieldType, SIMPLE, TypeError, check_name};
use super::type_names::{all, unknown};

/// How deep lists and records nest. It bounds the recursion here, and keeps the JSON of the schema well within
/// the 128 levels that JSON parsers accept.
const DEEPEST: usize = 16;

/// Reads a field type.
///
/// # Errors
/// Where the text leaves the grammar, a name is not valid in Avro or occurs twice, or a decimal is impossible.
pub fn parse(text: &str) -> Result<FieldType, TypeError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let read = reader.field_type()?;
    let Some(found) = reader.peek() else {
        return Ok(read);
    };
    let next_step = match found {
        '[' | '<' => format!("a list is written `[{read}]`"),
        '(' => "only decimal and enum take parentheses; leave them out".to_owned(),
        ',' | ':' => format!("several fields are a record: `{{name: {read}, ...}}`"),
        _ => "remove what follows".to_owned(),
    };
    Err(reader.error(format!("expected the end after `{read}`, found `{found}`; {next_step}")))
}

struct Reader<'a> {
    text: &'a str,
    /// The byte that is read next.
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn field_type(&mut self) -> Result<FieldType, TypeError> {
        let read = match self.peek() {
            Some(open @ ('[' | '{')) => self.nested(open)?,
            _ => self.named()?,
        };
        if !self.take('?') {
            return Ok(read);
        }
        if self.peek() == Some('?') {
            return Err(self.error(format!("`{read}?` is optional already; leave the second `?` out")));
        }
        Ok(FieldType::Optional(Box::new(read)))
    }

    fn nested(&mut self, open: char) -> Result<FieldType, TypeError> {
        if self.depth == DEEPEST {
            return Err(self.error(format!("expected at most {DEEPEST} levels of lists and records; flatten the type")));
        }
        self.depth += 1;
        self.take(open);
        let read = if open == '[' { self.list() } else { self.record() };
        self.depth -= 1;
        read
    }

    fn list(&mut self) -> Result<FieldType, TypeError> {
        if self.peek() == Some(']') {
            return Err(self.error("expected the type of the list's items; write it as `[string]`".to_owned()));
        }
        let item = self.field_type()?;
        if self.take(']') {
            return Ok(FieldType::List(Box::new(item)));
        }
        let found = self.found();
        Err(self.error(format!(
            "expected `]` after the list's items `{item}`, found {found}; a list has one type of items"
        )))
    }

    fn record(&mut self) -> Result<FieldType, TypeError> {
        let mut fields: Vec<(String, FieldType)> = Vec::new();
        loop {
            let name =
                self.name("a field such as `quantity: int`", |name| fields.iter().any(|(one, _)| one == name))?;
            if !self.take(':') {
                let found = self.found();
                return Err(self
                    .error(format!("expected `:` and a type after `{name}`, found {found}; write `{name}: string`")));
            }
            fields.push((name, self.field_type()?));
            if self.take('}') {
                return Ok(FieldType::Record(fields));
            }
            self.comma("`,` or `}` after a field; separate fields with commas and close the record")?;
        }
    }

    fn named(&mut self) -> Result<FieldType, TypeError> {
        self.skip_spaces();
        let start = self.at;
        let word = self.word();
        if let Some((_, simple)) = SIMPLE.iter().find(|(name, _)| *name == word) {
            return Ok(simple.clone());
        }
        match word {
            "decimal" => self.decimal(),
            "enum" => self.symbols(),
            "" => {
                let found = self.found();
                Err(self.error(format!("expected a type, found {found}; write one of {}", all())))
            }
            other => Err(TypeError { offset: start, message: unknown(other) }),
        }
    }

    fn decimal(&mut self) -> Result<FieldType, TypeError> {
        const STEP: &str = "write it as `decimal(19,4)`: 19 digits, 4 of them after the point";
        let opened = self.take('(');
        let at_precision = self.at_token();
        let precision = if opened { self.number() } else { None };
        let comma = precision.is_some() && self.take(',');
        let at_scale = self.at_token();
        let scale = if comma { self.number() } else { None };
        let (Some(precision), Some(scale)) = (precision, scale) else {
            let found = self.found();
            return Err(self.error(format!("expected the precision and scale of the decimal, found {found}; {STEP}")));
        };
        if !self.take(')') {
            let found = self.found();
            return Err(self.error(format!("expected `)` after the scale, found {found}; {STEP}")));
        }
        if precision == 0 {
            return Err(TypeError {
                offset: at_precision,
                message: format!("expected a precision of at least 1; {STEP}"),
            });
        }
        if scale > precision {
            let message = format!("expected a scale of at most the precision {precision}, found {scale}; {STEP}");
            return Err(TypeError { offset: at_scale, message });
        }
        Ok(FieldType::Decimal { precision, scale })
    }

    fn symbols(&mut self) -> Result<FieldType, TypeError> {
        if !self.take('(') {
            let found = self.found();
            return Err(self.error(format!("expected `(` after enum, found {found}; list its values as `enum(A, B)`")));
        }
        let mut symbols: Vec<String> = Vec::new();
        loop {
            let symbol =
                self.name("a value of the enum such as `enum(A, B)`", |name| symbols.iter().any(|one| one == name))?;
            symbols.push(symbol);
            if self.take(')') {
                return Ok(FieldType::Enum(symbols));
            }
            self.comma("`,` or `)` after a value of the enum; separate values with commas and close the enum")?;
        }
    }

    /// A name valid in Avro that `taken` does not know yet.
    fn name(&mut self, expected: &str, taken: impl Fn(&str) -> bool) -> Result<String, TypeError> {
        self.skip_spaces();
        let start = self.at;
        let name = self.word();
        if name.is_empty() {
            let found = self.found();
            return Err(self.error(format!("expected {expected}, found {found}; add it, or remove the last comma")));
        }
        check_name(name).map_err(|e| TypeError { offset: start + e.offset, message: e.message })?;
        if taken(name) {
            return Err(TypeError { offset: start, message: format!("`{name}` occurs twice; rename or remove one") });
        }
        Ok(name.to_owned())
    }

    fn comma(&mut self, expected: &str) -> Result<(), TypeError> {
        if self.take(',') {
            return Ok(());
        }
        let found = self.found();
        Err(self.error(format!("found {found}, expected {expected}")))
    }

    /// The digits at hand as a number; nothing is read where they are none, or too many.
    fn number(&mut self) -> Option<u32> {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest[..digits].parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// What stands up to the next space or sign of the grammar, even where it is no valid name.
    fn word(&mut self) -> &'a str {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let ends = |c: char| c.is_whitespace() || "()[]{}<>,:?".contains(c);
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    fn take(&mut self, sign: char) -> bool {
        let there = self.peek() == Some(sign);
        if there {
            self.at += sign.len_utf8();
        }
        there
    }

    fn peek(&mut self) -> Option<char> {
        self.skip_spaces();
        self.text[self.at..].chars().next()
    }

    fn at_token(&mut self) -> usize {
        self.skip_spaces();
        self.at
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.text[self.at..].trim_start().len();
    }

    fn found(&mut self) -> String {
        self.peek().map_or_else(|| "the end".to_owned(), |c| format!("`{c}`"))
    }

    fn error(&self, message: String) -> TypeError {
        TypeError { offset: self.at, message }
    }
}
