//! Why a group of consumers is as it is.

mod json;
mod markdown;
mod text;
mod words;

pub use json::json;
pub use markdown::markdown;
pub use text::text;
