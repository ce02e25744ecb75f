//! Finds and reads the files of a project: what version control ignores is passed over, all cores read.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

/// Larger files are no configs.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A file that was read.
#[derive(Debug)]
pub struct Text {
    /// The path as the user sees it, with `/`.
    pub path: String,
    /// What is in it, without a byte order mark.
    pub text: String,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The path as the user sees it.
    pub path: String,
    /// A lowercase fragment that says why and what to do.
    pub message: String,
}

/// Reads every file below `paths` that `wanted` picks by its path, and gives what `read` makes of it, by path.
///
/// A path that is a file itself is read whatever it is called. The results are in the order of their paths.
pub fn read_all<T: Send>(
    paths: &[PathBuf],
    wanted: impl Fn(&Path) -> bool + Sync,
    read: impl Fn(Text) -> Option<T> + Sync,
) -> (Vec<T>, Vec<Unread>) {
    let found: Mutex<Vec<(String, Result<T, Unread>)>> = Mutex::new(Vec::new());
    let visit = |entry: Result<DirEntry, ignore::Error>| {
        let outcome = match entry {
            Ok(entry) if entry.file_type().is_none_or(|kind| kind.is_dir()) => return,
            Ok(entry) if entry.depth() > 0 && !wanted(entry.path()) => return,
            Ok(entry) => one(&entry, &read),
            Err(error) => Some(Err(unread_of(&error))),
        };
        if let Some(outcome) = outcome {
            let path = match &outcome {
                Ok((path, _)) => path.clone(),
                Err(unread) => unread.path.clone(),
            };
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            found.push((path, outcome.map(|(_, read)| read)));
        }
    };
    let Some((first, others)) = paths.split_first() else { return (Vec::new(), Vec::new()) };
    let mut walk = WalkBuilder::new(first);
    for path in others {
        walk.add(path);
    }
    // A checkout without .git, such as a container's, has its .gitignore too. `.env` is hidden and wanted.
    walk.hidden(false).require_git(false).filter_entry(|entry| entry.file_name() != ".git");
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            visit(entry);
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut all = (Vec::new(), Vec::new());
    for (_, outcome) in found {
        match outcome {
            Ok(read) => all.0.push(read),
            Err(unread) => all.1.push(unread),
        }
    }
    all
}

type Outcome<T> = Result<(String, T), Unread>;

fn one<T>(entry: &DirEntry, read: &impl Fn(Text) -> Option<T>) -> Option<Outcome<T>> {
    let path = shown(entry.path());
    match contents(entry) {
        Ok(None) => None,
        Ok(Some(text)) => {
            let made = read(Text { path: path.clone(), text })?;
            Some(Ok((path, made)))
        }
        Err(message) => Some(Err(Unread { path, message })),
    }
}

/// The text of a file; none where it is binary, which no config is.
fn contents(entry: &DirEntry) -> Result<Option<String>, String> {
    let path = entry.path();
    let asked = entry.depth() == 0;
    let size = std::fs::metadata(path).map_err(|error| format!("cannot be read, {error}: mend the link or its rights"));
    let size = size?.len();
    if size > LARGEST {
        let advice = format!("has {} MiB, more than any config: name it in .gitignore or leave it out", size >> 20);
        return if asked { Err(advice) } else { Ok(None) };
    }
    let bytes = std::fs::read(path).map_err(|error| format!("cannot be read, {error}: give the right to read it"))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if bytes.iter().take(8192).any(|byte| *byte == 0) {
        return if asked { Err("is no text: give the path of a config".to_owned()) } else { Ok(None) };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Err(format!("is not UTF-8 in line {line}: save it as UTF-8"))
        }
    }
}

fn unread_of(error: &ignore::Error) -> Unread {
    let path = path_of(error).map(shown).unwrap_or_default();
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Unread { path, message: format!("cannot be read, {reason}: correct the path") }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or_else(|| text.clone(), str::to_owned)
}
