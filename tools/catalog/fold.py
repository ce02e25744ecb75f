"""Puts what one version of an artefact knows into knowledge/catalog/, where versions are folded.

usage: fold.py DIRECTORY VERSION SLICE.json [--given]

A slice is {"families": {FAMILY: {KEY: {ATTRIBUTE: VALUE}}}}. Each family has one file of one line per key. What holds in
every version that has the key is written once; what changed is an object of steps, the first version with each value:
{"default": {"2.8": "1", "3.0": "all"}}; a null step means that the attribute is not there. Putting the same slice again changes nothing. --given marks a version whose
slice was not taken from the artefact itself. A slice that is "on" another version has only what differs from that one.

What people know better than the artefacts is in by-hand.json and is laid over each file as it is written.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
# Attributes that only by-hand.json and given/since.json set.
LAID = ["becomes", "instead", "number", "producer_default", "secret", "since", "untrimmed", "words"]
ORDER = ["in", "type", "required", "default", "range", "one_of"]


def number(version):
    """2.10 is newer than 2.9."""
    return [int(part) for part in version.split(".")]


def unfold(file):
    """The slice of every version in a family's file."""
    versions = file["versions"]
    slices = {version: {} for version in versions}
    for name, key in file["keys"].items():
        for version in present(key, versions):
            row = {}
            for attribute, value in key.items():
                if attribute == "in":
                    continue
                if isinstance(value, dict):
                    value = [item for step, item in value.items() if number(step) <= number(version)][-1]
                if value is not None:
                    row[attribute] = value
            slices[version][name] = row
    return slices


def present(key, versions):
    """The versions that have the key: `in` is a list of ranges, both ends included; without it all have."""
    if "in" not in key:
        return versions
    found = []
    for part in key["in"].split():
        first, last = (part.split("..") + [""])[:2]
        last = last or versions[-1]
        found += [version for version in versions if number(first) <= number(version) <= number(last)]
    return found


def fold(slices, versions):
    """The keys of all slices, folded."""
    names = sorted({name for rows in slices.values() for name in rows})
    return {name: folded([(version, slices[version].get(name)) for version in versions], versions) for name in names}


def folded(rows, versions):
    """One key; `rows` are its (version, attributes or None)."""
    has = [version for version, row in rows if row is not None]
    key = {}
    if has != versions:
        key["in"] = ranges(has, versions)
    attributes = {attribute for _, row in rows if row for attribute in row}
    for attribute in sorted(attributes, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)):
        steps = {}
        for version, row in rows:
            if row is not None and (not steps or list(steps.values())[-1] != row.get(attribute)):
                steps[version] = row.get(attribute)
        key[attribute] = next(iter(steps.values())) if len(steps) == 1 else steps
    return key


def ranges(has, versions):
    """`3.8..` from 3.8 on, `2.8..3.9` until 3.9, several where a key went and came back."""
    parts, start = [], None
    for version, following in zip(versions, versions[1:] + [None]):
        if version in has and start is None:
            start = version
        if start and following not in has:
            parts.append(f"{start}..{version if following else ''}")
            start = None
    return " ".join(parts)


def by_hand(family):
    """What is laid over the family's file: for the whole of it, for its keys, and what the artefact gets wrong."""
    said = json.loads((HERE / "by-hand.json").read_text())
    own = said["families"][family]
    since = json.loads((HERE / "given" / "since.json").read_text()).get(family, {})
    keys = {name: {"since": version} for name, version in since.items()}
    for group in said["keys"]:
        if family in group["families"]:
            for name, attributes in group["keys"].items():
                keys.setdefault(name, {}).update(attributes)
    return own, keys


def bare(file, said):
    """The file without what was laid over it."""
    for name, key in file["keys"].items():
        for attribute in [*LAID, *said.get(name, {})]:
            key.pop(attribute, None)
    return file


def put(directory, version, family, rows, base, given):
    """Replaces one version of one family; `base` is the version that `rows` are the changes of, if any."""
    path = directory / f"{family}.json"
    own, said = by_hand(family)
    old = bare(json.loads(path.read_text(encoding="utf-8")), said) if path.exists() else {"versions": [], "keys": {}}
    slices = unfold(old)
    slices[version] = {**slices.get(base, {}), **rows}
    versions = sorted(slices, key=number)
    keys = fold(slices, versions)
    for name, attributes in said.items():
        if name in keys:
            keys[name].update(attributes)
            keys[name] = {attribute: value for attribute, value in keys[name].items() if value is not None}
    taken = set(old.get("given", [])) - {version} | ({version} if given else set())
    head = {"family": family, **own, "versions": versions}
    if taken:
        head["given"] = sorted(taken, key=number)
    path.write_text(text(head, keys), encoding="utf-8")


def text(head, keys):
    """One line per key, so that a change shows which."""
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in head.items()]
    rows = [f"{json.dumps(name)}: {json.dumps(key, ensure_ascii=False)}" for name, key in keys.items()]
    return "{\n" + "\n".join(lines) + '\n"keys": {\n' + ",\n".join(rows) + "\n}\n}\n"


def main():
    """See above."""
    directory, version, slice_file = sys.argv[1:4]
    taken = json.loads(pathlib.Path(slice_file).read_text(encoding="utf-8"))
    for family, rows in taken["families"].items():
        put(pathlib.Path(directory), version, family, rows, taken.get("on"), "--given" in sys.argv)


main()
