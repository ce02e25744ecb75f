//! The catalogue is what the generator makes of the artefacts: the oldest and the newest version of each, made again.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn making_the_ends_again_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = tempfile::tempdir().expect("there is room for a folder");
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join("knowledge/catalog")).expect("the catalogue is there").flatten() {
        fs::copy(entry.path(), made.path().join(entry.file_name())).expect("the file can be copied");
        names.push(entry.file_name());
    }
    let status = Command::new(root.join("tools/catalog/generate.sh"))
        .args(["--into".as_ref(), made.path().as_os_str(), "--ends".as_ref()])
        .status()
        .expect("the generator starts");
    assert!(status.success(), "the generator failed");
    let read = |folder: &Path, name: &std::ffi::OsStr| fs::read_to_string(folder.join(name)).expect("the file is text");
    let mut wrong = Vec::new();
    for name in &names {
        let (before, after) = (read(&root.join("knowledge/catalog"), name), read(made.path(), name));
        for (number, (old, new)) in before.lines().zip(after.lines()).enumerate().filter(|(_, (old, new))| old != new) {
            wrong.push(format!("{}:{}\n  - {old}\n  + {new}", name.to_string_lossy(), number + 1));
        }
        assert_eq!(before.lines().count(), after.lines().count(), "{}", name.to_string_lossy());
    }
    assert_eq!(names.len(), fs::read_dir(made.path()).expect("it is there").count(), "there is no other family");
    assert!(names.len() > 25, "{} families", names.len());
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
}
