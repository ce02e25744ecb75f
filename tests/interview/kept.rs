//! What is kept of an interview that was left: by whom, and for how long.

use kskill::sources::interview::{Kept, Memory, Said};

#[test]
fn interviews_at_the_same_time_keep_their_answers_apart() {
    let directory = tempfile::tempdir().expect("a directory");
    let one = Kept::free_in(directory.path()).expect("a file");
    let other = Kept::free_in(directory.path()).expect("another file");
    assert_ne!(one.path(), other.path());
    let memory =
        |system: &str| Memory { said: vec![Said::new("system", Some(system.to_owned()))], ..Memory::default() };
    one.write(&memory("one")).expect("written");
    other.write(&memory("other")).expect("written");
    one.forget().expect("forgotten");
    drop((one, other));
    assert_eq!(locks(directory.path()), [""; 0], "nothing is locked any more");
    let left = Kept::free_in(directory.path()).expect("a file").read().expect("the one that was left is offered");
    assert_eq!(left, memory("other"));
}

/// The names of the lock files in a directory.
fn locks(directory: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("a directory").flatten();
    let locks = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "lock"));
    locks.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn what_nobody_came_back_to_is_forgotten() {
    let directory = tempfile::tempdir().expect("a directory");
    let kept = Kept::at(&directory.path().join("interview.yaml"));
    kept.write(&Memory { said: vec![Said::new("system", Some("old".to_owned()))], ..Memory::default() })
        .expect("written");
    let days = |days: u64| std::time::Duration::from_secs(days * 24 * 3600);
    let file = std::fs::File::options().write(true).open(kept.path()).expect("it is there");
    file.set_modified(std::time::SystemTime::now() - days(29)).expect("set");
    assert!(kept.read().is_some());
    file.set_modified(std::time::SystemTime::now() - days(31)).expect("set");
    assert!(kept.read().is_none() && !kept.path().exists());
}
