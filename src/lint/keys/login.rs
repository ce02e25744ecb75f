//! A login (`sasl.jaas.config`) whose user and password nobody can see: its module, and how it ends, can be seen all the same.

use super::as_read::AsRead;
use crate::lint::{Source, secret};
use crate::sources::config::{Given, Setting};

/// What the names of such keys end with, whatever framework they are handed to.
const KEY: &str = "sasl.jaas.config";

/// The login without what stands in its quotes, where all placeholders are in those.
pub(in crate::lint) fn around_placeholders(source: &Source, setting: &Setting) -> Option<AsRead> {
    if setting.value != Given::Unknown || !setting.key.ends_with(KEY) {
        return None;
    }
    let text = without_quoted(secret::raw(&source.below, &source.text, setting))?;
    Some(AsRead::Text { text, any_case: false })
}

/// What a file has as `a.LoginModule required user="${U}";`, with nothing in the quotes; none where a placeholder is
/// outside of them, or the text does not begin with the name of a class.
fn without_quoted(raw: &str) -> Option<String> {
    let outer = raw.chars().next().filter(|first| matches!(first, '"' | '\''));
    let text = match outer {
        Some(quote) => raw.strip_prefix(quote)?.strip_suffix(quote)?,
        None => raw,
    };
    let text = text.replace("\\\"", "\"");
    let mut quote = None;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => continue,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None => {}
        }
        kept.push(letter);
    }
    let kept = kept.trim();
    let class = kept.split(char::is_whitespace).next().unwrap_or_default();
    let is_class = class.contains('.') && class.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    let seen = !kept.contains(['$', '{', '}', '<', '>', '%', '@', '#', '[', ']']);
    (quote.is_none() && is_class && seen).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::without_quoted;

    #[test]
    fn what_is_around_placeholders_is_seen() {
        for (raw, seen) in [
            (
                r#"a.PlainLoginModule required username="${U}" password="${P}";"#,
                r#"a.PlainLoginModule required username="" password="";"#,
            ),
            (r#""a.PlainLoginModule required password=\"${P}\";""#, r#"a.PlainLoginModule required password="";"#),
            (r#"'a.PlainLoginModule required password="{{ p }}"'"#, r#"a.PlainLoginModule required password="""#),
            ("a.PlainLoginModule required password='${P;}'", "a.PlainLoginModule required password=''"),
        ] {
            assert_eq!(without_quoted(raw).as_deref(), Some(seen), "{raw}");
        }
    }

    #[test]
    fn what_a_placeholder_may_be_is_not_guessed() {
        for raw in [
            "${JAAS}",
            "a.PlainLoginModule required password=${P}",
            "${MODULE} required password=\"x\"",
            "a.PlainLoginModule required password=\"${P}",
            "{{ module }} required;",
            "",
        ] {
            assert_eq!(without_quoted(raw), None, "{raw}");
        }
    }
}
