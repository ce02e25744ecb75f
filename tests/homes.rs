//! Every home of `kskill lint` has files that are right and files that are not: the findings are those beside them.

use std::path::Path;
use std::process::Command;

/// What a run over the files of a home prints, the unreadable parts first.
fn findings(home: &str) -> String {
    let homes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/homes");
    let mut kskill = Command::new(env!("CARGO_BIN_EXE_kskill"));
    let output =
        kskill.args(["lint", "--format", "concise", home]).current_dir(homes).output().expect("running kskill");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is text");
    text(&output.stderr) + &text(&output.stdout)
}

fn assert_found(home: &str) {
    let found = findings(home);
    let right = format!("{home}/right/");
    let false_alarms: Vec<&str> = found.lines().filter(|line| line.starts_with(&right)).collect();
    assert!(false_alarms.is_empty(), "{false_alarms:#?}");
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/homes").join(home).join("findings.txt");
    snapbox::assert_data_eq!(found, snapbox::Data::read_from(&beside, None).raw());
}

macro_rules! homes {
    ($($home:ident),*) => {
        $(#[test]
        fn $home() {
            assert_found(stringify!($home));
        })*

        #[test]
        fn every_directory_is_tested() {
            let homes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/homes");
            let folders = std::fs::read_dir(homes).expect("the examples are there").flatten();
            let mut names: Vec<String> = folders.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            assert_eq!(names, [$(stringify!($home)),*]);
        }
    };
}

homes!(
    binder, code, connect, containers, designed, designs, dotenv, mirror, properties, quarkus, spring, strimzi, toml
);
