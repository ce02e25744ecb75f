//! A Kafka design assistant: facts come in, one knowledge base decides and judges, results leave as files and reports.

pub mod facts;
pub mod finding;
pub mod knowledge;
pub mod schema;
pub mod sources;
