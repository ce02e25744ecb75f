"""Consumer notification-service of task, production (confluent-kafka-python 2.16.0)."""

import os

CONFIG = {
    # addresses and secrets come from the environment, not from this file
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    # the connection is encrypted and the client proves who it is
    "security.protocol": "sasl_ssl",
    # the brokers' certificates are signed by an authority of your own
    "ssl.ca.location": os.environ["KAFKA_CA_LOCATION"],
    # the client proves that it knows the password without sending it
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": os.environ["KAFKA_USERNAME"],
    "sasl.password": os.environ["KAFKA_PASSWORD"],
    # the brokers' logs, metrics and quotas show the service by its name
    "client.id": "notification-service",
    # every instance of notification-service shares the work in this group; another service that reads
    # the same needs a group of its own to get every record too
    "group.id": "notification-service",
    # records finish out of order, so that only the code knows up to which offset all are done; it
    # commits after every 48
    "enable.auto.comit": False,
    # at-least-once means that nothing is passed over: a group whose offsets are missing begins at the
    # oldest record
    "auto.offset.reset": "begin",
}
