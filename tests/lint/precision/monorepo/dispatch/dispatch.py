import os

from confluent_kafka import Consumer, Producer

consumer = Consumer({
    "bootstrap.servers": os.environ["KAFKA"],
    "group.id": "dispatch",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "partition.assignment.strategy": "range",
})
consumer.subscribe(["rides"])

producer = Producer({
    "bootstrap.servers": os.environ["KAFKA"],
    "acks": "all",
    "enable.idempotence": True,
    "partitioner": "murmur2_random",
    "message.max.bytes": 1000000,
})


def send(ride):
    producer.produce("ride-prices", key=ride.id, value=ride.json())
