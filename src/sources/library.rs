//! A client library as a subject: its traits, and what it does where nothing is set.

use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Client, Vocabulary};

use super::answers::read_value;

/// Adds `client` in `version` as the subject's client, with its traits and, as the subject's `default`, its defaults.
pub fn add_client(facts: &mut Facts, vocabulary: &Vocabulary, subject: Id, client: &Client, version: &str) {
    let id = facts.add("client", &client.id, "");
    facts.relate(subject, "client", id);
    facts.set(id, "id", Value::from(client.id.as_str()), Origin::Structure);
    facts.set(id, "version", Value::from(version), Origin::Structure);
    facts.set(id, "library", Value::from(client.library(version)), Origin::Structure);
    for (name, value) in &client.traits {
        add_fact(facts, vocabulary, id, ("client", name), value.at(version));
    }
    add_defaults(facts, vocabulary, subject, client, version);
}

/// Adds what the client does where nothing is set, as the related subject `default`.
pub fn add_defaults(facts: &mut Facts, vocabulary: &Vocabulary, subject: Id, client: &Client, version: &str) {
    let role = facts.subject(subject).kind.to_string();
    let default = facts.add("default", &role, "");
    facts.relate(subject, "default", default);
    for setting in client.settings(&role) {
        let value = setting.default.as_ref().and_then(|value| value.at(version));
        add_fact(facts, vocabulary, default, (&role, &setting.fact), value);
    }
}

/// What a consumer of which it is known how it is configured today does where nothing is set: the client's own defaults.
///
/// What is `hidden` may be set all the same, and stays unknown.
pub fn fill_current(facts: &mut Facts, vocabulary: &Vocabulary, consumer: Id, hidden: impl Fn(&str) -> bool) {
    let Some(default) = facts.related(consumer, "default").first().copied() else { return };
    let Some(kind) = vocabulary.kinds.get("consumer") else { return };
    for name in kind.facts.keys() {
        let usual = name.strip_prefix("current_").filter(|fact| !hidden(fact));
        let usual = usual.and_then(|fact| facts.value(default, fact).cloned());
        if let Some(usual) = usual.filter(|_| facts.get(consumer, name).is_none()) {
            facts.set(consumer, name, usual, Origin::Client);
        }
    }
    if let Some(polled) = polled(facts, consumer) {
        facts.set(consumer, "polled", polled, Origin::Structure);
    }
}

/// How many records the loop works on between two polls: as many as the code asks for, as the setting says where the
/// client has it, or as the client hands out by itself.
fn polled(facts: &Facts, consumer: Id) -> Option<Value> {
    if let Some(asked) = facts.value(consumer, "current_consume") {
        return Some(asked.clone());
    }
    let client = facts.related(consumer, "client").first().copied()?;
    if facts.value(client, "max_poll_records") == Some(&Value::Bool(true)) {
        return facts.value(consumer, "current_max_poll_records").cloned();
    }
    facts.value(client, "poll_batch_default").filter(|batch| batch.as_number() > Some(0.0)).cloned()
}

fn add_fact(
    facts: &mut Facts,
    vocabulary: &Vocabulary,
    id: Id,
    (kind, name): (&str, &str),
    value: Option<&serde_json::Value>,
) {
    let (Some(spec), Some(value)) = (vocabulary.fact(kind, name), value) else { return };
    let text = match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => {
            items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    };
    if let Ok(value) = read_value(spec, &text) {
        facts.set(id, name, value, Origin::Client);
    }
}
