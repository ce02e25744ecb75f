from confluent_kafka import Consumer, DeserializingConsumer, Producer, SerializingProducer, TopicPartition
from confluent_kafka.serialization import StringDeserializer, StringSerializer
import functools
import json
import logging

with open("kafka.json") as file:
    conf = json.load(file)

conf["statistics.interval.ms"] = 5000
tail = Consumer(dict(conf, **{"group.id": "tail-unused", "enable.auto.commit": False, "auto.offset.reset": "latest"}))
tail.assign([TopicPartition("logs", 0)])

serializing = SerializingProducer({
    "bootstrap.servers": "kafka-1:9092,kafka-2:9092",
    "key.serializer": StringSerializer("utf_8"),
    "value.serializer": lambda value, context: json.dumps(value).encode(),
    "acks": -1,
    "enable.idempotence": "true",
    "queue.buffering.max.messages": 10**6,
    "plugin.library.paths": "monitoring-interceptor",
    "confluent.monitoring.interceptor.topic": "_confluent-monitoring",
    "logger": logging.getLogger("kafka"),
    "throttle_cb": print,
})

deserializing = DeserializingConsumer({
    "bootstrap.servers": "kafka-1:9092,kafka-2:9092",
    "group.id": "reader",
    "key.deserializer": StringDeserializer("utf_8"),
    "oauth_cb": functools.partial(print, "x"),
    "security.protocol": "sasl_ssl",
    "sasl.mechanism": "OAUTHBEARER",
    "on_commit": print,
    "enable.auto.offset.store": False,
})

nested = Producer({
    "bootstrap.servers": "kafka-1:9092,kafka-2:9092",
    "default.topic.config": {"acks": "all"},
    "delivery.timeout.ms": 30_000,
    "request.timeout.ms": 10_000,
})


class FakeProducer:
    def __init__(self, config):
        self.config = config


FakeProducer({"bootstrap.servers": "x", "lingerms": 4})
NOT_KAFKA = {"retries": "three", "batch.size": "many", "acks": 7}
