//! Runs the testbed's probes: jobs in, answers out.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use crate::cluster::testbed;

/// What a probe says of a job.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// The job.
    pub id: String,
    /// Whether everything asked for was done.
    pub ok: bool,
    /// What the client logged as a warning or worse.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What went wrong.
    pub error: Option<String>,
    /// The topics as the broker has them.
    #[serde(default)]
    pub topics: Vec<Value>,
    /// What the broker says of topics that it would not make, by their names.
    #[serde(default)]
    pub refused: BTreeMap<String, String>,
}

/// Runs the jobs in one process of the probe.
pub fn run_probe(probe: &str, jobs: &[Value]) -> Vec<Answer> {
    let mut child = Command::new(testbed().join("probes").join(probe).join("run.sh"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starting a probe");
    let mut input = child.stdin.take().expect("the probe's input");
    let lines: String = jobs.iter().flat_map(|job| [job.to_string(), "\n".to_owned()]).collect();
    let feeder = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("the probe's output");
    feeder.join().expect("feeding a probe").expect("feeding a probe");
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{probe}: {error}: {line}")))
        .collect()
}

/// A probe that is asked one job after the other; it ends with this.
pub struct Conversation {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Conversation {
    /// Starts the probe.
    pub fn start(probe: &str) -> Self {
        let mut command = Command::new(testbed().join("probes").join(probe).join("run.sh"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starting a probe");
        let input = child.stdin.take().expect("the probe's input");
        let output = BufReader::new(child.stdout.take().expect("the probe's output"));
        Self { child, input, output }
    }

    /// What the probe says of a job.
    pub fn ask(&mut self, job: &Value) -> Answer {
        writeln!(self.input, "{job}").expect("asking a probe");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a probe's answer");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
