"""Prints the keys of one librdkafka as JSON, as the library itself lists them.

usage: librdkafka.py PATH_OF_LIBRDKAFKA_SO

The library writes its table of properties with rd_kafka_conf_properties_show(); that is the CONFIGURATION.md of its
source. What the table leaves out on purpose is asked for by name.
"""

import ctypes
import json
import re
import sys
import tempfile

# Known to librdkafka, but not in its table: asked for one by one.
UNLISTED = [
    "client.software.name", "client.software.version", "enable.sparse.connections", "metadata.request.timeout.ms",
    "sasl.jaas.config", "ssl.truststore.location", "test.mock.broker.rtt", "test.mock.num.brokers",
]
TYPES = {
    "integer": "int", "boolean": "boolean", "string": "string", "enum value": "enum", "CSV flags": "flags",
    "float": "double", "pattern list": "patterns", "see dedicated API": "callback",
    "pointer": "callback", "": "callback",
}
# The partitioners that any version has had: the table does not say which a version takes.
PARTITIONERS = ["random", "consistent", "consistent_random", "murmur2", "murmur2_random", "fnv1a", "fnv1a_random"]
UNKNOWN, INVALID, OK = -2, -1, 0  # rd_kafka_conf_res_t


def table(library):
    """The text of rd_kafka_conf_properties_show()."""
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    library.rd_kafka_conf_properties_show.argtypes = [ctypes.c_void_p]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as out:
        handle = ctypes.c_void_p(libc.fopen(out.name.encode(), b"w"))
        library.rd_kafka_conf_properties_show(handle)
        libc.fclose(handle)
        return out.read()


def keys(text):
    """The rows of the table by name. A key that is global and topic has two rows; rd_kafka_conf_set() takes the global one."""
    found, scope = {}, None
    for line in text.splitlines():
        if heading := re.match(r"## (Global|Topic) ", line):
            scope = heading[1].lower()
        # descriptions may contain bars, the other cells do not
        cells = [cell.strip() for cell in line.split(" | ", 5)]
        if scope and len(cells) == 6 and cells[0] != "Property":
            found.setdefault(cells[0], key(scope, *cells[1:]))
    return found


def key(scope, roles, values, default, importance, description):
    """One row."""
    kind = TYPES[re.search(r"<br>\*Type: (.*)\*$", description)[1]]
    row = {"type": kind, "importance": importance}
    if bounds := re.match(r"(\S+) \.\. (\S+)$", values):
        row["range"] = f"{bounds[1]}..{bounds[2]}"
    elif values and kind != "boolean":
        row["one_of"] = values.split(", ")
        row["any_case"] = True
    if default:
        row["default"] = default
    if roles in ("P", "C"):
        row["role"] = {"P": "producer", "C": "consumer"}[roles]
    if scope == "topic":
        row["scope"] = "topic"
    if alias := re.search(r"Alias for `([^`]+)`: ", description):
        row["alias"] = alias[1]
    if "**DEPRECATED**" in description:
        row["deprecated"] = True
    if "**EXPERIMENTAL**" in description:
        row["experimental"] = True
    return row


def answer_to(library, name, value):
    """What rd_kafka_conf_set() says."""
    library.rd_kafka_conf_new.restype = ctypes.c_void_p
    message = ctypes.create_string_buffer(512)
    conf = ctypes.c_void_p(library.rd_kafka_conf_new())
    answer = library.rd_kafka_conf_set(conf, name.encode(), value.encode(), message, ctypes.c_size_t(512))
    library.rd_kafka_conf_destroy(conf)
    return answer


def asked(library, name):
    """What a key is that the table does not list: hidden, refused by name, or unknown (None)."""
    answer = answer_to(library, name, "1")
    if answer == UNKNOWN:
        return None
    if answer == INVALID:
        return {"type": "string", "refused": True}
    kinds = {"string": "x", "boolean": "true", "int": "1"}
    kind = next(kind for kind, value in kinds.items() if answer_to(library, name, value) == OK)
    bounds = {"range": f"{bound(library, name, -(2**31))}..{bound(library, name, 2**31 - 1)}"} if kind == "int" else {}
    return {"type": kind, **bounds, "internal": True}


def bound(library, name, extreme):
    """The number next to an extreme one that is taken: the bounds are found by halving."""
    if answer_to(library, name, str(extreme)) == OK:
        return extreme
    refused, taken = extreme, 1
    while abs(refused - taken) > 1:
        middle = (refused + taken) // 2
        if answer_to(library, name, str(middle)) == OK:
            taken = middle
        else:
            refused = middle
    return taken


def main():
    """Loads the library that the argument names."""
    library = ctypes.CDLL(sys.argv[1])
    library.rd_kafka_version_str.restype = ctypes.c_char_p
    found = keys(table(library))
    # which codecs and mechanisms are built in belongs to the build, not to the version
    found["builtin.features"].pop("default", None)
    found["partitioner"]["one_of"] = [name for name in PARTITIONERS if answer_to(library, "partitioner", name) == OK]
    for name in ("sasl.mechanisms", "sasl.mechanism"):
        if answer_to(library, name, "PLAIN,PLAIN") == INVALID:
            found[name]["single"] = True
    for name in UNLISTED:
        if name not in found and (row := asked(library, name)):
            found[name] = row
    json.dump({"version": library.rd_kafka_version_str().decode(), "families": {"librdkafka": found}}, sys.stdout)


main()
