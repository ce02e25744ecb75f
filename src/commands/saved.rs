//! A design on disk: its design.yaml and everything that is written from it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::design::Design;
use crate::render;
use crate::sources::design_file::DesignFile;
use crate::sources::tree::write_yaml;

/// Writes a design into a directory, all of it or nothing, and names each file on standard error.
///
/// # Errors
/// When something cannot be written.
pub(super) fn save(directory: &Path, file: &DesignFile, design: &Design) -> Result<()> {
    let mut files = vec![(PathBuf::from("design.yaml"), file.write(design))];
    files.extend(render::files(design, &write_yaml(&file.answers.root)));
    for path in render::write(directory, &files)? {
        eprintln!("{}", path.display());
    }
    Ok(())
}
