//! A file that is read for configs, and its lines.

use std::cell::Cell;
use std::ops::Range;

/// A file that is read for configs.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The path as the user sees it, with `/`.
    pub path: &'a str,
    /// The text, without a byte order mark.
    pub text: &'a str,
}

impl<'a> File<'a> {
    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// What follows the last dot of the name, in lower case; empty without one. `.env` is `env`.
    #[must_use]
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
    }
}

/// Where the lines of a text begin: from bytes to line and column and back.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last line and column that were asked for, and their byte.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    /// The lines of `text`.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        Self { text, starts, last: Cell::default() }
    }

    /// Line and column of a byte, both from 1, the column in characters.
    #[must_use]
    pub fn position(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        let column = self.text.get(start..at).map_or(at - start, |before| before.chars().count());
        (line, column + 1)
    }

    /// The byte at line and column, both from 1, the column in characters.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let Some(start) = self.starts.get(line.saturating_sub(1)).copied() else { return self.text.len() };
        // A whole file may be one line: what was counted the last time is not counted again.
        let (last_line, last_column, last_byte) = self.last.get();
        let known = last_line == line && last_column <= column;
        let (from, column_there) = if known { (last_byte, last_column) } else { (start, 1) };
        let mut after = self.text[from..].char_indices();
        let found = after.nth(column.saturating_sub(column_there)).map_or(self.text.len(), |(at, _)| from + at);
        self.last.set((line, column, found));
        found
    }

    /// The bytes of a line, from 1, without its break.
    #[must_use]
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line - 1).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let body = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + body.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let lines = Lines::of("a\nä=1\r\nend");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(4), (2, 2), "ä is one column, two bytes");
        assert_eq!(lines.offset(2, 2), 4);
        assert_eq!(lines.offset(2, 4), 6);
        assert_eq!(lines.offset(2, 1), 2, "back again");
        assert_eq!(lines.offset(9, 1), 11, "behind the end");
        assert_eq!(lines.line(2), 2..6);
        assert_eq!(lines.position(11), (3, 4), "the end of the file");
    }
}
