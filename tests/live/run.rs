//! The built program, run with a deadline.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What a run of `kskill` came to.
#[derive(Debug)]
pub struct Run {
    /// The exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it said beside.
    pub err: String,
    /// How long it took.
    pub took: Duration,
}

/// A machine that is busy may start a program late.
const SLACK: Duration = Duration::from_secs(3);

impl Run {
    /// Runs `kskill check` with these arguments and this `--timeout`, and insists that it ends in time.
    pub fn check(arguments: &[&str], timeout: &str) -> Self {
        let limit = Duration::from_secs(timeout.strip_suffix('s').and_then(|s| s.parse().ok()).expect("seconds"));
        let run = Running::start(&[&["check", "--timeout", timeout], arguments].concat()).wait(limit + 2 * SLACK);
        assert!(run.took < limit + SLACK, "{arguments:?} took {:?}\n{}{}", run.took, run.out, run.err);
        run
    }

    /// Whether it could judge something, well or not.
    pub fn is_answer(&self) -> bool {
        matches!(self.code, Some(0 | 1))
    }

    /// What it printed, as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }

    /// Insists that nothing could be learnt, and that one line says why; gives the line.
    #[track_caller]
    pub fn refused(&self) -> &str {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "nothing could be learnt");
        assert_eq!(self.err.trim_end().lines().count(), 1, "{}", self.err);
        self.err.trim_end()
    }
}

/// A run that goes on.
pub struct Running {
    child: Child,
    began: Instant,
    out: Option<JoinHandle<String>>,
    err: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts `kskill` with these arguments.
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().expect("kskill starts");
        let (out, err) = (read(child.stdout.take()), read(child.stderr.take()));
        Self { child, began, out: Some(out), err: Some(err) }
    }

    /// Sends it a signal by its name: `INT`.
    pub fn signal(&self, name: &str) {
        signal(name, self.child.id());
    }

    /// Waits for its end, which must come within that time.
    pub fn wait(mut self, within: Duration) -> Run {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(begun.elapsed() < within, "kskill still runs after {within:?}");
            thread::sleep(Duration::from_millis(10));
        };
        let took = self.began.elapsed();
        let text = |reader: Option<JoinHandle<String>>| reader.map(|reader| reader.join().expect("it reads"));
        Run {
            code: status.code(),
            out: text(self.out.take()).unwrap_or_default(),
            err: text(self.err.take()).unwrap_or_default(),
            took,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a process a signal by its name.
pub fn signal(name: &str, process: u32) {
    let status = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status();
    assert!(status.expect("kill is there").success(), "kill -{name} {process}");
}

fn read(from: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut from) = from {
            from.read_to_string(&mut text).expect("it prints text");
        }
        text
    })
}
