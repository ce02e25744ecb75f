import os

from confluent_kafka import Consumer, Producer

fast = os.getenv("FAST") == "1"
conf = {"bootstrap.servers": "kafka-1:9092,kafka-2:9092", "enable.idempotence": True}
if fast:
    conf["enable.idempotence"] = False
    conf["acks"] = 1
producer = Producer(conf)

other = {"bootstrap.servers": "kafka-1:9092,kafka-2:9092"}
if fast:
    other.update({"acks": 0, "enable.idempotence": False})
else:
    other.update({"acks": "all", "enable.idempotence": True})
second = Producer(other)

reading = dict(other)
reading.pop("acks", None)
reading.pop("enable.idempotence", None)
reading |= {"group.id": os.environ["GROUP"], "auto.offset.reset": "earliest" if fast else "latest", "enable.auto.commit": False}
consumer = Consumer(reading)


def make(**overrides):
    base = {"bootstrap.servers": "kafka-1:9092", "acks": 1}
    for key, value in overrides.items():
        base[key.replace("_", ".")] = value
    return Producer(base)


class Builder:
    def __init__(self):
        self.conf = {"bootstrap.servers": "kafka-1:9092,kafka-2:9092"}

    def tls(self):
        self.conf["security.protocol"] = "ssl"
        self.conf["ssl.ca.location"] = "/etc/tls/ca.pem"
        return self

    def build(self):
        return Producer(self.conf)
