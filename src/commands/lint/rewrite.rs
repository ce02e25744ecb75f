//! Files in place: each is there in its old or in its new form at any moment.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::lint::Change;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the changed files, unless somebody else changed one meanwhile.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn all(changes: &[Change]) -> Result<()> {
    for change in changes {
        let there = fs::read(&change.path).with_context(|| format!("reading {} again", change.path))?;
        let marked = there.starts_with(MARK);
        if there.strip_prefix(MARK).unwrap_or(&there) != change.before.as_bytes() {
            bail!("{} was changed while it was judged: run again", change.path);
        }
        let mark = if marked { "\u{feff}" } else { "" };
        replace(Path::new(&change.path), &format!("{mark}{}", change.after))?;
    }
    Ok(())
}

/// Writes a file beside its place, with the rights of the one that is there, then moves it; a link stays a link.
///
/// # Errors
/// When it cannot be written.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let doing = || format!("writing {}; name a file that can be written", path.display());
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".kskill-").tempfile_in(directory).with_context(doing)?;
    file.write_all(text.as_bytes()).with_context(doing)?;
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
