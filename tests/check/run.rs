//! The built program.

use std::process::{Command, Output};

use serde_json::Value;

/// Runs it.
pub fn kskill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kskill")).args(arguments).output().expect("kskill starts")
}

/// What it says of a recorded cluster.
pub fn recorded(cluster: &Value, more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml");
    std::fs::write(&file, yaml(cluster)).expect("it can be written");
    let run = kskill(&[&["check", "--from", &file.to_string_lossy()], more].concat());
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

/// As YAML: in JSON no key is a number, as those of partitions and times are.
fn yaml(cluster: &Value) -> String {
    let text = cluster.to_string();
    let pieces: Vec<&str> = text.split('"').collect();
    let is_number = |at: usize| {
        let piece = pieces[at];
        at % 2 == 1 && piece.parse::<u64>().is_ok() && pieces[at + 1].starts_with(':')
    };
    let word = |at: usize| match at {
        at if is_number(at) => pieces[at].to_owned(),
        at if at % 2 == 1 => format!("\"{}\"", pieces[at]),
        at if at > 0 && is_number(at - 1) => format!(": {}", &pieces[at][1..]),
        at => pieces[at].to_owned(),
    };
    (0..pieces.len()).map(word).collect()
}
