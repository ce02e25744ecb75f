//! How far it is, on a terminal.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

/// What is done sooner needs no telling.
const QUIET: Duration = Duration::from_millis(400);
/// How often it is told anew.
const STEP: Duration = Duration::from_millis(100);

/// One line that is written over and over.
pub(super) struct Progress {
    begun: Instant,
    told: Cell<Option<Instant>>,
    shown: bool,
}

impl Progress {
    /// Shows nothing where standard error is no terminal.
    pub fn new() -> Self {
        Self { begun: Instant::now(), told: Cell::new(None), shown: stderr().is_terminal() }
    }

    /// So many of so many answers are there.
    pub fn tell(&self, answered: usize, asked: usize) {
        let now = Instant::now();
        let soon = self.told.get().is_some_and(|told| now - told < STEP);
        if !self.shown || soon || now - self.begun < QUIET {
            return;
        }
        self.told.set(Some(now));
        // A line that cannot be shown is not worth an error.
        let _ = write!(stderr(), "\r\x1b[Kasking the cluster: {answered} of {asked} answers");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.told.get().is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
