from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.helpers import create_ssl_context
from fastapi import FastAPI
import json

from .config import settings


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.producer = AIOKafkaProducer(
        bootstrap_servers=settings.brokers,
        client_id="prices",
        acks="all",
        enable_idempotence=True,
        compression_type="gzip",
        linger_ms=10,
        value_serializer=lambda value: json.dumps(value).encode(),
        security_protocol="SSL" if settings.tls else "PLAINTEXT",
        ssl_context=create_ssl_context(cafile=settings.ca) if settings.tls else None,
    )
    await app.state.producer.start()
    try:
        yield
    finally:
        await app.state.producer.stop()


async def consume():
    consumer = AIOKafkaConsumer(
        "prices", "rates",
        bootstrap_servers=["kafka-1:9092", "kafka-2:9092"],
        group_id="price-cache",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_poll_records=100,
        session_timeout_ms=30_000,
        heartbeat_interval_ms=10_000,
        value_deserializer=json.loads,
    )
    await consumer.start()
    try:
        async for record in consumer:
            await consumer.commit()
    finally:
        await consumer.stop()


app = FastAPI(lifespan=lifespan)
