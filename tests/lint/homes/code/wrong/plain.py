from kafka import KafkaConsumer, KafkaProducer

producer = KafkaProducer(bootstrap_servers="broker:9092", acks=1, enable_idempotence=True)
consumer = KafkaConsumer("orders", group_id="shipping", session_timeout_ms=6_000, heartbeat_interval_ms=7_000)
