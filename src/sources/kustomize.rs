//! Whether kustomize may change what a file says: labels that all resources of a directory get, patches, counts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The names of the files that kustomize reads.
const NAMES: &[&str] = &["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Directories above a file of which nobody expects a word about it.
const HIGHEST: usize = 8;

/// The directories that were asked for so far, and whether kustomize reads what is below them.
#[derive(Debug, Default)]
pub struct Kustomizations {
    known: HashMap<PathBuf, bool>,
}

impl Kustomizations {
    /// Whether a file for kustomize lies beside or above this one, up to the root of the repository.
    pub fn over(&mut self, file: &Path) -> bool {
        let file = std::path::absolute(file).ok();
        file.as_deref().and_then(Path::parent).is_some_and(|directory| self.of(directory, HIGHEST))
    }

    fn of(&mut self, directory: &Path, left: usize) -> bool {
        if let Some(known) = self.known.get(directory) {
            return *known;
        }
        let own = NAMES.iter().any(|name| directory.join(name).is_file());
        let above = directory.parent().filter(|_| left > 0 && !directory.join(".git").exists());
        let found = own || above.is_some_and(|above| self.of(above, left - 1));
        self.known.insert(directory.to_owned(), found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_for_all_below_it_in_the_repository() {
        let root = tempfile::tempdir().expect("a directory");
        for folder in ["plain/topics", "base/topics", "repo/.git"] {
            std::fs::create_dir_all(root.path().join(folder)).expect("made");
        }
        std::fs::write(root.path().join("base/kustomization.yaml"), "resources: [topics/a.yaml]\n").expect("written");
        let mut all = Kustomizations::default();
        assert!(all.over(&root.path().join("base/topics/a.yaml")));
        assert!(all.over(&root.path().join("base/cluster.yaml")));
        assert!(!all.over(&root.path().join("plain/topics/a.yaml")));
        std::fs::write(root.path().join("Kustomization"), "").expect("written");
        assert!(!Kustomizations::default().over(&root.path().join("repo/a.yaml")), "beyond the repository");
    }
}
