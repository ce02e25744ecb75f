"""Prints the options of a Kafka client written in JavaScript as JSON, read out of its unpacked package.

usage: js_clients.py FOLDER (kafkajs | confluent-kafka-javascript)

Names and types are those of the type declarations, defaults those of the code. Options within options are spelled with
dots: retry.retries. The second client has them in a block `kafkaJS`, beside the properties of librdkafka.
"""

import json
import pathlib
import re
import sys

# What is handed over with each call, and is no option.
PER_CALL = {"topic", "topics", "messages", "eachBatch", "eachMessage"}
# The families, and the declarations that they are made of: of the constructor, and of the calls that take options too.
FAMILIES = {
    "kafkajs-client": ["KafkaConfig"],
    "kafkajs-producer": ["ProducerConfig", "ProducerRecord"],
    "kafkajs-consumer": ["ConsumerConfig", "ConsumerRunConfig", "ConsumerSubscribeTopic"],
    "kafkajs-admin": ["AdminConfig"],
}
DEFAULTS = {
    "kafkajs-client": ["src/index.js"],
    "kafkajs-producer": ["src/producer/index.js", "src/producer/messageProducer.js"],
    "kafkajs-consumer": ["src/consumer/index.js"],
}


def declared(text, name):
    """The members of an interface or type: their names and what stands for their types."""
    start = re.search(rf"(?:interface|type) {name}\b(?: = |[^{{=]*)(?=\{{)", text)
    return members(block(text, start.end())) if start else {}


def block(text, at):
    """What is between the brace at `at` and its partner."""
    depth = 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return text[at + 1:end]
    sys.exit("the type declarations are not as they were: a brace is open")


