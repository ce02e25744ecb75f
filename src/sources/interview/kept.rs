//! Keeps what was said so far, so that leaving loses nothing.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::Said;

/// How long answers are kept that nobody comes back to.
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 3600);
/// How many interviews may be held at the same time with their answers kept.
const SLOTS: usize = 9;

/// All that is remembered of an interview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// What was said, in the order in which it was asked.
    pub said: Vec<Said>,
    /// What was said and taken back by going back: it is offered when it is asked for again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Said>,
    /// Decisions that the person holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<String>,
    /// Choices that the person rules out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<(String, String)>,
    /// Whether the interview came to its end, with a design and no files.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub finished: bool,
}

/// The file that holds the answers of an interview that was left.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    /// Held for as long as this interview may write the file; another one at the same time takes another file.
    _lock: Option<Lock>,
}

/// A file that is locked, and gone when it is not any more.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Locks a file; none where somebody else has.
    fn take(path: PathBuf) -> Option<Self> {
        let file = File::create(&path).ok()?;
        file.try_lock().ok()?;
        let lock = Self { path, file };
        // Who had it before may have removed it between the two steps: then the lock is on a file that nobody finds.
        lock.is_there().then_some(lock)
    }

    /// Whether the file at the path is the one that is locked.
    fn is_there(&self) -> bool {
        let found = std::fs::metadata(&self.path).and_then(|found| Ok((found, self.file.metadata()?)));
        found.is_ok_and(|(found, own)| same_file(&found, &own))
    }
}

#[cfg(unix)]
fn same_file(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same_file(_: &std::fs::Metadata, _: &std::fs::Metadata) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_there() {
            // A file that stays is in nobody's way: the next interview locks it again.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Kept {
    /// A file of the user's own, below `$XDG_STATE_HOME/kskill`: one that no other interview uses now, rather one that
    /// holds answers. None where the user has no home, or nothing can be written there.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let state = state.or_else(|| Some(std::env::home_dir()?.join(".local/state")))?;
        Self::free_in(&state.join("kskill"))
    }

    /// A file of a directory that no other interview uses now.
    #[must_use]
    pub fn free_in(directory: &Path) -> Option<Self> {
        std::fs::create_dir_all(directory).ok()?;
        let mut free = (1..=SLOTS).filter_map(|slot| {
            let name = if slot == 1 { "interview".to_owned() } else { format!("interview-{slot}") };
            let lock = Lock::take(directory.join(format!("{name}.lock")))?;
            Some(Self { path: directory.join(format!("{name}.yaml")), _lock: Some(lock) })
        });
        let first = free.next()?;
        if first.read().is_some() { Some(first) } else { free.find(|kept| kept.read().is_some()).or(Some(first)) }
    }

    /// A file at a path of one's own.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), _lock: None }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is remembered, if an interview was left not too long ago. A file that cannot be read is none.
    #[must_use]
    pub fn read(&self) -> Option<Memory> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let memory: Memory = yaml_serde::from_str(&text).ok()?;
        let age = std::fs::metadata(&self.path).ok()?.modified().ok()?.elapsed().unwrap_or_default();
        if age > KEPT_FOR {
            // Nobody misses it, and what cannot be removed is passed over the next time as well.
            let _ = self.forget();
            return None;
        }
        Some(memory).filter(|memory| !memory.said.is_empty() || !memory.offered.is_empty())
    }

    /// When it was written last.
    #[must_use]
    pub fn written(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.path).ok()?.modified().ok()
    }

    /// Keeps what is remembered; the file is there whole or not at all, and its owner alone can read it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, memory: &Memory) -> Result<()> {
        let keeping = || format!("keeping your answers in {}", self.path.display());
        let directory = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(directory).with_context(keeping)?;
        let text = yaml_serde::to_string(memory).with_context(keeping)?;
        let mut file = tempfile::NamedTempFile::new_in(directory).with_context(keeping)?;
        file.write_all(text.as_bytes()).with_context(keeping)?;
        file.persist(&self.path).with_context(keeping)?;
        Ok(())
    }

    /// Forgets it, at the end of an interview.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn forget(&self) -> Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("removing {}", self.path.display()))
            }
            _ => Ok(()),
        }
    }
}
