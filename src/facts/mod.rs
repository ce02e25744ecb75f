//! The one picture of a Kafka system: subjects, what is known of them, and where it was learnt.
//!
//! A graph of [`Subject`]s (system, topic, producer, consumer, ...) with named values. Times are in milliseconds,
//! sizes in bytes, rates in records per second, shares between 0 and 1. What is not known is absent, never null.

mod graph;
pub mod units;
mod value;

pub use graph::{Fact, Facts, Id, Origin, Relating, Subject};
pub use value::Value;
