//! Conditions and texts of knowledge files in words that a reader of a page understands.

use crate::knowledge::expression::Condition;
use crate::knowledge::text::Text;

/// A condition as it is written.
pub(super) fn condition(when: &Condition) -> String {
    let (items, word) = match when {
        Condition::One(expression) => return expression.source().trim().to_owned(),
        Condition::All(items) => (items, " and "),
        Condition::Any(items) => (items, " or "),
    };
    if let [only] = items.as_slice() {
        return condition(only);
    }
    let part = |item: &Condition| {
        let text = condition(item);
        let other = [" and ", " or ", " if "].into_iter().any(|other| other != word && has_outside(&text, other));
        if other { format!("({text})") } else { text }
    };
    items.iter().map(part).collect::<Vec<_>>().join(word)
}

/// Whether the word stands in an expression outside of its brackets and texts.
fn has_outside(expression: &str, word: &str) -> bool {
    let (mut depth, mut quote) = (0_usize, None);
    expression.char_indices().any(|(at, letter)| {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) => return depth == 0 && expression[at..].starts_with(word),
        }
        false
    })
}

/// A text without the facts of a design: names stand for them, and what is computed is left out.
pub(super) fn text(text: &Text) -> String {
    let mut out = String::new();
    let mut rest = text.source();
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (expression, behind) = after.split_once("}}").unwrap_or((after, ""));
        let name = expression.trim_matches(['-', ' ']).split('|').next().unwrap_or_default().trim();
        let simple = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._".contains(letter));
        out.extend(["<", if simple { name } else { "..." }, ">"]);
        rest = behind;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> T {
        serde_json::from_value(json).expect("it is of that form")
    }

    #[test]
    fn names_stand_for_facts() {
        let source =
            read(serde_json::json!("`{{ producer.name }}` waits {{ producer.linger|time }}{{ 'x' if a else '' }}"));
        assert_eq!(text(&source), "`<producer.name>` waits <producer.linger><...>");
    }

    #[test]
    fn conditions_are_sentences() {
        let when = read(serde_json::json!({"all": ["a.b > 1", {"any": ["c.d", "not e.f"]}]}));
        assert_eq!(condition(&when), "a.b > 1 and (c.d or not e.f)");
        for (when, sentence) in [
            (serde_json::json!({"all": ["a.b == 1 or a.b == 2", "not c.d"]}), "(a.b == 1 or a.b == 2) and not c.d"),
            (serde_json::json!({"any": ["a.b and a.c", "d.e"]}), "(a.b and a.c) or d.e"),
            (
                serde_json::json!({"all": ["a.b", {"all": ["c.d and e.f", "g.h == \"x or y\""]}]}),
                "a.b and c.d and e.f and g.h == \"x or y\"",
            ),
            (serde_json::json!({"all": ["(a.b or c.d)", {"any": ["e.f"]}]}), "(a.b or c.d) and e.f"),
            (serde_json::json!({"all": ["a.b if c.d else e.f", "g.h"]}), "(a.b if c.d else e.f) and g.h"),
            (serde_json::json!("a.b or c.d"), "a.b or c.d"),
        ] {
            assert_eq!(condition(&read(when)), sentence);
        }
    }
}
