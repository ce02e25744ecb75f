//! What is right is not complained about: every config that `recommend` writes, and files as careful people write them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::{Data, assert_data_eq};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn kskill(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(arguments).current_dir(directory).output().expect("running kskill")
}

/// What `lint` prints about a path, the unreadable parts first.
fn lint(directory: &Path, path: &str) -> String {
    let output = kskill(directory, &["lint", "--format", "concise", path]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is text");
    text(output.stderr) + &text(output.stdout)
}

/// The lines that are more than information.
fn alarms(said: &str) -> Vec<String> {
    said.lines().filter(|line| !line.contains(": info[")).map(str::to_owned).collect()
}

fn names(directory: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(directory)).expect("it is there").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect();
    names.sort();
    names
}

/// The alarms about the designs of an example, one design per client.
fn of_designs(example: &str, clients: &[String]) -> Vec<String> {
    let home = tempfile::tempdir().expect("a directory");
    let answers = root().join("examples").join(example).join("answers.yaml");
    let mut found = Vec::new();
    for client in clients {
        let set = format!("client={client}");
        let arguments = ["recommend", "--answers", &answers.to_string_lossy(), "--set", &set, "--out", client];
        let output = kskill(home.path(), &arguments);
        assert!(output.status.success(), "{example} {client}: {output:?}");
        let alarms = alarms(&lint(home.path(), client));
        found.extend(alarms.into_iter().map(|alarm| format!("{example}: {alarm}")));
    }
    found
}

#[test]
fn every_config_of_every_design_is_right() {
    let clients: Vec<String> = names("knowledge/clients", ".yaml").into_iter().filter(|id| id != "broker").collect();
    let examples = names("examples", "");
    let designed: Vec<&String> =
        examples.iter().filter(|name| root().join("examples").join(name).join("answers.yaml").is_file()).collect();
    assert!(clients.len() >= 14 && designed.len() >= 7, "{clients:?} {designed:?}");
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = designed.iter().map(|name| scope.spawn(|| of_designs(name, &clients))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    });
    assert!(found.is_empty(), "{found:#?}");
}

/// The files of the corpus, from its root on.
fn corpus() -> (PathBuf, Vec<String>) {
    let home = root().join("tests/lint/precision");
    let mut files = Vec::new();
    let mut folders = vec![home.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("it is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(&home).expect("below it").to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.retain(|file| !file.ends_with("kskill.toml") && file != "findings.txt");
    files.sort();
    (home, files)
}

#[test]
fn files_as_careful_people_write_them_are_right() {
    let (home, files) = corpus();
    assert!(files.len() >= 60, "only {} files", files.len());
    let said = lint(&home, ".");
    assert!(alarms(&said).is_empty(), "{:#?}", alarms(&said));
    assert_data_eq!(said, Data::read_from(&home.join("findings.txt"), None).raw());
}

#[test]
fn each_of_them_is_right_alone() {
    let (home, files) = corpus();
    // a file that is none of Kafka's is named, which is no alarm
    let empty = "kskill: no Kafka config was recognised in ";
    let about_all = |line: &String| {
        line.starts_with(|first: char| first == '.' || first.is_ascii_lowercase()) && !line.starts_with(empty)
    };
    let found: Vec<String> = files.iter().flat_map(|file| alarms(&lint(&home, file))).filter(about_all).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn brokers_of_the_same_project_say_which_sessions_they_take() {
    let project = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| std::fs::write(project.path().join(name), text).expect("writing a file");
    write(
        "consumer.properties",
        "bootstrap.servers=a:9092,b:9092\ngroup.id=g\nsession.timeout.ms=3000\nheartbeat.interval.ms=900\n",
    );
    let said = lint(project.path(), ".");
    assert!(said.contains("error[consumer-session-range]") && said.contains("6 s to 30 min"), "{said}");
    let broker = "process.roles=broker\nnode.id=1\ncontroller.quorum.voters=9@c:9093\ncontroller.listener.names=C\n";
    write("server.properties", &format!("{broker}group.min.session.timeout.ms=2000\n"));
    assert!(!lint(project.path(), ".").contains("consumer-session-range"));
    write("server.properties", &format!("{broker}group.min.session.timeout.ms=4000\n"));
    let said = lint(project.path(), ".");
    assert!(said.contains("error[consumer-session-range]") && said.contains("4 s to 30 min"), "{said}");
}
