//! Text laid out for a terminal: headings, wrapped paragraphs, columns.

use std::fmt::{Display, Write as _};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::brief::{brief, fitting};
use crate::facts::units::plural;

/// Section headings.
pub const HEADING: Style = AnsiColor::Cyan.on_default().bold();
/// What matters within a section.
pub const STRONG: Style = Style::new().bold();
/// What the eye may pass over.
pub const FAINT: Style = Style::new().dimmed();
/// What cannot be had.
pub const LOUD: Style = AnsiColor::Red.on_default().bold();
/// What to type.
pub const CODE: Style = AnsiColor::Green.on_default();

/// `text` in `style`.
#[must_use]
pub fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The columns that the text takes; colours take none.
#[must_use]
pub fn columns(text: &str) -> usize {
    anstream::adapter::strip_str(text).map(UnicodeWidthStr::width).sum()
}

/// The text and blanks up to `width` columns.
#[must_use]
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text in lines of at most `width` columns, broken between words where words fit.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(20);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        let mut word = word;
        // A word with colours in it is whole: no cut falls into a colour.
        while line.is_empty() && columns(word) > width && !word.contains('\x1b') {
            let head = fitting(word, width);
            lines.push(head.to_owned());
            word = &word[head.len()..];
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text that grows downwards.
#[derive(Debug)]
pub struct Page {
    /// Its columns.
    pub width: usize,
    /// Whether everything is told; otherwise what matters most.
    pub all: bool,
    text: String,
    rest: String,
}

impl Page {
    /// An empty page. What it leaves out is to be found at `rest`.
    #[must_use]
    pub fn new(width: usize, all: bool, rest: &str) -> Self {
        Self { width, all, text: String::new(), rest: rest.to_owned() }
    }

    /// The text whole where everything is told, else in so many clauses as fit into `width` columns.
    #[must_use]
    pub fn told(&self, text: &str, width: usize) -> String {
        if self.all { text.to_owned() } else { brief(text, width) }
    }

    /// As many of `number` as are shown where `most` are enough.
    #[must_use]
    pub fn most(&self, number: usize, most: usize) -> usize {
        if self.all { number } else { number.min(most) }
    }

    /// A remark, and how many were left out and where they are.
    #[must_use]
    pub fn remark(&self, text: &str, left: usize) -> String {
        match (left, text) {
            (0, text) => text.to_owned(),
            (left, "") => format!("{left} more {}", self.rest),
            (left, text) => format!("{text}; {left} more {}", self.rest),
        }
    }

    /// One line as it is.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref().trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless there is one.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The beginning of a section, with a remark beside it.
    pub fn section(&mut self, title: &str, remark: &str) {
        self.headed(HEADING, title, remark);
    }

    /// The beginning of a section in a style of its own.
    pub fn headed(&mut self, style: Style, title: &str, remark: &str) {
        self.gap();
        if remark.is_empty() {
            self.line(styled(style, title));
        } else {
            self.hanging(&format!("{}   ", styled(style, title)), title.width() + 3, FAINT, remark);
        }
    }

    /// A paragraph whose first line begins with `first`, the others below the end of it.
    pub fn hanging(&mut self, first: &str, columns: usize, style: Style, text: &str) {
        let mut lines = wrap(text, self.width.saturating_sub(columns)).into_iter();
        let start = lines.next().unwrap_or_default();
        self.line(format!("{first}{}", styled(style, start)));
        let blank = " ".repeat(columns);
        for line in lines {
            self.line(format!("{blank}{}", styled(style, line)));
        }
    }

    /// A paragraph below `columns` blanks.
    pub fn paragraph(&mut self, columns: usize, style: Style, text: &str) {
        if !text.is_empty() {
            self.hanging(&" ".repeat(columns), columns, style, text);
        }
    }

    /// What stands on another page.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    /// All of it.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// `one, two and three`.
#[must_use]
pub fn listed(items: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let between = match at {
            0 => "",
            _ if at + 1 == items.len() => " and ",
            _ => ", ",
        };
        write!(text, "{between}{}", item.as_ref()).unwrap_or_default();
    }
    text
}

/// `1 broker`, `3 brokers`.
#[must_use]
pub fn counted(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {}", plural(one)) }
}

/// A command in lines that a shell reads as one, none wider than `width` where its words allow that.
#[must_use]
pub fn command(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A line may also end behind what is set for the command.
    let is_set = |word: &str| word.contains('=') && word.starts_with(|letter: char| letter.is_ascii_uppercase());
    let (set, rest) = text.split_once(' ').filter(|(word, _)| is_set(word)).unwrap_or(("", text));
    let set = Some(set.to_owned()).filter(|set| !set.is_empty());
    let flags = rest.split(" --").enumerate();
    let parts = flags.map(|(at, part)| if at == 0 { part.to_owned() } else { format!("--{part}") });
    for part in set.into_iter().chain(parts) {
        match lines.last_mut() {
            // Two columns for the blank and the backslash.
            Some(line) if columns(line) + 1 + columns(&part) + 2 <= width => {
                line.push(' ');
                line.push_str(&part);
            }
            Some(line) => {
                line.push_str(" \\");
                lines.push(format!("  {part}"));
            }
            None => lines.push(part),
        }
    }
    lines
}

/// A word of the shell, between quotes where it needs them.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,@%+".contains(letter);
    let bare = !word.is_empty() && word.chars().all(plain);
    if bare { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        let text = "nothing may be lost on the way to all of the replicas";
        assert_eq!(wrap(text, 24), ["nothing may be lost on", "the way to all of the", "replicas"]);
        assert_eq!(wrap("abcdefghijklmnopqrstuvwxyz", 20), ["abcdefghijklmnopqrst", "uvwxyz"]);
        assert!(wrap("", 20).is_empty());
        assert_eq!(wrap("日本語日本語日本語日本語", 20), ["日本語日本語日本語日", "本語"]);
    }

    #[test]
    fn commands_go_on_in_the_next_line() {
        assert_eq!(command("kskill recommend --set a=1 --out x", 60), ["kskill recommend --set a=1 --out x"]);
        assert_eq!(command("A=b:1 out/run.sh now", 18), ["A=b:1 \\", "  out/run.sh now"]);
        assert_eq!(command("kskill recommend --set a=1 --out x", 30), ["kskill recommend --set a=1 \\", "  --out x"]);
    }

    #[test]
    fn width_counts_columns() {
        assert_eq!(padded("日本", 6), "日本  ");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
