mod names;
mod notes;
mod properties;
mod samples;
mod schemas;
mod types;

use super::{Designed, Event, FieldType, design, parse};

/// An event that owns what [`Event`] borrows.
struct Given {
    name: &'static str,
    types: Vec<String>,
    key: Option<&'static str>,
    fields: Vec<(String, FieldType)>,
    partial_updates: bool,
    keep_latest: bool,
    compatibility: Option<&'static str>,
}

impl Given {
    fn designed(&self) -> Designed {
        design(&Event {
            namespace: "com.acme.task-api",
            name: self.name,
            types: &self.types,
            key: self.key,
            fields: &self.fields,
            partial_updates: self.partial_updates,
            keep_latest: self.keep_latest,
            compatibility: self.compatibility,
        })
    }

    fn notes(&self) -> String {
        let notes: Vec<String> = self.designed().notes.into_iter().map(|note| note.text).collect();
        notes.join("\n")
    }

    fn and(mut self, name: &str, of: &str) -> Given {
        self.fields.extend(fields(&[(name, of)]));
        self
    }

    fn and_type(mut self, name: &str) -> Given {
        self.types.push(name.to_owned());
        self
    }
}

fn fields(written: &[(&str, &str)]) -> Vec<(String, FieldType)> {
    written.iter().map(|(name, of)| ((*name).to_owned(), parse(of).unwrap())).collect()
}

fn types(written: &[&str]) -> Vec<String> {
    written.iter().map(|one| (*one).to_owned()).collect()
}

fn order() -> Given {
    Given {
        name: "order",
        types: types(&["placed", "paid", "shipped", "cancelled"]),
        key: Some("order_id"),
        fields: fields(&[
            ("order_id", "uuid"),
            ("customer_id", "uuid"),
            ("placed_at", "timestamp"),
            ("total", "money"),
            ("currency", "enum(EUR, USD, GBP)"),
            ("items", "[{isbn: string, title: string, quantity: int, unit_price: money}]"),
            ("gift_note", "string?"),
        ]),
        partial_updates: true,
        keep_latest: false,
        compatibility: Some("backward"),
    }
}

fn task() -> Given {
    Given {
        name: "task",
        types: types(&["created", "updated", "completed", "deleted"]),
        key: Some("task_id"),
        fields: fields(&[
            ("task_id", "uuid"),
            ("title", "string"),
            ("description", "string?"),
            ("priority", "int"),
            ("owner_id", "uuid"),
            ("created_at", "timestamp"),
            ("updated_at", "timestamp"),
        ]),
        partial_updates: false,
        keep_latest: false,
        compatibility: Some("backward"),
    }
}
