"""What a pydantic model refuses, in the words of the config's own keys: no jargon, and no value, which may be a secret."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pulsarfn.diagnostics import Path, suggestion
from pulsarfn.java_types import kind_of

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
    error: ErrorDetails

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


def faults(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Everything in `error`, which validating with `model` raised."""
    for each in error.errors(include_url=False):
        path: Path = each["loc"]
        if each["type"] == "extra_forbidden":
            hint = suggestion(str(path[-1]), known_keys(model_at(model, path[:-1])))
            yield Fault(path, f"unknown key '{path[-1]}'", hint, each)
        elif each["type"] in _EXPECTED:
            yield Fault(path, f"must be {_EXPECTED[each['type']]}, not {kind_of(each['input'])}", "", each)
        else:
            yield Fault(path, each["msg"], "", each)


def known_keys(model: type[BaseModel] | None) -> tuple[str, ...]:
    """The keys of a model as they are written in a config."""
    return () if model is None else tuple(field.alias or name for name, field in model.model_fields.items())


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model of the part of a config at `path`, None where there is none; in a map of models any key will do."""
    found: type[BaseModel] | None = model
    mapped = False
    for part in path:
        if isinstance(part, int) or mapped:
            mapped = False
            continue
        field = next((each for each in found.model_fields.values() if each.alias == part), None) if found else None
        found = None if field is None else _model_in(field.annotation)
        mapped = field is not None and "dict[" in str(field.annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type annotation may be anything
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
