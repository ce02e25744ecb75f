//! Files that are broken, huge, not files, or not there: one line about each, and the others are judged all the same.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::run::{Directory, Said};

const GOOD: &str = "bootstrap.servers=a:9092\nenable.idempotence=true\nacks=1\n";

/// Lints everything: it ends soon, without a panic, and what is good is judged.
fn judged(directory: &Directory) -> Said {
    directory.write("good.properties", GOOD);
    let begun = Instant::now();
    let said = directory.lint(&["--format", "concise"]);
    assert!(begun.elapsed() < Duration::from_secs(60), "it ends: {:?}", begun.elapsed());
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(!said.err.contains("panicked"), "{said:?}");
    assert!(said.out.contains("good.properties:2:1: error[producer-idempotence-acks]"), "{said:?}");
    said
}

/// The lines about one file.
fn lines<'a>(said: &'a Said, name: &str) -> Vec<&'a str> {
    said.err.lines().filter(|line| line.contains(name)).collect()
}

fn write(directory: &Directory, name: &str, bytes: &[u8]) {
    fs::write(directory.path().join(name), bytes).expect("writing a file");
}

#[test]
fn a_broken_document_leaves_the_others_of_its_file() {
    let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec: {partitions: 3, replicas: 3, config: {retention.msec: 5}}\n---\nkind: [KafkaTopic\n---\napiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: b}\nspec: {partitions: 3, replicas: 3, config: {cleanup.polic: compact}}\n";
    let directory = Directory::with(&[("topics.yaml", text)]);
    let said = judged(&directory);
    let broken: Vec<&str> = said.out.lines().filter(|line| line.contains("error[file-unreadable]")).collect();
    let [line] = broken[..] else { panic!("one line: {said:?}") };
    assert!(line.starts_with("topics.yaml:") && line.contains("not YAML"), "{line}");
    for key in ["retention.msec", "cleanup.polic"] {
        assert!(said.out.contains(key), "{key}: {said:?}");
    }
}

