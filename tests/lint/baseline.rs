//! A baseline hides what was there before, and nothing else.

use crate::run::Directory;

const OLD: &str = "bootstrap.servers=a:9092\nacks=all\nlingerms=5\n";

#[test]
fn only_what_is_new_is_shown() {
    let directory = Directory::with(&[("a.properties", OLD)]);
    let said = directory.lint(&["--write-baseline", "known.json"]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    assert!(said.err.contains("wrote 1 finding to known.json"), "{}", said.err);
    assert_eq!(directory.found(&["--baseline", "known.json"]), Vec::<String>::new());

    directory.write("a.properties", &format!("{OLD}batchsize=5\n"));
    directory.write("b.properties", OLD);
    let expected = ["a.properties:4 key-misspelled", "b.properties:3 key-misspelled"];
    assert_eq!(directory.found(&["--baseline", "known.json"]), expected);

    directory.write("a.properties", "bootstrap.servers=a:9092\nacks=all\n");
    let said = directory.lint(&["a.properties", "--baseline", "known.json"]);
    assert!(said.out.contains("the baseline knows 1 finding that is no more"), "{}", said.out);
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    let directory = Directory::with(&[("a.properties", OLD), ("bad.json", "[]")]);
    for (file, message) in [("no.json", "--write-baseline no.json"), ("bad.json", "bad.json is no baseline")] {
        let said = directory.lint(&["--baseline", file]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
        assert!(said.err.contains(message), "{}", said.err);
    }
}

#[test]
fn the_same_files_are_known_from_wherever_a_run_starts() {
    let directory = Directory::with(&[("app/a.properties", OLD)]);
    assert_eq!(directory.lint(&["--write-baseline", "app/known.json"]).code, Some(0));
    let text = std::fs::read_to_string(directory.path().join("app/known.json")).expect("it was written");
    assert!(text.contains("\"a.properties\""), "{text}");
    assert_eq!(directory.found(&["--baseline", "app/known.json"]), Vec::<String>::new());
    assert_eq!(directory.found(&["app", "--baseline", "app/known.json"]), Vec::<String>::new());
}
