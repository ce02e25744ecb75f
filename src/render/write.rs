//! Files onto the disk: all of them, or none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Writes the files into `directory`, which is made where it is missing; other files in it stay. Everything is written
/// beside it first, so that a full disk or a missing permission leaves the directory as it was.
///
/// # Errors
/// When something cannot be written.
pub fn write(directory: &Path, files: &[(PathBuf, String)]) -> Result<Vec<PathBuf>> {
    check(directory, files)?;
    let fresh = !directory.exists();
    let written = stage(directory, files);
    if written.is_err() && fresh {
        // The first error is the one to tell.
        let _ = fs::remove_dir_all(directory);
    }
    written.with_context(|| {
        format!("writing into {}; name a directory that can be written with --out", directory.display())
    })
}

/// Writes everything beside its place, then moves it there.
fn stage(directory: &Path, files: &[(PathBuf, String)]) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(directory)?;
    // Inside of the directory it is surely on the same disk.
    let staging = tempfile::Builder::new().prefix(".kskill-").tempdir_in(directory)?;
    for (path, text) in files {
        let target = staging.path().join(path);
        fs::create_dir_all(target.parent().unwrap_or(directory))?;
        fs::write(&target, text)?;
        if text.starts_with("#!") {
            executable(&target)?;
        }
    }
    let mut written = Vec::new();
    for (path, _) in files {
        let target = directory.join(path);
        fs::create_dir_all(target.parent().unwrap_or(directory))?;
        fs::rename(staging.path().join(path), &target).with_context(|| format!("writing {}", target.display()))?;
        written.push(target);
    }
    Ok(written)
}

/// What would stop the moving half-way is looked for before anything is written.
fn check(directory: &Path, files: &[(PathBuf, String)]) -> Result<()> {
    if directory.exists() && !directory.is_dir() {
        bail!("{} is a file; --out wants a directory", directory.display());
    }
    for (path, _) in files {
        let target = directory.join(path);
        if target.is_dir() {
            bail!(
                "{} is a directory where a file is to be written; move it away or choose another --out",
                target.display()
            );
        }
        let above = target.ancestors().skip(1).take_while(|above| *above != directory);
        if let Some(file) = above.into_iter().find(|above| above.exists() && !above.is_dir()) {
            bail!("{} is a file where a directory is needed; move it away or choose another --out", file.display());
        }
        let folder = target.parent().unwrap_or(directory);
        if folder.is_dir() && fs::metadata(folder).is_ok_and(|folder| folder.permissions().readonly()) {
            bail!("{} cannot be written; name a directory that can be with --out", folder.display());
        }
    }
    Ok(())
}

#[cfg(unix)]
fn executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Vec<(PathBuf, String)> {
        vec![("a.txt".into(), "one".into()), ("sub/run.sh".into(), "#!/bin/sh\n".into())]
    }

    fn listing(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn other_files_stay() {
        let temporary = tempfile::tempdir().unwrap();
        let directory = temporary.path().join("deep/out");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("mine"), "stays").unwrap();
        fs::write(directory.join("a.txt"), "old").unwrap();
        let written = write(&directory, &two()).unwrap();
        assert_eq!(written, [directory.join("a.txt"), directory.join("sub/run.sh")]);
        assert_eq!(fs::read_to_string(directory.join("a.txt")).unwrap(), "one");
        assert_eq!(listing(&directory), ["a.txt", "mine", "sub"]);
    }

    #[test]
    fn what_is_in_the_way_stops_everything() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("sub"), "a file").unwrap();
        let error = write(temporary.path(), &two()).unwrap_err().to_string();
        assert!(error.contains("sub is a file where a directory is needed"), "{error}");
        assert_eq!(listing(temporary.path()), ["sub"]);
        let error = write(&temporary.path().join("sub"), &two()).unwrap_err().to_string();
        assert!(error.contains("sub is a file; --out wants a directory"), "{error}");
        fs::remove_file(temporary.path().join("sub")).unwrap();
        fs::create_dir(temporary.path().join("a.txt")).unwrap();
        assert!(write(temporary.path(), &two()).is_err());
        assert!(write(Path::new("/proc/kskill"), &two()).is_err());
        assert_eq!(listing(temporary.path()), ["a.txt"]);
    }
}
