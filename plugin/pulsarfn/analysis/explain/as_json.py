"""Explanations as JSON; docs/schemas/explain.json describes it."""

import json
from collections.abc import Iterable
from json.encoder import encode_basestring
from typing import Any

from pulsarfn.analysis.explain.explanation import ExplainedField, Explanation, Provenance
from pulsarfn.diagnostics.as_text import place_members
from pulsarfn.diagnostics.problem import dotted


def as_json(explanations: Iterable[Explanation]) -> str:
    """Return all explanations as one document."""
    document = {"components": [_component(each) for each in explanations]}
    return _indented(document) + "\n"


def _indented(value: object, margin: str = "\n") -> str:
    """Return a value as `json.dumps` writes it with an indentation of two, for which Python itself takes twice as long."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{margin}  "
    if value and isinstance(value, dict):
        members = [f"{inner}{encode_basestring(key)}: {_indented(each, inner)}" for key, each in value.items()]
        return f"{{{','.join(members)}{margin}}}"
    if value and isinstance(value, list):
        return f"[{','.join([inner + _indented(each, inner) for each in value])}{margin}]"
    return json.dumps(value)


def _component(explanation: Explanation) -> dict[str, Any]:
    return {
        "component": explanation.component,
        "fqfn": explanation.fqfn,
        "location": place_members(explanation.location),
        "pulsarVersion": _field(explanation.version),
        "objects": [
            {"kind": each.kind, "name": each.name, "fields": [_field(field) for field in each.fields]}
            for each in explanation.objects
        ],
    }


def _field(field: ExplainedField) -> dict[str, Any]:
    members: dict[str, Any] = {"path": dotted(field.path), "rule": field.rule.words}
    if not field.parts:
        members["value"] = field.value
    if field.how:
        members["how"] = field.how
    if field.provenance:
        members["from"] = [_provenance(each) for each in field.provenance]
    else:
        members["otherwise"] = field.rule.otherwise
    if field.parts:
        members["parts"] = [_part(each) for each in field.parts]
    return members


def _part(part: ExplainedField) -> dict[str, Any]:
    return {
        "path": [str(step) for step in part.path],
        "value": part.value,
        **({"how": part.how} if part.how else {}),
        "from": [_provenance(each) for each in part.provenance],
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    location = {} if provenance.location is None else {"location": place_members(provenance.location)}
    return {"source": str(provenance.source), "key": provenance.key, **location}
