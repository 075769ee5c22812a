"""Whether a JSON object is FunctionDetails: every member that is known here has its type."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, get_args

from pulsarfn.component.details.function_details import MESSAGES, ConsumerSpec, Int64
from pulsarfn.component.runtimes import RUNTIMES

_BY_NAME: Final = {each.__name__: each for each in MESSAGES}
_JSON_TEXTS: Final = ("configs", "secretsMap", "cryptoKeyReaderConfig")


def wrong_members(details: Mapping[str, Any]) -> list[str]:
    """Return the members of FunctionDetails whose value cannot be: their paths."""
    found = [*_wrong(details, _BY_NAME["FunctionDetails"], ())]
    if str(details.get("runtime", "JAVA")) not in RUNTIMES:
        found.append("runtime")
    if details.get("componentType", "FUNCTION") == "FUNCTION" and not _is_json(details.get("userConfig")):
        found.append("userConfig")
    return found


def _wrong(value: Any, message: Any, path: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401 - any JSON, a message
    if not isinstance(value, dict):
        yield ".".join(path)
        return
    types = {json_name(name): kind for name, kind in message.__annotations__.items()}
    for name, member in value.items():
        kind, where = types.get(name), (*path, name)
        held = _message_of(kind)
        if kind == Mapping[str, ConsumerSpec]:
            specs = member.items() if isinstance(member, dict) else [("", member)]
            for topic, spec in specs:
                yield from _wrong(spec, ConsumerSpec, (*where, topic))
        elif held is not None:
            yield from _wrong(member, held, where)
        elif kind is not None and not (_CHECKS[kind](member) and (name not in _JSON_TEXTS or _is_json(member))):
            yield ".".join(where)


def _message_of(kind: Any) -> Any:  # noqa: ANN401 - a type
    """Return the message that a field holds, None for a field of another type."""
    return next((each for each in (kind, *get_args(kind)) if each in MESSAGES), None)


def json_name(field: str) -> str:
    """Return the name of a field in JSON."""
    first, *others = field.split("_")
    return first + "".join(map(str.title, others))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_int64(value: object) -> bool:
    text = str(value).removeprefix("-")
    return not isinstance(value, bool) and text.isascii() and text.isdigit() and len(text) < len("9999999999999999999")


def _is_json(value: object) -> bool:
    """Whether a text is empty, or the JSON of an object."""
    if not value:
        return value in (None, "")
    try:
        return isinstance(value, str) and isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False


_CHECKS: Final[Mapping[Any, Callable[[object], bool]]] = {
    str: lambda value: isinstance(value, str),
    bool: lambda value: isinstance(value, bool),
    int: _is_whole,
    Int64: _is_int64,
    float: _is_number,
    tuple[str, ...]: lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    Mapping[str, str]: lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
}
