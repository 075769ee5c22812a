"""A comparison as JSON: docs/schemas/diff.json describes it. For objects outside components it has only names of fields."""

import json
from typing import Any

from pulsarfn.analysis.diff.changes import ABSENT, Change, fields
from pulsarfn.analysis.diff.effects import Comparison, ComponentDiff, ObjectDiff

FORMAT_VERSION = 1


def as_json(comparison: Comparison) -> str:
    """Return the whole comparison as one JSON object."""
    members = {
        "formatVersion": FORMAT_VERSION,
        "old": comparison.old,
        "new": comparison.new,
        "differs": comparison.differs,
        "components": [_component(each) for each in comparison.components],
        "others": [{**_object(each), "fields": fields(each.changes)} for each in comparison.others],
        "unchangedOthers": comparison.unchanged_others,
        "notes": list(comparison.notes),
    }
    return json.dumps(members, ensure_ascii=False, indent=2) + "\n"


def _component(component: ComponentDiff) -> dict[str, Any]:
    return {
        "component": component.component,
        "name": component.fqfn,
        "effect": str(component.effect),
        "reasons": list(component.reasons),
        "objects": [{**_object(each), "changes": [_change(one) for one in each.changes]} for each in component.objects],
    }


def _object(each: ObjectDiff) -> dict[str, Any]:
    return {
        "kind": each.kind,
        **({"namespace": each.kube_namespace} if each.kube_namespace else {}),
        "name": each.name,
        "effect": str(each.effect),
        "reasons": list(each.reasons),
    }


def _change(change: Change) -> dict[str, Any]:
    """Return a change; a side without a value has no member."""
    return {
        "field": change.field,
        "path": list(change.path),
        **({} if change.old is ABSENT else {"old": change.old}),
        **({} if change.new is ABSENT else {"new": change.new}),
        "masked": change.masked,
        **({"note": change.note} if change.note else {}),
    }
