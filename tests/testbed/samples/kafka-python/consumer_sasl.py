"""The consumer of task, kafka-python: SCRAM over TLS."""

import os

CONFIG = {
    "bootstrap_servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "group_id": "notification-service",
    "auto_offset_reset": "latest",
    "enable_auto_commit": False,
    "max_poll_records": 50,
    "session_timeout_ms": 45000,
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-512",
    "sasl_plain_username": os.environ["KAFKA_USERNAME"],
    "sasl_plain_password": os.environ["KAFKA_PASSWORD"],
    "ssl_cafile": os.environ["KAFKA_CA_LOCATION"],
}
