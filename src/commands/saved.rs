//! A design on disk: its design.yaml and everything that is written from it.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::decide::{Designed, Rejection, Request};
use crate::design::Design;
use crate::knowledge::Knowledge;
use crate::render;
use crate::sources::design_file::{DesignFile, Written, sum};

/// What a design file is called.
pub(super) const NAME: &str = "design.yaml";

/// What a design file asks for.
pub(super) fn request(file: &DesignFile) -> Request {
    let rejection =
        |(choice, because): &(String, String)| Rejection { choice: choice.clone(), because: because.clone() };
    Request {
        answers: file.answers.clone(),
        pins: file.pins.clone(),
        rejected: file.rejected.iter().map(rejection).collect(),
    }
}

/// What the design in a file decides.
///
/// # Errors
/// When it cannot be read, or asks for something that is not there.
pub(super) fn designed_in<'a>(file: &Path, knowledge: &'a Knowledge) -> Result<Designed<'a>> {
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading {shown}; kskill recommend --out DIR writes a design as DIR/design.yaml"))?;
    let file = DesignFile::read(&shown, &text)?;
    Designed::of(knowledge, &request(&file)).with_context(|| format!("designing what {shown} asks for"))
}

/// Refuses a directory in which a new design would wipe out what it must not: an earlier design that was pushed back, or
/// files of somebody else.
///
/// # Errors
/// When the directory holds either.
pub(super) fn check_free(directory: &Path, file: &DesignFile, design: &Design) -> Result<()> {
    let earlier = directory.join(NAME);
    let shown = earlier.display();
    if let Ok(text) = std::fs::read_to_string(&earlier) {
        let pushed = DesignFile::read(&shown.to_string(), &text)
            .is_ok_and(|file| !(file.history.is_empty() && file.pins.is_empty() && file.rejected.is_empty()));
        if pushed {
            bail!(
                "{shown} holds pins, rejections or a history: go on with {} what-if {shown} --save, or name another --out",
                super::program()
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

/// Writes a design and everything that follows from it into the directory of `path`, all of it or nothing, and names each
/// file on standard error. Files of the design that was there before and is none of this one any more are removed. What
/// somebody edited is not lost: it stays, or is kept beside the new one.
///
/// # Errors
/// When something cannot be written.
pub(super) fn save(path: &Path, file: &DesignFile, design: &Design) -> Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map_or_else(|| PathBuf::from(NAME), PathBuf::from);
    let earlier = std::fs::read_to_string(path).ok();
    let earlier = earlier.and_then(|text| DesignFile::read(&path.display().to_string(), &text).ok());
    let earlier = earlier.map(|file| file.files).unwrap_or_default();
    let mut files = render::files(design, file);
    for (path, text) in &files {
        keep_edited(directory, path, text, &earlier)?;
    }
    let written = |(path, text): &(PathBuf, String)| Written { path: path.display().to_string(), sum: sum(text) };
    let file = DesignFile { files: files.iter().map(written).collect(), ..file.clone() };
    files.insert(0, (name, file.write(design)));
    for path in render::write(directory, &files)? {
        eprintln!("{}", path.display());
    }
    for old in earlier.iter().filter(|old| !file.files.iter().any(|new| new.path == old.path)) {
        remove(directory, old);
    }
    Ok(())
}

/// Copies a file that somebody edited aside before it is written anew.
fn keep_edited(directory: &Path, path: &Path, text: &str, earlier: &[Written]) -> Result<()> {
    let target = directory.join(path);
    let Some(known) = earlier.iter().find(|known| Path::new(&known.path) == path) else { return Ok(()) };
    let Ok(found) = std::fs::read_to_string(&target) else { return Ok(()) };
    if sum(&found) == known.sum || found == text {
        return Ok(());
    }
    let aside = PathBuf::from(format!("{}.edited", target.display()));
    std::fs::copy(&target, &aside).with_context(|| format!("keeping your edits as {}", aside.display()))?;
    eprintln!("{} was edited: your text is kept as {}", target.display(), aside.display());
    Ok(())
}

/// Removes a file that the design has no longer, unless somebody edited it. A path that leads out of the directory is
/// none that was written.
fn remove(directory: &Path, old: &Written) {
    let inside = Path::new(&old.path).components().all(|part| matches!(part, Component::Normal(_)));
    let target = directory.join(&old.path);
    let Some(found) = std::fs::read_to_string(&target).ok().filter(|_| inside) else { return };
    let shown = target.display();
    if sum(&found) != old.sum {
        eprintln!("{shown} is no part of the design any more; it was edited, so it stays: remove it yourself");
    } else if let Err(error) = std::fs::remove_file(&target) {
        eprintln!("{shown} is no part of the design any more, and cannot be removed ({error}): remove it yourself");
    } else {
        eprintln!("{shown} removed: it is no part of the design any more");
    }
}
