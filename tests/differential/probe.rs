//! A client that runs in a process of its own: a config per line of JSON in, an answer per line out, in that order.
//!
//! `{"role": "producer", "config": {"acks": "all"}}` is answered by `{"refused": null}` or `{"refused": "why"}`.

use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value as Json, json};

use crate::generate::Case;

/// The process; it ends when this is dropped.
pub struct Probe {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Probe {
    /// Starts it. What it says on standard error is not kept: clients complain there of every config.
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, input, output }
    }

    /// Why the client refuses each of the configs, if it does.
    pub fn ask(&mut self, cases: &[Case]) -> Vec<Option<String>> {
        let input = self.input.as_mut().expect("it is piped");
        let output = &mut self.output;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut input = BufWriter::new(input);
                for case in cases {
                    // where it ends early, the missing answer tells
                    let _ = writeln!(input, "{}", json!({"role": case.role.kind(), "config": case.config}));
                }
            });
            cases.iter().map(|case| answer(output, case)).collect()
        })
    }
}

fn answer(output: &mut BufReader<ChildStdout>, case: &Case) -> Option<String> {
    let mut line = String::new();
    output.read_line(&mut line).expect("it prints text");
    assert!(!line.is_empty(), "the probe ended at {case:?}; run it by hand with this config to see why");
    let answer: Json = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
    answer["refused"].as_str().map(str::to_owned)
}

impl Drop for Probe {
    fn drop(&mut self) {
        // at the end of its input it ends by itself
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a command of tests/testbed/lib.sh prints.
pub fn testbed(command: &str) -> String {
    let script = concat!("set -e; . ", env!("CARGO_MANIFEST_DIR"), "/tests/testbed/lib.sh; ").to_owned() + command;
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash starts");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text").trim().to_owned()
}
