//! What is read, from where, and what is refused.

use kskill::sources::tree::{Kind, Node, Place, Source, closest, read, read_all, write_yaml};
use proptest::prelude::*;

use crate::answers;

fn at(line: usize, column: usize) -> Place {
    Place { line, column }
}

fn refused(text: &str) -> String {
    read("answers.yaml", text).expect_err(text).to_string()
}

#[test]
fn values_know_their_places() {
    let root = answers();
    let version = root.get("kafka").and_then(|kafka| kafka.get("version")).expect("a version");
    assert_eq!((version.as_text(), version.is_quoted()), (Some("4.3"), true));
    assert_eq!(version.place(), Some(at(2, 18)));
    let task = root.get("events").and_then(|events| events.items().next()).expect("an event");
    let (key, peak) = task.entry("peak").expect("a peak");
    assert_eq!((key.source.place(), peak.place()), (Some(at(5, 5)), Some(at(5, 11))));
    assert_eq!(peak.source, Source::File { start: Place { line: 5, column: 11 }, end: Place { line: 5, column: 20 } });
    assert_eq!(peak.error("answers.yaml", "too much").to_string(), "answers.yaml:5:11: too much");
    let wide = read("a.yaml", "{é: \"ü😀\", b: x}").expect("YAML");
    assert_eq!(wide.get("b").and_then(Node::place), Some(at(1, 14)));
}

#[test]
fn json_is_read() {
    let text = "\u{feff}{\r\n\t\"a\": \"x\\/\\ud83d\\ude00\",\r\n\t\"b\": [1, null, true],\"c\":{}\r\n}\r\n";
    let root = read("a.json", text).expect("JSON");
    assert_eq!(root.get("a").and_then(Node::as_text), Some("x/😀"));
    assert_eq!(root.get("b").and_then(Node::place), Some(at(3, 7)));
    assert!(root.get("b").is_some_and(|list| list.items().any(Node::is_null)));
    let long: Vec<String> = (0..3000).map(|n| format!("\"key{n}\":[{n},\"{}\"],", "x".repeat(n % 50))).collect();
    let minified =
        format!("{{\"all\":[{{{}}}],\"text\":\"{}\"}}", long.concat().trim_end_matches(','), "y".repeat(5000));
    assert!(read("a.json", &minified).is_ok());
}

#[test]
fn refuses_with_the_place() {
    for (text, message) in [
        ("", "answers.yaml: the file is empty: write at least one `key: value`"),
        ("# only a comment\n", "answers.yaml: the file is empty: write at least one `key: value`"),
        ("a: 1\nb: 2\na: 3\n", "answers.yaml:3:1: `a` is there twice, first 2 lines further up: keep one of them"),
        (
            "a: 1\n---\nb: 2\n",
            "answers.yaml:3:1: a second document begins here: keep one document per file, without `---`",
        ),
        ("? [a, b]\n: c\n", "answers.yaml:1:3: a key must be text, and this is a list: put it in quotes"),
        ("a: &x [*x]\n", "answers.yaml:1:8: the alias stands inside of what it stands for: write the value out"),
        ("<<: 3\n", "answers.yaml:1:5: `<<` merges maps: write an alias of a map, or quote the key"),
    ] {
        assert_eq!(refused(text), message);
    }
    for (text, begin, end) in [
        ("a: 1\n\tb: 2\n", "answers.yaml:2:1: a tab", "indent with spaces"),
        ("a: [1, 2\n", "answers.yaml:", "or put the value in quotes"),
        ("a: *nowhere\n", "answers.yaml:1:4: ", "or put the value in quotes"),
        (&"[".repeat(5000), "answers.yaml:1:65: ", "write it flatter"),
    ] {
        let message = refused(text);
        assert!(message.starts_with(begin) && message.ends_with(end), "{message}");
    }
}

#[test]
fn aliases_are_resolved_and_bounded() {
    let text = "base: &base {acks: all, linger: 5}\nuse: {<<: *base, linger: 9}\nagain: *base\n";
    let root = read("a.yaml", text).expect("YAML");
    assert_eq!(root.get("use").map(write_yaml).as_deref(), Some("linger: 9\nacks: all\n"));
    assert_eq!(root.get("use").and_then(|used| used.get("acks")).and_then(Node::place), Some(at(1, 20)));
    assert!(root.get("again").zip(root.get("base")).is_some_and(|(a, b)| a.same(b)));

    // Every list stands for several of the one before it: small to write, impossible to hold.
    let chain = |times: usize| -> String {
        let line = |n: usize| match n.checked_sub(1) {
            None => "a0: &a0 [lol]\n".to_owned(),
            Some(m) => format!("a{n}: &a{n} [{}]\n", vec![format!("*a{m}"); times].join(", ")),
        };
        (0..100).map(line).collect()
    };
    let (laughs, nested) = (chain(9), chain(1));
    assert!(refused(&laughs).contains("the aliases add up to too much"));
    assert!(refused(&nested).contains("more than 64 levels"));
}

#[test]
fn several_documents_are_read_where_wanted() {
    let documents = read_all("k8s.yaml", "---\na: 1\n---\n---\nb: 2\n---\n").expect("YAML");
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].place(), Some(at(5, 1)));
}

#[test]
fn kinds_are_told_in_words() {
    let root = answers();
    assert_eq!((root.noun(), Node::scalar("~").noun()), ("a map", "nothing"));
    assert!(matches!(root.kind, Kind::Map(_)));
}

#[test]
fn did_you_mean() {
    let known = ["replication_factor", "partitions", "key", "ack_within"];
    for (wanted, meant) in [
        ("replicaton_factor", Some("replication_factor")),
        ("replication.factor", Some("replication_factor")),
        ("Partitoins", Some("partitions")),
        ("kye", Some("key")),
        ("ab", None),
        ("something", None),
    ] {
        assert_eq!(closest(wanted, known.into_iter()), meant, "{wanted}");
    }
}

proptest! {
    #[test]
    fn did_you_mean_never_panics(wanted in any::<String>(), known in any::<Vec<String>>()) {
        let _ = closest(&wanted, known.iter().map(String::as_str));
    }
}
