package com.example

import org.apache.kafka.clients.producer.KafkaProducer
import org.apache.kafka.clients.producer.ProducerConfig

fun producer(brokers: String) = KafkaProducer<String, String>(
    mapOf(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG to brokers,
        ProducerConfig.ACKS_CONFIG to "all",
        ProducerConfig.LINGER_MS_CONFIG to 10,
    ),
)
