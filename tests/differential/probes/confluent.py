"""Whether Python's confluent-kafka takes a config: see probe.rs."""

import json
import sys

from confluent_kafka import Consumer, KafkaException, Producer


def refused(role, config):
    try:
        client = (Producer if role == "producer" else Consumer)({**config, "log_level": 0})
    except (KafkaException, TypeError, ValueError) as error:
        return str(error)
    if role == "consumer":
        client.close()
    return None


for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps({"refused": refused(job["role"], job["config"])}), flush=True)
