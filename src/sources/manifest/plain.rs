//! Manifests of Go, npm and Python.

use super::{Versions, exact};

const MODULES: &[(&str, &str)] = &[
    ("github.com/twmb/franz-go", "franz-go"),
    ("github.com/IBM/sarama", "sarama"),
    ("github.com/Shopify/sarama", "sarama"),
    ("github.com/confluentinc/confluent-kafka-go/v2", "confluent-kafka-go"),
    ("github.com/confluentinc/confluent-kafka-go", "confluent-kafka-go"),
];

/// The client's id by the package's name.
const PACKAGES: &[(&str, &str)] =
    &[("kafkajs", "kafkajs"), ("@confluentinc/kafka-javascript", "confluent-kafka-javascript")];

const WHEELS: &[(&str, &str)] =
    &[("confluent-kafka", "confluent-kafka-python"), ("aiokafka", "aiokafka"), ("kafka-python", "kafka-python")];

/// `go.mod`.
pub(super) fn go(text: &str) -> Versions {
    let mut versions = Versions::new();
    for line in text.lines().filter(|line| !line.contains("=>")) {
        let mut words = line.split_whitespace().skip_while(|word| *word == "require");
        let (Some(module), Some(version)) = (words.next(), words.next()) else { continue };
        let known = MODULES.iter().find(|(name, _)| *name == module);
        versions.extend(known.and_then(|(_, client)| Some((*client, exact(version)?))));
    }
    versions
}

/// `package.json`.
pub(super) fn npm(text: &str) -> Versions {
    if !PACKAGES.iter().any(|(name, _)| text.contains(name)) {
        return Versions::new();
    }
    let Ok(manifest) = serde_json::from_str::<serde_json::Value>(text) else { return Versions::new() };
    let of = |name: &str| {
        let groups = ["dependencies", "devDependencies"].into_iter();
        groups.filter_map(|group| manifest.get(group)?.get(name)?.as_str()).find_map(exact)
    };
    PACKAGES.iter().filter_map(|(name, client)| Some((*client, of(name)?))).collect()
}

/// `requirements.txt` and `pyproject.toml`.
pub(super) fn python(text: &str) -> Versions {
    let mut versions = Versions::new();
    for line in text.lines().map(|line| line.split('#').next().unwrap_or(line).to_lowercase().replace('_', "-")) {
        for (name, client) in WHEELS {
            let Some(at) = line.find(name) else { continue };
            let before = line[..at].trim_end();
            let rest = &line[at + name.len()..];
            let rest = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(rest, |(_, rest)| rest);
            // `name==1.2.3`, or `name = "1.2.3"` as Poetry has it
            let pinned = rest.trim_start().strip_prefix("==");
            let poetry = || rest.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"');
            let version = pinned.or_else(poetry).map(|rest| rest.trim_start_matches('=').trim());
            let version = version.and_then(|version| version.split(['"', '\'', ';', ',', ' ', '\\']).next());
            if let Some(version) =
                version.and_then(exact).filter(|_| before.is_empty() || before.ends_with(['"', '\'']))
            {
                versions.entry(client).or_insert(version);
            }
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(versions: &Versions) -> Vec<(&str, &str)> {
        versions.iter().map(|(client, version)| (*client, version.as_str())).collect()
    }

    #[test]
    fn go_names_modules() {
        let text = "module mine\nrequire github.com/IBM/sarama v1.43.0 // indirect\nrequire (\n\tgithub.com/twmb/franz-go v1.17.1\n\
                    \tgithub.com/twmb/franz-go/pkg/kmsg v1.8.0\n)\nreplace github.com/IBM/sarama => ../sarama\n";
        assert_eq!(of(&go(text)), [("franz-go", "1.17.1"), ("sarama", "1.43.0")]);
    }

    #[test]
    fn npm_names_packages() {
        let text = r#"{"dependencies": {"kafkajs": "1.16.0", "@confluentinc/kafka-javascript": "^1.3.0"}}"#;
        assert_eq!(of(&npm(text)), [("kafkajs", "1.16.0")]);
        assert_eq!(of(&npm("kafkajs {")), []);
    }

    #[test]
    fn python_names_wheels() {
        let text = "# aiokafka==0.1.0\nconfluent_kafka[avro]==2.3.0 ; python_version > '3'\nkafka-python>=2.0\nmy-aiokafka==1.2.3\n";
        assert_eq!(of(&python(text)), [("confluent-kafka-python", "2.3.0")]);
        let text =
            "dependencies = [\n  \"aiokafka==0.11.0\",\n]\n[tool.poetry.dependencies]\nkafka-python = \"2.0.2\"\n";
        assert_eq!(of(&python(text)), [("aiokafka", "0.11.0"), ("kafka-python", "2.0.2")]);
        assert_eq!(of(&python("aiokafka = \"^0.8\"\n")), []);
    }
}
