//! Confluent.Kafka of .NET: `new ProducerConfig { Acks = Acks.All }`.

use std::ops::Range;

use super::super::{Config, File, Given, Reading, Role, Setting};
use super::table::PASSED_ON;
use super::words::{Kind, Words};

const CLASSES: &[(&str, Role)] = &[
    ("ProducerConfig", Role::Producer),
    ("ConsumerConfig", Role::Consumer),
    ("AdminClientConfig", Role::Admin),
    ("ClientConfig", Role::Client),
];

/// Properties that the .NET client takes out before librdkafka sees them.
const OF_THE_CLIENT: &[&str] = &[
    "EnableBackgroundPoll",
    "EnableDeliveryReports",
    "DeliveryReportFields",
    "ConsumeResultFields",
    "CancellationDelayMaxMs",
];

/// Members of enumerations that are not called like the text that librdkafka takes.
const MEMBERS: &[(&str, &str, &str)] = &[
    ("Acks", "None", "0"),
    ("Acks", "Leader", "1"),
    ("Acks", "All", "all"),
    ("SaslMechanism", "Gssapi", "GSSAPI"),
    ("SaslMechanism", "Plain", "PLAIN"),
    ("SaslMechanism", "ScramSha256", "SCRAM-SHA-256"),
    ("SaslMechanism", "ScramSha512", "SCRAM-SHA-512"),
    ("SaslMechanism", "OAuthBearer", "OAUTHBEARER"),
    ("PartitionAssignmentStrategy", "RoundRobin", "roundrobin"),
    ("PartitionAssignmentStrategy", "CooperativeSticky", "cooperative-sticky"),
    ("PartitionAssignmentStrategy", "Range", "range"),
];

/// Enumerations whose members are words of the text: `SaslSsl` is `sasl_ssl`.
const WORDED: &[&str] = &[
    "AutoOffsetReset",
    "BrokerAddressFamily",
    "ClientDnsLookup",
    "CompressionType",
    "GroupProtocol",
    "IsolationLevel",
    "Partitioner",
    "SaslOauthbearerMethod",
    "SecurityProtocol",
    "SslEndpointIdentificationAlgorithm",
];

/// The configs in a C# file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !file.text.contains("Confluent.Kafka") {
        return None;
    }
    let words = Words::new(file.text, false)?;
    let mut configs = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        let found = config(&words, at);
        // What is within a config is none of its own.
        at = found.as_ref().map_or(at + 1, |(_, end)| end + 1);
        configs.extend(found.map(|(config, _)| config).filter(|config| !config.settings.is_empty()));
    }
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// `new ProducerConfig { ... }`, also with arguments before the brace, and where it ends.
fn config(words: &Words, at: usize) -> Option<(Config, usize)> {
    if words.of(at) != "new" {
        return None;
    }
    let (_, role) = CLASSES.iter().find(|(class, _)| *class == words.of(at + 1))?;
    let open = if words.of(at + 2) == "(" { words.close(at + 2) + 1 } else { at + 2 };
    if words.of(open) != "{" {
        return None;
    }
    let end = words.close(open);
    let entries = words.items(open + 1..end);
    let settings: Vec<Setting> = entries.into_iter().filter_map(|entry| setting(words, entry)).collect();
    let head = words.bytes(&(at..at + 2));
    let client = Some("confluent-kafka-dotnet");
    Some((Config { client, open: Some(PASSED_ON), settings, ..Config::new(*role, head) }, end))
}

fn setting(words: &Words, entry: Range<usize>) -> Option<Setting> {
    let property = words.tokens.get(entry.start).filter(|token| token.kind == Kind::Word)?;
    if words.of(entry.start + 1) != "=" || entry.len() < 3 || OF_THE_CLIENT.contains(&words.of(entry.start)) {
        return None;
    }
    let value = entry.start + 2..entry.end;
    let given = member(words, &value).unwrap_or_else(|| words.value(&value));
    let key = parted(words.of(entry.start), '.');
    Some(Setting { key, key_at: property.at.clone(), value: given, value_at: words.bytes(&value) })
}

/// `Acks.All`; none where it is no member of an enumeration.
fn member(words: &Words, value: &Range<usize>) -> Option<Given> {
    if value.len() < 3 || words.of(value.end - 2) != "." {
        return None;
    }
    let (of, name) = (words.of(value.end - 3), words.of(value.end - 1));
    if let Some((_, _, text)) = MEMBERS.iter().find(|(known, member, _)| (*known, *member) == (of, name)) {
        return Some(Given::Text((*text).to_owned()));
    }
    WORDED.contains(&of).then(|| Given::Text(parted(name, '_')))
}

/// `LingerMs` is `linger.ms`.
fn parted(name: &str, joint: char) -> String {
    let mut parted = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        parted.extend((c.is_ascii_uppercase() && !parted.is_empty()).then_some(joint));
        parted.push(c.to_ascii_lowercase());
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_keys_and_members_values() {
        let text = "using Confluent.Kafka;\nvar config = new ProducerConfig\n{\n    BootstrapServers = host,\n    Acks = Acks.Leader, // fast\n    EnableIdempotence = true,\n    LingerMs = 5,\n    SecurityProtocol = SecurityProtocol.SaslSsl,\n    EnableDeliveryReports = false,\n};\nvar c = new ConsumerConfig(common) { GroupId = \"g\", AutoOffsetReset = AutoOffsetReset.Earliest };\n";
        let reading = read(&File { path: "a.cs", text }).expect("is Kafka's");
        let [producer, consumer] = &reading.configs[..] else { panic!("two: {reading:?}") };
        let shown: Vec<(&str, Option<&str>)> =
            producer.settings.iter().map(|one| (one.key.as_str(), one.value.text())).collect();
        let expected = [
            ("bootstrap.servers", None),
            ("acks", Some("1")),
            ("enable.idempotence", Some("true")),
            ("linger.ms", Some("5")),
            ("security.protocol", Some("sasl_ssl")),
        ];
        assert_eq!(shown, expected);
        assert_eq!(&text[producer.settings[1].value_at.clone()], "Acks.Leader");
        assert_eq!((consumer.role, consumer.settings.len()), (Role::Consumer, 2));
        assert!(read(&File { path: "a.cs", text: "new ProducerConfig { A = 1 }" }).is_none(), "of somebody else");
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in [
            "new ProducerConfig",
            "new ProducerConfig {",
            "new ProducerConfig { Acks =",
            "new ProducerConfig { Acks = ,",
            "new ProducerConfig((",
        ] {
            read(&File { path: "a.cs", text: &format!("using Confluent.Kafka;\n{body}") });
            read(&File { path: "a.cs", text: &format!("using Confluent.Kafka;\n{}", body.repeat(2000)) });
        }
    }
}
