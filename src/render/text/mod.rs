//! A design for the terminal: what a person reads, and where the rest is.

mod closing;
mod configs;
mod opening;
mod picture;
mod reasons;
mod today;

use super::layout::Page;
use crate::design::Design;

/// How the design was asked for: the commands at the end repeat it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The command so far: `kskill recommend --answers FILE`.
    pub command: String,
    /// Where the files were written, if they were.
    pub out: Option<String>,
}

/// The design in lines of at most `width` columns, with colours.
#[must_use]
pub fn text(design: &Design, asked: &Asked, width: usize) -> String {
    let mut page = Page::new(width.clamp(80, 120));
    opening::title(&mut page, design);
    opening::assumptions(&mut page, design);
    opening::conflicts(&mut page, design);
    today::today(&mut page, design);
    picture::picture(&mut page, design);
    configs::configs(&mut page, design);
    reasons::reasons(&mut page, design, asked);
    reasons::code(&mut page, design);
    reasons::patterns(&mut page, design);
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
