//! Versions of client libraries, as the manifests beside the code name them: `pom.xml`, `go.mod`, `package.json` and
//! the like.
//!
//! Only a version that is named exactly counts: of a range, nobody knows here which one is installed.

mod jvm;
mod plain;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Versions by the id of the client in knowledge/clients.
pub type Versions = BTreeMap<&'static str, String>;

/// Directories above a file of which nobody expects a word about it.
const HIGHEST: usize = 8;

/// Manifests are small; larger files of the same names are something else.
const LARGEST: u64 = 1024 * 1024;

type Read = fn(&str) -> Versions;

const MANIFESTS: &[(&str, Read)] = &[
    ("pom.xml", jvm::maven),
    ("build.gradle", jvm::gradle),
    ("build.gradle.kts", jvm::gradle),
    ("go.mod", plain::go),
    ("package.json", plain::npm),
    ("requirements.txt", plain::python),
    ("pyproject.toml", plain::python),
];

/// The manifests of the directories that were asked for so far.
#[derive(Debug, Default)]
pub struct Manifests {
    known: HashMap<PathBuf, Versions>,
}

impl Manifests {
    /// What the manifests beside and above a file say, the nearest of those that name a client, up to the root of the
    /// repository.
    pub fn over(&mut self, file: &Path) -> Versions {
        let file = std::path::absolute(file).ok();
        let directory = file.as_deref().and_then(Path::parent);
        directory.map(|directory| self.of(directory, HIGHEST)).unwrap_or_default()
    }

    fn of(&mut self, directory: &Path, left: usize) -> Versions {
        if let Some(known) = self.known.get(directory) {
            return known.clone();
        }
        let mut versions = Versions::new();
        for (name, read) in MANIFESTS {
            versions.extend(text(&directory.join(name)).map(|text| read(&text)).unwrap_or_default());
        }
        let above = directory.parent().filter(|_| left > 0 && !directory.join(".git").exists());
        if let Some(above) = above {
            for (client, version) in self.of(above, left - 1) {
                versions.entry(client).or_insert(version);
            }
        }
        self.known.insert(directory.to_owned(), versions.clone());
        versions
    }
}

fn text(file: &Path) -> Option<String> {
    let size = std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file)?.len();
    (size <= LARGEST).then(|| std::fs::read_to_string(file).ok())?
}

/// The numbers of an exact version: 3.1.5 of `v3.1.5+incompatible`, 2.1.0 of `2.1.0.RELEASE`; none of a range.
fn exact(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let numbers = numbers.trim_end_matches('.');
    let whole = rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_'));
    let open = rest.starts_with(['x', 'X']);
    (numbers.contains('.') && whole && !open).then(|| numbers.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_versions_count() {
        for (text, expected) in [
            ("v1.43.2", Some("1.43.2")),
            ("2.1.0.RELEASE", Some("2.1.0")),
            ("v0.8.1-0.20210607222818-6808a5539cf2", Some("0.8.1")),
            ("3.2", Some("3.2")),
            ("^2.2.4", None),
            ("2.x", None),
            ("[2.0,3.0)", None),
            ("2.0 - 3.0", None),
            ("latest", None),
            ("${kafka.version}", None),
        ] {
            assert_eq!(exact(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_nearest_manifest_of_the_repository_holds() {
        let root = tempfile::tempdir().expect("a directory");
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write("go.mod", "require github.com/IBM/sarama v1.30.0\n");
        write("repo/.git/HEAD", "");
        write("repo/requirements.txt", "aiokafka==0.8.1\nkafka-python==2.0.2\n");
        write("repo/a/requirements.txt", "aiokafka==0.10.0\n");
        let versions = Manifests::default().over(&root.path().join("repo/a/b/c.py"));
        let expected = [("aiokafka", "0.10.0".to_owned()), ("kafka-python", "2.0.2".to_owned())];
        assert_eq!(versions, Versions::from(expected));
    }
}
