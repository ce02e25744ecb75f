//! A directory with files, and `kskill lint` run in it.

use std::path::Path;
use std::process::Command;

/// A directory that goes when the test is over.
pub struct Directory(tempfile::TempDir);

/// What a run said.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Directory {
    /// A directory with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let directory = Self(tempfile::tempdir().expect("a directory"));
        for (name, text) in files {
            directory.write(name, text);
        }
        directory
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the directory")).expect("making a directory");
        std::fs::write(path, text).expect("writing a file");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("reading a file")
    }

    /// `kskill lint ARGUMENTS`, here.
    pub fn lint(&self, arguments: &[&str]) -> Said {
        self.lint_in("", arguments)
    }

    /// The same in a directory below.
    pub fn lint_in(&self, below: &str, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
        let output =
            command.arg("lint").args(arguments).current_dir(self.path().join(below)).output().expect("running kskill");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The findings as `path:line rule`.
    pub fn found(&self, arguments: &[&str]) -> Vec<String> {
        let said = self.lint(&[arguments, &["--format", "json"]].concat());
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("no JSON: {said:?}"));
        let findings = report["findings"].as_array().expect("a list of findings").iter();
        let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        findings.map(|one| format!("{}:{} {}", text(one, "path"), one["line"], text(one, "rule"))).collect()
    }
}
