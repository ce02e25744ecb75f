//! One module per place that facts come from.

pub mod answers;
pub mod design_file;
pub mod interview;
pub mod tree;
