//! Finds and reads the files of a project: what version control ignores is passed over, all cores read.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

/// Larger files are no configs.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A file that was read.
#[derive(Debug)]
pub struct Text {
    /// The path as the user sees it, with `/`.
    pub path: String,
    /// The part of the path that says something about the file, and not about where the project happens to be.
    pub below: String,
    /// What is in it, without a byte order mark.
    pub text: String,
    /// How its bytes were read.
    pub bytes: Bytes,
}

/// How the bytes of a text were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes {
    /// As UTF-8, which they are.
    Utf8,
    /// Each as a character (ISO-8859-1), for they are no UTF-8.
    Latin,
    /// As UTF-16, by their first two.
    Utf16,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The path as the user sees it.
    pub path: String,
    /// A lowercase fragment that says why and what to do.
    pub message: String,
    /// Whether the path was asked for itself, and not found below a directory.
    pub asked: bool,
}

/// Reads every file below `paths` that `wanted` picks by its path, and gives what `read` makes of it, by path.
///
/// A path that is a file itself is read whatever it is called. The results are in the order of their paths.
pub fn read_all<T: Send>(
    paths: &[PathBuf],
    wanted: impl Fn(&Path) -> bool + Sync,
    read: impl Fn(Text) -> Option<T> + Sync,
) -> (Vec<T>, Vec<Unread>) {
    // One file needs no other core, and starting one takes as long as reading it.
    if let [path] = paths
        && !path.is_dir()
    {
        return match one(path, 0, &read) {
            Some(Ok((_, made))) => (vec![made], Vec::new()),
            Some(Err(unread)) => (Vec::new(), vec![unread]),
            None => (Vec::new(), Vec::new()),
        };
    }
    let found: Mutex<Vec<(String, Result<T, Unread>)>> = Mutex::new(Vec::new());
    let visit = |entry: Result<DirEntry, ignore::Error>| {
        let outcome = match entry {
            Ok(entry) if entry.file_type().is_none_or(|kind| kind.is_dir()) => return,
            Ok(entry) if entry.depth() > 0 && !wanted(entry.path()) => return,
            Ok(entry) => one(entry.path(), entry.depth(), &read),
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

/// What `read` makes of a file that is so far below the one that was asked for.
fn one<T>(file: &Path, depth: usize, read: &impl Fn(Text) -> Option<T>) -> Option<Outcome<T>> {
    let path = shown(file);
    let asked = depth == 0;
    match contents(file, asked) {
        Ok(None) => None,
        Ok(Some((text, bytes))) => {
            let made = read(Text { path: path.clone(), below: below(file, depth), text, bytes })?;
            Some(Ok((path, made)))
        }
        Err(message) => Some(Err(Unread { path, message, asked })),
    }
}

/// A relative path as it is; an absolute one from the current directory on or, where that is elsewhere, from the one that
/// was asked for.
fn below(path: &Path, depth: usize) -> String {
    if path.is_relative() {
        return shown(path);
    }
    let here = std::env::current_dir().ok().filter(|here| here.parent().is_some());
    if let Some(rest) = here.and_then(|here| path.strip_prefix(here).ok().map(shown)) {
        return rest;
    }
    let parts: Vec<_> = path.iter().collect();
    let own: PathBuf = parts[parts.len().saturating_sub(depth.max(1))..].iter().collect();
    shown(&own)
}

/// The text of a file; none where it is binary, which no config is, or no file at all.
fn contents(path: &Path, asked: bool) -> Result<Option<(String, Bytes)>, String> {
    let there = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    // A pipe would be waited for, and a device never ends. A link to a directory is not followed.
    if !there.is_file() {
        return if asked { Err("is no file: give the path of a config".to_owned()) } else { Ok(None) };
    }
    let told = asked || is_config_by_name(path);
    let refused = |message: String| if told { Err(message) } else { Ok(None) };
    if there.len() > LARGEST {
        let size = there.len() >> 20;
        return refused(format!("has {size} MiB, more than any config: name it in .gitignore or leave it out"));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    if let Some(text) = wide(&bytes) {
        let ours = is_config_by_name(path) && speaks_of_kafka(&text);
        return if ours { Ok(Some((text, Bytes::Utf16))) } else { refused("is UTF-16: save it as UTF-8".to_owned()) };
    }
    if bytes.iter().take(8192).any(|byte| *byte == 0) {
        return refused("is no text: give the path of a config".to_owned());
    }
    let (text, encoding) = decode(&bytes);
    Ok(Some((text, if encoding.latin { Bytes::Latin } else { Bytes::Utf8 })))
}

/// The text of bytes that say that they are UTF-16.
fn wide(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Whether hardly anything but configs has such a name, so that it is worth a word that one was passed over.
fn is_config_by_name(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "properties" | "yaml" | "yml" | "env" | "conf" | "tf")
}

fn speaks_of_kafka(text: &str) -> bool {
    text.as_bytes().windows(5).any(|word| word.eq_ignore_ascii_case(b"kafka"))
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let link = path.is_symlink();
    let next = match error.kind() {
        _ if link => "mend the link",
        std::io::ErrorKind::NotFound => "it was there a moment ago, so run again",
        _ => "give the right to read it",
    };
    format!("cannot be read, {error}: {next}")
}

/// How a text is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// Whether a byte order mark is in front.
    pub marked: bool,
    /// Whether each character is a byte (ISO-8859-1), as Java reads `.properties`; else it is UTF-8.
    pub latin: bool,
}

/// The text of a file, and how to write it as it was: what is not UTF-8 is taken for ISO-8859-1, which any bytes are.
#[must_use]
pub fn decode(bytes: &[u8]) -> (String, Encoding) {
    let marked = bytes.starts_with(MARK);
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding { marked, latin: false }),
        Err(_) => (bytes.iter().map(|byte| char::from(*byte)).collect(), Encoding { marked, latin: true }),
    }
}

/// The bytes of a text in an encoding; none where it has a character that the encoding has not.
#[must_use]
pub fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let mark: &[u8] = if encoding.marked { MARK } else { b"" };
    if encoding.latin {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        return bytes.map(|bytes| [mark, &bytes].concat());
    }
    Some([mark, text.as_bytes()].concat())
}

fn unread_of(error: &ignore::Error) -> Unread {
    let path = path_of(error).map(shown).unwrap_or_default();
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let denied = error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::PermissionDenied);
    let next = if denied { "give the right to read it" } else { "correct the path" };
    Unread { path, message: format!("cannot be read, {reason}: {next}"), asked: error.depth() == Some(0) }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// A path as the user sees it, with `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or_else(|| text.clone(), str::to_owned)
}
