"""The producer of task, kafka-python."""

import os

CONFIG = {
    "bootstrap_servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "client_id": "task-api",
    "acks": "all",
    "enable_idempotence": True,
    "linger_ms": 20,
    "compression_type": "gzip",
}
