//! What is written, and that it is read back as it was.

use kskill::sources::tree::{Node, read, read_all, write_yaml};
use proptest::prelude::*;

#[test]
fn quotes_only_where_needed() {
    for (node, text) in [
        (Node::string("4.3"), "\"4.3\"\n"),
        (Node::scalar("4.3"), "4.3\n"),
        (Node::string("yes"), "\"yes\"\n"),
        (Node::scalar("true"), "true\n"),
        (Node::string("1e3"), "\"1e3\"\n"),
        (Node::string("2024-01-01"), "\"2024-01-01\"\n"),
        (Node::string("string?"), "string?\n"),
        (Node::string("50ms..2s"), "50ms..2s\n"),
        (Node::string("~"), "\"~\"\n"),
        (Node::scalar("*star"), "\"*star\"\n"),
        (Node::string("a: b"), "\"a: b\"\n"),
        (Node::string("http://x:80/#a"), "http://x:80/#a\n"),
        (Node::string("one\ntwo\n"), "|\n  one\n  two\n"),
        (Node::map([("note", Node::string("one\n\ntwo"))]), "note: |-\n  one\n\n  two\n"),
        (Node::list([Node::list([Node::scalar("a")]), Node::map([("b", Node::scalar(""))])]), "- - a\n- b:\n"),
        (Node::list([]), "[]\n"),
    ] {
        assert_eq!(write_yaml(&node), text);
    }
}

/// Texts that mean something else without quotes, or cannot be written as they are.
const HARD: &[&str] = &[
    "",
    "yes",
    "4.3",
    "1e3",
    "~",
    "*a",
    "&a",
    "- a",
    "-",
    "?",
    ":",
    "a:",
    "a: b",
    "a #b",
    "#",
    "!t",
    "|",
    ">",
    "%d",
    "@",
    "`",
    "---",
    "--- a",
    "...",
    "<<",
    "=",
    "\"",
    "'",
    "\\",
    "{a}",
    "[a]",
    "a, b",
    "\u{85}",
    "\u{feff}",
    "\u{2028}",
    "one\ntwo",
    "one\n\ntwo\n",
    "\n",
    "a\n\n",
    " a\nb",
    "a \nb",
    "a\n b\n",
    "\ttab",
    "a\tb",
    "a\r\nb",
    "#c\nd",
    "---\na",
    "0x1F",
    "12:30:00",
    "?a",
    "-a",
    ":a",
    "key with spaces",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(HARD.to_vec()).prop_map(str::to_owned),
        any::<String>(),
        "[a-z]{1,8}",
        "[-?:,#&*!|>'\"%@`{}\\[\\] \na1.]{0,12}",
        "[a-z]{1100}",
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    let plain = prop::sample::select(vec!["true", "4.3", "", "null", "10/s", "50ms..2s", "-1", "0x10", ".5"]);
    let leaf = prop_oneof![
        text().prop_map(Node::string),
        plain.prop_map(Node::scalar),
        "[a-z]{1,5}[:#?,]?".prop_map(Node::scalar)
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Node::list),
            prop::collection::btree_map(text(), inner, 0..6).prop_map(Node::map),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(node in tree()) {
        prop_assume!(!node.is_null() || node.as_text() != Some(""));
        let text = write_yaml(&node);
        let again = read("written.yaml", &text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(node.same(&again), "{}\n{:?}\n{:?}", text, node, again);
        prop_assert_eq!(write_yaml(&again), text);
    }

    #[test]
    fn no_text_panics(text in prop_oneof![any::<String>(), "[-?:,#&*!|>'\"%@`{}\\[\\] \n\ta1<.~]{0,60}"]) {
        if let Ok(documents) = read_all("any.yaml", &text) {
            for node in documents {
                let written = write_yaml(&node);
                let again = read("written.yaml", &written).map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
                prop_assert!(node.same(&again), "{}\n{:?}", written, node);
            }
        }
    }
}
