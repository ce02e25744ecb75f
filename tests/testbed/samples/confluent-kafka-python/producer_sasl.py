"""Producer task-api: SCRAM over TLS, exactly once."""

import os

CONFIG = {
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "client.id": "task-api",
    "enable.idempotence": True,
    "acks": "all",
    "transactional.id": "task-api-1",
    "partitioner": "murmur2_random",
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": os.environ["KAFKA_USERNAME"],
    "sasl.password": os.environ["KAFKA_PASSWORD"],
    "ssl.ca.location": os.environ["KAFKA_CA_LOCATION"],
}
