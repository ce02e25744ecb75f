//! Names of classes that Kafka, Debezium and Spring bring: one that is spelled almost so is found by no class loader, and one
//! of another kind is refused.

use crate::knowledge::catalog::Refusal;

/// Kafka's own classes of both kinds: what is in front of `Serializer`, `Deserializer` and `Serde`, in any version.
const CODED: &[&str] = &[
    "Boolean",
    "ByteArray",
    "ByteBuffer",
    "Bytes",
    "Double",
    "Float",
    "Integer",
    "List",
    "Long",
    "Short",
    "String",
    "UUID",
    "Void",
];
const PACKAGE: &str = "org.apache.kafka.common.serialization.";

/// Packages of others whose names tell which way they go.
const ELSEWHERE: &[&str] = &["org.springframework.kafka.support.serializer.", "io.confluent.kafka.serializers."];

/// What turns the bytes of records into what Connect works with and back.
const CONVERTERS: &[&str] = &[
    "org.apache.kafka.connect.json.JsonConverter",
    "org.apache.kafka.connect.storage.StringConverter",
    "org.apache.kafka.connect.storage.SimpleHeaderConverter",
    "org.apache.kafka.connect.converters.BooleanConverter",
    "org.apache.kafka.connect.converters.ByteArrayConverter",
    "org.apache.kafka.connect.converters.DoubleConverter",
    "org.apache.kafka.connect.converters.FloatConverter",
    "org.apache.kafka.connect.converters.IntegerConverter",
    "org.apache.kafka.connect.converters.LongConverter",
    "org.apache.kafka.connect.converters.ShortConverter",
    "io.confluent.connect.avro.AvroConverter",
    "io.confluent.connect.json.JsonSchemaConverter",
    "io.confluent.connect.protobuf.ProtobufConverter",
    "io.debezium.converters.BinaryDataConverter",
    "io.debezium.converters.ByteArrayConverter",
    "io.debezium.converters.CloudEventsConverter",
];

/// Transforms of which there is one for keys and one for values: alone their name is that of what both are made from.
const OF_PARTS: &[&str] = &[
    "Cast",
    "ExtractField",
    "Flatten",
    "HeaderFrom",
    "HoistField",
    "InsertField",
    "MaskField",
    "ReplaceField",
    "SetSchemaMetadata",
    "TimestampConverter",
];
const TRANSFORMS: &str = "org.apache.kafka.connect.transforms.";

/// The other transforms, and the predicates.
const STAGES: &[&str] = &[
    "org.apache.kafka.connect.transforms.DropHeaders",
    "org.apache.kafka.connect.transforms.Filter",
    "org.apache.kafka.connect.transforms.InsertHeader",
    "org.apache.kafka.connect.transforms.RegexRouter",
    "org.apache.kafka.connect.transforms.TimestampRouter",
    "org.apache.kafka.connect.transforms.ValueToKey",
    "org.apache.kafka.connect.transforms.predicates.HasHeaderKey",
    "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
    "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
    "io.debezium.connector.mongodb.transforms.ExtractNewDocumentState",
    "io.debezium.connector.mongodb.transforms.outbox.MongoEventRouter",
    "io.debezium.transforms.ByLogicalTableRouter",
    "io.debezium.transforms.ContentBasedRouter",
    "io.debezium.transforms.ExtractChangedRecordState",
    "io.debezium.transforms.ExtractNewRecordState",
    "io.debezium.transforms.ExtractSchemaToNewRecord",
    "io.debezium.transforms.Filter",
    "io.debezium.transforms.HeaderToValue",
    "io.debezium.transforms.SchemaChangeEventFilter",
    "io.debezium.transforms.TimezoneConverter",
    "io.debezium.transforms.outbox.EventRouter",
    "io.debezium.transforms.partitions.PartitionRouting",
    "io.debezium.transforms.tracing.ActivateTracingSpan",
];

/// Names that Debezium had before its first version, and what it calls the same since.
const RENAMED: &[(&str, &str)] = &[
    ("io.debezium.transforms.UnwrapFromEnvelope", "io.debezium.transforms.ExtractNewRecordState"),
    (
        "io.debezium.connector.mongodb.transforms.UnwrapFromMongoDbEnvelope",
        "io.debezium.connector.mongodb.transforms.ExtractNewDocumentState",
    ),
];

/// As many letters may be wrong in the name of a class.
const SLIPS: usize = 2;

/// One of Kafka's classes without its package, which no class loader finds, one that goes the other way, or one that is
/// nearly spelled like it.
pub(super) fn coder(key: &str, class: &str) -> Option<Refusal> {
    let kinds = ["Deserializer", "Serializer"];
    let [kind, other] = if key.ends_with("deserializer") { kinds } else { [kinds[1], kinds[0]] };
    if ELSEWHERE.iter().any(|package| class.starts_with(package)) && class.ends_with(other) {
        return Some(not_one_of(class, &format!("a {}", kind.to_lowercase())));
    }
    let name = class.strip_prefix(PACKAGE).unwrap_or(class);
    let stem = name.strip_suffix("Deserializer").or_else(|| name.strip_suffix("Serializer"));
    if let Some(stem) = stem.filter(|stem| CODED.contains(stem)) {
        let meant = format!("{PACKAGE}{stem}{kind}");
        let wanted =
            if name == class { "the whole name of a class".to_owned() } else { format!("a {}", kind.to_lowercase()) };
        return (class != meant).then(|| not_one_of(class, &format!("{wanted} such as {meant}")));
    }
    near(class, CODED.iter().map(|stem| format!("{PACKAGE}{stem}{kind}")))
}

