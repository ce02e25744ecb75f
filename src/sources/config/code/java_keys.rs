//! The constants by which Java code names keys: `ProducerConfig.ACKS_CONFIG` is `acks`.

use super::super::Role;

/// Classes with keys of the clients, and whose they are.
const CLASSES: &[(&str, Option<Role>)] = &[
    ("ProducerConfig", Some(Role::Producer)),
    ("ConsumerConfig", Some(Role::Consumer)),
    ("StreamsConfig", Some(Role::Streams)),
    ("AdminClientConfig", Some(Role::Admin)),
    ("CommonClientConfigs", None),
    ("SaslConfigs", None),
    ("SslConfigs", None),
    ("TopicConfig", None),
];

/// Constants that are not called like their text, in all versions from 2.8 to 4.3.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("METADATA_MAX_AGE_CONFIG", "metadata.max.age.ms"),
    ("METADATA_MAX_IDLE_CONFIG", "metadata.max.idle.ms"),
    ("METRIC_REPORTER_CLASSES_CONFIG", "metric.reporters"),
    ("RECEIVE_BUFFER_CONFIG", "receive.buffer.bytes"),
    ("SEND_BUFFER_CONFIG", "send.buffer.bytes"),
    ("KEY_DESERIALIZER_CLASS_CONFIG", "key.deserializer"),
    ("VALUE_DESERIALIZER_CLASS_CONFIG", "value.deserializer"),
    ("KEY_SERIALIZER_CLASS_CONFIG", "key.serializer"),
    ("VALUE_SERIALIZER_CLASS_CONFIG", "value.serializer"),
    ("LEAVE_GROUP_ON_CLOSE_CONFIG", "internal.leave.group.on.close"),
    ("THROW_ON_FETCH_STABLE_OFFSET_UNSUPPORTED", "internal.throw.on.fetch.stable.offset.unsupported"),
    ("AUTO_DOWNGRADE_TXN_COMMIT", "internal.auto.downgrade.txn.commit"),
    ("PARTITIONER_ADPATIVE_PARTITIONING_ENABLE_CONFIG", "partitioner.adaptive.partitioning.enable"),
    ("TRANSACTION_TIMEOUT_CONFIG", "transaction.timeout.ms"),
    ("SASL_JAAS_CONFIG", "sasl.jaas.config"),
    ("DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG", "deserialization.exception.handler"),
    ("PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG", "processing.exception.handler"),
    ("PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG", "production.exception.handler"),
    ("PARTITION_GROUPER_CLASS_CONFIG", "partition.grouper"),
    ("RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG", "rack.aware.assignment.non_overlap_cost"),
    ("RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG", "rack.aware.assignment.traffic_cost"),
    ("ROCKSDB_CONFIG_SETTER_CLASS_CONFIG", "rocksdb.config.setter"),
    ("WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG", "windowstore.changelog.additional.retention.ms"),
    ("ADMIN_CLIENT_PREFIX", "admin."),
    ("CONSUMER_PREFIX", "consumer."),
    ("GLOBAL_CONSUMER_PREFIX", "global.consumer."),
    ("MAIN_CONSUMER_PREFIX", "main.consumer."),
    ("PRODUCER_PREFIX", "producer."),
    ("RESTORE_CONSUMER_PREFIX", "restore.consumer."),
    ("TOPIC_PREFIX", "topic."),
    ("CLIENT_TAG_PREFIX", "client.tag."),
    ("METRICS_CONTEXT_PREFIX", "metrics.context."),
    ("FLUSH_MESSAGES_INTERVAL_CONFIG", "flush.messages"),
    ("LOCAL_LOG_RETENTION_BYTES_CONFIG", "local.retention.bytes"),
    ("LOCAL_LOG_RETENTION_MS_CONFIG", "local.retention.ms"),
    ("MIN_IN_SYNC_REPLICAS_CONFIG", "min.insync.replicas"),
    ("REMOTE_LOG_STORAGE_ENABLE_CONFIG", "remote.storage.enable"),
    // Values.
    ("AT_LEAST_ONCE", "at_least_once"),
    ("EXACTLY_ONCE", "exactly_once"),
    ("EXACTLY_ONCE_BETA", "exactly_once_beta"),
    ("EXACTLY_ONCE_V2", "exactly_once_v2"),
    ("IN_MEMORY", "in_memory"),
    ("ROCKS_DB", "rocksDB"),
    ("OPTIMIZE", "all"),
    ("NO_OPTIMIZATION", "none"),
    ("CLEANUP_POLICY_COMPACT", "compact"),
    ("CLEANUP_POLICY_DELETE", "delete"),
    ("GSSAPI_MECHANISM", "GSSAPI"),
];

