"""Reads the orders of service NUMBER and writes them to its database."""

import json
import logging
import os
import signal

import psycopg
from confluent_kafka import Consumer, KafkaException

log = logging.getLogger(__name__)

CONFIG = {
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "group.id": "service-NUMBER",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "session.timeout.ms": 45000,
    "max.poll.interval.ms": 300000,
}


class Stopped:
    """Set by a signal, so that the loop ends after the record at hand."""

    def __init__(self):
        self.now = False
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self.stop)

    def stop(self, *_):
        self.now = True


def store(connection, order):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into orders (id, customer, total) values (%s, %s, %s) on conflict (id) do nothing",
            (order["id"], order["customer"], order["total"]),
        )
    connection.commit()


def run():
    stopped = Stopped()
    consumer = Consumer(CONFIG)
    consumer.subscribe(["orders-NUMBER"])
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        try:
            while not stopped.now:
                message = consumer.poll(1.0)
                if message is None:
                    continue
                if message.error():
                    raise KafkaException(message.error())
                store(connection, json.loads(message.value()))
                consumer.commit(message=message, asynchronous=False)
        finally:
            consumer.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    run()
