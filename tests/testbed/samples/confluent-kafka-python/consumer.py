"""Consumer notification-service: commits by itself what was processed."""

import os

CONFIG = {
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "group.id": "notification-service",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "partition.assignment.strategy": "cooperative-sticky",
    "max.poll.interval.ms": 600000,
}
