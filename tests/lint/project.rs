//! `kskill.toml` says what the files do not show.

use crate::run::Directory;

const BROKEN: &str = "bootstrap.servers=a:9092\nenable.idempotence=true\nacks=1\n";

#[test]
fn rules_are_ignored_by_path() {
    let toml =
        "[[ignore]]\nrule = \"producer-idempotence-acks\"\npaths = [\"dev/**\"]\nreason = \"shows the refusal\"\n";
    let directory =
        Directory::with(&[("kskill.toml", toml), ("dev/a.properties", BROKEN), ("live/a.properties", BROKEN)]);
    assert_eq!(directory.found(&[]), ["live/a.properties:2 producer-idempotence-acks"]);
    assert_eq!(directory.found(&["dev"]), Vec::<String>::new(), "found upwards from the path");
    assert_eq!(directory.found(&["live"]), ["live/a.properties:2 producer-idempotence-acks"], "not all was read");
}

#[test]
fn what_tests_might_do_better_is_for_those_who_ask() {
    let sarama = "package p\n\nimport \"github.com/IBM/sarama\"\n\nfunc f() {\n\tc := sarama.NewConfig()\n\tc.Producer.RequiredAcks = sarama.NoResponse\n\tsarama.NewAsyncProducer(b, c)\n}\n";
    let directory =
        Directory::with(&[("src/load.go", sarama), ("src/load_test.go", sarama), ("tests/a.properties", BROKEN)]);
    let all = ["src/load.go:7 producer-acks-none", "src/load_test.go:7 producer-acks-none"];
    let broken = "tests/a.properties:2 producer-idempotence-acks";
    let found = directory.found(&[]);
    assert!(found.contains(&all[0].to_owned()) && found.contains(&broken.to_owned()), "{found:?}");
    assert!(!found.iter().any(|found| found.contains("load_test")), "{found:?}");
    assert!(directory.found(&["--pedantic"]).contains(&all[1].to_owned()));
    assert!(directory.found(&["src/load_test.go"]).contains(&all[1].to_owned()), "asked for itself");
}

#[test]
fn entries_are_judged_as_remarks_are() {
    let toml = "[[ignore]]\nrule = \"producer-idempotence-acks\"\n\n[[ignore]]\nrule = \"key-twice\"\nreason = \"old\"\n\n\
                [[ignore]]\nrule = \"key-twicee\"\nreason = \"typo\"\n";
    let directory = Directory::with(&[("kskill.toml", toml), ("a.properties", BROKEN)]);
    let expected =
        ["kskill.toml:2 ignore-without-reason", "kskill.toml:5 ignore-unused", "kskill.toml:9 ignore-unknown-rule"];
    assert_eq!(directory.found(&[]), expected);
}

#[test]
fn an_entry_about_no_file_is_unused_whatever_its_rule_needs() {
    let toml = "[[ignore]]\nrule = \"topic-single-replica\"\npaths = [\"old/**\"]\nreason = \"one broker\"\n";
    let directory = Directory::with(&[("kskill.toml", toml), ("new/a.properties", BROKEN)]);
    assert!(directory.found(&[]).contains(&"kskill.toml:2 ignore-unused".to_owned()));
    assert!(!directory.found(&["new"]).contains(&"kskill.toml:2 ignore-unused".to_owned()), "not all was read");
    directory.write("old/a.properties", BROKEN);
    assert!(!directory.found(&[]).contains(&"kskill.toml:2 ignore-unused".to_owned()), "its environment is not known");
}

#[test]
fn clients_and_versions_are_said_by_path() {
    let consumer = "bootstrap.servers=a:9092\ngroup.id=g\ngroup.protocol=consumer\n";
    let toml = "kafka = \"4.2\"\n[paths.\"old/**\"]\nkafka = \"3.6\"\n";
    let directory =
        Directory::with(&[("kskill.toml", toml), ("old/a.properties", consumer), ("new/a.properties", consumer)]);
    assert_eq!(directory.found(&[]).first().map(String::as_str), Some("old/a.properties:3 key-not-yet"));
    assert!(!directory.found(&[]).iter().any(|found| found.starts_with("new/")), "4.2 knows the key");
    assert!(!directory.lint(&[]).out.contains("assumed"), "all versions are said");
    assert!(!directory.found(&["--kafka", "4.2"]).iter().any(|found| found.ends_with("key-not-yet")), "flags win");
}

