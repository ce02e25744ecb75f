"""librdkafka, through confluent-kafka."""

import logging
import threading

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException

import configs

FINAL = {KafkaError._AUTHENTICATION, KafkaError._FATAL, KafkaError._SSL}


class _End:
    """What the two ends have in common: the log and the errors of the library, which come on its own poll."""

    def __init__(self, job, config, helper=False):
        self.job = job
        self.config = dict(config)
        self.helper = helper
        self.client = None
        self.fatal = None
        logger = logging.Logger("librdkafka", logging.WARNING)
        logger.addHandler(_Lines(None if helper else job))
        self.config.setdefault("logger", logger)
        self.config.setdefault("error_cb", self._error)

    def _error(self, error):
        if not self.helper:
            self.job.lines.append(f"ERROR error_cb: {error}")
        if error.code() in FINAL or error.fatal():
            self.fatal = error

    def check(self):
        """librdkafka goes on trying for ever with a wrong password; we do not."""
        if self.fatal:
            raise KafkaException(self.fatal)


class _Lines(logging.Handler):
    def __init__(self, job):
        super().__init__()
        self.job = job

    def emit(self, record):
        if self.job:
            self.job.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


class Reader(_End):
    def open(self):
        group = self.job.fields.get("group")
        if group and not self.helper:
            self.config["group.id"] = group
        if not self.config.get("group.id"):
            # the library aborts the whole process instead
            raise ValueError("the consumer's config has no group.id")
        self.stores = _true(self.config.get("enable.auto.offset.store", True))
        self.client = confluent_kafka.Consumer(self.config)

    def join(self, take):
        self.client.subscribe([self.job.topic])
        while not self.client.assignment():
            self.job.at("waiting for an assignment")
            self.poll(take)
        start = str(self.config.get("auto.offset.reset", "latest")).lower()
        if start not in ("earliest", "smallest", "beginning"):
            self._settle(take)

    def _settle(self, take):
        """The end of each partition is looked up later and nothing tells when: send until one of each has come."""
        done = threading.Event()
        partitions = {p.partition for p in self.client.assignment()}
        producer = confluent_kafka.Producer({"bootstrap.servers": self.job.plain_bootstrap(), "linger.ms": 0})

        def send():
            while not done.wait(0.2):
                for partition in partitions:
                    producer.produce(self.job.topic, key=b"settle", value=b"", partition=partition)
                producer.flush(1)

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        try:
            waiting = set(partitions)
            while waiting:
                self.job.at("waiting for the first position")
                waiting -= self.poll(take)
        finally:
            done.set()
            thread.join()

    def poll(self, take):
        messages = self.client.consume(num_messages=100, timeout=0.2)
        for message in messages:
            if message.error():
                raise KafkaException(message.error())
            take(message.key(), message.value())
            if not self.stores:
                self.client.store_offsets(message=message)
        self.check()
        return {m.partition() for m in messages}

    def commit(self):
        if not _true(self.config.get("enable.auto.commit", True)):
            self.client.commit(asynchronous=False)

    def close(self):
        if self.client:
            self.client.poll(0)
            self.client.close()


class Writer(_End):
    def open(self):
        configs.transactional(self.job, self.config, "transactional.id") if not self.helper else None
        self.client = confluent_kafka.Producer(self.config)

    def _delivered(self, error, _message):
        if error:
            self.fatal = error
        else:
            self.job.produced += 1

    def send(self):
        transaction = bool(self.config.get("transactional.id"))
        if transaction:
            self.job.at("opening a transaction")
            self.client.init_transactions(self.job.left())
            self.client.begin_transaction()
        self.job.at("producing")
        for key, value in self.job.records.all():
            self._produce(key, value)
        while self.client.flush(0.2):
            self.job.at("waiting for acknowledgements")
            self.check()
        self.check()
        if transaction:
            self.job.at("committing the transaction")
            self.client.commit_transaction(self.job.left())

    def _produce(self, key, value):
        while True:
            try:
                return self.client.produce(self.job.topic, key=key, value=value, on_delivery=self._delivered)
            except BufferError:  # the local queue is full
                self.job.at("waiting for room in the queue")
                self.client.poll(0.1)

    def close(self):
        if self.client:
            self.client.poll(0)
            self.client = None


def _true(value):
    return value is True or str(value).lower() in ("true", "t", "1")
