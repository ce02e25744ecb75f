//! One module per place that facts come from.

pub mod answers;
pub mod cluster;
pub mod config;
pub mod design_file;
pub mod interview;
pub mod kustomize;
pub mod library;
pub mod manifest;
pub mod project;
pub mod repository;
pub mod tree;
pub mod walk;
