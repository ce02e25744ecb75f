"""From a job to the two ends it needs: which file, read how, for which client."""

import os
import re
import threading

import aio
import pure
import rdkafka

# the environment belongs to the process, so one config file is read at a time
_ENVIRONMENT = threading.Lock()

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9_]+)}|\$([A-Za-z0-9_]+)")

# serializers are the application's part: the probe sends and reads bytes
_SERDES = {"key.serializer", "value.serializer", "key.deserializer", "value.deserializer"}
_SERDES |= {name.replace(".", "_") for name in _SERDES}


def conf(path, env):
    """`key=value` lines with ${VARIABLE}s, as envsubst fills them."""

    def value(match):
        name = match[1] or match[2]
        if name not in env:
            raise KeyError(f"{path} wants ${{{name}}}, which the environment does not have")
        return env[name]

    config = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith("#"):
                key, _, text = line.partition("=")
                config[key.strip()] = _VARIABLE.sub(value, text.strip())
    return config


def module(path, env):
    """A Python file with a dict CONFIG that reads os.environ."""
    with _ENVIRONMENT:
        before = dict(os.environ)
        os.environ.update(env)
        try:
            with open(path, encoding="utf-8") as file:
                scope = {"__name__": "config", "__file__": path}
                exec(compile(file.read(), path, "exec"), scope)
            return {k: v for k, v in scope["CONFIG"].items() if k not in _SERDES}
        finally:
            os.environ.clear()
            os.environ.update(before)


CLIENTS = {
    "librdkafka": (conf, rdkafka),
    "rust-rdkafka": (conf, rdkafka),
    "confluent-kafka-go": (conf, rdkafka),
    "confluent-kafka-dotnet": (conf, rdkafka),
    "confluent-kafka-python": (module, rdkafka),
    "aiokafka": (module, aio),
    "kafka-python": (module, pure),
}


def _read(job, role):
    if job.fields["client"] not in CLIENTS:
        raise ValueError(f"no such client here: {job.fields['client']}")
    load, client = CLIENTS[job.fields["client"]]
    job.doing = f"reading the {role}'s config"
    return client, load(job.fields[role], job.env)


def reader(job):
    if not job.fields.get("consumer"):
        return rdkafka.Reader(job, {
            "bootstrap.servers": job.plain_bootstrap(),
            "group.id": f"probe-{job.records.run}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": "false",
        }, helper=True)
    client, config = _read(job, "consumer")
    return client.Reader(job, config)


def writer(job):
    if not job.fields.get("producer"):
        return rdkafka.Writer(job, {"bootstrap.servers": job.plain_bootstrap()}, helper=True)
    client, config = _read(job, "producer")
    return client.Writer(job, config)


def transactional(job, config, key):
    """Two runs with one transactional id would fence each other."""
    if config.get(key):
        config[key] = f"{config[key]}-{job.records.run}"
    elif job.transactional:
        raise ValueError(f"the producer's config has no {key}")
