//! A design on disk: its design.yaml and everything that is written from it.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::design::Design;
use crate::render;
use crate::sources::design_file::DesignFile;

/// Refuses a directory in which a new design would wipe out what it must not: an earlier design that was pushed back, or
/// files of somebody else.
///
/// # Errors
/// When the directory holds either.
pub(super) fn check_free(directory: &Path, file: &DesignFile, design: &Design) -> Result<()> {
    let earlier = directory.join("design.yaml");
    let shown = earlier.display();
    if let Ok(text) = std::fs::read_to_string(&earlier) {
        let pushed = DesignFile::read(&shown.to_string(), &text)
            .is_ok_and(|file| !(file.history.is_empty() && file.pins.is_empty() && file.rejected.is_empty()));
        if pushed {
            bail!(
                "{shown} holds pins, rejections or a history: go on with kskill what-if {shown} --save, or name another --out"
            );
        }
        return Ok(());
    }
    let files = render::files(design, file);
    if let Some((path, _)) = files.iter().find(|(path, _)| directory.join(path).exists()) {
        bail!(
            "{} is there already, and no design.yaml beside it: name another --out, or move it away",
            directory.join(path).display()
        );
    }
    Ok(())
}

/// Writes a design into a directory, all of it or nothing, and names each file on standard error.
///
/// # Errors
/// When something cannot be written.
pub(super) fn save(directory: &Path, file: &DesignFile, design: &Design) -> Result<()> {
    let mut files = vec![(PathBuf::from("design.yaml"), file.write(design))];
    files.extend(render::files(design, file));
    for path in render::write(directory, &files)? {
        eprintln!("{}", path.display());
    }
    Ok(())
}