/// Methods of `StreamsConfig` that put a prefix before a key.
const PREFIXES: &[(&str, &str)] = &[
    ("producerPrefix", "producer."),
    ("consumerPrefix", "consumer."),
    ("mainConsumerPrefix", "main.consumer."),
    ("restoreConsumerPrefix", "restore.consumer."),
    ("globalConsumerPrefix", "global.consumer."),
    ("adminClientPrefix", "admin."),
    ("topicPrefix", "topic."),
    ("clientTagPrefix", "client.tag."),
];

/// The text of a constant of a class of the clients; none where it is none of theirs.
pub(super) fn text(class: &str, constant: &str) -> Option<String> {
    if !CLASSES.iter().any(|(known, _)| *known == class) {
        return None;
    }
    if let Some((_, text)) = EXCEPTIONS.iter().find(|(known, _)| *known == constant) {
        return Some((*text).to_owned());
    }
    let is_constant = constant.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let name = constant.strip_suffix("_CONFIG");
    let plain = matches!(class, "SaslConfigs" | "SslConfigs" | "ProducerConfig" | "ConsumerConfig");
    let name =
        name.or_else(|| plain.then_some(constant)).filter(|name| is_constant && !name.starts_with("DEFAULT_"))?;
    Some(name.to_ascii_lowercase().replace('_', "."))
}

/// Whose keys the class holds.
pub(super) fn role(class: &str) -> Option<Role> {
    CLASSES.iter().find(|(known, _)| *known == class)?.1
}

/// Whether the class holds keys of serializers and the like, which are not the clients' own.
pub(super) fn is_of_serdes(class: &str) -> bool {
    ["SerializerConfig", "DeserializerConfig", "SerDeConfig", "SerdeConfig", "JsonDeserializer", "JsonSerializer"]
        .iter()
        .any(|end| class.ends_with(end))
}

/// The prefix that a method of `StreamsConfig` puts before a key.
pub(super) fn prefix(method: &str) -> Option<&'static str> {
    PREFIXES.iter().find(|(known, _)| *known == method).map(|(_, prefix)| *prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_keys() {
        for (class, constant, key) in [
            ("ProducerConfig", "ACKS_CONFIG", "acks"),
            ("ProducerConfig", "MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "max.in.flight.requests.per.connection"),
            ("ProducerConfig", "TRANSACTION_TIMEOUT_CONFIG", "transaction.timeout.ms"),
            ("SaslConfigs", "SASL_JAAS_CONFIG", "sasl.jaas.config"),
            ("SaslConfigs", "SASL_MECHANISM", "sasl.mechanism"),
            ("StreamsConfig", "EXACTLY_ONCE_V2", "exactly_once_v2"),
            ("TopicConfig", "MIN_IN_SYNC_REPLICAS_CONFIG", "min.insync.replicas"),
        ] {
            assert_eq!(text(class, constant).as_deref(), Some(key), "{class}.{constant}");
        }
        assert_eq!(text("MyConfig", "ACKS_CONFIG"), None);
        assert_eq!(text("StreamsConfig", "SOMETHING"), None);
    }
}
