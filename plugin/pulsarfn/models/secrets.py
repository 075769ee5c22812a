"""The keys of models by whether what is under them may be secret, as their fields declare it."""

from collections.abc import Iterator

from pulsarfn.diagnostics.secrecy.keys import SecretKeys
from pulsarfn.models.fields import Field, Kind, ListOf, MapOf, Model, Nested


def secret_keys(*models: type[Model]) -> SecretKeys:
    """The keys of the models and of the parts of them; a key that is secret in one of them is secret."""
    fields = [field for model in models for field in _fields(model)]
    secret = frozenset(each.key for each in fields if each.secret)
    return SecretKeys(secret, frozenset(each.key for each in fields) - secret)


def _fields(model: type[Model]) -> Iterator[Field]:
    for field in model.FIELDS.values():
        yield field
        yield from _within(field.kind)


def _within(kind: Kind) -> Iterator[Field]:
    match kind:
        case Nested(model=model):
            yield from _fields(model)
        case ListOf(item=inner) | MapOf(member=inner):
            yield from _within(inner)
