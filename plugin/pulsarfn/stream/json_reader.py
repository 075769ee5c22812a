"""JSON texts as plain values. Ambiguous texts are refused with a clear message."""

import json
from typing import Any, NoReturn

from pulsarfn.diagnostics import codes
from pulsarfn.stream.json_text import LONE_SURROGATE, LONGEST_NUMBER, json_depth_exceeds, json_fault
from pulsarfn.stream.scalars import as_written
from pulsarfn.stream.texts import MAX_DEPTH, TOO_DEEP, ReadError, place_of, place_within
from pulsarfn.values import Value


def read_json(text: str) -> Value:
    """Return the value of a JSON text; None for an empty text.

    Raises:
        ReadError: for broken JSON, duplicate keys, too deep nesting.
    """
    if not text.strip():
        return None
    deep = json_depth_exceeds(text, MAX_DEPTH)
    if deep is not None:
        message, hint = TOO_DEEP
        raise ReadError(codes.TOO_DEEP, message, at=place_of(text, deep), hint=hint)
    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=_unique_pairs,
            parse_int=_json_int,
            parse_float=_json_float,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise _broken(text, error) from None
    except _RefusedError as refused:
        raise _json_error(text, str(refused)) from None
    if "\\u" in text and LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise _json_error(text, "half of a surrogate pair")
    return value


def _broken(text: str, error: json.JSONDecodeError) -> ReadError:
    """Return the fault that Python reports; where and how it reports a comma too many depends on Python's version."""
    comma = error.pos if text.startswith(",", error.pos) else len(text[: error.pos].rstrip()) - 1
    closing = text[comma + 1 :].lstrip()[:1]
    if text.startswith(",", max(comma, 0)) and closing in ("}", "]"):
        message = f"broken JSON: a comma before the closing {closing}"
        return ReadError(codes.BROKEN_JSON, message, at=place_of(text, comma), hint="remove the comma")
    at = place_within(text, error.pos)
    return ReadError(codes.BROKEN_JSON, f"broken JSON: {error.msg}", at=at, hint="check it with: jq .")


class _RefusedError(Exception):
    """A fault that Python's JSON reader accepts; its place is found afterwards."""


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RefusedError("two equal keys in one object")
    return members


def _json_int(text: str) -> Any:  # noqa: ANN401 - json's hook
    if len(text) > LONGEST_NUMBER:
        raise _RefusedError(f"a number of more than {LONGEST_NUMBER} digits")
    return as_written(int(text), text)


def _json_float(text: str) -> Any:  # noqa: ANN401 - json's hook
    return as_written(float(text), text)


def _no_constant(word: str) -> NoReturn:
    raise _RefusedError(f"{word} is no JSON")


def _json_error(text: str, message: str) -> ReadError:
    fault = json_fault(text)
    if fault is None:
        return ReadError(codes.BROKEN_JSON, message, at=(1, 1))
    code = codes.DUPLICATE_KEY if fault.is_duplicate else codes.BROKEN_JSON
    return ReadError(code, fault.message, at=place_of(text, fault.offset), hint=fault.hint)