def members(text):
    """The members of a block: those at its own level, comments left out."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    found, depth, part = {}, 0, ""
    for letter in text + "\n":
        depth += {"{": 1, "(": 1, "[": 1, "<": 1, "}": -1, ")": -1, "]": -1}.get(letter, 0)
        # the > of an arrow closes nothing
        depth -= letter == ">" and not part.endswith("=")
        if letter in "\n;," and depth == 0:
            if member := re.match(r"\s*['\"]?([\w.]+)['\"]?\??\s*:\s*(.+)", part, re.S):
                found[member[1]] = member[2].strip()
            part = ""
        else:
            part += letter
    return found


def kind(written):
    """The type of a value as the catalogue has it."""
    plain = written.removesuffix(" | null").strip()
    named = {"number": "double", "string": "string", "boolean": "boolean"}
    return named.get(plain, "callback" if "=>" in plain else "any")


def rows(text, name):
    """The options of a declaration, those within them included."""
    found = {}
    for option, written in declared(text, name).items():
        if option in PER_CALL:
            continue
        again = written.startswith("RetryOptions")
        found[option] = {"type": "any" if again else kind(written)}
        if again:
            within = {**declared(text, "RetryOptions"), **(members(block(written, written.index("{"))) if "{" in written else {})}
            found.update({f"retry.{inner}": {"type": kind(of)} for inner, of in within.items()})
        elif option == "sasl":
            found.update(sasl(text))
    return found


def sasl(text):
    """The options of all mechanisms."""
    found = {"sasl.mechanism": {"type": "string"}}
    mechanisms = declared(text, "SASLMechanismOptionsMap")
    if not mechanisms:
        # before there was a map, one declaration had them all
        found.update({f"sasl.{name}": {"type": kind(of)} for name, of in declared(text, "SASLOptions").items()})
        for options in re.findall(r"(?:interface|type) (?:Plain|Aws|Scram|OauthBearer)\w*\b", text):
            found.update({f"sasl.{name}": {"type": kind(of)} for name, of in declared(text, options.split()[1]).items()})
    for options in mechanisms.values():
        found.update({f"sasl.{name}": {"type": kind(of)} for name, of in members(block(options, 0)).items()})
    return found


def defaults(path):
    """`name = 5` in the parameters of the code."""
    if not path.exists():
        return {}
    found = {}
    for name, value in re.findall(r"^\s+(\w+) = (-?[\d.]+|true|false|'[^']*'),?(?:\s*//.*)?$", path.read_text(encoding="utf-8"), re.M):
        found.setdefault(name, value.strip("'"))
    return found


def retry(path):
    """`retries: 5` of the defaults of retrying."""
    text = path.read_text(encoding="utf-8")
    numbers = re.findall(r"^\s+(\w+): ([\d.]+)(?: \* (\d+))?,", text, re.M)
    return {name: str(int(number) * int(times)) if times else number for name, number, times in numbers}


def kafkajs(folder):
    """The options of kafkajs, by what takes them."""
    text = (folder / "types/index.d.ts").read_text(encoding="utf-8")
    again = retry(folder / "src/retry/defaults.js")
    families = {}
    for family, names in FAMILIES.items():
        found = {}
        for name in names:
            found.update(rows(text, name))
        if family == "kafkajs-consumer":
            found.setdefault("fromBeginning", {"type": "boolean"})
        said = {}
        for file in DEFAULTS.get(family, []):
            said.update(defaults(folder / file))
        said.update({f"retry.{name}": number for name, number in again.items()})
        families[family] = {name: with_default(row, said.get(name)) for name, row in found.items()}
    return families


def with_default(row, default):
    """The row with its default, where that is of its type."""
    fits = {"double": r"-?[\d.]+", "boolean": "true|false", "string": ".+"}.get(row["type"])
    return {**row, "default": default} if default and fits and re.fullmatch(fits, default) else row


def confluent(folder):
    """The options of the block, for whom they are, and those that are known in order to be refused."""
    text = (folder / "types/kafkajs.d.ts").read_text(encoding="utf-8")
    code = {path.name: path.read_text(encoding="utf-8") for path in (folder / "lib/kafkajs").glob("*.js")}
    lists = block(code["_common.js"], code["_common.js"].index("kafkaJSProperties = ") + len("kafkaJSProperties = "))
    allowed = {role: re.findall(r"['\"](\w+)['\"]", names) for role, names in re.findall(r"(\w+): \[(.*?)\]", lists, re.S)}
    typed = {}
    for name in ("KafkaConfig", "ProducerConfig", "ConsumerConfig", "AdminConfig"):
        typed.update(rows(text, name))
    throws = set(re.findall(r"hasOwn\(config, ['\"](\w+)['\"]\)\) \{\s*throw", code["_common.js"]))
    throws |= set(re.findall(r"hasOwn\(kjsConfig, ['\"](\w+)['\"]\)\) \{\s*throw", "".join(code.values())))
    found = {}
    for name in sorted({name for names in allowed.values() for name in names}):
        row = {**typed.get(name, {"type": "any"})}
        roles = [role for role in ("producer", "consumer") if name in allowed[role]]
        if name not in allowed["common"] and len(roles) == 1:
            row["role"] = roles[0]
        if name in throws:
            row["refused"] = True
        found[f"kafkaJS.{name}"] = row
    for name, row in typed.items():
        if "." in name and name.split(".")[0] in allowed["common"]:
            found[f"kafkaJS.{name}"] = row
    if "typeof factor === 'number'" in code["_common.js"]:
        for name in ("factor", "multiplier"):
            found[f"kafkaJS.retry.{name}"] = {"type": "double", "refused": True}
    for name in declared(text, "JSConsumerConfig"):
        found[name] = {"type": "long", "role": "consumer"}
    for name in re.findall(r'"(\w+_cb)"\?:', (folder / "types/config.d.ts").read_text(encoding="utf-8")):
        # functions, or true for events
        found[name] = {"type": "any"}
    found["kafkaJS"] = {"type": "any"}
    return {"confluent-kafka-javascript": found}


def main():
    """Reads the package that the arguments name."""
    folder, package = pathlib.Path(sys.argv[1]), sys.argv[2]
    families = (kafkajs if package == "kafkajs" else confluent)(folder)
    for family, keys in families.items():
        if not keys:
            sys.exit(f"no options of {family} in {folder}")
    json.dump({"families": families}, sys.stdout)


main()
