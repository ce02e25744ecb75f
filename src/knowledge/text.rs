//! Texts with expressions over facts: reasons, messages, questions.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::context::context;
use super::expression::{Expression, Name, Outcome, Scope, environment, undeclared};
use super::names;

/// A text with `{{ expressions }}` over facts.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Text {
    source: String,
    /// What it is put together of, read when it is first shown; none where only the engine can read it.
    parts: OnceLock<Option<Vec<Part>>>,
}

#[derive(Debug)]
enum Part {
    Words(String),
    Value(Expression),
}

impl From<String> for Text {
    fn from(source: String) -> Self {
        Self { source, parts: OnceLock::new() }
    }
}

impl Clone for Text {
    fn clone(&self) -> Self {
        Self::from(self.source.clone())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Text {}

impl Text {
    /// The names it uses.
    ///
    /// # Errors
    /// What is wrong with its syntax.
    pub fn names(&self) -> Result<Vec<Name>, String> {
        let template =
            environment().template_from_str(&self.source).map_err(|error| format!("`{}`: {error}", self.source))?;
        Ok(undeclared(template.undeclared_variables(true)))
    }

    /// The source of the text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text with the values of `scope`; unknown where any fact that it names is absent.
    #[must_use]
    pub fn render(&self, scope: &Scope) -> Outcome<String> {
        let parts = self.parts.get_or_init(|| parts(&self.source)).as_ref();
        parts.and_then(|parts| put_together(parts, scope)).unwrap_or_else(|| self.render_whole(scope))
    }

    fn render_whole(&self, scope: &Scope) -> Outcome<String> {
        let template = match environment().template_from_str(&self.source) {
            Ok(template) => template,
            Err(error) => return Outcome::failed(error),
        };
        match context(&undeclared(template.undeclared_variables(true)), scope) {
            Ok(context) => match template.render(context) {
                Ok(text) => Outcome::Known(text.trim().to_owned()),
                Err(error) => Outcome::failed(format!("`{}`: {error}", self.source)),
            },
            Err(needs) => Outcome::Unknown { needs, reason: None },
        }
    }
}

/// The parts of a text that has no statements, no remarks and no control of blanks, and whose names can be seen: the
/// engine does not tell those of `name[:8]`, and finds its value only where another part names the same.
fn parts(source: &str) -> Option<Vec<Part>> {
    if ["{%", "{#", "{{-", "-}}"].iter().any(|mark| source.contains(mark)) {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, behind) = after.split_once("}}").filter(|(inner, _)| !inner.contains('{'))?;
        names::read(inner)?;
        parts.push(Part::Words(before.to_owned()));
        parts.push(Part::Value(Expression::new(inner.trim().to_owned())));
        rest = behind;
    }
    parts.push(Part::Words(rest.to_owned()));
    Some(parts)
}

/// The text of its parts; none where a part gives nothing: whether that is right, the engine knows of whole texts.
fn put_together(parts: &[Part], scope: &Scope) -> Option<Outcome<String>> {
    let mut text = String::new();
    let (mut lacking, mut failed) = (BTreeSet::new(), None);
    for part in parts {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Value(expression) => match expression.run(scope) {
                Outcome::Known(value) if value.is_undefined() => return None,
                Outcome::Known(value) => text.push_str(&value.to_string()),
                Outcome::Unknown { needs, reason } => {
                    lacking.extend(needs);
                    failed = failed.or(reason);
                }
            },
        }
    }
    if lacking.is_empty() && failed.is_none() {
        return Some(Outcome::Known(text.trim().to_owned()));
    }
    // What fails does so for want of a fact, if there is one.
    Some(Outcome::Unknown { reason: failed.filter(|_| lacking.is_empty()), needs: lacking })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Origin, Value};
    use crate::knowledge::Files;

    /// Every text in `value` that shows a value.
    fn texts(value: &serde_json::Value, all: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) if text.contains("{{") => all.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
            serde_json::Value::Object(fields) => fields.values().for_each(|field| texts(field, all)),
            _ => {}
        }
    }

    #[test]
    fn a_part_of_a_value_is_found_where_the_value_is() {
        let mut facts = Facts::default();
        let topic = facts.add("topic", "orders", "");
        facts.set(topic, "carried", Value::from("the peak of 5/s"), Origin::Answer);
        let subjects = [topic];
        let text = Text::from("{{ topic.carried }} is {{ topic.carried[:8] }}".to_owned());
        let shown = text.render(&Scope::new(&facts, &subjects));
        assert_eq!(shown, Outcome::Known("the peak of 5/s is the peak".to_owned()));
    }

    #[test]
    fn parts_give_what_the_whole_gives() {
        let mut all = Vec::new();
        for folder in ["questions", "decisions", "patterns", "conflicts", "failures", "causes", "rules", "clients"] {
            for (_, file) in Files::embedded().read_all::<serde_json::Value>(folder).expect("the files are JSON") {
                texts(&file, &mut all);
            }
        }
        let mut in_parts = 0;
        for source in all {
            let text = Text::from(source.clone());
            let names = text.names().expect("the engine reads it");
            // as numbers, as texts, and with one fact that is not there
            for (number, lacking) in [(true, None), (false, None), (true, names.first())] {
                let mut facts = Facts::default();
                let (system, mut subjects) = (facts.add("system", "", ""), Vec::new());
                for name in names.iter().filter(|name| Some(*name) != lacking) {
                    let value = if number { Value::Number(2.5) } else { Value::from("some") };
                    let (kind, fact) = match name {
                        Name::Bare(fact) => (system, fact),
                        Name::Fact(kind, fact) | Name::Given(kind, fact) => {
                            let id = facts.find(kind, "").unwrap_or_else(|| facts.add(kind, "", ""));
                            subjects.push(id);
                            (id, fact)
                        }
                    };
                    facts.set(kind, fact, value, Origin::Answer);
                }
                let scope = Scope::new(&facts, &subjects);
                match (text.render(&scope), text.render_whole(&scope)) {
                    // where in the text it failed is told in other words
                    (Outcome::Unknown { reason: Some(_), .. }, Outcome::Unknown { reason: Some(_), .. }) => {}
                    (found, whole) => assert_eq!(found, whole, "{source}"),
                }
            }
            in_parts += usize::from(text.parts.get().is_some_and(Option::is_some));
        }
        assert!(in_parts > 500, "{in_parts} texts were put together of their parts");
    }
}
