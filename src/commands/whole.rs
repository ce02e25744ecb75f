//! Files that are there whole or not at all, in their old or in their new form at any moment.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result, bail};

/// Held while a file is being written.
static WRITING: Mutex<()> = Mutex::new(());

/// As long as it is held, nothing ends the program: a file that is being written gets whole.
pub(super) fn not_now() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a file beside its place, with the rights of the one that is there, then moves it; a link stays a link.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let _whole = not_now();
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let doing = || format!("writing {}; name a file that can be written", path.display());
    // Its directory would let it be replaced all the same.
    if fs::metadata(&target).is_ok_and(|there| there.permissions().readonly()) {
        bail!("{} is read-only: give the right to write it", path.display());
    }
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".kskill-").tempfile_in(directory).with_context(doing)?;
    file.write_all(bytes).with_context(doing)?;
    if let Ok(there) = fs::metadata(&target) {
        file.as_file().set_permissions(there.permissions()).with_context(doing)?;
    } else {
        readable(file.as_file()).with_context(doing)?;
    }
    file.persist(&target).map_err(|error| error.error).with_context(doing)?;
    Ok(())
}

/// A new file is not kept from others, as temporary ones are.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}
