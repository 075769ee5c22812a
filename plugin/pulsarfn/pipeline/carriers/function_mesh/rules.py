"""Rules: what a field of a resource is in a component config, in the worker config or in neither.

A rule takes the value of a field and its path in the spec, and returns effects.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from pulsarfn.diagnostics.problem import Path, suggestion
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value, mapping

OPTIONS = "customRuntimeOptions"
WITHOUT_COUNTERPART = "has no counterpart in Pulsar's runtime"
UNKNOWN = "is not a field of Function Mesh"


class Part(NamedTuple):
    """A part of the config: its path in the config, its value, and the path in the spec that gives it."""

    target: Path
    value: Value
    source: Path

    def __repr__(self) -> str:
        return hidden(self)


class Setting(NamedTuple):
    """A key of the worker config, its value, and the path in the spec that gives it."""

    target: Path
    value: Value
    source: Path

    def __repr__(self) -> str:
        return hidden(self)


class Loss(NamedTuple):
    """A field without counterpart, what is to be said of it, and what to do."""

    source: Path
    message: str
    hint: str


class Fault(NamedTuple):
    """A field whose value Function Mesh does not take, what is to be said of it, and what to do."""

    source: Path
    message: str
    hint: str = ""


Effect: TypeAlias = Part | Setting | Loss | Fault
Rule: TypeAlias = Callable[[Value, Path], Iterator[Effect]]


class Members(NamedTuple):
    """The rule for a mapping with keys of the user: a table for the members, which are made at `target` in the config."""

    target: Path
    table: Callable[[Path], "Table"]


Table: TypeAlias = Mapping[str, "Rule | Members | Table"]
"""The rule of each field, by its key."""


def effects(rule: "Rule | Members | Table", value: Value, path: Path) -> Iterator[Effect]:
    """Return the effects of a value at `path` of a spec."""
    if value is None:
        return
    if callable(rule):
        yield from rule(value, path)
    elif not isinstance(value, dict):
        yield Fault(path, "must be a mapping")
    elif isinstance(rule, Members):
        for key, each in value.items():
            yield from effects(rule.table((*rule.target, key)), each, (*path, key))
    else:
        for key, each in value.items():
            if key in rule:
                yield from effects(rule[key], each, (*path, key))
            else:
                hint = suggestion(key, rule) or "remove it: Function Mesh ignores it"
                yield Loss((*path, key), UNKNOWN, hint)


def to(*target: str) -> Rule:
    """Return the rule of a field whose value is that of the key at `target` of the config."""
    return lambda value, path: iter((Part(target, value, path),))


def option(key: str) -> Rule:
    """Return the rule of a field that is an option in customRuntimeOptions."""
    return to(OPTIONS, key)


def positive(*target: str) -> Rule:
    """Return the rule of a number for which 0 means that it is not given."""
    return lambda value, path: iter((Part(target, value, path),) if value != 0 else ())


def setting(*target: str) -> Rule:
    """Return the rule of a field that is a key of the worker config."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        if isinstance(value, dict | list):
            yield Fault(path, "must be a single value")
        elif value != "":
            yield Setting(target, value, path)

    return rule


def patch(*target: str) -> Rule:
    """Return the rule of a field that is a member of the StatefulSet without an option of its own: a patch sets it."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        yield Part((OPTIONS, "patches", 0, "target", "kind"), "StatefulSet", path)
        yield Part((OPTIONS, "patches", 0, "patch", *target), value, path)

    return rule


def nothing(_value: Value, _path: Path) -> Iterator[Effect]:
    """Return no effect: Pulsar always does what the field asks for, or another field's rule reads it."""
    return iter(())


def lost(hint: str = "remove it") -> Rule:
    """Return the rule of a field without counterpart; false, 0 and empty values ask for nothing."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        if value:
            yield Loss(path, WITHOUT_COUNTERPART, hint)

    return rule


def only(accepted: Value, hint: str) -> Rule:
    """Return the rule of a field of which Pulsar always does what one value asks for."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        if value not in (accepted, ""):
            yield Loss(path, WITHOUT_COUNTERPART, hint)

    return rule


def word(words: Mapping[str, Value], *target: str) -> Rule:
    """Return the rule of a field with fixed words, each with Pulsar's word for it."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        if isinstance(value, str) and value in words:
            yield Part(target, words[value], path)
        elif value != "":
            yield Fault(path, f"must be one of {', '.join(words)}")

    return rule


def schemas(*target: str) -> Rule:
    """Return the rule of topics with their schema types, where Pulsar's config has consumer configs as JSON text."""

    def rule(value: Value, path: Path) -> Iterator[Effect]:
        for topic, schema in mapping(value).items():
            yield Part((*target, topic), json.dumps({"schemaType": schema}, ensure_ascii=False), (*path, topic))

    return rule
