import os

from confluent_kafka import Consumer, Producer

COMMON = {"bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"], "client.id": f"orders-{os.getpid()}"}
LINGER = 5


def on_delivery(error, message):
    print(error, message)


def producer(debug):
    conf = {**COMMON, "acks": "all", "enable.idempotence": True, "linger.ms": LINGER, "on_delivery": on_delivery}
    conf["max.in.flight.requests.per.connection"] = 5
    if debug:
        conf["debug"] = "msg"
    return Producer(conf)


def consumer():
    conf = dict(COMMON)
    conf.update({"group.id": "shipping", "enable.auto.commit": False, "auto.offset.reset": "earliest"})
    kafka = Consumer(conf, logger=None)
    kafka.subscribe(["orders"])
    return kafka