#[test]
fn what_is_no_text_is_passed_over_with_a_word() {
    let directory = Directory::with(&[]);
    let huge = [b"acks=1\n".repeat(1024 * 1024), b"linger.ms=5\n".repeat(4 * 1024 * 1024)].concat();
    assert!(huge.len() > 50 * 1024 * 1024);
    write(&directory, "huge.properties", &huge);
    write(&directory, "data.json", &huge);
    write(&directory, "binary.properties", b"acks=\x00\x01\x02all");
    write(
        &directory,
        "wide.yaml",
        &[b"\xff\xfe".as_slice(), &"a: 1".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat(),
    );
    write(&directory, "latin.py", b"# Gr\xf6\xdfe\nprint(1)\n");
    write(&directory, "empty.properties", b"");
    write(&directory, "empty.yaml", b"");
    let said = judged(&directory);
    for (name, says) in [
        ("huge.properties", "has 55 MiB, more than any config"),
        ("binary.properties", "is no text"),
        ("wide.yaml", "is UTF-16: save it as UTF-8"),
    ] {
        let [line] = &lines(&said, name)[..] else { panic!("one line about {name}: {said:?}") };
        assert!(line.contains(says), "{line}");
    }
    for silent in ["data.json", "latin.py", "empty"] {
        assert_eq!(lines(&said, silent), Vec::<&str>::new(), "{said:?}");
    }
    let said = directory.lint(&["huge.properties"]);
    assert_eq!((said.code, said.err.lines().count()), (Some(2), 1), "nothing could be judged: {said:?}");
}

#[test]
fn java_reads_latin_1() {
    let directory = Directory::with(&[]);
    let text = b"# Gr\xf6\xdfe\nclient.id=K\xe4se\nbootstrap.servers=a:9092\nenable.idempotence=true\nacks=1 \n";
    write(&directory, "latin.properties", text);
    assert_eq!(directory.found(&[]), ["latin.properties:4 producer-idempotence-acks"]);
    let said = directory.lint(&["--fix"]);
    assert_eq!((said.code, said.err.lines().count()), (Some(0), 1), "no complaint: {said:?}");
    let after = fs::read(directory.path().join("latin.properties")).expect("there");
    assert!(after.starts_with(b"# Gr\xf6\xdfe\nclient.id=K\xe4se\n") && !after.ends_with(b"acks=1 \n"), "{after:?}");
}

#[test]
fn what_is_not_utf_8_is_judged_and_fails() {
    let directory = Directory::with(&[("fine.properties", "bootstrap.servers=a:9092,b:9092\nacks=all\n")]);
    let text = b"spring:\n  kafka:\n    producer:\n      # gr\xf6\xdfer\n      acks: x\n";
    write(&directory, "application.yml", text);
    let found = ["application.yml:4 file-unreadable", "application.yml:5 value-refused"];
    assert_eq!(directory.found(&[]), found);
    let said = directory.lint(&["--format", "concise"]);
    assert_eq!((said.code, said.err.lines().count()), (Some(1), 0), "{said:?}");
    assert!(said.out.contains("application.yml:4:11: error[file-unreadable] this is not UTF-8"), "{said:?}");
    let wide: Vec<u8> = "spring: {kafka: {producer: {acks: x}}}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    write(&directory, "application.yml", &[b"\xfe\xff".as_slice(), &wide].concat());
    assert_eq!(directory.found(&[]), ["application.yml:1 file-unreadable"]);
    // its compiler is told the encoding
    write(&directory, "App.java", b"// gr\xf6\xdfer: KafkaProducer\nclass App {}\n");
    assert_eq!(directory.found(&["App.java"]), Vec::<String>::new());
}

#[test]
fn marks_and_line_ends_stay_and_columns_are_right() {
    let directory = Directory::with(&[]);
    write(
        &directory,
        "a.properties",
        b"\xef\xbb\xbfbootstrap.servers=a:9092\r\nenable.idempotence=true\r\n  acks = 1\r\n",
    );
    let yaml = "\u{feff}spring:\r\n  kafka:\r\n    producer:\r\n      acks: 1\r\n      properties:\r\n        enable.idempotence: true\r\n";
    write(&directory, "application.yml", yaml.as_bytes());
    let said = directory.lint(&["--format", "concise"]);
    for place in
        ["a.properties:2:1: error[producer-idempotence-acks]", "application.yml:6:9: error[producer-idempotence-acks]"]
    {
        assert!(said.out.contains(place), "{place}: {said:?}");
    }
    assert_eq!(directory.lint(&["--fix"]).code, Some(0));
    let after = fs::read(directory.path().join("a.properties")).expect("there");
    assert_eq!(after, b"\xef\xbb\xbfbootstrap.servers=a:9092\r\nenable.idempotence=true\r\n  acks = all\r\n");
    assert_eq!(directory.read("application.yml"), yaml.replace("acks: 1", "acks: all"));
}

#[test]
fn nesting_and_aliases_end() {
    const DEEP: usize = 100_000;
    let deep = |head: &str, open: &str| format!("{head}{}", open.repeat(DEEP));
    let bomb: String = (1..9).fold("kafka: KAFKA_\na0: &a0 [x, x]\n".to_owned(), |text, level| {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        format!("{text}a{level}: &a{level} [{aliases}]\n")
    });
    let nested =
        (0..5000).fold("# kafka.strimzi.io\n".to_owned(), |text, level| format!("{text}{}a:\n", " ".repeat(level)));
    let directory = Directory::with(&[
        ("deep.yaml", &deep("# kafka.strimzi.io\na: ", "[")),
        ("flow.yaml", &deep("# kafka.strimzi.io\na: ", "{a: ")),
        ("block.yaml", &nested),
        ("list.yaml", &deep("# kafka.strimzi.io\na: ", "- ")),
        ("bomb.yaml", &bomb),
        ("deep.json", &deep("{\"bootstrap.servers\": \"KAFKA_\", \"connector.class\": ", "[")),
        ("object.json", &deep("{\"kafka\": 1, \"connector.class\": ", "{\"a\":")),
        ("deep.tf", &deep("resource \"kafka_topic\" \"a\" {\n  name = ", "[")),
        ("block.tf", &deep("", "resource \"kafka_topic\" \"a\" {\n")),
        ("deep.py", &deep("from confluent_kafka import Producer\nProducer(", "[")),
        ("dict.py", &deep("from confluent_kafka import Producer\nProducer(", "{'a': ")),
        ("deep.ts", &deep("import { Kafka } from 'kafkajs';\nnew Kafka(", "{a: ")),
        ("call.js", &deep("const { Kafka } = require('kafkajs');\n", "f(")),
        ("Deep.java", &deep("import org.apache.kafka.clients.producer.KafkaProducer;\nclass A { Object a = ", "(")),
        ("Block.java", &deep("import org.apache.kafka.clients.producer.KafkaProducer;\nclass A { void a() ", "{")),
        ("deep.go", &deep("package a\nimport \"github.com/IBM/sarama\"\nvar a = ", "[]")),
        ("call.go", &deep("package a\nimport \"github.com/twmb/franz-go/pkg/kgo\"\nvar a = ", "f(")),
        ("Deep.cs", &deep("using Confluent.Kafka;\nvar a = ", "(")),
        ("Object.cs", &deep("using Confluent.Kafka;\nvar a = ", "new {")),
        ("Deep.kt", &deep("import org.apache.kafka.a\nval a = ", "a[")),
        ("map.kts", &deep("import org.apache.kafka.a\n", "f(")),
        ("deep.rs", &deep("use rdkafka::ClientConfig;\nfn a() ", "{")),
        ("deep.toml", &deep("\"bootstrap.servers\" = ", "[")),
        ("names.toml", &deep("# bootstrap.servers\n", "a.")),
        ("mirror.properties", &deep("clusters=a,b\na->b.enabled=true\n", "a.producer.acks=1\n")),
        ("deep.properties", &deep("a=", "[")),
        ("line.properties", &deep("acks=", "\\\n")),
        (".env", &deep("KAFKA_A=", "${")),
    ]);
    let said = judged(&directory);
    for name in ["deep.yaml", "flow.yaml", "block.yaml", "bomb.yaml"] {
        let about = said.out.lines().filter(|line| line.starts_with(name) && line.contains("error[file-unreadable]"));
        assert_eq!(about.count(), 1, "one line about {name}: {said:?}");
    }
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let directory = Directory::with(&[("good.properties", GOOD)]);
    let said = directory.lint(&["good.properties", "bad.properties"]);
    assert_eq!((said.code, said.out.as_str(), said.err.lines().count()), (Some(2), "", 1), "{said:?}");
    assert!(said.err.contains("bad.properties: there is no such file or directory"), "{said:?}");
}

#[test]
fn standard_input_is_refused_with_the_way_out() {
    let said = Directory::with(&[]).lint(&["-"]);
    assert_eq!((said.code, said.out.as_str(), said.err.lines().count()), (Some(2), "", 1), "{said:?}");
    assert!(said.err.contains("save the text in a file"), "{said:?}");
}

#[test]
fn a_directory_may_be_called_as_a_config() {
    let directory = Directory::with(&[("x.properties/y.properties", GOOD)]);
    assert_eq!(directory.found(&[]), ["x.properties/y.properties:2 producer-idempotence-acks"]);
    assert_eq!(directory.found(&["x.properties"]), ["x.properties/y.properties:2 producer-idempotence-acks"]);
}

#[test]
fn an_absolute_path_shows_only_what_is_below_it() {
    let topic = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a, labels: {strimzi.io/cluster: c}}\nspec: {partitions: 3, replicas: 1}\n";
    let directory = Directory::with(&[("prod/deploy/prod/a.yaml", topic), ("prod/deploy/b.yaml", topic)]);
    let rule = |path: &str| -> Vec<String> {
        let path = directory.path().join(path).display().to_string();
        let elsewhere = Directory::with(&[]);
        let found = elsewhere.found(&[&path]);
        let own = found.into_iter().filter(|line| line.ends_with("topic-single-replica"));
        own.map(|line| line.rsplit_once("prod/deploy/").map(|(_, rest)| rest.to_owned()).unwrap_or_default()).collect()
    };
    assert_eq!(rule("prod/deploy"), ["prod/a.yaml:4 topic-single-replica"], "not the directories above");
    assert_eq!(rule("prod/deploy/b.yaml"), Vec::<String>::new());
    let here = directory.path().join("prod/deploy/prod/a.yaml").display().to_string();
    assert_eq!(directory.found(&[&here]).len(), 1, "below the current directory it is as if it were relative");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn link(directory: &Directory, to: &str, name: &str) {
        symlink(Path::new(to), directory.path().join(name)).expect("linking");
    }

    #[test]
    fn links_that_lead_nowhere_are_named() {
        let directory = Directory::with(&[("real/good.properties", GOOD)]);
        link(&directory, "nowhere", "dangling.properties");
        link(&directory, "loop.properties", "loop.properties");
        link(&directory, "..", "real/up");
        link(&directory, "real", "dir.properties");
        let said = judged(&directory);
        for name in ["dangling.properties", "loop.properties"] {
            let [line] = &lines(&said, name)[..] else { panic!("one line about {name}: {said:?}") };
            assert!(line.contains("cannot be read") && line.contains("mend the link"), "{line}");
        }
        assert_eq!(lines(&said, "dir.properties"), Vec::<&str>::new(), "{said:?}");
        for name in ["dangling.properties", "loop.properties"] {
            let said = directory.lint(&[name]);
            assert_eq!((said.code, said.err.lines().count()), (Some(2), 1), "{said:?}");
            assert!(said.err.contains("leads nowhere: mend it"), "{said:?}");
        }
        let only = Directory::with(&[]);
        link(&only, "nowhere", "config.yml");
        let said = only.lint(&[]);
        assert_eq!((said.code, said.err.lines().count()), (Some(2), 1), "nothing could be read: {said:?}");
        only.write("notes.yml", "a: 1\n");
        let said = only.lint(&[]);
        assert_eq!((said.code, said.err.lines().count()), (Some(0), 1), "the rest was looked at: {said:?}");
    }

    #[test]
    fn pipes_and_devices_are_not_waited_for() {
        let directory = Directory::with(&[]);
        let pipe = directory.path().join("pipe.properties");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("running mkfifo");
        assert!(made.success());
        link(&directory, "/dev/zero", "zero.properties");
        judged(&directory);
        for path in ["pipe.properties", "/dev/zero"] {
            let said = directory.lint(&[path]);
            assert_eq!((said.code, said.err.lines().count()), (Some(2), 1), "{said:?}");
            assert!(said.err.contains("is no file"), "{said:?}");
        }
    }

    #[test]
    fn what_must_not_be_read_is_named() {
        let directory = Directory::with(&[("secret.properties", GOOD)]);
        let path = directory.path().join("secret.properties");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("taking the rights");
        // Root reads everything.
        if fs::read(&path).is_err() {
            let said = judged(&directory);
            let [line] = &lines(&said, "secret.properties")[..] else { panic!("one line: {said:?}") };
            assert!(line.contains("give the right to read it"), "{line}");
        }
    }

    #[test]
    fn fixes_come_whole_or_not_at_all() {
        let directory = Directory::with(&[("a/good.properties", GOOD)]);
        let path = directory.path().join("a/good.properties");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("setting rights");
        assert_eq!(directory.lint(&["--fix"]).code, Some(0));
        assert!(directory.read("a/good.properties").ends_with("acks=all\n"));
        let rights = fs::metadata(&path).expect("there").permissions().mode() & 0o777;
        assert_eq!(rights, 0o640, "the rights stay");
        let files: Vec<_> = fs::read_dir(directory.path().join("a")).expect("there").flatten().collect();
        assert_eq!(files.len(), 1, "nothing is left beside it: {files:?}");

        directory.write("a/good.properties", GOOD);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("setting rights");
        let said = directory.lint(&["--fix"]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains("a/good.properties") && said.err.contains("read-only"), "{said:?}");
        assert_eq!(directory.read("a/good.properties"), GOOD);
    }
}

