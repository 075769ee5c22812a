"""JSON Schemas (2020-12) of configs, from the declared fields: for editors, and for checks without pulsarfn.

A schema accepts the same values as the program, for example a number as a text if Pulsar does. It refuses unknown keys,
unknown names of enums and values of the wrong type. Only the program checks rules that involve several values.
"""

from collections.abc import Mapping
from typing import Any

from pulsarfn.models.fields import Field, Kind, ListOf, MapOf, Model, NestedModel, Scalar

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def json_schema(model: type[Model], title: str, *, also: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of a model; `also` describes further keys, for models that accept them."""
    definitions: dict[str, Schema] = {}
    whole = _object(model, definitions)
    whole["properties"] |= also or {}
    described = {"$schema": DIALECT, "title": title, **whole}
    return {**described, "$defs": definitions} if definitions else described


def _object(model: type[Model], definitions: dict[str, Schema]) -> Schema:
    properties = {key: _property(model, each, definitions) for key, each in model.FIELDS.items()}
    return {
        "description": (model.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties | {alias: properties[key] for alias, key in model.ALIASES.items()},
        "additionalProperties": model.OTHER_KEYS != "refused",
    }


def _property(model: type[Model], declared: Field, definitions: dict[str, Schema]) -> Schema:
    schema = _kind(declared.kind, definitions)
    if model.NULL_IS_ABSENT:
        schema = _or_null(schema)
    described = {"description": declared.description, **schema}
    default = _default(declared.default)
    return {**described, "default": default} if default is not None else described


def _kind(kind: Kind, definitions: dict[str, Schema]) -> Schema:
    match kind:
        case Scalar(accepted=accepted, definitions=of_parts):
            definitions |= of_parts()
            return dict(accepted)
        case ListOf(item=item, optional=optional):
            listed = {"type": "array", "items": _kind(item, definitions)}
            return _or_null(listed) if optional else listed
        case MapOf(member=member):
            return {"type": "object", "additionalProperties": _or_null(_kind(member, definitions))}
        case NestedModel(model=model):
            return _reference(model, definitions)


def _reference(model: type[Model], definitions: dict[str, Schema]) -> Schema:
    name = model.__name__.lstrip("_")
    if name not in definitions:
        definitions[name] = {}  # reserves the place, and so the order
        definitions[name] = _or_null(_object(model, definitions))  # null counts as absent nearly everywhere
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    """Return a schema that accepts the values of `schema`, and null."""
    if "enum" in schema:
        return schema if None in schema["enum"] else {**schema, "enum": [*schema["enum"], None]}
    if "type" not in schema or "null" in schema["type"]:  # a reference, which accepts null, or a schema for any value
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _default(value: object) -> object:
    """Return a default as it can be written; None if there is none to show."""
    if isinstance(value, Model) or value in ("", (), {}):
        return None
    return value
