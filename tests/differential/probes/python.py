"""python.py CLIENT: constructs aiokafka's or kafka-python's clients, see run.sh."""

import asyncio
import json
import logging
import ssl
import sys
import warnings

# nobody listens there: what is constructed must not need a broker
NOWHERE = "127.0.0.1:1"

# what JSON has no word for
OBJECTS = {"<ssl_context>": ssl.create_default_context()}


def config_of(line):
    """The role and the arguments, with objects in place of their names."""
    job = json.loads(line)
    config = {key: OBJECTS.get(value, value) for key, value in job["config"].items()}
    config.setdefault("bootstrap_servers", NOWHERE)
    return job["role"], config


class Aiokafka:
    """aiokafka looks at its arguments when it is made, and connects when it is started."""

    def __init__(self):
        import aiokafka

        self.classes = {"producer": aiokafka.AIOKafkaProducer, "consumer": aiokafka.AIOKafkaConsumer}

    def construct(self, role, config):
        client = self.classes[role](**config)
        # it was never started, so that there is nothing to stop, and nothing to warn of
        client._closed = True


class KafkaPython:
    """kafka-python connects when it is made, unless it is told the brokers' version."""

    def __init__(self):
        import kafka

        self.classes = {"producer": kafka.KafkaProducer, "consumer": kafka.KafkaConsumer}

    def construct(self, role, config):
        config.setdefault("api_version", (4, 0))
        client = self.classes[role](**config)
        if role == "producer":
            client.close(timeout=0)
        else:
            client.close(autocommit=False, timeout_ms=0)


async def main(client):
    for line in sys.stdin:
        role, config = config_of(line)
        refused = None
        try:
            client.construct(role, config)
        except Exception as error:  # whatever it is, the client is not there
            refused = f"{type(error).__name__}: {error}"
        print(json.dumps({"refused": refused}), flush=True)


warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
asyncio.run(main({"aiokafka": Aiokafka, "kafka-python": KafkaPython}[sys.argv[1]]()))
