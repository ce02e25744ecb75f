"""The producer of task, aiokafka: SCRAM over TLS."""

import os

from aiokafka.helpers import create_ssl_context

CONFIG = {
    "bootstrap_servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "client_id": "task-api",
    "acks": "all",
    "enable_idempotence": True,
    "linger_ms": 20,
    "compression_type": "gzip",
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-512",
    "sasl_plain_username": os.environ["KAFKA_USERNAME"],
    "sasl_plain_password": os.environ["KAFKA_PASSWORD"],
    "ssl_context": create_ssl_context(cafile=os.environ["KAFKA_CA_LOCATION"]),
}
