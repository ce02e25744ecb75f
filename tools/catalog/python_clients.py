"""Prints the keys of a Kafka client written in Python as JSON, read out of its unpacked wheel.

usage: python_clients.py FOLDER (aiokafka | kafka-python)

The source is parsed, not run: old versions need a Python that is not there. aiokafka's keys are the arguments of its
constructors, kafka-python's those of DEFAULT_CONFIG; both refuse every other name.
"""

import ast
import json
import pathlib
import sys

CLASSES = {
    "aiokafka": {"AIOKafkaProducer": "aiokafka-producer", "AIOKafkaConsumer": "aiokafka-consumer",
                 "AIOKafkaAdminClient": "aiokafka-admin"},
    "kafka-python": {"KafkaProducer": "kafka-python-producer", "KafkaConsumer": "kafka-python-consumer",
                     "KafkaAdminClient": "kafka-python-admin"},
}
# A name that only a comment calls old.
OLD = "# deprecated"


def classes(folder, wanted):
    """The classes of those names and the lines of their files."""
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(f"class {name}" in text for name in wanted):
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef) and node.name in wanted:
                    yield node, text.splitlines()


def constant(node):
    """The value of an expression of constants; raises ValueError for any other."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return constant(node.left) * constant(node.right)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float":
        return float(ast.literal_eval(node.args[0]))
    return ast.literal_eval(node)


def row(default):
    """What a default says of its key: a number's is a number, that of None may be anything."""
    try:
        value = constant(default)
    except ValueError:
        return {"type": "any"}
    if isinstance(value, bool):
        return {"type": "boolean", "default": str(value).lower()}
    if isinstance(value, int):
        return {"type": "long", "default": str(value)}
    if isinstance(value, float):
        return {"type": "double", "default": str(value)}
    if isinstance(value, str):
        return {"type": "string", "default": value}
    return {"type": "any"}


def of_arguments(node, _lines):
    """The arguments of the constructor and their defaults."""
    init = next(item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__")
    names, defaults = init.args.args[1:], init.args.defaults
    pairs = list(zip(names[len(names) - len(defaults):], defaults)) + list(zip(init.args.kwonlyargs, init.args.kw_defaults))
    return {name.arg: row(default) for name, default in pairs}


def of_dictionary(node, lines):
    """The entries of DEFAULT_CONFIG, and the names that are only there to be warned of."""
    said = {item.targets[0].id: item.value for item in node.body
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name)}
    found = {}
    for key, value in zip(said["DEFAULT_CONFIG"].keys, said["DEFAULT_CONFIG"].values):
        found[key.value] = row(value)
        if OLD in lines[value.lineno - 1]:
            found[key.value]["deprecated"] = True
    if "DEPRECATED_CONFIGS" in said:
        for name in ast.literal_eval(said["DEPRECATED_CONFIGS"]):
            found[name] = {"type": "any", "deprecated": True}
    if "_COMPRESSORS" in said:
        words = [key.value for key in said["_COMPRESSORS"].keys if key.value]
        found["compression_type"] = {"type": "string", "one_of": words}
    return found


def checked(node):
    """The values that aiokafka compares an argument with before it raises: texts, and the bounds of numbers."""
    for test in ast.walk(node):
        if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn)):
            continue
        name, allowed = getattr(test.left, "id", None), test.comparators[0]
        if name in ("acks", "compression_type", "security_protocol") and isinstance(allowed, ast.Tuple):
            values = [constant(item) for item in allowed.elts if not isinstance(item, ast.Name)]
            row = {"one_of": [value for value in values if isinstance(value, str)]}
            if numbers := [value for value in values if isinstance(value, int)]:
                row["range"] = f"{min(numbers)}..{max(numbers)}"
            yield name, row


def main():
    """Reads the package that the arguments name."""
    folder, package = sys.argv[1:]
    families, checks = {}, {}
    for node, lines in classes(folder, [*CLASSES[package], "AIOKafkaClient"]):
        if package == "aiokafka":
            # the first check is the constructor's
            checks[node.name] = dict(reversed(list(checked(node))))
        if node.name in CLASSES[package]:
            keys = (of_arguments if package == "aiokafka" else of_dictionary)(node, lines)
            families[CLASSES[package][node.name]] = (node.name, keys)
    for name, keys in families.values():
        # what a client hands on to its connection is checked there
        for argument, row in {**checks.get("AIOKafkaClient", {}), **checks.get(name, {})}.items():
            if argument in keys:
                keys[argument].update(row)
    if len(families) < 2:
        sys.exit(f"there are no clients in {folder}")
    json.dump({"families": {family: keys for family, (_, keys) in families.items()}}, sys.stdout)


main()
