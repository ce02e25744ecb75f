use rdkafka::config::ClientConfig;
use rdkafka::consumer::StreamConsumer;

fn consumer(brokers: &str) -> StreamConsumer {
    ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("group.id", "tail")
        .set("enable.auto.commit", "false")
        .create()
        .expect("valid")
}
