//! Workflow commands of GitHub Actions, which show findings beside the lines of a pull request.

use std::fmt::Write as _;

use super::Places;
use crate::finding::Severity;
use crate::lint::Report;
use crate::sources::repository::Repository;

/// `::error file=PATH,line=1,...::MESSAGE`, a line for each finding and each file that could not be read.
/// Paths are those of the repository, in whichever directory of it the run is.
#[must_use]
pub fn github(report: &Report, repository: Option<&Repository>) -> String {
    let places = Places::within(repository, report);
    let mut out = String::new();
    for file in &report.unread {
        let level = if file.asked { "error" } else { "warning" };
        let title = property(super::UNREAD);
        let _ = writeln!(
            out,
            "::{level} file={},title={title}::{}",
            property(&places.shown(&file.path)),
            data(&file.message)
        );
    }
    for found in &report.findings {
        let level = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let at = places.span(&found.at);
        // GitHub takes columns only where both ends are in one line.
        let columns = if at.line == at.end_line {
            format!(",col={},endColumn={}", at.column, at.end_column)
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "::{level} file={},line={},endLine={}{columns},title={}::{}",
            property(&places.path(&found.at)),
            at.line,
            at.end_line,
            property(&format!("{} [{}]", found.title, found.rule)),
            data(&found.message)
        );
    }
    out
}

/// A message: what would end the line is written as a code.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: what would end it is written as a code too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_it() {
        assert_eq!(data("50%\r\nof a: b, c"), "50%25%0D%0Aof a: b, c");
        assert_eq!(property("50%\na: b, c"), "50%25%0Aa%3A b%2C c");
    }
}
