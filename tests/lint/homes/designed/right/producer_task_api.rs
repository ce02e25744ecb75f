//! Producer task-api of task, production (rust-rdkafka 0.39.0)

use rdkafka::config::ClientConfig;

/// What `ClientConfig::create` makes a producer of.
pub fn producer_config() -> ClientConfig {
    let mut config = ClientConfig::new();
    // addresses and secrets come from the environment, not from this file
    config.set("bootstrap.servers", std::env::var("KAFKA_BOOTSTRAP_SERVERS").expect("KAFKA_BOOTSTRAP_SERVERS is set"));
    // the connection is encrypted and the client proves who it is
    config.set("security.protocol", "sasl_ssl");
    // the brokers' certificates are signed by an authority of your own
    config.set("ssl.ca.location", std::env::var("KAFKA_CA_LOCATION").expect("KAFKA_CA_LOCATION is set"));
    // the client proves that it knows the password without sending it
    config.set("sasl.mechanism", "SCRAM-SHA-512");
    config.set("sasl.username", std::env::var("KAFKA_USERNAME").expect("KAFKA_USERNAME is set"));
    config.set("sasl.password", std::env::var("KAFKA_PASSWORD").expect("KAFKA_PASSWORD is set"));
    // the brokers' request logs, metrics and quotas then name task-api instead of the library
    config.set("client.id", "task-api");
    // nothing may be lost: every replica that is in step has the record before the send succeeds
    config.set("acks", "all");
    // this client leaves it off: without it a retry after a lost answer writes a record twice, and may
    // put it behind a later one
    config.set("enable.idempotence", "true");
    // the brokers remember the last 5 batches of an idempotent producer, so up to 5 requests keep
    // their order through a retry; more are refused
    config.set("max.in.flight.requests.per.connection", "5");
    // 500 ms is the target of the normal path: whoever waits longer is told that the outcome is still
    // open, while the send goes on
    config.set("delivery.timeout.ms", "120000");
    // this client's own default (crc32) puts the same key into another partition than the Java client,
    // Kafka Streams and Connect do
    config.set("partitioner", "murmur2_random");
    config
}
