//! The files that designs are written to: those of one directory get along.

use std::collections::{BTreeMap, BTreeSet};

use kskill::decide::{Request, decide};
use kskill::render::files;
use kskill::sources::answers::Answers;
use kskill::sources::design_file::DesignFile;

use crate::{clients, knowledge};

/// Services of both roles, among them names that code writes alike, and one that begins with a digit.
const ANSWERS: &str = "
system: shop
security: scram
kafka: {platform: strimzi, brokers: 3, zones: 3}
client: CLIENT
events:
  - {name: order, producer: order-api, key: id, rate: 10/s, peak: 100/s, size: 1KiB}
  - {name: payment, producer: order_api, key: id, rate: 10/s, peak: 100/s, size: 1KiB}
  - {name: parcel, producer: 3d-print, key: id, rate: 10/s, peak: 100/s, size: 1KiB}
consumers:
  - {name: order-api, reads: [payment], processing: 10ms}
  - {name: mail_test, reads: [order], processing: 10ms}
  - {name: mail-test, reads: [order, parcel], processing: 10ms}
";

/// The names that a file gives to the directory that it is in. A file of any other language is a module or a table of
/// its own, so that only its path can collide.
fn given_to_directory(path: &str, text: &str) -> Vec<String> {
    let heads: &[&str] = match path.rsplit_once('.') {
        Some((_, "go")) => &["func ", "var ", "const ", "type "],
        Some((_, "cs")) => &["public static class "],
        _ => return Vec::new(),
    };
    let names = text.lines().flat_map(|line| heads.iter().filter_map(move |head| line.strip_prefix(head)));
    names.map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()).collect()
}

#[test]
fn files_of_one_directory_have_no_name_in_common() {
    let knowledge = knowledge();
    let mut compared = BTreeMap::new();
    for client in clients(&knowledge) {
        let answers = Answers::read("answers.yaml", &ANSWERS.replace("CLIENT", &client.id)).expect("readable");
        let request = Request::new(answers);
        let design = decide(&knowledge, &request).expect("a design");
        let mut paths = BTreeSet::new();
        let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
        for (path, text) in files(&design, &DesignFile::new(request.answers.clone())) {
            let path = path.to_string_lossy().into_owned();
            assert!(paths.insert(path.to_lowercase()), "{}: {path} is written twice", client.id);
            let directory = path.rsplit_once('/').map(|(directory, _)| directory.to_owned()).unwrap_or_default();
            for name in given_to_directory(&path, &text) {
                assert!(name.starts_with(|letter: char| letter.is_ascii_alphabetic()), "{path}: {name}");
                *compared.entry(client.id.clone()).or_insert(0) += 1;
                if let Some(other) = names.insert((directory.clone(), name.clone()), path.clone()) {
                    panic!("{}: {path} and {other} both have {name}", client.id);
                }
            }
        }
    }
    // Three producers and three consumers in two environments; two clients load the certificates of production in functions of their own.
    let expected = [("confluent-kafka-dotnet", 12), ("confluent-kafka-go", 12), ("franz-go", 18), ("sarama", 18)];
    assert_eq!(compared, expected.map(|(client, count)| (client.to_owned(), count)).into());
}
