"""Prints the properties that a framework has for Kafka as JSON, read out of its jars.

usage: jvm_frameworks.py FOLDER (spring | quarkus)

Spring Boot describes its properties in spring-configuration-metadata.json; SmallRye, which Quarkus brings, in the
annotations of its connector. javap prints those, and the words of enums.
"""

import json
import pathlib
import re
import subprocess
import sys
import zipfile

METADATA = "META-INF/spring-configuration-metadata.json"
TYPES = {
    "java.lang.String": "string", "java.lang.Boolean": "boolean", "java.lang.Integer": "int", "java.lang.Long": "long",
    "java.lang.Float": "double", "java.lang.Double": "double", "java.time.Duration": "duration",
    "org.springframework.util.unit.DataSize": "size", "java.util.List<java.lang.String>": "list",
    "java.lang.Class<?>": "class", "org.springframework.core.io.Resource": "string",
}
CONNECTOR = "io.smallrye.reactive.messaging.kafka.KafkaConnector"
DIRECTIONS = {
    "INCOMING": ["quarkus-incoming"], "OUTGOING": ["quarkus-outgoing"],
    "INCOMING_AND_OUTGOING": ["quarkus-incoming", "quarkus-outgoing"],
}
# What a channel of any connector has.
OF_ANY = {
    "quarkus-incoming": {"connector": "string", "enabled": "boolean", "concurrency": "int", "tls-configuration-name": "string"},
    "quarkus-outgoing": {"connector": "string", "enabled": "boolean", "tls-configuration-name": "string"},
}


def javap(jars, *arguments):
    """What javap says of a class; empty where there is none."""
    path = ":".join(str(jar) for jar in jars)
    return subprocess.run(["javap", "-cp", path, *arguments], capture_output=True, text=True, check=False).stdout


def words(jars, name):
    """The words of an enum, as configs write them."""
    found = re.findall(r"public static final \S+ (\w+);", javap(jars, name))
    return [word.lower().replace("_", "-") for word in found]


def spring(jars):
    """The properties below spring.kafka; the maps among them are prefixes."""
    properties = []
    for jar in jars:
        with zipfile.ZipFile(jar) as files:
            if METADATA in files.namelist():
                properties += json.loads(files.read(METADATA))["properties"]
    found = {}
    for said in properties:
        name, written = said["name"], said.get("type", "")
        if not name.startswith("spring.kafka.") or written.startswith("java.util.Map<"):
            continue
        row = {"type": TYPES.get(written)}
        if row["type"] is None:
            row = {"type": "enum", "one_of": words(jars, written)}
            if not row["one_of"]:
                sys.exit(f"{name} is a {written}: neither a type that is known here nor an enum of these jars")
        if "defaultValue" in said:
            row["default"] = default(said["defaultValue"])
        if (deprecation := said.get("deprecation")) is not None:
            # at this level the name is only there for its replacement to be shown
            row["gone" if deprecation.get("level") == "error" else "deprecated"] = True
        found[name] = row
    return {"spring": found}


def default(value):
    """As a config writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, list) else str(value)


def quarkus(jars):
    """The attributes of channels, by direction."""
    families = {family: {name: {"type": of} for name, of in names.items()} for family, names in OF_ANY.items()}
    text = javap(jars, "-v", CONNECTOR)
    for attribute in re.findall(r"ConnectorAttribute\(\n(.*?)\n      \)", text, re.S):
        said = dict(re.findall(r"^\s+(\w+)=\"?(.*?)\"?$", attribute, re.M))
        row = {"type": {"boolean": "boolean", "int": "int", "long": "long", "string": "string"}.get(said["type"], "string")}
        if "defaultValue" in said:
            row["default"] = said["defaultValue"]
        if said.get("deprecated") == "true":
            row["deprecated"] = True
        if said.get("mandatory") == "true":
            row["required"] = True
        for family in DIRECTIONS[said["direction"].rsplit(".", 1)[1]]:
            families[family][said["name"]] = row
    return families


def main():
    """Reads the jars that the arguments name."""
    jars = sorted(pathlib.Path(sys.argv[1]).glob("*.jar"))
    families = (spring if sys.argv[2] == "spring" else quarkus)(jars)
    for family, keys in families.items():
        # what is gone is what a version no longer has
        gone = [name for name, row in keys.items() if row.pop("gone", False)]
        families[family] = {name: row for name, row in keys.items() if name not in gone}
        if len(keys) < 10:
            sys.exit(f"hardly any keys of {family} in {sys.argv[1]}: {', '.join(keys)}")
    json.dump({"families": families}, sys.stdout)


main()
