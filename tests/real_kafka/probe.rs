//! Runs the testbed's probes: jobs in, answers out.

use std::io::Write as _;
use std::process::{Command, Stdio};

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
