"""kafka-python."""

import kafka

import configs


class Reader:
    def __init__(self, job, config):
        self.job = job
        self.config = config
        self.client = None

    def open(self):
        if self.job.fields.get("group"):
            self.config["group_id"] = self.job.fields["group"]
        self.client = kafka.KafkaConsumer(self.job.topic, **self.config)

    def join(self, take):
        # a group that is joined before the topic is known shares out nothing, and sometimes (3.0.12) never does again
        self.client.partitions_for_topic(self.job.topic)
        while not self.client.assignment():
            self.job.at("waiting for an assignment")
            self.poll(take)
        for partition in self.client.assignment():
            self.client.position(partition)

    def poll(self, take):
        for records in self.client.poll(timeout_ms=200).values():
            for record in records:
                take(record.key, record.value)

    def commit(self):
        if not self.config.get("enable_auto_commit", True):
            self.client.commit()

    def close(self):
        if self.client:
            self.client.close()


class Writer:
    def __init__(self, job, config):
        self.job = job
        self.config = config
        self.client = None

    def open(self):
        configs.transactional(self.job, self.config, "transactional_id")
        self.client = kafka.KafkaProducer(**self.config)

    def send(self):
        if self.config.get("transactional_id"):
            self.job.at("opening a transaction")
            self.client.init_transactions()
            self.client.begin_transaction()
        self.job.at("producing")
        sent = [self.client.send(self.job.topic, key=k, value=v) for k, v in self.job.records.all()]
        self.client.flush(timeout=self.job.left())
        for one in sent:
            one.get(timeout=self.job.left())
            self.job.produced += 1
        if self.config.get("transactional_id"):
            self.job.at("committing the transaction")
            self.client.commit_transaction()

    def close(self):
        if self.client:
            self.client.close(timeout=5)
