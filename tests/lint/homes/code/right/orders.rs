use rdkafka::config::ClientConfig;
use rdkafka::consumer::StreamConsumer;
use rdkafka::producer::FutureProducer;

fn producer(brokers: &str) -> FutureProducer {
    ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("enable.idempotence", "true")
        .set("linger.ms", "20")
        .create()
        .expect("a producer")
}

fn consumer() -> StreamConsumer {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", std::env::var("KAFKA_BROKERS").unwrap());
    config.set("group.id", "billing").set("enable.auto.offset.store", "false");
    config.set("auto.offset.reset", "earliest");
    config.create().expect("a consumer")
}
