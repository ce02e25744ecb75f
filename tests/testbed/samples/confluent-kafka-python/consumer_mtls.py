"""Consumer notification-service: mutual TLS, the new group protocol."""

import os

CONFIG = {
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "group.id": "notification-service",
    "group.protocol": "consumer",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "security.protocol": "SSL",
    "ssl.ca.location": os.environ["KAFKA_CA_LOCATION"],
    "ssl.certificate.location": os.environ["KAFKA_CERTIFICATE_LOCATION"],
    "ssl.key.location": os.environ["KAFKA_KEY_LOCATION"],
}