/// The same of the classes that Streams takes, which have both directions in them and stand within another class.
pub(super) fn serde(class: &str) -> Option<Refusal> {
    let meant = |stem: &str| format!("{PACKAGE}Serdes${stem}Serde");
    let name = class.strip_prefix(PACKAGE).unwrap_or(class);
    let name = name.strip_prefix("Serdes").and_then(|name| name.strip_prefix(['$', '.'])).unwrap_or(name);
    let stem = ["Deserializer", "Serializer", "Serde"].iter().find_map(|end| name.strip_suffix(end));
    match stem.filter(|stem| CODED.contains(stem)) {
        Some(stem) => (class != meant(stem)).then(|| not_one_of(class, &format!("a serde such as {}", meant(stem)))),
        None => near(class, CODED.iter().map(|stem| meant(stem))),
    }
}

/// Almost one of the converters that everybody uses.
pub(super) fn converter(class: &str) -> Option<Refusal> {
    near(class, CONVERTERS.iter().map(|known| (*known).to_owned()))
}

/// Almost the name of a transform or predicate, or that of a transform without the part of the record that it is for.
pub(super) fn stage(class: &str) -> Option<Refusal> {
    let meant = |name: &str| Refusal::NoClass { meant: name.to_owned() };
    if let Some((_, now)) = RENAMED.iter().find(|(before, _)| *before == class) {
        return Some(meant(now));
    }
    if let Some(name) = class.strip_prefix(TRANSFORMS).filter(|name| OF_PARTS.contains(name)) {
        return Some(not_one_of(class, &format!("{TRANSFORMS}{name}$Key or {TRANSFORMS}{name}$Value")));
    }
    let parts = OF_PARTS.iter().flat_map(|name| ["Key", "Value"].map(|part| format!("{TRANSFORMS}{name}${part}")));
    near(class, STAGES.iter().map(|known| (*known).to_owned()).chain(parts))
}

/// The known class that is meant by a name which is none, but for a letter or two.
fn near(class: &str, known: impl Iterator<Item = String>) -> Option<Refusal> {
    let distances = known.map(|known| (strsim::osa_distance(&known, class), known));
    let (slips, meant) = distances.min()?;
    (1..=SLIPS).contains(&slips).then_some(Refusal::NoClass { meant })
}

fn not_one_of(word: &str, words: &str) -> Refusal {
    Refusal::NotOneOf { word: word.to_owned(), words: vec![words.to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kafkas_coders_have_a_package_and_a_direction() {
        let class = |name: &str| format!("{PACKAGE}{name}");
        for (key, wrong) in [
            ("key.serializer", "StringSerializer".to_owned()),
            ("value.serializer", class("LongDeserializer")),
            ("key.deserializer", class("UUIDSerializer")),
            ("value.deserializer", "ByteArraySerializer".to_owned()),
            ("value.deserializer", class("StringDeserialiser")),
            ("value.deserializer", "org.apache.kafka.common.serialisation.StringDeserializer".to_owned()),
            ("value.deserializer", "org.springframework.kafka.support.serializer.JsonSerializer".to_owned()),
            ("value.serializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer".to_owned()),
        ] {
            assert!(coder(key, &wrong).is_some(), "{key} {wrong}");
        }
        for (key, right) in [
            ("key.serializer", class("StringSerializer")),
            ("value.deserializer", class("LongDeserializer")),
            ("value.serializer", "com.acme.StringDeserializer".to_owned()),
            ("value.serializer", "OrderSerializer".to_owned()),
            ("value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer".to_owned()),
            ("value.deserializer", "org.springframework.kafka.support.serializer.ErrorHandlingDeserializer".to_owned()),
        ] {
            assert_eq!(coder(key, &right), None, "{key} {right}");
        }
    }

    #[test]
    fn serdes_stand_within_a_class() {
        let class = |name: &str| format!("{PACKAGE}{name}");
        for wrong in ["StringSerde", "Serdes.StringSerde", "StringSerializer", "Serdes$StringSerd"] {
            let told = serde(&class(wrong)).map(|refusal| refusal.to_string()).unwrap_or_default();
            assert!(told.contains(&class("Serdes$StringSerde")), "{wrong}: {told}");
        }
        for right in [class("Serdes$UUIDSerde"), "com.acme.OrderSerde".to_owned(), "com.acme.StringSerde".to_owned()] {
            assert_eq!(serde(&right), None, "{right}");
        }
    }

    #[test]
    fn what_connect_is_made_of_is_spelled_exactly() {
        assert!(converter("org.apache.kafka.connect.json.JsonConvertor").is_some());
        assert!(converter("org.apache.kafka.connect.storage.JsonConverter").is_none(), "too far from all of them");
        for known in CONVERTERS {
            assert_eq!(converter(known), None, "{known}");
        }
        for wrong in ["RegexpRouter", "ReplaceField", "ReplaceField.Value", "ExtractField$Keys"] {
            assert!(stage(&format!("{TRANSFORMS}{wrong}")).is_some(), "{wrong}");
        }
        for right in STAGES {
            assert_eq!(stage(right), None, "{right}");
        }
        assert_eq!(stage("org.apache.kafka.connect.transforms.ReplaceField$Key"), None);
        assert_eq!(stage("com.acme.transforms.RegexRouter"), None);
    }
}
