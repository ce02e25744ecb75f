//! Ctrl-C: ends at once, and leaves no file half written.

use anyhow::{Context as _, Result};
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;

use super::super::whole;

/// What shells say of a program that Ctrl-C ended.
const EXIT_CODE: i32 = 130;

/// From now on Ctrl-C ends the program, whatever the C library is waiting for.
///
/// # Errors
/// When the system refuses to tell of it.
pub(super) fn ends_at_once() -> Result<()> {
    let mut signals = Signals::new([SIGINT]).context("listening for Ctrl-C")?;
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            let _whole = whole::not_now();
            // Not an orderly exit: that would tidy up below threads that still run.
            signal_hook::low_level::exit(EXIT_CODE);
        }
    });
    Ok(())
}
