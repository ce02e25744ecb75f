package com.example;

import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

class Job {
    static void build() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", "kafka-1:9092,kafka-2:9092");
        properties.setProperty("transaction.timeout.ms", "900000");
        KafkaSource.<String>builder()
            .setGroupId("flink")
            .setProperty("partition.discovery.interval.ms", "10000")
            .setProperty("commit.offsets.on.checkpoint", "true")
            .build();
        KafkaSink.<String>builder()
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setKafkaProducerConfig(properties)
            .setTransactionalIdPrefix("flink")
            .build();
    }
}
