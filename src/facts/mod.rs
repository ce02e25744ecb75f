//! The one picture of a Kafka system.
pub mod units;
