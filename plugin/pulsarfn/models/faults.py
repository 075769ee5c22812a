"""The faults that a model finds in a config, in terms of its keys: without jargon, and without values, which may be secret."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pulsarfn.diagnostics.problem import Path, suggestion
from pulsarfn.models.fields import Kind, ListOf, MapOf, Model, NestedModel, Scalar
from pulsarfn.models.java_types import kind_of
from pulsarfn.named_tuples import NamedTuple

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_EXPECTED = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


class Fault(NamedTuple):
    """One fault that a model finds.

    Attributes:
        path: the path of the refused value in the validated value.
        message: the reason, without a full stop: ``unknown key 'x'``, ``must be a list, not a text``.
        hint: what to write instead; empty if the message says enough.
        error: the error of pydantic.
        unknown_key: whether the fault is that the last key of the path is unknown.
        known: the keys or words that are known there; empty if the fault is another one.
        wanted: the type that the value must have, as Kubernetes' types are named: ``[]string``, ``boolean``; ``{}`` for any
            mapping, empty if it is not known.
    """

    path: Path
    message: str
    hint: str
    error: "ErrorDetails"
    unknown_key: bool = False
    known: tuple[str, ...] = ()
    wanted: str = ""

    @property
    def words(self) -> str:
        """The message with the dotted path in it."""
        dotted = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).removeprefix(".")
        if self.unknown_key:
            return f"unknown key '{dotted}'"
        colon = "" if self.message.startswith("must be ") else ":"
        return f"{dotted}{colon} {self.message}" if dotted else self.message


def faults(model: type[Model], value: object) -> Iterator[Fault]:
    """Return all faults for which `model` refuses `value`."""
    from pulsarfn.models.validation import errors  # noqa: PLC0415 - pydantic, for errors only

    for each in errors(model, value):
        path: Path = each["loc"]
        parts = each.get("ctx", {}).get("parts")
        if parts:
            yield from (
                Fault((*path, *part.path), part.message, part.hint, each, part.unknown_key, part.known, part.wanted)
                for part in parts
            )
        elif each["type"] == "extra_forbidden":
            known = known_keys(model_at(model, path[:-1]))
            hint = suggestion(str(path[-1]), known)
            yield Fault(path, f"unknown key '{path[-1]}'", hint, each, unknown_key=True, known=known)
        elif each["type"] in _EXPECTED:
            expected = _EXPECTED[each["type"]]
            message = f"must be {expected}, not {kind_of(each['input'])}"
            yield Fault(path, message, "", each, wanted=_wanted(model, path, expected))
        else:
            known = tuple(each.get("ctx", {}).get("names", ()))
            wanted = "Quantity" if each["type"] == "quantity" else ""
            yield Fault(path, each["msg"], "", each, known=known, wanted=wanted)


def known_keys(model: type[Model] | None) -> tuple[str, ...]:
    """Return the keys of a model, as they are written in a config."""
    return () if model is None else tuple(model.FIELDS)


def model_at(model: type[Model], path: Path) -> type[Model] | None:
    """Return the model of the part of a config at `path`; None if there is none. A map of models accepts any key."""
    kind = _kind_at(model, path)
    return kind.model if isinstance(kind, NestedModel) else None


def _wanted(model: type[Model], path: Path, expected: str) -> str:
    kind = _kind_at(model, path)
    if isinstance(kind, ListOf) and isinstance(kind.item, Scalar):
        return "[]string"
    return "{}" if expected == "a mapping" else ""


def _kind_at(model: type[Model], path: Path) -> Kind | None:
    kind: Kind = NestedModel(model)
    for part in path:
        match kind:
            case NestedModel(model=found) if part in found.FIELDS:
                kind = found.FIELDS[str(part)].kind
            case ListOf(item=kind) | MapOf(member=kind):
                continue
            case _:
                return None
    return kind
