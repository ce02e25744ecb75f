//! Files in place: each is there in its old or in its new form at any moment.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::super::whole;
use crate::lint::Change;
use crate::sources::walk;

/// Writes the changed files, unless somebody else changed one meanwhile.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn all(changes: &[Change]) -> Result<()> {
    for change in changes {
        let there = fs::read(&change.path).with_context(|| format!("reading {} again", change.path))?;
        let path = Path::new(&change.path);
        let (text, encoding) = walk::decode(&there);
        if text != change.before {
            bail!("{} was changed while it was judged: run again", change.path);
        }
        let Some(bytes) = walk::encode(&change.after, encoding) else {
            bail!("{}: the fix has a character that ISO-8859-1 has not: save the file as UTF-8", change.path)
        };
        whole::write(path, &bytes)?;
    }
    Ok(())
}
