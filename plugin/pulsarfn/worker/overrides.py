r"""``--set KEY.PATH=VALUE``: overrides of single keys of the worker config, as in Helm.

As with Helm, ``\.`` is a dot inside a key, ``KEY[0]`` an item of a list, ``{a,b}`` a list, ``null`` removes the key,
and the value is typed as YAML would type it; quotes make it a text. Unlike Helm, one ``--set`` sets one key: a comma
is not a separator, because Pulsar's service URLs have commas.
"""

import re
from collections.abc import Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.provenance import Origin, Source
from pulsarfn.stream.scalars import jackson
from pulsarfn.stream.texts import is_utf8
from pulsarfn.typed import TYPE_CHECKING
from pulsarfn.values import Value

if TYPE_CHECKING:
    from pulsarfn.stream.locate import Place

_PART = pattern(r"((?:\\.|[^\\.\[\]=])+)((?:\[[0-9]+\])*)", re.DOTALL)
_INDEX = pattern(r"[0-9]+")
_ESCAPED = pattern(r"\\(.)", re.DOTALL)
_COMMA = pattern(r"(?<!\\),")
_MOST_DIGITS = 9


class OverrideError(ValueError):
    """A ``--set`` whose text is not an override; the message gives the reason."""


class Override(NamedTuple):
    """One override.

    Attributes:
        path: the path of the key.
        value: its new value; None removes the key.
        option: the option that gives it.
        place: the text of the input that gives it, and its path there; None for an option of the command line.
        carrier: the path in the carrier that gives it; None if no carrier does.
    """

    path: Path
    value: Value
    option: str = "--set"
    place: "tuple[Place, Path] | None" = None
    carrier: Path | None = None

    @property
    def origin(self) -> Origin:
        """The origin of the value."""
        if self.carrier is not None:
            return Origin(Source.CARRIER, self.carrier)
        return Origin(Source.COMMAND_LINE, (self.option, *self.path))

    def __repr__(self) -> str:
        return hidden(self)


def parse_override(text: str) -> Override:
    """Read ``KEY.PATH=VALUE``; raise OverrideError if the text has another form."""
    if not is_utf8(text):
        raise OverrideError("the text is not UTF-8")
    path: list[str | int] = []
    at = 0
    while True:
        match = _PART.match(text, at)
        if match is None:
            raise OverrideError("a key is expected, as in KEY.PATH=VALUE")
        path.append(_ESCAPED.sub(r"\1", match.group(1)))
        path += map(_index, _INDEX.findall(match.group(2)))
        at = match.end()
        separator = text[at : at + 1]
        at += 1
        if separator == "=":
            return Override(tuple(path), _value(text[at:]))
        if separator != ".":
            raise OverrideError("'=' is expected, as in KEY.PATH=VALUE")


def _index(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise OverrideError(f"no list has an item with a number of {len(digits)} digits")
    return int(digits)


def apply_overrides(value: Value, overrides: Sequence[Override]) -> tuple[Value, tuple[Problem, ...]]:
    """Return `value` with the overrides, and their problems. Later overrides win; `value` itself is not changed."""
    problems = []
    for override in overrides:
        try:
            value = _with(value, override.path, override.value)
        except _NoSuchPartError as error:
            name = dotted(override.path)
            message = f"{override.option} {name}: {error}"
            hint = "set the whole value instead, or correct the path"
            problems.append(
                Problem(codes.OVERRIDE_NOT_APPLICABLE, message, override.path, hint, text=Text.WORKER_CONFIG)
            )
    return value, tuple(problems)


def dotted(path: Path) -> str:
    """Return a path in the form that ``--set`` reads."""
    parts = (f"[{part}]" if isinstance(part, int) else "." + part.replace(".", "\\.") for part in path)
    return "".join(parts).removeprefix(".")


class _NoSuchPartError(Exception):
    """The path of an override does not exist. This error stays in the module."""


def _with(value: Value, path: Path, new: Value) -> Value:
    if not path:
        return new
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        return _with_item(value, part, rest, new)
    if value is not None and not isinstance(value, dict):
        raise _NoSuchPartError(f"what should hold '{part}' is not a mapping")
    members = value or {}
    if new is None and not rest:
        return {key: member for key, member in members.items() if key != part}
    return members | {part: _with(members.get(part), rest, new)}


def _with_item(value: Value, index: int, rest: Path, new: Value) -> Value:
    if value is not None and not isinstance(value, list):
        raise _NoSuchPartError(f"what should hold item {index} is not a list")
    items = value or []
    if index > len(items):
        raise _NoSuchPartError(f"there is no item {index}: the list has {len(items)}")
    return [*items[:index], _with(items[index] if index < len(items) else None, rest, new), *items[index + 1 :]]


def _value(text: str) -> Value:
    if text == "[]":
        return []
    if text == "{}":
        return {}
    if text.startswith("{") and text.endswith("}"):
        return [_scalar(_ESCAPED.sub(r"\1", item)) for item in _COMMA.split(text[1:-1])]
    return _scalar(text)


def _scalar(text: str) -> Value:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return jackson(text) if text else text
