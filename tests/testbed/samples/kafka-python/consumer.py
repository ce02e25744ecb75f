"""The consumer of task, kafka-python."""

import os

CONFIG = {
    "bootstrap_servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "group_id": "notification-service",
    "auto_offset_reset": "latest",
    "enable_auto_commit": False,
    "max_poll_records": 50,
    "session_timeout_ms": 45000,
}
