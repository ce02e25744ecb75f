package com.example;

import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.core.KafkaTemplate;

class Listener {
    private final KafkaTemplate<String, Object> template;

    Listener(KafkaTemplate<String, Object> template) {
        this.template = template;
    }

    @RetryableTopic(attempts = "4")
    @KafkaListener(topics = "rides", groupId = "pricing", concurrency = "4", properties = {"max.poll.records=50"})
    void on(Object ride) {
        template.send("ride-prices", "key", ride);
    }

    @DltHandler
    void dead(Object ride) {}
}
