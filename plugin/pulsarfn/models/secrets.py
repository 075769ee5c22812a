"""The keys of models whose values may be secret, as declared by their fields."""

from collections.abc import Iterator
from typing import get_args

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy.keys import SecretKeys
from pulsarfn.models.fields import Field, Kind, ListOf, MapOf, Model, NestedModel, Scalar


def secret_keys(*models: type[Model]) -> SecretKeys:
    """Return the keys of the models and of their parts. A key that is secret in one model is secret in all."""
    fields = [field for model in models for field in _fields(model)]
    secret = frozenset(each.key for each in fields if each.secret)
    return SecretKeys(secret, frozenset(each.key for each in fields) - secret)


def may_be_secret(model: type[Model], path: Path) -> bool:
    """Whether the value at `path` of a config may be secret: any text may, but no number, boolean or name of an enum."""
    kind: Kind = NestedModel(model)
    for step in path:
        match kind:
            case NestedModel(model=part) if step in part.FIELDS:
                field = part.FIELDS[str(step)]
                if field.secret:
                    return True
                kind = field.kind
            case ListOf(item=inner) | MapOf(member=inner):
                kind = inner
            case _:
                return True
    return not isinstance(kind, Scalar) or ("enum" not in kind.accepted and not _is_number(kind.value_type))


def _is_number(value_type: object) -> bool:
    return any(each in (int, float, bool) for each in (value_type, *get_args(value_type)))


def _fields(model: type[Model]) -> Iterator[Field]:
    for field in model.FIELDS.values():
        yield field
        yield from _within(field.kind)


def _within(kind: Kind) -> Iterator[Field]:
    match kind:
        case NestedModel(model=model):
            yield from _fields(model)
        case ListOf(item=inner) | MapOf(member=inner):
            yield from _within(inner)
