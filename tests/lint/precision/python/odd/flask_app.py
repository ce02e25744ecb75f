import os

from flask import Flask
from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import NoBrokersAvailable

app = Flask(__name__)
app.config.from_prefixed_env("KAFKA")

KAFKA = {
    "bootstrap_servers": os.environ["BROKERS"].split(","),
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-256",
    "sasl_plain_username": os.environ["KAFKA_USER"],
    "sasl_plain_password": os.environ["KAFKA_PASSWORD"],
}


def producer():
    return KafkaProducer(**KAFKA, acks="all", retries=5, value_serializer=lambda v: v.encode("utf-8"))


def consumer(topic, group=None):
    return KafkaConsumer(topic, group_id=group, auto_offset_reset="earliest", enable_auto_commit=bool(group), **KAFKA)
