"""Explanations as JSON; docs/schemas/explain.json describes it."""

import json
from collections.abc import Iterable
from typing import Any

from pulsarfn.analysis.explain.explanation import ExplainedField, Explanation, Provenance
from pulsarfn.diagnostics.as_text import place_members
from pulsarfn.diagnostics.problem import dotted


def as_json(explanations: Iterable[Explanation]) -> str:
    """Return all explanations as one document."""
    document = {"components": [_component(each) for each in explanations]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
