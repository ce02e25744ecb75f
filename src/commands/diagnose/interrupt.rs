//! Ctrl-C: what was watched so far is worth a diagnosis; whoever presses it twice wants none.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// What shells say of a program that Ctrl-C ended.
pub(super) const EXIT_CODE: u8 = 130;

/// Whether Ctrl-C was pressed.
pub(super) struct Interrupt {
    /// While it is set, Ctrl-C ends the program; else it sets it.
    pressed: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens: until something is watched, Ctrl-C ends the program at once, whatever the C library is waiting for.
    ///
    /// # Errors
    /// When the system refuses to tell of it.
    pub(super) fn listen() -> Result<Self> {
        let pressed = Arc::new(AtomicBool::new(true));
        // In this order, so that the press that sets it does not end the program as well.
        flag::register_conditional_shutdown(SIGINT, i32::from(EXIT_CODE), Arc::clone(&pressed))
            .and_then(|_| flag::register(SIGINT, Arc::clone(&pressed)))
            .context("listening for Ctrl-C")?;
        Ok(Self { pressed })
    }

    /// From now on there is something to tell.
    pub(super) fn wait_for_end(&self) {
        self.pressed.store(false, Ordering::Relaxed);
    }

    /// Whether it was pressed since.
    pub(super) fn came(&self) -> bool {
        self.pressed.load(Ordering::Relaxed)
    }
}
