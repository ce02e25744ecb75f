//! Applies fixes, again and again, until there is nothing more to mend.

use std::collections::BTreeSet;

use super::{Edit, Report, Source};
use crate::sources::config::Reading;

/// Some fixes make room for others, and a chain of them is never long.
const ROUNDS: usize = 10;

/// What came of fixing.
#[derive(Debug)]
pub struct Fixed {
    /// What is left.
    pub report: Report,
    /// The files that changed.
    pub changes: Vec<Change>,
    /// How many findings were mended.
    pub mended: u64,
}

/// A file before and after.
#[derive(Debug)]
pub struct Change {
    /// The path as the user sees it.
    pub path: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// Applies the fixes of a report that are `wanted` by whether they are safe, and judges the files anew with `judge`,
/// until no fix is left.
pub fn fix(report: Report, wanted: impl Fn(bool) -> bool, judge: impl Fn(Vec<Source>) -> Report) -> Fixed {
    let before: Vec<String> = report.sources.iter().map(|source| source.text.clone()).collect();
    let mut seen: BTreeSet<Vec<String>> = [before.clone()].into();
    let mut report = report;
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let (edits, count) = edits(&report, &wanted);
        let texts: Vec<String> = texts(&report, &edits);
        // Two fixes that undo each other would never end.
        if edits.is_empty() || !seen.insert(texts.clone()) {
            break;
        }
        mended += count;
        let own = report.sources.into_iter().zip(texts);
        report = judge(own.map(|(source, text)| reread(source, text)).collect());
    }
    let changes = report.sources.iter().zip(before).filter(|(source, before)| source.text != *before);
    let changes = changes
        .map(|(source, before)| Change { path: source.path.clone(), before, after: source.text.clone() })
        .collect();
    Fixed { report, changes, mended }
}

/// The edits of one round: where two overlap, the first is made, and the other one's turn is the next round.
fn edits(report: &Report, wanted: &impl Fn(bool) -> bool) -> (Vec<Edit>, u64) {
    let mut taken: Vec<Edit> = Vec::new();
    let mut count = 0;
    for fix in report.findings.iter().filter_map(|found| found.fix.as_ref()).filter(|fix| wanted(fix.safe)) {
        if fix.edits.iter().any(|edit| taken.iter().any(|other| overlap(edit, other))) {
            continue;
        }
        count += 1;
        taken.extend(fix.edits.iter().cloned());
    }
    taken.sort_by_key(|edit| (edit.at.source, edit.at.bytes.start, edit.at.bytes.end));
    (taken, count)
}

/// Whether two edits touch the same bytes; two insertions at one place do.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (&one.at.bytes, &other.at.bytes);
    one.at.source == other.at.source && (a.start == b.start || a.start < b.end && b.start < a.end)
}

/// The texts of all sources after the edits, which are sorted and do not overlap. A file that could not be read any
/// more stays as it is.
fn texts(report: &Report, edits: &[Edit]) -> Vec<String> {
    let apply = |(number, source): (usize, &Source)| {
        let mut text = source.text.clone();
        let own = edits.iter().filter(|edit| edit.at.source == number);
        for edit in own.rev() {
            text.replace_range(edit.at.bytes.clone(), &edit.text);
        }
        let same = |reading: &Reading| {
            reading.configs.len() == source.reading.configs.len()
                && reading.problems.len() <= source.reading.problems.len()
        };
        let readable = text == source.text || source.read(&text).is_some_and(|reading| same(&reading));
        if readable { text } else { source.text.clone() }
    };
    report.sources.iter().enumerate().map(apply).collect()
}

fn reread(source: Source, text: String) -> Source {
    if text == source.text {
        return source;
    }
    let reading = source.read(&text).unwrap_or_default();
    Source { text, reading, ..source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Place;

    fn edit(source: usize, bytes: std::ops::Range<usize>) -> Edit {
        Edit { at: Place { source, bytes }, text: String::new() }
    }

    #[test]
    fn edits_that_touch_wait_for_each_other() {
        assert!(overlap(&edit(0, 1..4), &edit(0, 3..5)));
        assert!(overlap(&edit(0, 4..4), &edit(0, 4..4)), "two lines at one place");
        assert!(!overlap(&edit(0, 1..4), &edit(0, 4..5)));
        assert!(!overlap(&edit(0, 1..4), &edit(1, 1..4)), "another file");
    }
}
