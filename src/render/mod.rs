//! A design as files, as text for the terminal and as markdown.

mod answers;
mod brief;
pub mod changes;
mod clients;
mod config;
mod digest;
mod duties;
mod files;
mod layout;
mod markdown;
mod rows;
#[cfg(test)]
mod sample;
mod template;
mod text;
mod topics;
mod write;

pub use answers::answers;
pub use files::files;
pub use layout::shell_word;
pub use markdown::markdown;
pub use text::{Asked, terminal_width, text};
pub use write::write;
