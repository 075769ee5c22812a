"""Kubernetes' own types: which members an object has, and whether a value fits.

The table is made by ``tools/kubernetes_types.py`` from Kubernetes' OpenAPI description, and by ``tools/custom_types.py``
from the definitions of custom resources. It has what the strict decoding of the
API server knows: members, their types, the values of enums, and the merge keys of lists (`strategic_merge`). Rules for
values are in `refusals` and `pod_refusals`.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File
from typing import TypeAlias, TypedDict

from pulsarfn.diagnostics.problem import Path, suggestion
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import SourcedValue, derived
from pulsarfn.stream.scalars import BooleanText, NumberText
from pulsarfn.values import Value, whole_number

_TABLES = (File(__file__).with_name("types.json"), File(__file__).with_name("custom_types.json"))
_OWN: Mapping[str, Mapping[str, str | dict[str, object]]] = {
    "InstanceLogging": {
        "level": {"type": "string", "enum": ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]},
        "format": {"type": "string", "enum": ["text", "json"]},
        "configMapKeyRef": "ConfigMapKeySelector",
    },
    "PodOptions": {"subscriptionCleanup": {"type": "string", "enum": ["helm", "argocd"]}},
}
"""The types of pulsarfn's own options, for which Kubernetes has none."""
BITS = {"int32": 32, "int64": 64, "integer": 64}
"""The types of whole numbers, by the number of their bits."""
_EXAMPLES = ("30s", "10MB", "http://proxy:3128")
"""Texts that say more than the patterns which they match."""

_DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")


class Member(NamedTuple):
    """A member of a type.

    Attributes:
        type: the type of its value: ``string``, ``boolean``, ``int32``, ``int64``, ``Quantity``, ``IntOrString``, ``any``, or
            the name of a type of the table; after ``[]`` that of the items of a list, after ``{}`` that of the values of a map.
        merge: the member that identifies an item of a list when two lists are merged; empty for a list of texts that
            is merged, None for a value that is replaced.
        retain_keys: whether an item replaces the item that it is merged with.
        enum: the values that a text may have; empty for any.
        pattern: the regular expression that a text matches; empty for any text.
        required: whether the API server wants a value.
    """

    type: str
    merge: str | None = None
    retain_keys: bool = False
    enum: tuple[str, ...] = ()
    required: bool = False
    pattern: str = ""


class TypeFault(NamedTuple):
    """The reason why a value does not fit its type; the words omit the value, which may be a misplaced credential.

    `known` are the keys or words that are known there, `wanted` is the type that the value must have, if that is the fault.
    """

    path: Path
    message: str
    hint: str = ""
    unknown_key: bool = False
    known: tuple[str, ...] = ()
    wanted: str = ""


Members: TypeAlias = Mapping[str, Member]


class _Table(TypedDict):
    kinds: dict[str, str]
    types: dict[str, dict[str, str | dict[str, object]]]


@cache
def _table() -> _Table:
    built_in, custom = (json.loads(each.read_text()) for each in _TABLES)
    return {key: built_in[key] | custom[key] for key in ("kinds", "types")}  # type: ignore[return-value]  # both are tables


@cache
def members_of(type_: str) -> Members | None:
    """Return the members of a type of the table; None for any other type."""
    found = _OWN.get(type_) or _table()["types"].get(type_)
    if found is None:
        return None
    return {key: _member(each) for key, each in found.items()}


def _member(written: "str | Mapping[str, object]") -> Member:
    if isinstance(written, str):
        return Member(written)
    enum = written.get("enum", ())
    return Member(
        str(written["type"]),
        None if "merge" not in written else str(written["merge"]),
        "retainKeys" in written,
        tuple(map(str, enum)) if isinstance(enum, list) else (),
        "required" in written,
        str(written.get("pattern", "")),
    )


def is_own(type_: str) -> bool:
    """Whether a type, or the one that a path such as ``Container.env`` begins with, is pulsarfn's own and not of Kubernetes."""
    return type_.partition(".")[0] in _OWN


def member_at(path: str) -> Member:
    """Return a member of the table by its type and name, such as ``Container.env``; or one of a type alone, such as ``[]string``."""
    type_, dot, name = path.partition(".")
    if not dot:
        return Member(type_)
    members = members_of(type_)
    assert members is not None
    return members[name]


def kinds() -> Mapping[str, str]:
    """Return the `apiVersion` of each kind of the table; its objects have the type of its name."""
    return _table()["kinds"]


class Reading(NamedTuple):
    """A value as the API server reads it, and the faults for which it would not.

    Attributes:
        value: the value, whose numbers are numbers.
        faults: what does not fit, in the order of the value.
    """

    value: Value
    faults: tuple[TypeFault, ...]


def read(value: Value, member: Member, *, complete: bool = False, patch: bool = False) -> Reading:
    """Read a value as the strict decoding of the API server does.

    Null is kept: it takes a value away when it is merged.

    Args:
        value: a value as YAML or JSON has it.
        member: the member whose value it is.
        complete: whether required members must be there.
        patch: whether the directives of a strategic merge patch are members.
    """
    faults: list[TypeFault] = []
    read_value = _Reader(faults, complete=complete, patch=patch).member(value, member, ())
    return Reading(read_value, tuple(faults))


