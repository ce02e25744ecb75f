//! Conditions and texts of knowledge files in words that a reader of a page understands.

use crate::knowledge::expression::Condition;
use crate::knowledge::text::Text;

/// A condition as it is written.
pub(super) fn condition(when: &Condition) -> String {
    joined(when, false)
}

fn joined(when: &Condition, inside: bool) -> String {
    let (items, word) = match when {
        Condition::One(expression) => return expression.source().to_owned(),
        Condition::All(items) => (items, " and "),
        Condition::Any(items) => (items, " or "),
    };
    let parts: Vec<String> = items.iter().map(|item| joined(item, true)).collect();
    let text = parts.join(word);
    if inside && parts.len() > 1 { format!("({text})") } else { text }
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
    }
}
