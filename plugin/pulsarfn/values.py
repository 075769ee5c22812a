"""The shape of a Kubernetes object: a mapping for the API server, in the key order in which people write it."""

from collections.abc import Iterable
from typing import TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
"""Anything that YAML or JSON can hold."""

Manifest: TypeAlias = "dict[str, Value]"
"""A Kubernetes object or a part of one."""


def mapping(value: Value) -> Manifest:
    """`value` where it is a mapping, else an empty one: for parts of a manifest that may be absent."""
    return value if isinstance(value, dict) else {}


def sequence(value: Value) -> list[Value]:
    """`value` where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def value_at(value: Value, path: Iterable[str | int]) -> Value:
    """What stands in `value` at a path; None where a mapping has no such key."""
    for step in path:
        value = mapping(value).get(step) if isinstance(step, str) else sequence(value)[step]
    return value
