"""Proves configs for the Python clients and for librdkafka: JSON lines in, JSON lines out."""

import json
import os
import sys
import threading
import time
import traceback
import uuid

import capture
import configs

AT_ONCE = 4
DEADLINE = 38
KEYS = 8


class Records:
    """The records of one run: eight keys that nobody else uses, and a number that counts up for each key."""

    def __init__(self, count):
        self.run = uuid.uuid4().hex[:8]
        self.count = count
        self.next = {}
        self.seen = 0

    def all(self):
        for i in range(self.count):
            yield f"{self.run}-{i % KEYS}".encode(), str(i // KEYS).encode()

    def take(self, key, value):
        """Strangers' records are none of our business."""
        if key is None or not key.startswith(f"{self.run}-".encode()):
            return
        expected = self.next.get(key, 0)
        if int(value) != expected:
            raise RuntimeError(f"key {key.decode()}: number {int(value)} came where {expected} was expected")
        self.next[key] = expected + 1
        self.seen += 1


class Job:
    """What is known of a job so far; `doing` tells where it hangs when its time is up."""

    def __init__(self, fields):
        self.fields = fields
        self.id = fields["id"]
        self.topic = fields["topic"]
        self.env = fields.get("env", {})
        self.transactional = bool(fields.get("transactional"))
        self.records = Records(fields.get("records", 20))
        self.end = time.monotonic() + DEADLINE
        self.doing = "starting"
        self.produced = 0
        self.lines = []
        self.told = threading.Lock()

    def at(self, what):
        self.doing = what
        if time.monotonic() > self.end:
            raise TimeoutError("time is up")

    def left(self):
        return max(0.1, self.end - time.monotonic())

    def plain_bootstrap(self):
        return self.env.get("KAFKA_PLAIN_BOOTSTRAP") or self.env["KAFKA_BOOTSTRAP_SERVERS"]


def prove(job):
    reader, writer = configs.reader(job), configs.writer(job)
    try:
        job.at("constructing the consumer")
        reader.open()
        job.at("waiting for an assignment")
        reader.join(job.records.take)
        try:
            job.at("constructing the producer")
            writer.open()
            writer.send()
        finally:
            writer.close()
        while job.records.seen < job.records.count:
            job.at("consuming")
            reader.poll(job.records.take)
        job.at("committing")
        reader.commit()
    finally:
        reader.close()


def answer(job, error):
    if not job.told.acquire(blocking=False):
        return
    line = {
        "id": job.id,
        "ok": error is None,
        "produced": job.produced,
        "consumed": job.records.seen,
        "warnings": list(job.lines),
        "error": error,
    }
    capture.STDOUT.write(json.dumps(line, separators=(",", ":")) + "\n")
    capture.STDOUT.flush()


def run(job):
    capture.attribute(job)
    try:
        prove(job)
        error = None
    except BaseException as e:  # whatever a client does, the job has an answer
        error = f"{job.doing}: {type(e).__name__}: {e}"
        if os.environ.get("KSKILL_PROBE_DEBUG"):
            traceback.print_exc()
    answer(job, error)


def start(fields, slots):
    """The job has a thread of its own, watched by another: a hanging client must not hold the answer."""
    job = Job(fields)
    worker = threading.Thread(target=run, args=(job,), daemon=True)

    def watch():
        worker.join(DEADLINE)
        if worker.is_alive():
            answer(job, f"no end after {DEADLINE} s while {job.doing}")
        slots.release()

    worker.start()
    watcher = threading.Thread(target=watch)
    watcher.start()
    return watcher


def main():
    slots = threading.Semaphore(AT_ONCE)
    watchers = []
    for line in sys.stdin:
        if line.strip():
            slots.acquire()
            watchers.append(start(json.loads(line), slots))
    for watcher in watchers:
        watcher.join()
    sys.stderr.flush()
    os._exit(0)  # a client that hangs must not hold the process either


if __name__ == "__main__":
    capture.install()
    main()
