"""A kind of field whose value is that of a member of Kubernetes' own types."""

from collections.abc import Mapping
from functools import partial

from pulsarfn.models.fields import Refused, Scalar
from pulsarfn.values import Value


def kubernetes_member(path: str) -> Scalar:
    """Return the kind of values of a member, such as ``Container.env``; null is a value, which takes away."""
    reference = {"$ref": f"#/$defs/{_name(path)}"}
    return Scalar(partial(_read, path), object, reference, definitions=partial(_definitions, path), takes_null=True)


def _name(path: str) -> str:
    return path.replace("[]", "list-of-")


def _read(path: str, value: Value) -> Value:
    """Return the value as the API server reads it.

    Raises:
        Refused: if it does not fit; ``parts`` of the context has all faults.
    """
    from pulsarfn.kubernetes import types  # noqa: PLC0415 - few configs have such a value

    reading = types.read(value, types.member_at(path))
    if reading.faults:
        raise Refused("kubernetes", reading.faults[0].message, parts=reading.faults)
    return reading.value


def _definitions(path: str) -> Mapping[str, object]:
    from pulsarfn.kubernetes import types  # noqa: PLC0415 - likewise

    member = types.member_at(path)
    described = {"description": f"{path} of Kubernetes.", **types.json_schema(member)}
    return {_name(path): described, **dict(types.json_schemas(member.type.removeprefix("[]")))}
