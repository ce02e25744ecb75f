//! What a config file has to import, found by the names that its values use.

use super::Role;
use super::form::Form;
use super::language::Language;

/// A package and the name by which Go code uses it.
const GO: &[(&str, &str)] = &[
    ("crypto/tls", "tls."),
    ("crypto/x509", "x509."),
    ("fmt", "fmt."),
    ("os", "os."),
    ("strings", "strings."),
    ("time", "time."),
    ("github.com/IBM/sarama", "sarama."),
    ("github.com/confluentinc/confluent-kafka-go/v2/kafka", "kafka."),
    ("github.com/twmb/franz-go/pkg/kgo", "kgo."),
    ("github.com/twmb/franz-go/pkg/sasl/aws", "aws."),
    ("github.com/twmb/franz-go/pkg/sasl/oauth", "oauth."),
    ("github.com/twmb/franz-go/pkg/sasl/plain", "plain."),
    ("github.com/twmb/franz-go/pkg/sasl/scram", "scram."),
];

/// What `KafkaJS` exports that configs use.
const KAFKAJS: &[&str] = &["AssignerProtocol", "CompressionTypes", "PartitionAssigners", "Partitioners", "logLevel"];

/// The import lines of a file whose values are `code`; `known` are those of the client. An empty line parts the standard library from the rest.
#[must_use]
pub fn imports(form: &Form, role: Role, code: &str, known: &[(String, String)]) -> Vec<String> {
    match form.language {
        Language::Go => go(form, code, known),
        Language::Python => python(code, known),
        Language::TypeScript => typescript(form, role, code),
        _ => Vec::new(),
    }
}

fn go(form: &Form, code: &str, known: &[(String, String)]) -> Vec<String> {
    let always = match form.format {
        "go-map" => "kafka.",
        "go-options" => "kgo.",
        _ => "sarama.",
    };
    let helper = if code.contains("Authorities()") { "x509. os." } else { "" };
    let used = |name: &str| name == always || uses(code, name) || helper.split(' ').any(|used| used == name);
    let mut lines: Vec<String> = Vec::new();
    for (package, name) in GO.iter().filter(|(_, name)| used(name)) {
        // Older versions are found elsewhere: the client's file says where.
        let package = known.iter().find(|(of, _)| of == name).map_or(*package, |(_, package)| package);
        let foreign = package.contains('.');
        if foreign && lines.last().is_some_and(|line| !line.contains('.') && !line.is_empty()) {
            lines.push(String::new());
        }
        lines.push(format!("\"{package}\""));
    }
    lines
}

fn python(code: &str, known: &[(String, String)]) -> Vec<String> {
    let mut lines = Vec::new();
    if uses(code, "os.") {
        lines.push("import os".to_owned());
    }
    let mut own: Vec<&String> = known.iter().filter(|(name, _)| uses(code, name)).map(|(_, line)| line).collect();
    own.sort();
    if !lines.is_empty() && !own.is_empty() {
        lines.push(String::new());
    }
    lines.extend(own.into_iter().cloned());
    lines
}

fn typescript(form: &Form, role: Role, code: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if uses(code, "readFileSync") {
        lines.push("import { readFileSync } from \"node:fs\";".to_owned());
    }
    if form.format == "typescript-kafkajs" {
        let own = match role {
            Role::Producer => "type ProducerConfig",
            Role::Consumer | Role::Both => "type ConsumerConfig",
        };
        let mut names: Vec<&str> = KAFKAJS.iter().copied().filter(|name| uses(code, name)).collect();
        names.extend(["type KafkaConfig", own]);
        names.sort_by_key(|name| name.trim_start_matches("type ").to_ascii_lowercase());
        lines.push(format!("import {{ {} }} from \"kafkajs\";", names.join(", ")));
    }
    lines
}

/// Whether `code` uses `name` as a word of its own.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"_.\"'/".contains(letter))
    })
}
