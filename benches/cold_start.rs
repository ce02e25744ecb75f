//! Cold start: `recommend --answers` beside `--version`, in turn, as whole processes. Prints medians and their ratio.
//!
//! `cargo bench --bench cold_start`

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 41;

fn main() {
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/task-api/answers.yaml");
    let answers = answers.to_string_lossy();
    let (mut version, mut recommend) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        version.push(time(&["--version"]));
        recommend.push(time(&["recommend", "--answers", &answers]));
    }
    let (version, recommend) = (median(version), median(recommend));
    println!("--version            {:>7.2} ms", millis(version));
    println!("recommend --answers  {:>7.2} ms", millis(recommend));
    println!("ratio                {:>7.1}", recommend.as_secs_f64() / version.as_secs_f64());
}

fn time(arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_kskill")).args(arguments).stdout(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "kskill {arguments:?} failed");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
