//! The work tree of git around a directory: services that show findings name files from its root on.

use std::path::{Component, Path, PathBuf};

/// A work tree, and where in it a run is.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    here: PathBuf,
}

impl Repository {
    /// The nearest one around `here`, an absolute path. In a further work tree or a submodule, `.git` is a file.
    #[must_use]
    pub fn around(here: &Path) -> Option<Self> {
        let root = here.ancestors().find(|directory| directory.join(".git").exists())?;
        Some(Self { root: root.to_owned(), here: here.to_owned() })
    }

    /// A path as the user sees it from the root on; as it is where it leads elsewhere.
    #[must_use]
    pub fn path(&self, shown: &str) -> String {
        let mut whole = PathBuf::new();
        for part in self.here.join(shown).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => drop(whole.pop()),
                other => whole.push(other),
            }
        }
        let inside = whole.strip_prefix(&self.root).ok();
        inside.map_or_else(|| shown.to_owned(), |inside| inside.to_string_lossy().replace('\\', "/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_root() {
        let repository = Repository { root: "/r".into(), here: "/r/billing/app".into() };
        for (shown, expected) in [
            ("a.properties", "billing/app/a.properties"),
            ("../b.properties", "billing/b.properties"),
            ("/r/x/c.properties", "x/c.properties"),
            ("/elsewhere/d.properties", "/elsewhere/d.properties"),
            ("../../../e.properties", "../../../e.properties"),
        ] {
            assert_eq!(repository.path(shown), expected);
        }
    }
}
