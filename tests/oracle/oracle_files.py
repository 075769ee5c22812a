"""The oracle's files: the cases, and what each version of Pulsar made of them (README.md describes the form)."""

import json
import re
import sys
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
EXPECTED = FOLDER / "expected"
CA = FOLDER / "fixtures" / "ca.pem"
BASE = "4.2.4"  # its results are stored whole, those of another version as what differs
_WIDTH = 120
_BODIES = ("secrets", "service", "statefulSet")
_DETAILS, _COMMAND = "<functionDetails>", "<command>"


@cache
def read_cases():
    """All cases by name, in a stable order."""
    return dict(sorted((name, case) for group in groups().values() for name, case in group.items()))


@cache
def groups():
    """The files of cases: the name of each and its cases by name."""
    return {file.stem: _read(file) for file in sorted((FOLDER / "cases").glob("*.json"))}


@cache
def read_results(version=BASE):
    """What a version of Pulsar made of each case, in the form in which the harness records it, without empty values."""
    return {name: _unpacked(each) for name, each in _stored(version).items()}


def write_results(version, recorded):
    """Store what the harness recorded for each case of `version`, one file for each file of cases."""
    folder = EXPECTED / version
    folder.mkdir(parents=True, exist_ok=True)
    for group, cases in groups().items():
        results = {name: _packed(recorded[name]) for name in cases}
        if version != BASE:
            base = _read(EXPECTED / BASE / f"{group}.json")
            results = {name: _patch(base[name], each) for name, each in results.items() if each != base[name]}
        file = folder / f"{group}.json"
        file.write_text(f"{_text(results, always=2)}\n", encoding="ascii") if results else file.unlink(missing_ok=True)
    read_results.cache_clear()
    if read_results(version) != {name: without_empty(each) for name, each in recorded.items()}:
        raise AssertionError(f"what is stored for {version} is not what was recorded")


def without_empty(result):
    """A result without the empty lists and maps that the Kubernetes client writes."""
    return {key: _full(value) if key in _BODIES else value for key, value in result.items()}


def _stored(version):
    base, changed = _results(BASE), {} if version == BASE else _results(version)
    return {name: _patched(each, changed[name]) if name in changed else each for name, each in base.items()}


def _results(version):
    files = sorted((EXPECTED / version).glob("*.json"))
    return {name: result for file in files for name, result in _read(file).items()}


def _packed(result):
    """A result with the function details and the command taken out, as lists of pieces."""
    if "error" in result:
        return result
    result = json.loads(json.dumps(without_empty(result)))
    details = result.pop("functionDetailsJson")
    (container,) = result["statefulSet"]["spec"]["template"]["spec"]["containers"]
    command = container["command"].pop().replace(f"'{details}'", f"'{_DETAILS}'")
    container["command"].append(_COMMAND)
    pieces = {"command": re.split(r" (?=-|&& )", command), "functionDetails": re.split(r",(?=\")", details)}
    return {**pieces, **result}


def _unpacked(stored):
    if "error" in stored:
        return stored
    result = json.loads(json.dumps(stored))
    details = ",".join(result.pop("functionDetails"))
    (container,) = result["statefulSet"]["spec"]["template"]["spec"]["containers"]
    container["command"][-1] = " ".join(result.pop("command")).replace(f"'{_DETAILS}'", f"'{details}'")
    return {**result, "functionDetailsJson": details}


def _full(value):
    if isinstance(value, dict):
        members = {key: _full(each) for key, each in value.items()}
        return {key: each for key, each in members.items() if each not in ({}, [])}
    return [_full(each) for each in value] if isinstance(value, list) else value


def _patch(old, new):
    """What makes `new` of `old`: a JSON merge patch (RFC 7396), where a list of texts is changed by the slices of it that differ."""
    if _are_maps(old, new):
        changed = {key: _patch(old.get(key), value) for key, value in new.items() if old.get(key) != value}
        return changed | dict.fromkeys(old.keys() - new.keys())
    if _are_texts(old) and _are_texts(new):
        edits = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return {f"{start}:{end}": new[first:last] for tag, start, end, first, last in edits if tag != "equal"}
    return new


def _patched(old, patch):
    if _are_texts(old) and isinstance(patch, dict):
        new = list(old)
        for where, lines in reversed(patch.items()):
            start, _, end = where.partition(":")
            new[int(start) : int(end)] = lines
        return new
    if not _are_maps(old, patch):
        return patch
    new = {**old, **{key: _patched(old.get(key), value) for key, value in patch.items()}}
    return {key: value for key, value in new.items() if value is not None}


def _are_maps(*values):
    """Whether they can be merged: a refusal is not merged with anything."""
    return all(isinstance(each, dict) and "error" not in each for each in values)


def _are_texts(value):
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _read(file):
    return json.loads(file.read_text(encoding="ascii"))


def _text(value, indent=0, always=0):
    """JSON in which what fits into a line is one, at most; the uppermost `always` levels have a line for each member."""
    line = json.dumps(value)
    if not isinstance(value, dict | list) or not value or (always < 1 and indent + len(line) <= _WIDTH):
        return line
    isdict = isinstance(value, dict)
    inner = [
        " " * (indent + 1) + (f"{json.dumps(key)}: " if isdict else "") + _text(each, indent + 1, always - 1)
        for key, each in (value.items() if isdict else enumerate(value))
    ]
    opened, closed = "{}" if isdict else "[]"
    return ",\n".join(inner).join((f"{opened}\n", f"\n{' ' * indent}{closed}"))


if __name__ == "__main__":
    write_results(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
