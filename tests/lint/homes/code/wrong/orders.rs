use rdkafka::config::ClientConfig;
use rdkafka::producer::FutureProducer;

fn producer() -> FutureProducer {
    ClientConfig::new()
        .set("bootstrap.servers", "kafka:9092")
        .set("enable.idempotence", "true")
        .set("acks", "1")
        .set("lingerms", "20")
        .create()
        .expect("a producer")
}

fn consumer() -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("group.id", "billing");
    config.set("auto.offset.reset", "begin");
    config
}