#[test]
fn what_cannot_be_read_fails_the_run_in_every_form() {
    let yaml = "spring:\n  kafka:\n    producer:\n      acks: [1\n";
    let terraform = "resource \"kafka_topic\" \"x\" {\n  name = \"x\"\n  config = {\n";
    for (name, text) in [("application.yml", yaml), ("topics.tf", terraform)] {
        let directory = Directory::with(&[(name, text)]);
        for format in ["text", "json", "concise", "sarif", "github", "gitlab", "junit"] {
            let said = directory.lint(&["--format", format]);
            assert_eq!(said.code, Some(1), "{name} {format}: {said:?}");
            assert!(said.out.contains(name), "{name} {format}: {said:?}");
        }
        assert!(directory.lint(&["--format", "concise"]).out.contains("error[file-unreadable]"), "{name}");
    }
    let comments = "{\n  // kafka and spring\n  \"a\": 1, x y\n}\n";
    assert_eq!(Directory::with(&[("settings.json", comments)]).lint(&[]).code, Some(0), "an editor's");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named_in_every_form() {
    let directory = Directory::with(&[("fine.properties", "bootstrap.servers=a:9092,b:9092\nacks=all\n")]);
    write(&directory, "binary.properties", b"acks=\x00\x01all");
    let wide: Vec<u8> = "a: 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&directory, "wide.yaml", &[b"\xff\xfe".as_slice(), &wide].concat());
    std::os::unix::fs::symlink("nowhere", directory.path().join("link.properties")).expect("linking");
    let files = ["binary.properties", "link.properties", "wide.yaml"];
    for format in ["text", "json", "concise", "sarif", "github", "gitlab", "junit"] {
        let said = directory.lint(&["--format", format]);
        assert_eq!((said.code, said.err.lines().count()), (Some(0), 3), "the rest was judged: {format}: {said:?}");
        for file in files {
            assert!(said.err.contains(file), "{format}: {said:?}");
            // what people and editors read stands beside these lines on the terminal
            assert!(matches!(format, "text" | "concise") || said.out.contains(file), "{format} {file}: {said:?}");
        }
    }
    let json = |format: &str, paths: &[&str]| -> serde_json::Value {
        let said = directory.lint(&[&["--format", format], paths].concat());
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"))
    };
    let report = json("json", &[]);
    assert_eq!((&report["unread"][2]["path"], &report["summary"]["unread"]), (&"wide.yaml".into(), &3.into()));
    let run = &json("sarif", &[])["runs"][0]["invocations"][0];
    let told = &run["toolExecutionNotifications"][2];
    assert_eq!(told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "wide.yaml");
    assert_eq!((&run["executionSuccessful"], &told["level"]), (&true.into(), &"warning".into()));
    assert!(told["message"]["text"].as_str().is_some_and(|text| text.contains("is UTF-16")), "{told}");
    assert!(directory.lint(&[]).out.contains("; 3 files could not be read"));
    let github = directory.lint(&["--format", "github"]).out;
    assert!(
        github.contains("::warning file=binary.properties,title=a file that cannot be read::is no text"),
        "{github}"
    );
    // one that is asked for by its name, and nothing else: nothing could be done as asked
    let only = ["binary.properties"];
    assert_eq!(json("sarif", &only)["runs"][0]["invocations"][0]["executionSuccessful"], false);
    for (format, says) in [
        ("text", "nothing judged: 1 file could not be read"),
        ("github", "::error file=binary.properties"),
        ("gitlab", "\"severity\": \"critical\""),
        ("junit", "<error"),
    ] {
        let said = directory.lint(&["--format", format, only[0]]);
        assert_eq!(said.code, Some(2), "{format}: {said:?}");
        assert!(said.out.contains(says), "{format}: {said:?}");
    }
}
