import confluent_kafka as ck

producer = ck.Producer(
    {
        "bootstrap.servers": "broker:9092",
        "acks": 1,
        "enable.idempotence": True,
        "max.in.flight.requests.per.connection": 5,
        "linger.mss": 5,
    }
)
consumer = ck.Consumer({"group.id": "shipping", "fetch.max.wait.ms": 500, "session.timeout.ms": 60 * 1000})
