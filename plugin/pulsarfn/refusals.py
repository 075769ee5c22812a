"""What pydantic refuses, said as Jackson or Gson would say it."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from pulsarfn.diagnostics import Path, suggestion
from pulsarfn.java_types import kind_of

_MAPPING_WANTED = frozenset({"model_type", "model_attributes_type", "dict_type"})
_LIST_WANTED = frozenset({"list_type", "tuple_type"})
_GSON_KINDS = {
    "Object": "BEGIN_OBJECT",
    "Array": "BEGIN_ARRAY",
    "String": "STRING",
    "Boolean": "BOOLEAN",
    "Null": "NULL",
    "Integer": "NUMBER",
    "Floating-point": "NUMBER",
}
_GSON_WORDS = {"java.lang.String": "string", "java.lang.Long": "long", "io.kubernetes.client.custom.Quantity": "string"}


class Fault(NamedTuple):
    """One thing that a model refuses.

    Attributes:
        path: of the refused value, from the value that was validated.
        message: why, without a full stop.
        hint: what to write instead, empty for nothing to add.
        unknown_key: whether it is the last key of the path that is not known.
    """

    path: Path
    message: str
    hint: str
    unknown_key: bool


def faults(error: ValidationError, model: type[BaseModel], *, gson: bool = False) -> Iterator[Fault]:
    """Everything in `error`, which validating with `model` raised; `gson` for Gson's words about wrong kinds."""
    for each in error.errors(include_url=False):
        path: Path = each["loc"]
        if each["type"] == "extra_forbidden":
            yield Fault(
                path, f"unknown key '{path[-1]}'", suggestion(str(path[-1]), known_keys(model, path[:-1])), True
            )
        elif each["type"] in _MAPPING_WANTED | _LIST_WANTED:
            yield Fault(path, _wrong_kind(each["type"] in _MAPPING_WANTED, each["input"], gson=gson), "", False)
        elif gson and each.get("ctx", {}).get("java_type") in _GSON_WORDS:
            word = _GSON_WORDS[each["ctx"]["java_type"]]
            yield Fault(path, f"Expected a {word} but was {gson_kind(each['input'])}", "", False)
        elif each["type"] == "string_type":
            yield Fault(path, f"a text is expected, not {kind_of(each['input'])}", "", False)
        else:
            yield Fault(path, each["msg"], "", False)


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the part of `model` at `path` has."""
    for part in path:
        if isinstance(part, int):
            continue
        field = next((field for field in model.model_fields.values() if field.alias == part), None)
        inner = None if field is None else _model_in(field.annotation)
        if inner is None:
            return ()
        model = inner
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type annotation may be anything
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _wrong_kind(mapping_wanted: bool, value: object, *, gson: bool) -> str:  # noqa: FBT001 - private
    if gson:
        return f"Expected {'BEGIN_OBJECT' if mapping_wanted else 'BEGIN_ARRAY'} but was {gson_kind(value)}"
    java_type, expected = ("java.util.Map", "mapping") if mapping_wanted else ("java.util.ArrayList", "list")
    return f"Cannot deserialize value of type `{java_type}` from {kind_of(value)} value: a {expected} is expected"


def gson_kind(value: object) -> str:
    """What Gson calls the token that begins a value (`JsonToken`)."""
    if type(value).__name__ == "NumberText":
        return "NUMBER"
    return _GSON_KINDS.get(kind_of(value), "STRING")
