//! The interview: what it asks and in which order, told by a script; and the whole of it at a real terminal.

mod kept;
mod scripted;
#[cfg(unix)]
mod terminal;
