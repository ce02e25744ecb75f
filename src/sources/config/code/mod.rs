//! Settings in program code: read from the syntax tree, as far as the file shows them.
//!
//! A value that takes running the program to know is unknown; a set of settings that other code may add to is open.
//! Code that does not parse is no problem of Kafka's: what can be read of it is read, and nothing is said of the rest.

mod computed;
mod confluent_go;
mod confluent_script;
mod dotnet;
mod franz;
mod go;
mod go_clients;
mod java;
mod java_clients;
mod java_keys;
mod java_maps;
mod java_topics;
mod java_types;
mod kafkajs;
mod kafkajs_calls;
mod kotlin;
mod kotlin_clients;
mod kotlin_topics;
mod nest;
mod number;
mod python;
mod python_clients;
mod rust;
#[cfg(test)]
mod said;
mod sarama;
mod scope;
mod script;
mod script_names;
mod table;
mod terraform;
mod terraform_broken;
mod text;
mod tree;
mod words;

pub(super) use dotnet::read as dotnet;
pub(super) use go_clients::read as go;
pub(super) use java_clients::read as java;
pub(super) use kafkajs::read as script;
pub(super) use kotlin::read as kotlin;
pub(super) use python_clients::read as python;
pub(super) use rust::read as rust;
pub(super) use terraform::read as terraform;
