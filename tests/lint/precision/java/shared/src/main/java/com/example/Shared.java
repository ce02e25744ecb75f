package com.example;

import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** One set of properties for all clients, as tutorials have it. */
class Shared {
    static Properties properties(boolean strict) {
        Properties props = new Properties();
        props.put("bootstrap.servers", "localhost:9092");
        props.put("group.id", "shared");
        props.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        props.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        props.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        props.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        if (strict) {
            props.put("acks", "all");
        } else {
            props.put("acks", "1");
            props.put("enable.idempotence", "false");
        }
        return props;
    }

    void run() {
        Properties props = properties(true);
        var producer = new KafkaProducer<String, String>(props);
        var consumer = new KafkaConsumer<String, String>(props);
        producer.close();
        consumer.close();
    }

    void here() {
        Properties props = new Properties();
        props.put("bootstrap.servers", "localhost:9092");
        props.put("group.id", "here");
        props.put("acks", "all");
        props.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        props.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        props.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        props.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        var producer = new KafkaProducer<String, String>(props);
        var consumer = new KafkaConsumer<String, String>(props);
        producer.close();
        consumer.close();
    }
}
