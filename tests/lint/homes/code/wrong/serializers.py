from confluent_kafka import Consumer, Producer

consumer = Consumer({"group.id": "shipping", "value.deserializer": "string", "session.timeout.ms": "45s"})
producer = Producer({"bootstrap.servers": "a:9092,b:9092", "acks": "all", "key.serializer": "string"})
