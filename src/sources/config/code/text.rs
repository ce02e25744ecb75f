//! Texts in code, without their quotes and escapes.

/// The text behind a literal's inside; none where it has an escape that is not a common one.
pub(super) fn unescaped(inside: &str) -> Option<String> {
    let mut text = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next()? {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '\n' => {}
            same @ ('\\' | '"' | '\'' | '`' | '/' | '$') => text.push(same),
            _ => return None,
        }
    }
    Some(text)
}

/// Code on one line, without what only lays it out.
pub(super) fn in_line(code: &str) -> String {
    let mut line = String::with_capacity(code.len());
    for word in code.split_whitespace() {
        let joined =
            line.is_empty() || line.ends_with(['(', '[', '{', '.']) || word.starts_with([')', ']', '}', '.', ',']);
        if !joined {
            line.push(' ');
        }
        line.push_str(word);
    }
    // What is left at the end of a list in lines of their own.
    for (with, without) in [(",)", ")"), (",]", "]"), (",}", "}")] {
        line = line.replace(with, without);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_escapes_are_undone() {
        assert_eq!(unescaped(r"a\n\\b").as_deref(), Some("a\n\\b"));
        assert_eq!(unescaped(r"\x41"), None);
        assert_eq!(unescaped("\\"), None);
    }

    #[test]
    fn layout_does_not_count() {
        assert_eq!(in_line("[\n  A,\n  B,\n]"), "[A, B]");
        assert_eq!(in_line("5 *  time.Second"), "5 * time.Second");
    }
}
