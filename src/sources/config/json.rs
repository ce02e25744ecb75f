//! Where the values of a JSON file are: one, as the format has it, or several one after another, as programs take them
//! that send each to Kafka Connect.

use std::ops::Range;

/// The objects and lists at the top of a text; none where it begins with something else, as a piece of JSON does that a
/// program completes.
pub(super) fn values(text: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' if depth > 0 => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' | b']' if depth == 1 => {
                depth = 0;
                values.push(start..at + 1);
            }
            b'}' | b']' if depth > 1 => depth -= 1,
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
            _ if depth > 0 => {}
            _ if values.is_empty() => return Vec::new(),
            // Neither one value nor several: the parser tells what is wrong.
            _ => return std::iter::once(0..text.len()).collect(),
        }
    }
    if depth > 0 {
        values.push(start..text.len());
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        values(text).into_iter().map(|value| &text[value]).collect()
    }

    #[test]
    fn values_may_follow_one_another() {
        assert_eq!(shown(" {\"a\": [1, {}]}\n"), ["{\"a\": [1, {}]}"]);
        assert_eq!(shown("{\"a\": \"}\\\"{\"}\n\n[1],{}\n"), ["{\"a\": \"}\\\"{\"}", "[1]", "{}"]);
    }

    #[test]
    fn what_is_broken_is_left_to_the_parser() {
        assert_eq!(shown("{\"a\": 1"), ["{\"a\": 1"]);
        assert_eq!(shown("{\"a\": \"1"), ["{\"a\": \"1"]);
        assert_eq!(shown("{}\n} x"), ["{}\n} x"]);
        assert_eq!(shown("{} x {}"), ["{} x {}"]);
    }

    #[test]
    fn a_piece_is_no_value() {
        for text in ["\"a\": 1,\n\"b\": 2", "// c\n{}", "5", ""] {
            assert!(values(text).is_empty(), "{text}");
        }
    }
}
