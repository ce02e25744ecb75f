//! The first Avro schema of an event: an envelope that every event has, and the data of what it is about.

use super::avro::{Field, UNKNOWN, Writer, field_of};
use super::field_type::FieldType;
use super::names::{Names, identifier, namespace, pascal, snake};
use super::notes::notes;
use serde_json::{Value, json};

/// What the types of an event say when it is about an end.
const DELETIONS: [&str; 10] =
    ["DELETE", "DELETED", "DESTROYED", "ERASE", "ERASED", "PURGE", "PURGED", "REMOVE", "REMOVED", "DELETION"];

/// An event as its owner describes it.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// The namespace of the schema, such as `com.acme.task-api`; what Avro does not allow becomes `_`.
    pub namespace: &'a str,
    /// What the event is about, such as `order`.
    pub name: &'a str,
    /// What can happen, such as `created`; empty where there is only one thing.
    pub types: &'a [String],
    /// The field that is the record's key.
    pub key: Option<&'a str>,
    /// The data, in order; the key may be one of them.
    pub fields: &'a [(String, FieldType)],
    /// Whether an event carries only the fields that changed.
    pub partial_updates: bool,
    /// Whether the topic keeps the latest record of each key (is compacted).
    pub keep_latest: bool,
    /// What the registry compares a new version by, such as `backward`; none where nothing compares.
    pub compatibility: Option<&'a str>,
}

/// A schema, and what its owner should know about it.
#[derive(Clone, Debug)]
pub struct Designed {
    /// The Avro schema of the record's value, in the order in which it is to be written.
    pub schema: Value,
    /// A few sentences about this schema, the most consequential first.
    pub notes: Vec<Note>,
}

/// What the owner of a schema should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whole sentences.
    pub text: String,
}

/// Designs the first schema of an event, so that new types and optional fields stay readable both ways.
#[must_use]
pub fn design(event: &Event) -> Designed {
    let shape = Shape::of(event);
    Designed { schema: schema(event, &shape), notes: notes(event, &shape) }
}

/// An event with its names made valid and its fields in their places.
pub(super) struct Shape {
    /// What it is about, as the name of a type.
    pub(super) subject: String,
    /// The field that holds the payload.
    pub(super) payload_field: String,
    /// The types as symbols.
    pub(super) types: Vec<String>,
    /// Those of the types that say that it is gone.
    pub(super) deletions: Vec<String>,
    /// The fields before the payload, and what they are for.
    envelope: Vec<(String, FieldType, String)>,
    /// The key as a field of the envelope.
    pub(super) key: Option<String>,
    /// Whether the key is a string only because no field says otherwise.
    pub(super) key_is_guessed: bool,
    /// The fields of the payload.
    pub(super) payload: Vec<(String, FieldType)>,
}

impl Shape {
    fn of(event: &Event) -> Shape {
        let subject = subject(event.name);
        let types = symbols(event.types);
        let deletions = deletions(&types, &snake(&subject).to_uppercase());
        let mut envelope = fixed_fields(event);
        let mut names = Names::default();
        let mut own = vec!["event_id", "occurred_at"];
        own.extend((!types.is_empty()).then_some("event_type"));
        for name in own.iter().copied().chain(event.partial_updates.then_some("changed_fields")) {
            names.claim(name);
        }
        let mut key_is_guessed = false;
        let key = event.key.map(|asked| {
            if own.contains(&asked) {
                return asked.to_owned();
            }
            let name = names.claim(&identifier(asked));
            let written = given(event, asked);
            key_is_guessed = written.is_none() && !event.fields.is_empty();
            let of = written.map_or(FieldType::String, |of| of.required().clone());
            let doc = format!("Which {} this is about: the same as the record's key.", snake(&subject));
            envelope.push((name.clone(), of, doc));
            own.push(asked);
            name
        });
        let field = snake(&subject);
        let free = if names.has(&field) { format!("{field}_data") } else { field };
        let payload_field = names.claim(&free);
        let payload = payload(event, &own);
        Shape { subject, payload_field, types, deletions, envelope, key, key_is_guessed, payload }
    }

    /// Whether an event may come without its payload.
    pub(super) fn may_be_absent(&self, event: &Event) -> bool {
        !self.deletions.is_empty() || event.partial_updates
    }
}

