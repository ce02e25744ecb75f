//! What was found in a cluster.

mod json;
mod text;

pub use json::json;
pub use text::text;
