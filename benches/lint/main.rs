//! `lint` and `explain` as whole processes, each beside what it is measured by, in turn; medians, ratios, memory.
//!
//! `cargo bench --bench lint`

mod project;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kskill::sources::config::{self, File};
use kskill::sources::walk;
use wait4::Wait4 as _;

/// Makes this program read and parse the files of a directory, and do nothing else.
const READ: &str = "KSKILL_BENCH_READ";

fn main() {
    if let Some(directory) = std::env::var_os(READ) {
        return read_only(Path::new(&directory));
    }
    let directory = tempfile::tempdir().expect("there is room for files");
    let of = |count: usize| {
        let root = directory.path().join(count.to_string());
        project::write(&root, count);
        root
    };
    let (few, many) = (of(1_000), of(10_000));
    let small = few.join("area-0/service-0/producer.properties");

    beside("explain", &mut kskill(&["explain", "linger.ms"]), "--version", &mut kskill(&["--version"]), 41);
    beside("lint, a small file", &mut lint(&small), "--version", &mut kskill(&["--version"]), 41);
    beside("lint, 1,000 files", &mut lint(&few), "only read and parsed", &mut read(&few), 11);
    beside("lint, 10,000 files", &mut lint(&many), "only read and parsed", &mut read(&many), 5);
}

/// What the linter reads, without judging it.
fn read_only(directory: &Path) {
    let read = |file: walk::Text| config::read(&File { path: &file.path, text: &file.text });
    let (readings, unread) = walk::read_all(&[directory.to_path_buf()], config::may_hold_configs, read);
    let configs: usize = readings.iter().map(|reading| reading.configs.len()).sum();
    assert!(configs > 0 && unread.is_empty(), "the project is read");
}

fn kskill(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(arguments);
    command
}

fn lint(path: &Path) -> Command {
    kskill(&["lint", "--format", "concise", &path.to_string_lossy()])
}

fn read(directory: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.env(READ, directory);
    command
}

/// Runs both in turn and prints their medians, the ratio, and the most memory that the first took.
fn beside(name: &str, command: &mut Command, other_name: &str, other: &mut Command, runs: usize) {
    let (mut times, mut other_times, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..runs {
        other_times.push(run(other).0);
        let (time, most) = run(command);
        times.push(time);
        memory = memory.max(most);
    }
    let (time, other_time) = (median(times), median(other_times));
    let ratio = time.as_secs_f64() / other_time.as_secs_f64();
    println!(
        "{name:<20} {:>8.1} ms {:>5} MiB   {other_name:<20} {:>8.1} ms   ratio {ratio:>5.2}",
        millis(time),
        memory >> 20,
        millis(other_time),
    );
}

/// How long it took, and the most memory it had, in bytes.
fn run(command: &mut Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let ended = child.wait4().expect("it ends");
    assert!(ended.status.success(), "{command:?} failed");
    (start.elapsed(), ended.rusage.maxrss)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
