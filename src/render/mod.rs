//! What leaves: designs as files, text and markdown, findings, and pages about names.

mod answers;
mod brief;
pub mod changes;
pub mod check;
mod clients;
mod config;
pub mod diagnose;
mod digest;
mod duties;
mod files;
mod layout;
pub mod lint;
mod markdown;
pub mod page;
mod rows;
#[cfg(test)]
mod sample;
mod template;
mod text;
mod topics;
mod write;

pub use answers::answers;
pub use files::files;
pub use layout::{counted, shell_word};
pub use markdown::markdown;
pub use text::{Asked, terminal_width, text};
pub use write::write;
