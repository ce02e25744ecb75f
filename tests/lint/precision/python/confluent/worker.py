from confluent_kafka import Consumer, Producer

from billing.work import bill, dead

# two clusters, and two producers for them
EAST = {"bootstrap.servers": "east-1:9092,east-2:9092"}
WEST = {"bootstrap.servers": "west-1:9092,west-2:9092"}

config = {
    "group.id": "bills-worker",
    "auto.offset.reset": "earliest",
    "enable.auto.offset.store": False,
}
config.update(EAST)

producers = {
    "east": Producer(EAST | {"acks": "all", "enable.idempotence": True}),
    "west": Producer({**WEST, "acks": 1, "linger.ms": 0.5}),
}


def main():
    consumer = Consumer(config)
    consumer.subscribe(["bills"])
    try:
        while True:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise RuntimeError(message.error())
            try:
                bill(message.value())
            except ValueError:
                producers["east"].produce("bills-dead", message.value(), message.key())
                producers["east"].flush()
            consumer.store_offsets(message)
    finally:
        consumer.close()
