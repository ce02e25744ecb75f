//! Every client file of knowledge/clients/: complete, readable both ways, and true of the real librdkafka.

mod complete;
mod designed;
mod generated;
mod librdkafka;
mod spelled;

use kskill::facts::Value;
use kskill::knowledge::{Client, FactSpec, Knowledge, Setting, Written};

const ROLES: [&str; 2] = ["producer", "consumer"];

fn knowledge() -> Knowledge {
    Knowledge::load(None).expect("the embedded knowledge loads")
}

/// The clients that answers may name.
fn clients(knowledge: &Knowledge) -> Vec<&Client> {
    knowledge.clients.iter().filter(|client| client.format.is_some()).collect()
}

fn settings(client: &Client) -> impl Iterator<Item = (&'static str, &Setting)> {
    ROLES.into_iter().flat_map(|role| client.settings(role).iter().map(move |setting| (role, setting)))
}

fn spec<'a>(knowledge: &'a Knowledge, role: &str, fact: &str) -> &'a FactSpec {
    knowledge.vocabulary.fact(role, fact).unwrap_or_else(|| panic!("`{role}.{fact}` is no fact"))
}

fn text_of(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Values to spell: the choices of a fact, or numbers that meet every unit and none.
fn samples(spec: &FactSpec, setting: &Setting) -> Vec<Value> {
    use kskill::knowledge::Type;
    match spec.of {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Text if spec.one_of.is_empty() => vec![Value::from("task-api")],
        Type::Text => {
            let open = setting.values.is_empty();
            let choices = spec.one_of.iter().filter(|choice| open || setting.values.contains_key(*choice));
            choices.map(|choice| Value::from(choice.as_str())).collect()
        }
        _ if setting.written == Written::KiB => [1024.0, 65_536.0, 1_073_741_824.0].map(Value::Number).into(),
        _ => [0.0, 1.0, 7.0, 100.0, 1500.0, 45_000.0, 65_536.0, 120_000.0, 1_000_012.0, 3_600_000.0, 2_147_483_647.0]
            .map(Value::Number)
            .into(),
    }
}
