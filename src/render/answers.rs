//! The answers format as a page: every key, how it is written, and what is assumed without it.

use serde_json::{Value as Json, json};

use super::template::fill;
use crate::facts::Facts;
use crate::facts::units::Unit;
use crate::knowledge::{Choice, FactSpec, Knowledge, Outcome, Scope, Type};
use crate::schema;
use crate::sources::answers::write_value;

/// The sections of the page: where the answers are, and the kind of subject that they are about.
const SECTIONS: [(&str, &str, &str); 7] = [
    ("system", "system", "The top of the file"),
    (
        "production",
        "kafka, production and development",
        "Each of the three takes the same keys; `kafka` is production, unless it is `docker-desktop` or `production` stands beside it. What is assumed is production's; development is one broker of `docker-desktop`",
    ),
    ("team", "team", ""),
    ("schema", "schema", ""),
    ("event", "events", "One entry per event"),
    ("consumer", "consumers", "One entry per service that reads"),
    (
        "limit",
        "consumers: limits",
        "One entry per outside service: `limits: {email: 10/s}` is short for `limits: {email: {rate: 10/s}}`",
    ),
];

/// The page, from the vocabulary and the questions.
#[must_use]
pub fn answers(knowledge: &Knowledge) -> String {
    let sections: Vec<Json> = SECTIONS
        .iter()
        .map(|(kind, title, about)| {
            let mut rows: Vec<(f64, Json)> = Vec::new();
            let facts = knowledge.vocabulary.kinds.get(*kind).into_iter().flat_map(|kind| &kind.facts);
            for (name, spec) in facts {
                if let Some(path) = &spec.answer {
                    let order = knowledge.question_of(kind, name).map_or(f64::MAX, |question| question.order);
                    rows.push((order, row(knowledge, kind, name, path, spec)));
                }
            }
            rows.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            let rows: Vec<Json> = rows.into_iter().map(|(_, row)| row).collect();
            json!({"title": title, "about": about, "rows": rows})
        })
        .collect();
    let clients = knowledge.clients.iter().filter(|client| client.format.is_some());
    let clients: Vec<Json> =
        clients.map(|one| json!({"id": one.id, "title": one.title, "newest": one.newest})).collect();
    let types: Vec<String> = schema::written().iter().map(|one| format!("`{one}`")).collect();
    let values = json!({"sections": sections, "clients": clients, "types": types.join(", ")});
    fill("docs/answers.md", include_str!("../../templates/docs/answers.md"), &values)
}

fn row(knowledge: &Knowledge, kind: &str, name: &str, path: &str, spec: &FactSpec) -> Json {
    let assumed = match knowledge.question_of(kind, name).and_then(|question| question.assume.as_ref()) {
        Some(choice) => assumed(choice, spec),
        None if (kind, name) == ("system", "name") || kind == "limit" && name == "rate" => {
            "nothing: it is needed".to_owned()
        }
        None => "nothing".to_owned(),
    };
    let values = if name == "client" { "see [client](#client)".to_owned() } else { values(path, spec) };
    json!({"key": path, "meaning": spec.meaning, "values": values, "assumed": assumed})
}

/// How a value is written.
fn values(path: &str, spec: &FactSpec) -> String {
    let mut text = match spec.of {
        _ if !spec.one_of.is_empty() => spec.one_of.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", "),
        Type::Bool => "`true`, `false`".to_owned(),
        Type::List => "a list of names: `[created, updated]`".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Count => "a number".to_owned(),
        Type::Time | Type::Size | Type::Rate | Type::Share => {
            let unit = spec.of.unit().map_or("", unit);
            if path == "keep" { format!("{unit}, `forever` or `latest-per-key`") } else { unit.to_owned() }
        }
    };
    for (word, bound) in [("at least", &spec.at_least), ("at most", &spec.at_most)] {
        // That a number is not negative goes without saying.
        if let Some(bound) = bound.as_ref().filter(|bound| !bound.starts_with('0')) {
            text = format!("{text}, {word} {bound}");
        }
    }
    text
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "a time: `500ms`, `2s`, `10min`, `12h`, `7d`",
        Unit::Size => "a size: `900B`, `1KiB`, `20MiB`, `8GiB`",
        Unit::Rate => "a rate: `10/s`, `100/min`, `5000/h`, `1/day`",
        Unit::Share => "a share: `2%`",
        Unit::Count => "a number",
    }
}

/// What is assumed without an answer: the values that are the same whatever else was answered.
fn assumed(choice: &Choice, spec: &FactSpec) -> String {
    let facts = Facts::default();
    let scope = Scope::new(&facts, &[]);
    let mut fixed: Vec<String> = Vec::new();
    let mut computed = false;
    for way in &choice.ways {
        match way.value.evaluate(&scope) {
            Outcome::Known(value) => {
                let text = format!("`{}`", write_value(spec, &value));
                if !fixed.contains(&text) {
                    fixed.push(text);
                }
            }
            Outcome::Unknown { .. } => computed = true,
        }
    }
    match (fixed.is_empty(), computed) {
        (true, _) => "computed from other answers".to_owned(),
        (false, true) => format!("{}, or computed from other answers", fixed.join(" or ")),
        (false, false) if fixed.len() > 1 => format!("{}, by other answers", fixed.join(" or ")),
        (false, false) => fixed.join(""),
    }
}
