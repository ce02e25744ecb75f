use rdkafka::config::ClientConfig;

fn consumer(assignor: Option<&str>) -> StreamConsumer {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", "kafka:9092")
        .set("group.id", "billing")
        .set("enable.auto.offset.store", "false")
        .set("session.timeout.ms", "30000");
    if let Some(assignor) = assignor {
        config.set("group.protocol", "consumer").set("group.remote.assignor", assignor).remove("session.timeout.ms");
    }
    config.create().expect("a consumer")
}
