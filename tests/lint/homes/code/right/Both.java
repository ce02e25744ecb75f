package com.example.shop;

import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

class Both {
    Properties common() {
        Properties all = new Properties();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka:9092");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(GROUP_ID_CONFIG, "shop");
        return all;
    }

    void run() {
        new OurProducer(common());
        new KafkaConsumer<String, String>(common());
    }

    void either(boolean modern, String protocol) {
        Properties one = new Properties();
        one.put(ConsumerConfig.GROUP_ID_CONFIG, "shop");
        one.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 45000);
        if (modern) {
            one.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
            one.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "uniform");
            one.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        }
        new KafkaConsumer<String, String>(one);
    }

    Properties streams() {
        Properties streams = new Properties();
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, "shop");
        streams.put(StreamsConfig.clientTagPrefix("zone"), "eu-1a");
        return streams;
    }
}
