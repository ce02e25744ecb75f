//! Reasons shortened to one line.

use unicode_width::UnicodeWidthStr as _;

/// The text in one line of at most `width` columns: whole, or cut where a sentence or clause ends, or after a word.
#[must_use]
pub fn brief(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= width {
        return text;
    }
    let head = fitting(&text, width);
    for (stop, least) in [(". ", 40), ("; ", 40), (": ", 60), (", ", 60)] {
        let whole =
            |kept: &str| kept.width() * 100 >= width * least && kept.matches('(').count() == kept.matches(')').count();
        if let Some((kept, _)) = head.rsplit_once(stop).filter(|(kept, _)| whole(kept)) {
            return kept.to_owned();
        }
    }
    let head = fitting(&text, width.saturating_sub(4));
    let kept = head.rsplit_once(' ').map_or(head, |(kept, _)| kept);
    format!("{} ...", kept.trim_end_matches([',', ';', ':', '.', ' ', '(']))
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
    fn long_texts_end_at_a_clause_or_a_word() {
        assert_eq!(brief("it waits 5 ms; at 100 a minute nothing is gained by more", 30), "it waits 5 ms");
        assert_eq!(brief("records are acknowledged by all copies in step", 30), "records are acknowledged ...");
        assert_eq!(brief("日本語のテキスト", 9), "日本 ...");
    }
}
