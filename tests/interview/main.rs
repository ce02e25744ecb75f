//! The interview: what it asks and in which order, told by a script; and the whole of it at a real terminal.

mod asked;
mod corrected;
mod kept;
mod resumed;
mod script;
mod several;
#[cfg(unix)]
mod terminal;
