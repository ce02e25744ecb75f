//! A Kafka design assistant: facts come in, one knowledge base decides and judges, results leave as files and reports.

pub mod check;
pub mod cli;
pub mod commands;
pub mod decide;
pub mod design;
pub mod diagnose;
pub mod facts;
pub mod finding;
pub mod judge;
pub mod knowledge;
pub mod lint;
pub mod render;
pub mod schema;
pub mod sources;
