"""Values as YAML texts in many styles, also with what no library writes: keys twice, numbers of other notations, tags, aliases."""

import datetime as dt
import json
import math
import re
from random import Random
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*")
_NO_TEXTS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_LITERAL = re.compile(r"(?:[!-~\xa1-\u024f][ -~\xa1-\u024f]*(?:\n|\Z)|\n(?=[^\n]))+")


class Raw(str):
    """A scalar as it is written."""

    __slots__ = ()


class Pairs(list[tuple[Any, Any]]):
    """The entries of a mapping, in which a key may stand twice."""


def entries(mapping: Any) -> list[tuple[Any, Any]]:
    """The entries of a mapping, of either kind."""
    return list(mapping.items()) if isinstance(mapping, dict) else list(mapping)


def is_mapping(value: Any) -> bool:
    """Whether a value is written as a mapping."""
    return isinstance(value, dict | Pairs)


def flow(value: Any) -> str:
    """A value on one line; JSON where it holds nothing raw."""
    if is_mapping(value):
        return "{" + ", ".join(f"{_key(key)}: {flow(each)}" for key, each in entries(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def block(value: Any, random: Random, indent: int = 0) -> str:
    """A value in lines, each with its line break."""
    if not value or not isinstance(value, dict | list) or (indent and random.random() < 0.1):
        return f"{' ' * indent}{flow(value)}\n"
    lines = []
    for key, each in entries(value) if is_mapping(value) else ((None, each) for each in value):
        head = f"{' ' * indent}{'-' if key is None else _plain_or_scalar(key) + ':'}"
        nested = random.choice((2, 2, 2, 4)) if is_mapping(value) else 2
        if isinstance(each, dict | list) and each and random.random() < 0.85:
            lines.append(f"{head}\n{block(each, random, indent + nested)}")
        elif isinstance(each, str) and "\n" in each and _LITERAL.fullmatch(each) and not isinstance(each, Raw):
            lines.append(f"{head} {_literal(each, indent + nested)}")
        else:
            lines.append(f"{head} {_plain_or_scalar(each)}\n")
    return "".join(lines)


def _literal(text: str, indent: int) -> str:
    lines = text.removesuffix("\n").split("\n")
    return f"|{'' if text.endswith(chr(10)) else '-'}\n" + "".join(
        f"{' ' * indent}{line}\n" if line else "\n" for line in lines
    )


def _key(key: Any) -> str:
    return key if isinstance(key, Raw) else json.dumps(key if isinstance(key, str) else _scalar(key))


def _plain_or_scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NO_TEXTS:
        return value
    return flow(value)


def _scalar(value: Any) -> str:
    if isinstance(value, Raw):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}[str(value)]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return json.dumps(value.decode("latin-1"))
    return json.dumps(value)
