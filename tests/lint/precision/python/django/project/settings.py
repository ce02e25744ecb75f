import os

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = os.getenv("DEBUG", "0") == "1"
INSTALLED_APPS = ["django.contrib.auth", "orders"]

KAFKA = {
    "bootstrap.servers": os.getenv("KAFKA_BROKERS", "localhost:9092"),
    "security.protocol": os.getenv("KAFKA_PROTOCOL", "PLAINTEXT"),
    "sasl.password": os.getenv("KAFKA_PASSWORD", ""),
}
KAFKA_PRODUCER = {**KAFKA, "acks": "all", "enable.idempotence": True}
KAFKA_CONSUMER = dict(KAFKA, **{"group.id": "orders", "enable.auto.commit": False})
CELERY_BROKER_URL = "confluentkafka://localhost:9092"
