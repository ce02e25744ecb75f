import os
import socket

from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer

from .settings import settings

COMMON = {
    "bootstrap.servers": settings.kafka_brokers,
    "client.id": socket.gethostname(),
}

if settings.sasl_username:
    COMMON.update(
        {
            "security.protocol": "SASL_SSL",
            "sasl.mechanisms": "PLAIN",
            "sasl.username": settings.sasl_username,
            "sasl.password": settings.sasl_password,
        }
    )

registry = SchemaRegistryClient({
    "url": os.environ["SCHEMA_REGISTRY_URL"],
    "basic.auth.user.info": os.environ.get("SCHEMA_REGISTRY_LOGIN", ""),
})
serializer = AvroSerializer(
    registry, open("bill.avsc").read(), conf={"auto.register.schemas": False, "use.latest.version": True}
)


def on_stats(text):
    print(text)


def producer() -> Producer:
    return Producer({
        **COMMON,
        "acks": "all",
        "enable.idempotence": True,
        "compression.type": "lz4",
        "linger.ms": 20,
        "statistics.interval.ms": 60_000,
        "stats_cb": on_stats,
        "error_cb": lambda error: print(error),
        "on_delivery": lambda error, message: None,
    })


def consumer(group: str = settings.kafka_group) -> Consumer:
    consumer = Consumer({
        **COMMON,
        "group.id": group,
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
        "partition.assignment.strategy": "cooperative-sticky",
        "max.poll.interval.ms": 10 * 60 * 1000,
    })
    consumer.subscribe(["bills"], on_revoke=lambda consumer, partitions: consumer.commit(asynchronous=False))
    return consumer


def create_topics() -> None:
    admin = AdminClient({"bootstrap.servers": settings.kafka_brokers})
    admin.create_topics([NewTopic("bills", num_partitions=6, replication_factor=3, config={"retention.ms": str(7 * 86_400_000)})])
