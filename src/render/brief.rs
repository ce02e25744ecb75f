//! Long reasons in a few words: whole sentences and clauses, never a part of one.

use unicode_width::UnicodeWidthStr as _;

/// What ends a sentence or a clause that stands by itself. A comma does not: what follows it may be the condition.
const ENDS: [&str; 3] = [". ", "; ", ": "];
/// Fewer columns than that are a label, not a statement.
const LEAST: usize = 24;

/// The text on one line, whole if it has at most `width` columns; else as many of its clauses as fit, at least the first.
#[must_use]
pub fn brief(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= width {
        return text;
    }
    let mut clauses =
        ENDS.iter().flat_map(|end| text.match_indices(end)).map(|(at, _)| &text[..at]).collect::<Vec<_>>();
    clauses.retain(|kept| kept.width() >= LEAST.min(width) && is_closed(kept));
    clauses.sort_by_key(|kept| kept.len());
    let fits = clauses.iter().rev().find(|kept| kept.width() <= width);
    fits.or(clauses.first()).map_or(text.as_str(), |kept| *kept).to_owned()
}

/// Whether no bracket, quotation or span of code is open at the end of it.
fn is_closed(text: &str) -> bool {
    let count = |letter: char| text.matches(letter).count();
    count('(') == count(')') && count('{') == count('}') && count('`') % 2 == 0 && count('"') % 2 == 0
}

/// The longest beginning that is at most `width` columns wide.
#[must_use]
pub fn fitting(text: &str, width: usize) -> &str {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        let next = at + letter.len_utf8();
        if text[..next].width() > width {
            break;
        }
        end = next;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay() {
        assert_eq!(brief("a  b\n c", 10), "a b c");
    }

    #[test]
    fn long_texts_end_where_a_clause_does() {
        assert_eq!(
            brief("it waits for 5 ms at the most; at 100 a minute nothing is gained", 30),
            "it waits for 5 ms at the most"
        );
        let text = "sends wait for 12 s (or less; it depends) and go on. Nothing is lost. Nobody notices";
        assert_eq!(brief(text, 30), "sends wait for 12 s (or less; it depends) and go on");
        assert_eq!(brief(text, 70), "sends wait for 12 s (or less; it depends) and go on. Nothing is lost");
    }

    #[test]
    fn no_clause_is_cut() {
        let text = "one effect for each event, as long as the other side honours the key";
        assert_eq!(brief(text, 30), text);
    }
}
