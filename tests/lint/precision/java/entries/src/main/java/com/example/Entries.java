package com.example;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

class Entries {
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka-1:9092,kafka-2:9092"),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"));

    private final Properties props = new Properties();

    Entries with(String key, Object value) {
        props.put(key, value);
        return this;
    }

    KafkaProducer<byte[], byte[]> build() {
        props.putAll(DEFAULTS);
        with(ProducerConfig.LINGER_MS_CONFIG, 5).with("my.partitioner.seed", 7);
        props.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        return new KafkaProducer<>(props, new org.apache.kafka.common.serialization.ByteArraySerializer(),
            new org.apache.kafka.common.serialization.ByteArraySerializer());
    }
}
