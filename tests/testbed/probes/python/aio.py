"""aiokafka: its event loop runs in a thread of its own, so that heartbeats go on while the probe does other things."""

import asyncio
import threading

import aiokafka

import configs


class _End:
    def __init__(self, job, config):
        self.job = job
        self.config = config
        self.client = None
        self.loop = asyncio.new_event_loop()
        # made by the job's thread: that is how its log is known
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def wait(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(self.job.left())

    def close(self):
        try:
            if self.client:
                self.wait(self.client.stop())
        finally:
            self.loop.call_soon_threadsafe(self.loop.stop)


class Reader(_End):
    def open(self):
        if self.job.fields.get("group"):
            self.config["group_id"] = self.job.fields["group"]
        self.wait(self._open())

    async def _open(self):
        self.client = aiokafka.AIOKafkaConsumer(self.job.topic, **self.config)
        await self.client.start()

    def join(self, take):
        while not self.client.assignment():
            self.job.at("waiting for an assignment")
            self.poll(take)
        for partition in self.client.assignment():
            self.wait(self.client.position(partition))

    def poll(self, take):
        batches = self.wait(self.client.getmany(timeout_ms=200))
        for records in batches.values():
            for record in records:
                take(record.key, record.value)

    def commit(self):
        if not self.config.get("enable_auto_commit", True):
            self.wait(self.client.commit())


class Writer(_End):
    def open(self):
        configs.transactional(self.job, self.config, "transactional_id")
        self.wait(self._open())

    async def _open(self):
        self.client = aiokafka.AIOKafkaProducer(**self.config)
        await self.client.start()

    def send(self):
        self.wait(self._send())

    async def _send(self):
        if self.config.get("transactional_id"):
            self.job.at("opening a transaction")
            await self.client.begin_transaction()
        self.job.at("producing")
        sent = [await self.client.send(self.job.topic, key=k, value=v) for k, v in self.job.records.all()]
        for one in sent:
            await one
            self.job.produced += 1
        if self.config.get("transactional_id"):
            self.job.at("committing the transaction")
            await self.client.commit_transaction()
