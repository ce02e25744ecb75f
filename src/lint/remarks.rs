//! Remarks in files that keep a rule from being applied: `# kskill: ignore[rule-id] reason`.

use std::ops::Range;

/// What a remark begins with, in one language or another; what ends like another one stands before it.
const LEADERS: &[&str] = &["#", "//", "!", "<!--", "--", ";", "/*"];
/// What ends it, where it has an end of its own.
const ENDS: &[&str] = &["*/", "-->"];
/// Files in which a remark fills its line: behind a value it would be part of the value.
const WHOLE_LINES: &[&str] = &["properties", "conf", "config", "cnf", "ini", "env"];
const NAME: &str = "kskill:";

/// One rule of a remark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Remark<'a> {
    /// The id of the rule.
    pub rule: &'a str,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Why; empty where nobody says it.
    pub reason: &'a str,
    /// Whether the rule stands in brackets, without which the remark is a comment like any other.
    pub bracketed: bool,
    /// The bytes of the line that it is about.
    pub line: Range<usize>,
}

/// The remarks in a file.
pub(super) fn remarks<'a>(path: &str, text: &'a str) -> Vec<Remark<'a>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let whole = name.starts_with(".env") || extension.is_some_and(|extension| WHOLE_LINES.contains(&extension));
    let found = text.match_indices(NAME).filter_map(|(at, _)| remark(text, at, whole));
    found.flatten().collect()
}

/// The rules of a remark whose name stands at `at`; none where that is no remark.
fn remark(text: &str, at: usize, whole: bool) -> Option<Vec<Remark<'_>>> {
    let line = line_at(text, at);
    let before = text[line.start..at].trim_end();
    let leader = LEADERS.iter().find_map(|leader| before.strip_suffix(leader))?;
    let alone = leader.trim().is_empty();
    if !alone && (whole || !leader.ends_with([' ', '\t'])) {
        return None;
    }
    let after = &text[at + NAME.len()..line.end];
    let said = after.trim_start().strip_prefix("ignore")?;
    let bracketed = said.strip_prefix('[').and_then(|list| Some((list, list.split_once(']')?)));
    let Some((list, (rules, reason))) = bracketed else {
        return Some(unbracketed(said, line));
    };
    let reason = ENDS.iter().fold(reason.trim(), |reason, end| reason.strip_suffix(end).unwrap_or(reason).trim());
    let about = if alone { next_line(text, line.end) } else { line.clone() };
    let start = line.end - list.len();
    let mut passed = 0;
    let named = rules.split(',').map(|part| {
        let rule = part.trim();
        let from = start + passed + (part.len() - part.trim_start().len());
        passed += part.len() + 1;
        Remark { rule, at: from..from + rule.len(), reason, bracketed: true, line: about.clone() }
    });
    Some(named.collect())
}

/// The rule that somebody meant to ignore in a line, by the first word of what is said; it is about nothing.
fn unbracketed(said: &str, line: Range<usize>) -> Vec<Remark<'_>> {
    let named = said.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    // `ignored` is another word.
    if named.len() == said.len() {
        return Vec::new();
    }
    let rule = named.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    let start = line.end - named.len();
    let nothing = line.end..line.end;
    vec![Remark { rule, at: start..start + rule.len(), reason: "", bracketed: false, line: nothing }]
}

/// The line below, past empty ones and other remarks.
fn next_line(text: &str, end: usize) -> Range<usize> {
    let mut line = end..end;
    while line.end < text.len() {
        line = line_at(text, line.end + 1);
        let body = text[line.clone()].trim();
        let remark = body.contains(NAME) && LEADERS.iter().any(|leader| body.starts_with(leader));
        if !(body.is_empty() || body.starts_with(['#', '!']) || body.starts_with("//") || remark) {
            return line;
        }
    }
    line.end..line.end
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    start..text[at..].find('\n').map_or(text.len(), |found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, text: &str) -> Vec<(String, String, String)> {
        let all = remarks(path, text).into_iter();
        all.map(|one| {
            assert_eq!(&text[one.at.clone()], one.rule, "the place is that of the rule");
            (one.rule.to_owned(), one.reason.to_owned(), text[one.line].trim().to_owned())
        })
        .collect()
    }

    #[test]
    fn a_remark_is_about_its_line_or_the_one_below() {
        let cases = [
            ("a.properties", "# kskill: ignore[r] why not\nacks=1\n", "why not", "acks=1"),
            ("a.properties", "! kskill: ignore[r] why\n\n# other\r\nacks=1\r\n", "why", "acks=1"),
            ("a.yaml", "x:\n  acks: 1 # kskill:ignore[r]\n", "", "acks: 1 # kskill:ignore[r]"),
            ("a.ts", "  /* kskill: ignore[r] why */\n  acks: 1,\n", "why", "acks: 1,"),
            ("a.xml", "<!-- kskill: ignore[r] why -->\n<a/>", "why", "<a/>"),
            ("a.sql", "-- kskill: ignore[r] why\nx", "why", "x"),
            ("a.ini", "; kskill: ignore[r] why\nx", "why", "x"),
            ("a.py", "# kskill: ignore[r] last line", "last line", ""),
        ];
        for (path, text, reason, line) in cases {
            assert_eq!(read(path, text), [("r".into(), reason.into(), line.into())], "{text}");
        }
    }

    #[test]
    fn a_remark_is_about_a_line_that_has_one_of_its_own() {
        let text = "// kskill: ignore[a] slow\n  acks: 1, // kskill: ignore[b] x\n";
        let found = read("a.ts", text);
        let line = "acks: 1, // kskill: ignore[b] x";
        assert_eq!(found, [("a", "slow"), ("b", "x")].map(|(rule, why)| (rule.into(), why.into(), line.into())));
    }

    #[test]
    fn without_brackets_nothing_is_ignored() {
        for said in ["ignore the-rule why", "ignore(the-rule) why", "ignore[the-rule why", "ignore: the-rule"] {
            let text = format!("# kskill: {said}\r\nx: 1\r\n");
            let [remark] = &remarks("a.yaml", &text)[..] else { panic!("one in {said}") };
            assert_eq!((remark.rule, remark.bracketed), ("the-rule", false), "{said}");
            assert_eq!(&text[remark.at.clone()], "the-rule", "{said}");
            assert!(remark.line.is_empty(), "{said}");
        }
    }

    #[test]
    fn several_rules_share_a_reason() {
        let found = read("a.yaml", "# kskill: ignore[a, b] why\n# kskill: ignore[c] how\nx: 1\n");
        let expected = [("a", "why"), ("b", "why"), ("c", "how")];
        assert_eq!(found, expected.map(|(rule, reason)| (rule.into(), reason.into(), "x: 1".into())));
    }

    #[test]
    fn what_is_no_remark_is_none() {
        for (path, text) in [
            ("a.properties", "acks=1 # kskill: ignore[r] part of the value\n"),
            ("a.yaml", "url: http://kskill: ignore[r]\n"),
            ("a.yaml", "text: kskill: ignore[r]\n"),
            ("a.yaml", "# kskill: ignored r\n"),
            ("a.yaml", "# kskill: ignore\n"),
            ("a.yaml", "# kskill: other[r]\n"),
        ] {
            assert_eq!(read(path, text), [], "{text}");
        }
    }
}
