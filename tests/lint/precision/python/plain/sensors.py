import ssl

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

BROKERS = "kafka-1:9093,kafka-2:9093".split(",")
context = ssl.create_default_context(cafile="/etc/tls/ca.pem")

producer = KafkaProducer(
    bootstrap_servers=BROKERS,
    acks="all",
    retries=2147483647,
    max_in_flight_requests_per_connection=1,
    linger_ms=50,
    batch_size=64 * 1024,
    compression_type="zstd",
    key_serializer=str.encode,
    security_protocol="SSL",
    ssl_context=context,
    api_version=(2, 8, 0),
)

consumer = KafkaConsumer(
    bootstrap_servers=BROKERS,
    security_protocol="SSL",
    ssl_context=context,
    group_id="sensors",
    enable_auto_commit=False,
    auto_offset_reset="latest",
    consumer_timeout_ms=10_000,
)
consumer.subscribe(pattern="^sensors\\..*")


def watch(options):
    options.setdefault("group_id", None)
    return KafkaConsumer("sensors.alarms", bootstrap_servers=BROKERS, **options)


admin = KafkaAdminClient(bootstrap_servers=BROKERS, security_protocol="SSL", ssl_context=context)
admin.create_topics([NewTopic(name="sensors.alarms", num_partitions=3, replication_factor=3)])
