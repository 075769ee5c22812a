"""A kind of field whose value is that of a member of Kubernetes' own types."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from pulsarfn.models.fields import RefusedValueError, Scalar
from pulsarfn.values import Value, mapping

if TYPE_CHECKING:
    from pulsarfn.kubernetes.types import TypeFault


def kubernetes_member(path: str, without: tuple[str, ...] = ()) -> Scalar:
    """Return the kind of values of a member, such as ``Container.env``; null is a value, which takes away.

    `without` are members of the value that pulsarfn sets itself.
    """
    reference = {"$ref": f"#/$defs/{_name(path)}"}
    definitions = partial(_definitions, path, without)
    return Scalar(partial(_read, path, without), object, reference, definitions=definitions, takes_null=True)


def _name(path: str) -> str:
    return path.replace("[]", "list-of-")


def _read(path: str, without: tuple[str, ...], value: Value) -> Value:
    """Return the value as the API server reads it.

    Raises:
        RefusedValueError: if it does not fit; ``parts`` of the context has all faults.
    """
    from pulsarfn.kubernetes import types  # noqa: PLC0415 - few configs have such a value

    reading = types.read(value, types.member_at(path))
    faults = (*_set_here(value, without), *reading.faults)
    if faults:
        raise RefusedValueError("kubernetes", faults[0].message, parts=faults)
    return reading.value


def _set_here(value: Value, without: tuple[str, ...]) -> "Iterator[TypeFault]":
    from pulsarfn.kubernetes.types import TypeFault  # noqa: PLC0415 - likewise

    for key in without:
        if key in mapping(value):
            yield TypeFault((key,), "pulsarfn sets it, to the component's own", "remove it")


def _definitions(path: str, without: tuple[str, ...]) -> Mapping[str, object]:
    from pulsarfn.kubernetes import json_schemas, types  # noqa: PLC0415 - likewise

    member = types.member_at(path)
    described = {"description": f"{path}{json_schemas.whose(path)}", **json_schemas.json_schema(member)}
    if without:
        described["propertyNames"] = {"not": {"enum": [*without]}}
    return {_name(path): described, **dict(json_schemas.json_schemas(member.type.lstrip("[]{}")))}
