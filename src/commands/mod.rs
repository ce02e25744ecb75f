//! One file per verb: its own `Args` and `run`.

pub mod check;
pub mod diagnose;
pub mod explain;
mod held;
pub mod lint;
pub mod recommend;
mod saved;
pub mod what_if;
mod whole;

/// How a command prints that has these two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// How the person calls kskill, for commands that they are told to type: the script that runs it says so.
fn program() -> String {
    let called = std::env::var("KSKILL_COMMAND").ok().filter(|name| !name.is_empty());
    called.map_or_else(|| "kskill".to_owned(), |name| crate::render::shell_word(&name))
}

/// The first of many names, and how many there are beside those.
fn first_of(names: &[String], shown: usize) -> String {
    match names.split_at_checked(shown) {
        Some((first, more)) if !more.is_empty() => format!("{} and {} more", first.join(", "), more.len()),
        _ => names.join(", "),
    }
}
