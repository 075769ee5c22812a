"""What a model refuses, in the words of the config's own keys: no jargon, and no value, which may be a secret."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pulsarfn.diagnostics.problem import Path, suggestion
from pulsarfn.models.fields import Kind, ListOf, MapOf, Model, Nested
from pulsarfn.models.java_types import kind_of

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
    """One thing that a model refuses.

    Attributes:
        path: of the refused value, from the value that was validated.
        message: why, without a full stop: ``unknown key 'x'``, ``must be a list, not a text``.
        hint: what to write instead, empty for nothing to add.
        error: what pydantic says of it.
    """

    path: Path
    message: str
    hint: str
    error: "ErrorDetails"

    @property
    def words(self) -> str:
        """The message with the dotted path in it."""
        dotted = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).removeprefix(".")
        if self.unknown_key:
            return f"unknown key '{dotted}'"
        colon = "" if self.message.startswith("must be ") else ":"
        return f"{dotted}{colon} {self.message}" if dotted else self.message

    @property
    def unknown_key(self) -> bool:
        """Whether it is the last key of the path that is not known."""
        return self.error["type"] == "extra_forbidden"


def faults(model: type[Model], value: object) -> Iterator[Fault]:
    """Everything in `value` for which `model` does not read it."""
    from pulsarfn.models.validation import errors  # noqa: PLC0415 - pydantic, for errors only

    for each in errors(model, value):
        path: Path = each["loc"]
        if each["type"] == "extra_forbidden":
            hint = suggestion(str(path[-1]), known_keys(model_at(model, path[:-1])))
            yield Fault(path, f"unknown key '{path[-1]}'", hint, each)
        elif each["type"] in _EXPECTED:
            yield Fault(path, f"must be {_EXPECTED[each['type']]}, not {kind_of(each['input'])}", "", each)
        else:
            yield Fault(path, each["msg"], "", each)


def known_keys(model: type[Model] | None) -> tuple[str, ...]:
    """The keys of a model as they are written in a config."""
    return () if model is None else tuple(model.FIELDS)


def model_at(model: type[Model], path: Path) -> type[Model] | None:
    """The model of the part of a config at `path`, None where there is none; in a map of models any key will do."""
    kind: Kind = Nested(model)
    for part in path:
        match kind:
            case Nested(model=found) if part in found.FIELDS:
                kind = found.FIELDS[str(part)].kind
            case ListOf(item=kind) | MapOf(member=kind):
                continue
            case _:
                return None
    return kind.model if isinstance(kind, Nested) else None
