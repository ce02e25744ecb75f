//! The knowledge files: embedded in the binary, overlaid with a directory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
}

/// Knowledge files as JSON text by their path, such as `decisions/partitions.yaml`.
#[derive(Debug, Clone)]
pub struct Files {
    entries: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
}

impl Files {
    /// The files in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let entries =
            embedded::EMBEDDED.iter().map(|(path, text)| (Cow::Borrowed(*path), Cow::Borrowed(*text))).collect();
        Self { entries }
    }

    /// Adds every .yaml file below `directory`; one of the same path replaces the embedded one.
    ///
    /// # Errors
    /// When a file cannot be read or is no YAML; the message names the file.
    pub fn overlay(&mut self, directory: &Path) -> Result<()> {
        if !directory.is_dir() {
            bail!("--knowledge {}: no such directory; name one laid out like knowledge/", directory.display());
        }
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
                self.entries.insert(name.into(), value.to_string().into());
            }
        }
        Ok(())
    }

    /// Reads every file below `directory` as a `T`, in the order of their paths, with its id (the file name).
    ///
    /// # Errors
    /// When a file is not of that form; the message names the file and what is wrong in it.
    pub fn read_all<T: DeserializeOwned>(&self, directory: &str) -> Result<Vec<(String, T)>> {
        self.below(directory).map(|(path, text)| Ok((file_id(path).to_owned(), read(path, text)?))).collect()
    }

    /// The file called `id` below `directory`, as a `T`; none where there is none.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn read_one<T: DeserializeOwned>(&self, directory: &str, id: &str) -> Result<Option<T>> {
        let found = self.below(directory).find(|(path, _)| file_id(path) == id);
        found.map(|(path, text)| read(path, text)).transpose()
    }

    /// The ids of the files below `directory` with their texts, in the order of their paths: who looks for a word reads
    /// only what has it.
    pub fn texts<'a>(&'a self, directory: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.below(directory).map(|(path, text)| (file_id(path), text))
    }

    fn below<'a>(&'a self, directory: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let inside = move |path: &str| path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'));
        self.entries.iter().map(|(path, text)| (&**path, &**text)).filter(move |(path, _)| inside(path))
    }
}

fn read<T: DeserializeOwned>(path: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).with_context(|| format!("reading the knowledge file {path}"))
}

/// `decisions/partitions.yaml` is `partitions`.
fn file_id(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").unwrap_or(name)
}
