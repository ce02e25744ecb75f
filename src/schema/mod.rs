//! Avro schemas: the field types that a person writes, and the first schema of an event made from them.

mod avro;
pub mod event;
pub mod field_type;
mod names;
mod notes;
#[cfg(test)]
mod tests;
mod type_names;
mod type_parser;

pub use event::{Designed, Event, Note, design};
pub use field_type::{FieldType, TypeError, check_name, parse};
pub use type_names::written;
