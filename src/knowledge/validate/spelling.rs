//! Texts that a fact is compared with must be among its choices.

use super::item::Item;
use super::spec;
use crate::knowledge::Knowledge;
use crate::knowledge::expression::Name;

/// Finds `topic.role == "evnt"` and `client.family in ["jawa"]`. An empty text is no mistake: whether a fact is known
/// at all is asked by `producer.write_path != ""`.
pub(super) fn check(knowledge: &Knowledge, item: &Item, names: &[Name]) -> Result<(), String> {
    let text = item.source.text();
    for name in names {
        let Name::Fact(subject, fact) = name else { continue };
        let choices = choices(knowledge, item, subject, fact);
        if choices.is_empty() {
            continue;
        }
        let wrong = compared(text, &name.to_string())
            .into_iter()
            .find(|literal| !literal.is_empty() && !choices.contains(literal));
        if let Some(wrong) = wrong {
            return Err(format!("`{text}` compares {name} with \"{wrong}\"; it is one of {}", choices.join(", ")));
        }
    }
    Ok(())
}

/// The values that a fact may have; none where it may have any.
pub(super) fn choices<'a>(knowledge: &'a Knowledge, item: &Item, subject: &str, fact: &str) -> Vec<&'a str> {
    let Some(spec) = spec(&knowledge.vocabulary, item, subject, fact) else { return Vec::new() };
    if !spec.one_of.is_empty() {
        return spec.one_of.iter().map(String::as_str).collect();
    }
    let of = item.kinds.iter().find_map(|kind| knowledge.vocabulary.resolve(kind, subject));
    let slot = format!("{}.{fact}", of.unwrap_or(subject));
    knowledge.patterns.iter().filter(|pattern| pattern.slot == slot).map(|pattern| pattern.id.as_str()).collect()
}

/// The quoted texts that stand after `name` and `==`, `!=` or `in`.
fn compared<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(name) {
        let whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let rest = &text[at + name.len()..];
        if !whole || rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = rest.trim_start();
        let equals = rest.strip_prefix("==").or_else(|| rest.strip_prefix("!="));
        let among = rest.strip_prefix("not in ").or_else(|| rest.strip_prefix("in "));
        if let Some(literal) = equals.and_then(|rest| quoted(rest.trim_start())) {
            found.push(literal);
        }
        let list = among.and_then(|rest| rest.trim_start().strip_prefix('[')).and_then(|rest| rest.split_once(']'));
        found.extend(list.into_iter().flat_map(|(list, _)| list.split(',').filter_map(|text| quoted(text.trim()))));
    }
    found
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    text[1..].split_once(quote).map(|(inner, _)| inner)
}
