//! One module per place that facts come from.

pub mod answers;
pub mod interview;
pub mod tree;
