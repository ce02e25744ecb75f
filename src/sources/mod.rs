//! Places that facts come from.
pub mod tree;