#[test]
fn the_nearest_one_holds() {
    let consumer = "bootstrap.servers=a:9092\ngroup.id=g\ngroup.protocol=consumer\n";
    let directory = Directory::with(&[
        ("kskill.toml", "kafka = \"4.2\"\n"),
        ("old/kskill.toml", "kafka = \"3.6\"\n"),
        ("old/deep/a.properties", consumer),
        ("new/a.properties", consumer),
    ]);
    for paths in [&[][..], &["old"], &["old/deep/a.properties"]] {
        let found = directory.found(paths);
        assert_eq!(found.first().map(String::as_str), Some("old/deep/a.properties:3 key-not-yet"), "{paths:?}");
        assert!(!found.iter().any(|found| found.starts_with("new/")), "{paths:?}");
    }
}

#[test]
fn manifests_name_versions_too() {
    let consumer = "bootstrap.servers=a:9092\ngroup.id=g\ngroup.protocol=consumer\n";
    let pom = "<dependency><artifactId>kafka-clients</artifactId><version>3.6.0</version></dependency>";
    let directory =
        Directory::with(&[("old/pom.xml", pom), ("old/src/a.properties", consumer), ("new/a.properties", consumer)]);
    let not_yet = |arguments: &[&str]| {
        let found = directory.found(arguments);
        found.into_iter().filter(|one| one.ends_with("key-not-yet")).collect::<Vec<_>>()
    };
    assert_eq!(not_yet(&[]), ["old/src/a.properties:3 key-not-yet"]);
    assert_eq!(not_yet(&["--kafka", "4.2"]), Vec::<String>::new(), "flags win");
}

#[test]
fn what_is_wrong_in_it_is_told_with_its_place() {
    let cases = [
        ("client = \"jvaa\"\n", "kskill.toml:1:10: there is no client `jvaa`: did you mean `java`?"),
        ("\n[[ignore]]\nrulle = \"a\"\n", "kskill.toml:3:1: unknown field `rulle`"),
        ("environment = \"prod\"\n", "kskill.toml:1:15: `prod` is no environment: write development or production"),
    ];
    for (text, message) in cases {
        let directory = Directory::with(&[("kskill.toml", text), ("sub/a.properties", BROKEN)]);
        let said = directory.lint(&["sub"]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{message}");
        assert!(said.err.contains(message), "{} lacks {message}", said.err);
    }
}

#[test]
fn what_fails_a_run_is_said_in_the_file_too() {
    let warned = "bootstrap.servers=a:9092\nacks=all\nlingerms=5\n";
    let directory = Directory::with(&[("kskill.toml", "fail-on = \"warning\"\n"), ("a.properties", warned)]);
    assert_eq!(directory.lint(&[]).code, Some(1));
    assert!(directory.lint(&["--format", "junit"]).out.contains("<failure"), "a failed test as well");
    assert_eq!(directory.lint(&["--fail-on", "error"]).code, Some(0), "the flag wins");
    directory.write("old/kskill.toml", "fail-on = \"never\"\n");
    directory.write("old/b.properties", BROKEN);
    assert_eq!(directory.lint(&["old"]).code, Some(0), "the nearest one holds");
    let entry = "fail-on = \"warning\"\n[[ignore]]\nrule = \"key-twicee\"\nreason = \"typo\"\n";
    let directory =
        Directory::with(&[("kskill.toml", entry), ("a.properties", "bootstrap.servers=a:9092\nacks=all\n")]);
    assert_eq!(directory.lint(&[]).code, Some(1), "what is wrong in it counts");
    directory.write("a.properties", "x=1\n");
    assert!(
        directory.lint(&[]).out.ends_with("1 warning: no Kafka config is here\n"),
        "and is told without any config"
    );
}

#[test]
fn a_stated_version_says_what_becomes_of_sends() {
    let topic = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: t}\n\
                 spec: {partitions: 1, replicas: 1, config: {min.insync.replicas: 2}}\n";
    let broker = "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@localhost:9093\n\
                  controller.listener.names=CONTROLLER\nmin.insync.replicas=2\n";
    let directory = Directory::with(&[("t.yaml", topic), ("server.properties", broker)]);
    let told = |arguments: &[&str]| directory.lint(&[arguments, &["--format", "concise"]].concat()).out;
    for (arguments, [of_topic, of_broker]) in [
        (&[][..], ["has 1: brokers before 3.7 refuse every send", "so that brokers before 3.7 refuse every send"]),
        (&["--kafka", "3.6"], ["has 1: its brokers refuse every send", "so that every send with acks=all is refused"]),
        (&["--kafka", "4.0"], ["has 1: its brokers ask for the only one", "and asks for that copy alone"]),
    ] {
        let said = told(arguments);
        assert!(said.contains(of_topic) && said.contains(of_broker), "{arguments:?}: {said}");
    }
}
