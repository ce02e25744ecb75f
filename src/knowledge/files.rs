//! The knowledge files: embedded in the binary, overlaid with a directory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;

use super::subject;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
}

/// Knowledge files by their path, such as `decisions/partitions.yaml`.
#[derive(Debug, Clone)]
pub struct Files {
    entries: BTreeMap<Cow<'static, str>, File>,
    /// Whether all are those in the binary, each of which a test has read.
    tested: bool,
}

/// A knowledge file that nobody has read yet.
#[derive(Debug, Clone)]
pub(super) struct File {
    path: Cow<'static, str>,
    /// The kind of subject that it is for.
    subject: Cow<'static, str>,
    /// JSON.
    text: Cow<'static, str>,
}

impl File {
    /// `decisions/partitions.yaml` is `partitions`.
    pub fn id(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.strip_suffix(".yaml").unwrap_or(name)
    }

    /// The kind of subject that it is for, the first of several; nothing where it is for all.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What is in it.
    ///
    /// # Errors
    /// When it is not of that form; the message names the file and what is wrong in it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.text).with_context(|| format!("reading the knowledge file {}", self.path))
    }
}

impl Files {
    /// The files in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let file = |(path, subject, text): &(&'static str, &'static str, &'static str)| {
            let file = File { path: (*path).into(), subject: (*subject).into(), text: (*text).into() };
            (Cow::Borrowed(*path), file)
        };
        Self { entries: embedded::EMBEDDED.iter().map(file).collect(), tested: true }
    }

    /// Whether all of them are known to be of their form: what a file says may then wait until somebody asks.
    pub(super) fn are_tested(&self) -> bool {
        self.tested
    }

    /// Adds every .yaml file below `directory`; one of the same path replaces the embedded one.
    ///
    /// # Errors
    /// When a file cannot be read or is no YAML; the message names the file.
    pub fn overlay(&mut self, directory: &Path) -> Result<()> {
        if !directory.is_dir() {
            bail!("--knowledge {}: no such directory; name one laid out like knowledge/", directory.display());
        }
        self.tested = false;
        self.overlay_below(directory, "")
    }

    fn overlay_below(&mut self, directory: &Path, prefix: &str) -> Result<()> {
        let entries = fs::read_dir(directory).with_context(|| format!("reading {}", directory.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("reading {}", directory.display()))?.path();
            let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
            if path.is_dir() {
                self.overlay_below(&path, &format!("{name}/"))?;
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
                let value: serde_json::Value =
                    yaml_serde::from_str(&text).with_context(|| format!("{}", path.display()))?;
                let subject = subject::of(&value).to_owned().into();
                let file = File { path: name.clone().into(), subject, text: value.to_string().into() };
                self.entries.insert(name.into(), file);
            }
        }
        Ok(())
    }

    /// Reads every file below `directory` as a `T`, in the order of their paths, with its id (the file name).
    ///
    /// # Errors
    /// When a file is not of that form; the message names the file and what is wrong in it.
    pub fn read_all<T: DeserializeOwned>(&self, directory: &str) -> Result<Vec<(String, T)>> {
        self.below(directory).map(|file| Ok((file.id().to_owned(), file.read()?))).collect()
    }

    /// The file called `id` below `directory`, as a `T`; none where there is none.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn read_one<T: DeserializeOwned>(&self, directory: &str, id: &str) -> Result<Option<T>> {
        self.below(directory).find(|file| file.id() == id).map(File::read).transpose()
    }

    /// The ids of the files below `directory` with their texts, in the order of their paths: who looks for a word reads
    /// only what has it.
    pub fn texts<'a>(&'a self, directory: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.below(directory).map(|file| (file.id(), &*file.text))
    }

    /// The files below `directory`, in the order of their paths.
    pub(super) fn below<'a>(&'a self, directory: &'a str) -> impl Iterator<Item = &'a File> {
        let inside = move |path: &str| path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'));
        self.entries.values().filter(move |file| inside(&file.path))
    }
}
