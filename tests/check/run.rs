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
    std::fs::write(&file, cluster.to_string()).expect("it can be written");
    let run = kskill(&[&["check", "--from", &file.to_string_lossy()], more].concat());
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}
