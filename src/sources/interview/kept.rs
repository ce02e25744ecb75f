//! Keeps what was said so far, so that leaving loses nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::Said;

/// The file that holds the answers of an interview that was left.
#[derive(Debug, Clone)]
pub struct Kept {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    said: Vec<Said>,
}

impl Kept {
    /// The user's own file: `$XDG_STATE_HOME/kskill/interview.yaml`. None where the user has no home.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let state = state.or_else(|| Some(std::env::home_dir()?.join(".local/state")))?;
        Some(Self::at(&state.join("kskill/interview.yaml")))
    }

    /// A file at a path of one's own.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// What was said, if an interview was left. A file that cannot be read is none.
    #[must_use]
    pub fn read(&self) -> Option<Vec<Said>> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let form: Form = yaml_serde::from_str(&text).ok()?;
        Some(form.said).filter(|said| !said.is_empty())
    }

    /// Keeps what was said; the file is there whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, said: &[Said]) -> Result<()> {
        let keeping = || format!("keeping your answers in {}", self.path.display());
        let directory = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(directory).with_context(keeping)?;
        let text = yaml_serde::to_string(&Form { said: said.to_vec() }).with_context(keeping)?;
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
