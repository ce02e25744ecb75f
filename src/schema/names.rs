//! Names as Avro allows them: letters, digits and `_`, not beginning with a digit.

use std::collections::HashSet;

/// The names given out so far.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// The name wanted, with a number where it is taken.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let numbered = (2_u32..).map(|n| format!("{wanted}_{n}"));
        let free = std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !self.has(name));
        let name = free.unwrap_or_default();
        self.0.insert(name.clone());
        name
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// `task-id` as `task_id`.
pub(super) fn identifier(text: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = text.trim().chars().map(kept).collect();
    if name.is_empty() { "unnamed".to_owned() } else { not_a_digit_first(name) }
}

/// `com.acme.task-api` as `com.acme.task_api`; nothing where no part has a letter or digit.
pub(super) fn namespace(text: &str) -> Option<String> {
    let parts = text.split('.').filter(|part| part.contains(|c: char| c.is_ascii_alphanumeric()));
    let parts: Vec<_> = parts.map(identifier).collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

/// `order-line` and `orderLine` as `OrderLine`.
pub(super) fn pascal(text: &str) -> String {
    not_a_digit_first(words(text).iter().map(|word| capitalised(word)).collect())
}

/// `order-line` and `orderLine` as `order_line`.
pub(super) fn snake(text: &str) -> String {
    not_a_digit_first(words(text).join("_"))
}

/// One of what a list called so holds: `OrderItems` holds an `OrderItem`.
pub(super) fn singular(name: &str) -> String {
    let lower = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let without = |letters: usize| &name[..name.len() - letters];
    if ends(&["series", "species", "news", "ss", "us", "is"]) {
        name.to_owned()
    } else if ends(&["ies"]) {
        format!("{}y", without(3))
    } else if ends(&["sses", "shes", "tches", "nches", "rches", "xes", "tuses"]) {
        without(2).to_owned()
    } else if ends(&["s"]) {
        without(1).to_owned()
    } else {
        name.to_owned()
    }
}

/// The words of a name in lower case, split at signs and at capitals.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let letters: Vec<char> = text.chars().collect();
    for (i, &letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let next_is_lower = letters.get(i + 1).is_some_and(char::is_ascii_lowercase);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || next_is_lower);
        if starts || !letter.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

fn not_a_digit_first(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}
