"""A mapping where a config takes JSON text."""

import json
import re

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.stream.scalars import BooleanText

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class _UncertainError(Exception):
    """A value without an exact counterpart in JSON."""


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a mapping: the same as JSON text, unless a value means something else in YAML 1.1 than in JSON."""
    if not isinstance(refusal.value, dict) or not refusal.takes_json:
        return None
    try:
        text = _json(refusal.value)
    except _UncertainError:
        return None
    return Fix("JSON text", value=json.dumps(text))


def _json(value: object) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{_json(str(key))}: {_json(each)}' for key, each in value.items())}}}"
        case list():
            return f"[{', '.join(map(_json, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=not value.isprintable())
        case BooleanText():  # such as yes, which may be meant as a text
            raise _UncertainError
        case None | bool():
            return json.dumps(value)
    text = getattr(value, "text", str(value))  # the number as it is written
    if not _NUMBER.fullmatch(text):
        raise _UncertainError
    return str(text)
