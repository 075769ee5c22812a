"""All faults of a config, found by pydantic models that are derived from the declared fields.

This module is imported only if there is a fault to report: see `models.fields`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from pulsarfn.models.fields import Kind, ListOf, MapOf, Model, NestedModel, RefusedValueError, Scalar

_EXTRA: dict[str, Literal["forbid", "ignore", "allow"]] = {"refused": "forbid", "ignored": "ignore", "kept": "allow"}


def errors(model: type[Model], value: object) -> list[ErrorDetails]:
    """Return the errors of pydantic for `value`, in its order; empty if `model` can read it."""
    try:
        pydantic_model(model).model_validate(value)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


_made: dict[type[Model], type[BaseModel]] = {}


def pydantic_model(model: type[Model]) -> type[BaseModel]:
    """Return the pydantic model that accepts the same values as `model`; it is created once."""
    if model not in _made:
        _made[model] = _make(model)
    return _made[model]


def _make(model: type[Model]) -> type[BaseModel]:
    def prepared(values: Any) -> Any:  # noqa: ANN401 - whatever the user wrote, before pydantic looks at it
        kept = model.prepared(values)
        if not model.NULL_IS_ABSENT:
            return kept
        return _without_nulls(kept, but=frozenset() if model.OTHER_KEYS != "refused" else _undeclared(model, kept))

    fields: dict[str, Any] = {
        each.name: (_annotation(each.kind), Field(_default(each.default), alias=key, description=each.description))
        for key, each in model.FIELDS.items()
    }
    before: Any = model_validator(mode="before")(prepared)
    return create_model(
        model.__name__,
        __config__=ConfigDict(extra=_EXTRA[model.OTHER_KEYS]),
        __doc__=model.__doc__,
        __validators__={"prepared": before},
        **fields,
    )


def _annotation(kind: Kind) -> Any:  # noqa: ANN401 - a type annotation may be anything
    match kind:
        case Scalar(read=read, value_type=value_type):
            return Annotated[value_type, BeforeValidator(_custom(read))]
        case ListOf(item=item, optional=optional):
            listed: Any = tuple[_annotation(item), ...]  # type: ignore[misc]  # made at run time
            return Annotated[listed, BeforeValidator(_empty_if_null)] if optional else listed
        case MapOf(member=member, nulls=nulls):
            if nulls:
                return dict[str, _annotation(member) | None]  # type: ignore[misc]  # likewise
            mapped: Any = dict[str, _annotation(member)]  # type: ignore[misc]  # likewise
            return Annotated[mapped, BeforeValidator(_without_nulls)]
        case NestedModel(model=model, optional=optional):
            nested = pydantic_model(model)
            return nested | None if optional else nested


def _custom(read: Any) -> Any:  # noqa: ANN401 - a function of any type
    """Return `read` as a validator that raises the errors of pydantic."""

    def read_or_refuse(value: object) -> object:
        try:
            return read(value)
        except RefusedValueError as refused:
            context = {"message": str(refused), **refused.context}  # a message is not a template: braces in it are kept
            raise PydanticCustomError(refused.kind, "{message}", context) from None

    return read_or_refuse


def _default(value: object) -> object:
    return pydantic_model(type(value)).model_construct() if isinstance(value, Model) else value


def _undeclared(model: type[Model], value: Any) -> frozenset[str]:  # noqa: ANN401 - whatever the user wrote
    return frozenset(value) - model.FIELDS.keys() if isinstance(value, dict) else frozenset()


def _without_nulls(value: Any, but: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401 - whatever the user wrote
    if isinstance(value, dict) and None in value.values():
        return {key: each for key, each in value.items() if each is not None or key in but}
    return value


def _empty_if_null(value: Any) -> Any:  # noqa: ANN401 - whatever the user wrote
    return () if value is None else value
