from confluent_kafka import DeserializingConsumer, SerializingProducer

consumer = DeserializingConsumer(
    {
        "bootstrap.servers": "a:9092,b:9092",
        "group.id": "shipping",
        "enable.auto.commit": False,
        "value.deserializer": read,
    }
)
producer = SerializingProducer({"bootstrap.servers": "a:9092,b:9092", "enable.idempotence": True, "key.serializer": write})
