//! Field types as Avro: what each becomes, and how nested types are named.

use super::field_type::FieldType;
use super::names::{Names, pascal, singular};
use serde_json::{Value, json};

/// The symbol that a reader sees in place of one that its schema does not have.
pub(super) const UNKNOWN: &str = "UNKNOWN";

/// One field of a record.
pub(super) struct Field<'a> {
    /// A valid name that is unique in its record.
    pub(super) name: &'a str,
    pub(super) of: &'a FieldType,
    /// What Avro's `doc` says; nothing where the name says it.
    pub(super) doc: Option<String>,
}

/// Writes types, and gives every named one a name of its own.
#[derive(Default)]
pub(super) struct Writer {
    names: Names,
}

impl Writer {
    /// Reserves the name of a type, with a number where it is taken.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        self.names.claim(wanted)
    }

    /// A field of the record `owner`; an optional one is absent by default.
    pub(super) fn field(&mut self, owner: &str, field: &Field) -> Value {
        let of = self.schema(&format!("{owner}{}", pascal(field.name)), field.of);
        let default = matches!(field.of, FieldType::Optional(_)).then_some(Value::Null);
        field_of(field.name, &of, default, field.doc.as_deref())
    }

    /// The enum called `name`, which has been claimed, with the symbol that older readers fall back to.
    pub(super) fn symbols(name: &str, symbols: &[String]) -> Value {
        let own = symbols.iter().find(|symbol| symbol.eq_ignore_ascii_case(UNKNOWN));
        let default = own.map_or(UNKNOWN, String::as_str);
        let added = if own.is_none() { Some(UNKNOWN) } else { None };
        let all: Vec<&str> = added.into_iter().chain(symbols.iter().map(String::as_str)).collect();
        json!({"type": "enum", "name": name, "symbols": all, "default": default})
    }

    /// The type as Avro; `path` is the name of a record or enum that it contains.
    fn schema(&mut self, path: &str, of: &FieldType) -> Value {
        match of {
            FieldType::Uuid => json!({"type": "string", "logicalType": "uuid"}),
            FieldType::String => json!("string"),
            FieldType::Int => json!("int"),
            FieldType::Long => json!("long"),
            FieldType::Double => json!("double"),
            FieldType::Bool => json!("boolean"),
            FieldType::Bytes => json!("bytes"),
            FieldType::Date => json!({"type": "int", "logicalType": "date"}),
            FieldType::Timestamp => json!({"type": "long", "logicalType": "timestamp-millis"}),
            FieldType::Money => decimal(19, 4),
            FieldType::Decimal { precision, scale } => decimal(*precision, *scale),
            FieldType::Enum(symbols) => Self::symbols(&self.claim(path), symbols),
            FieldType::List(item) => {
                json!({"type": "array", "items": self.schema(&singular(path), item)})
            }
            FieldType::Record(fields) => self.record(path, fields),
            // A union directly in a union is not valid: however often it is optional, it is so once.
            FieldType::Optional(inner) => json!(["null", self.schema(path, inner.required())]),
        }
    }

    fn record(&mut self, path: &str, fields: &[(String, FieldType)]) -> Value {
        let name = self.claim(path);
        let fields = fields.iter().map(|(field, of)| Field { name: field, of, doc: None });
        let fields: Vec<Value> = fields.map(|field| self.field(&name, &field)).collect();
        json!({"type": "record", "name": name, "fields": fields})
    }
}

/// A field in the order in which a person writes it.
pub(super) fn field_of(name: &str, of: &Value, default: Option<Value>, doc: Option<&str>) -> Value {
    let mut field = json!({"name": name, "type": of});
    if let Some(default) = default {
        field["default"] = default;
    }
    if let Some(doc) = doc {
        field["doc"] = json!(doc);
    }
    field
}

fn decimal(precision: u32, scale: u32) -> Value {
    json!({"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale})
}
