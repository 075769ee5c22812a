"""The JSON text of FunctionDetails, the value of ``--function_details`` (pulsar-runtime.md 4.1).

Up to Pulsar 4 protobuf's JsonFormat prints it; since 5.0 LightProto does. `DetailsForm` lists the differences.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import compress
from operator import attrgetter

from pulsarfn.component.details.function_details import MESSAGES, ConsumerSpec, FunctionDetails, Int64
from pulsarfn.diagnostics.problem import Path
from pulsarfn.java.java_text import Jvm
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Any
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import DetailsForm, Rules


def details_json(details: FunctionDetails, rules: Rules = DEFAULT) -> str:
    """Return `details` as JSON without blanks (``JsonFormat.printer().omittingInsignificantWhitespace()``, ``toJson()``)."""
    return message_json(details, rules)


def message_json(message: Iterable[Any], rules: Rules = DEFAULT) -> str:
    """Return any message as JSON: defaults are omitted, and a message that is set but empty is ``{}``.

    Source, sink and resources of FunctionDetails are always set, so they are always printed.
    """
    return _printer(rules.details, rules.jvm).text(message)


def json_members(message: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Return the values that `message_json` prints, each with its path in the JSON."""
    for attribute, json_name, first_name in _members(type(message)):  # type: ignore[arg-type]  # a type is hashable
        value = getattr(message, attribute)
        if value and value != first_name:
            yield from _members_of(value, (*path, json_name))


def _members_of(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _members_of(each, (*path, key))
    elif type(value) in MESSAGES:
        members = [*json_members(value, path)]
        yield from members or [(path, {})]
    else:
        yield path, value


class _Member(NamedTuple):
    attribute: str
    json_name: str
    first_name: object  # the value 0 of an enum, which is omitted like empty values


@cache
def _members(message: Any) -> tuple[_Member, ...]:  # noqa: ANN401 - one of the messages
    """Return the members of a message, in the order of their numbers."""
    defaults = message._field_defaults
    return tuple(
        _Member(
            name,
            re.sub("_(.)", lambda match: match[1].upper(), name),
            defaults[name] if isinstance(defaults[name], str) else None,
        )
        for name in message._fields
    )


@cache
def _printer(form: DetailsForm, jvm: Jvm) -> "_Printer":
    return _Printer(form, jvm)


class _Printer:
    """A printer of messages in one form; the declared type of a field decides how it is printed."""

    def __init__(self, form: DetailsForm, jvm: Jvm) -> None:
        self._string = form.strings
        self._texts: Mapping[object, Callable[[Any], str]] = {
            str: form.strings,
            bool: _true,
            int: str,
            Int64: _int64,
            float: jvm.double_text,
            tuple[str, ...]: self._strings,
            Mapping[str, str]: self._string_map,
            Mapping[str, ConsumerSpec]: self._message_map,
        }  # any other type is a message
        orders = dict(form.orders)
        self._fields = {message: self._ordered(message, orders.get(message.__name__)) for message in MESSAGES}

    def text(self, message: Any) -> str:  # noqa: ANN401 - one of the messages
        """Return a message as JSON."""
        order, fields = self._fields[type(message)]
        values = order(message) if order else message
        printed = [
            prefix + text(value)
            for value, (prefix, first_name, text) in compress(zip(values, fields, strict=True), values)
            if value != first_name
        ]
        return f"{{{','.join(printed)}}}"

    def _ordered(
        self,
        message: Any,  # noqa: ANN401 - one of the messages
        order: tuple[str, ...] | None,
    ) -> tuple[Callable[[Any], Iterable[Any]] | None, list[tuple[str, object, Callable[[Any], str]]]]:
        """Return what puts the values of a message in order, None if they are, and how each of them is printed.

        That is the name of its field with the colon, the value that is omitted, and the function that prints others.
        """
        members = {each.attribute: each for each in _members(message)}
        fields = [
            (
                f'"{each.json_name}":',
                each.first_name,
                self._texts.get(message.__annotations__[each.attribute], self.text),
            )
            for each in map(members.__getitem__, order or message._fields)
        ]
        return attrgetter(*order) if order else None, fields

    def _string_map(self, value: Mapping[str, str]) -> str:
        string = self._string
        return f"{{{','.join([f'{string(key)}:{string(each)}' for key, each in value.items()])}}}"

    def _message_map(self, value: Mapping[str, Iterable[Any]]) -> str:
        return f"{{{','.join([f'{self._string(key)}:{self.text(each)}' for key, each in value.items()])}}}"

    def _strings(self, value: tuple[str, ...]) -> str:
        return f"[{','.join(map(self._string, value))}]"


def _int64(value: int) -> str:
    return f'"{value}"'


def _true(_value: bool) -> str:  # noqa: FBT001 - printed only when it is true
    return "true"
