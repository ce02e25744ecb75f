//! A design for the terminal: what a person reads in two minutes, or all of it.

mod closing;
mod configs;
mod opening;
mod picture;
mod reasons;
mod services;
mod table;
mod today;

use super::layout::{Page, shell_word};
use crate::design::Design;

/// How the design was asked for: the commands at the end repeat it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// How kskill is called: `kskill`, or the script that runs it.
    pub program: String,
    /// The command so far, without it: `recommend --answers FILE`.
    pub command: String,
    /// Where the files were written, if they were.
    pub out: Option<String>,
    /// Whether everything is told.
    pub all: bool,
}

/// The design in lines of at most `width` columns, with colours.
#[must_use]
pub fn text(design: &Design, asked: &Asked, width: usize) -> String {
    let rest = match &asked.out {
        Some(out) => format!("in {}/DESIGN.md", shell_word(out)),
        None => "with --all".to_owned(),
    };
    let mut page = Page::new(width.clamp(60, 120), asked.all, &rest);
    opening::title(&mut page, design);
    opening::assumptions(&mut page, design);
    opening::conflicts(&mut page, design);
    today::today(&mut page, design);
    picture::picture(&mut page, design);
    configs::configs(&mut page, design);
    reasons::reasons(&mut page, design);
    services::code(&mut page, design);
    services::patterns(&mut page, design);
    closing::failures(&mut page, design);
    closing::cluster(&mut page, design);
    closing::path(&mut page, design);
    closing::schemas(&mut page, design);
    closing::would_change(&mut page, design);
    closing::next(&mut page, design, asked);
    page.finish()
}

/// The columns of the terminal that standard output is; 100 where it is none.
#[must_use]
pub fn terminal_width() -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(100, |(width, _)| usize::from(width.0))
}

#[cfg(test)]
mod tests;