/// The schema of the envelope, with the payload in it.
fn schema(event: &Event, shape: &Shape) -> Value {
    let mut writer = Writer::default();
    let envelope = writer.claim(&format!("{}Event", shape.subject));
    // The payload has the plain name, and is reserved before a nested type could take it.
    let type_enum = (!shape.types.is_empty()).then(|| writer.claim(&format!("{envelope}Type")));
    let payload = writer.claim(&shape.subject);
    let mut fields: Vec<Value> = Vec::new();
    for (name, of, doc) in &shape.envelope {
        fields.push(writer.field(&envelope, &Field { name, of, doc: Some(doc.clone()) }));
    }
    if let Some(name) = type_enum {
        let doc = format!("What happened. A type that is newer than the reader's schema reads as {UNKNOWN}.");
        let of = Writer::symbols(&name, &shape.types);
        fields.insert(1, field_of("event_type", &of, None, Some(&doc)));
    }
    if !shape.payload.is_empty() {
        fields.extend(payload_fields(event, shape, &payload, &mut writer));
    }
    let doc = format!("Something that happened to one {}.", snake(&shape.subject));
    let mut record = json!({"type": "record", "name": envelope});
    if let Some(namespace) = namespace(event.namespace) {
        record["namespace"] = json!(namespace);
    }
    record["doc"] = json!(doc);
    record["fields"] = json!(fields);
    record
}

/// The payload, and before it the names of what it changes where it can be partial.
fn payload_fields(event: &Event, shape: &Shape, record: &str, writer: &mut Writer) -> Vec<Value> {
    let mut written = Vec::new();
    let field = &shape.payload_field;
    if event.partial_updates {
        let doc = format!("The fields of `{field}` that this event sets, to null too; all others are unchanged.");
        let of = json!({"type": "array", "items": "string"});
        written.push(field_of("changed_fields", &of, Some(json!([])), Some(&doc)));
    }
    let fields: Vec<Value> =
        shape.payload.iter().map(|(name, of)| writer.field(record, &Field { name, of, doc: None })).collect();
    let of = json!({"type": "record", "name": record, "fields": fields});
    let (one, gone) = (snake(&shape.subject), shape.deletions.join(", "));
    let doc = match (event.partial_updates, shape.deletions.is_empty()) {
        (true, true) => "What changed; null where nothing did.".to_owned(),
        (true, false) => format!("What changed; null where nothing did, and in {gone}."),
        (false, false) => format!("The whole {one} after what happened; null in {gone} only."),
        (false, true) => format!("The whole {one} after what happened."),
    };
    written.push(if shape.may_be_absent(event) {
        field_of(field, &json!(["null", of]), Some(Value::Null), Some(&doc))
    } else {
        field_of(field, &of, None, Some(&doc))
    });
    written
}

/// The fields that every event has, unless its owner gave them a type of their own.
fn fixed_fields(event: &Event) -> Vec<(String, FieldType, String)> {
    let fixed = |name: &str, usual: FieldType, doc: &str| {
        let of = given(event, name).map_or(usual, |of| of.required().clone());
        (name.to_owned(), of, doc.to_owned())
    };
    vec![
        fixed(
            "event_id",
            FieldType::Uuid,
            "Unique to this event, and kept when it is sent again: consumers drop what they have seen.",
        ),
        fixed("occurred_at", FieldType::Timestamp, "When it happened, not when it was sent: UTC, in milliseconds."),
    ]
}

/// The fields that the envelope does not have, with valid names and nullable where an update may leave them out.
fn payload(event: &Event, envelope: &[&str]) -> Vec<(String, FieldType)> {
    let mut names = Names::default();
    let rest = event.fields.iter().filter(|(name, _)| !envelope.contains(&name.as_str()));
    rest.map(|(name, of)| {
        let name = names.claim(&identifier(name));
        let leavable = event.partial_updates && !matches!(of, FieldType::Optional(_));
        (name, if leavable { FieldType::Optional(Box::new(of.clone())) } else { of.clone() })
    })
    .collect()
}

/// The type of a field as it was given.
pub(super) fn given<'a>(event: &Event<'a>, name: &str) -> Option<&'a FieldType> {
    event.fields.iter().find(|(one, _)| one == name).map(|(_, of)| of)
}

/// `order`, `order-events` and `orderEvent` are all about an `Order`.
fn subject(name: &str) -> String {
    let name = pascal(name);
    let plain = name.strip_suffix("Event").or_else(|| name.strip_suffix("Events"));
    match plain.unwrap_or(&name) {
        "" if name.is_empty() => "Unnamed".to_owned(),
        "" => name,
        plain => plain.to_owned(),
    }
}

/// The types as symbols, each once.
fn symbols(types: &[String]) -> Vec<String> {
    let mut symbols: Vec<String> = Vec::new();
    for (i, one) in types.iter().enumerate() {
        let symbol = snake(one).to_uppercase();
        let symbol = if symbol.is_empty() { format!("TYPE_{}", i + 1) } else { symbol };
        if symbol != UNKNOWN && !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    symbols
}

/// `DELETED` and, of an order, `ORDER_DELETED`; `ITEM_REMOVED` deletes no order.
fn deletions(types: &[String], subject: &str) -> Vec<String> {
    let is_deletion = |symbol: &&String| {
        let plain = symbol.strip_prefix(subject).map_or(symbol.as_str(), |rest| rest.trim_start_matches('_'));
        DELETIONS.contains(&plain)
    };
    types.iter().filter(is_deletion).cloned().collect()
}