class _Reader:
    def __init__(self, faults: list[TypeFault], *, complete: bool, patch: bool) -> None:
        self.faults, self.complete, self.patch = faults, complete, patch

    def member(self, value: Value, member: Member, path: Path) -> Value:
        if value is None:
            return None
        if member.enum and isinstance(value, str) and value not in member.enum:
            words = f"must be one of {', '.join(member.enum)}"
            self.faults.append(TypeFault(path, words, suggestion(value, member.enum), known=member.enum))
            return value
        if member.pattern and isinstance(value, str) and not re.search(member.pattern, value):
            examples = (each for each in _EXAMPLES if re.search(member.pattern, each))
            self.faults.append(TypeFault(path, f"must have the form of {next(examples, member.pattern)}"))
            return value
        if member.type.startswith("[]"):
            return self._list(value, member, path)
        return self._typed(value, member.type, path)

    def _list(self, value: Value, member: Member, path: Path) -> Value:
        if not isinstance(value, list):
            return self._wrong(value, "a list", path, member.type)
        inner = Member(member.type.removeprefix("[]"))
        read_items = [self.member(each, inner, (*path, index)) for index, each in enumerate(value)]
        for index, each in enumerate(value):
            if each is None:
                self.faults.append(TypeFault((*path, index), "an item must not be null"))
            elif member.merge and isinstance(each, dict) and "$patch" not in each and each.get(member.merge) is None:
                self.faults.append(TypeFault((*path, index), f"each item needs {member.merge}"))
        return read_items

    def _typed(self, value: Value, type_: str, path: Path) -> Value:
        if type_.startswith("{}"):
            if not isinstance(value, dict):
                return self._wrong(value, "a mapping", path, "{}")
            inner = Member(type_.removeprefix("{}"))
            return {key: self.member(each, inner, (*path, key)) for key, each in value.items()}
        members = members_of(type_)
        if members is None:
            return self._scalar(value, type_, path)
        if not isinstance(value, dict):
            return self._wrong(value, "a mapping", path, "{}")
        if self.complete:
            self.faults += (
                TypeFault((*path, key), "is required")
                for key, each in members.items()
                if each.required and value.get(key) is None
            )
        return {key: self._named(key, each, members, path) for key, each in value.items()}

    def _named(self, key: str, value: Value, members: Members, path: Path) -> Value:
        if key in members:
            return self.member(value, members[key], (*path, key))
        if not (self.patch and key.startswith(_DIRECTIVES)):
            hint = suggestion(key, members)
            self.faults.append(TypeFault((*path, key), "", hint, unknown_key=True, known=(*members,)))
        return value

    def _scalar(self, value: Value, type_: str, path: Path) -> Value:
        is_number = isinstance(value, (int, float, NumberText)) and not isinstance(value, (bool, BooleanText))
        is_text = isinstance(value, str) and not isinstance(value, NumberText)
        if type_ == "any":
            return _plain(value)
        if type_ == "boolean":
            is_boolean = isinstance(value, (bool, BooleanText))
            if not is_boolean:
                return self._wrong(value, "a boolean", path, type_)
            return value if isinstance(value, SourcedValue) else bool(value)
        if type_ in BITS:
            if not is_number:
                return self._wrong(value, "a whole number", path, type_)
            return self._whole(value, BITS[type_], path)
        if type_ == "Quantity" and (is_number or is_text):
            quantity = parse(str(value))
            return derived(quantity.text, value) if quantity else self._wrong(value, "a quantity", path, type_)
        if type_ == "IntOrString" and is_number:
            return self._whole(value, 32, path)
        if is_text:
            return value
        hint = "write it in quotes" if is_number or isinstance(value, (bool, BooleanText)) else ""
        words = {"string": "a text", "Quantity": "a quantity"}.get(type_, "a number or a text")
        return self._wrong(value, words, path, type_, hint)

    def _whole(self, value: Value, bits: int, path: Path) -> Value:
        try:
            number = int(value) if isinstance(value, int) else whole_number(str(value))
        except ValueError:
            return self._wrong(value, "a whole number", path)
        if not -(1 << bits - 1) <= number < 1 << bits - 1:
            return self._wrong(value, f"a whole number that fits in {bits} bits", path)
        return derived(number, value)

    def _wrong(self, value: Value, expected: str, path: Path, wanted: str = "", hint: str = "") -> Value:
        self.faults.append(TypeFault(path, f"must be {expected}", hint, wanted=wanted))
        return value


def _plain(value: Value) -> Value:
    """Return a value of any type with its numbers as numbers."""
    if isinstance(value, NumberText):
        number: Value = json.loads(value)
        return number
    if isinstance(value, BooleanText):
        return bool(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [*map(_plain, value)] if isinstance(value, list) else value
