//! A design as files, as text for the terminal and as markdown.

mod brief;
mod config;
mod files;
mod markdown;
mod template;
mod topics;
mod write;

pub use files::files;
pub use markdown::markdown;
pub use write::write;
