"""A field by its path in the notation that people use: ``spec.template.spec.containers[0].resources``."""

import re
from collections.abc import Sequence

from pulsarfn.analysis.explain.explanation import Explanation
from pulsarfn.diagnostics.problem import Path, dotted, suggestion
from pulsarfn.values import whole_number

_STEP = re.compile(
    r"""\[(?P<index>[0-9]+)\]|\[(?P<quote>["'])(?P<quoted>.*?)(?P=quote)\]|\.?(?P<key>(?:\\.|[^.\[\\])+)"""
)

_MOST = 3
"""The largest number of fields with the same name in a hint."""


def parse_field(text: str) -> Path | None:
    r"""Return the steps of a path in kubectl's jsonpath or a diff: dots in keys as ``\\.`` or in ``["…"]``; None if not a path."""
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            return None
        if match["index"]:
            steps.append(whole_number(match["index"]))
        else:
            steps.append(match["quoted"] if match["quote"] else re.sub(r"\\(.)", r"\1", match["key"]))
        position = match.end()
    return tuple(steps) or None


def only(explanation: Explanation, field: Path) -> Explanation:
    """Return the explanation of this field and the fields below it, without objects that do not have it."""
    length = len(field)
    objects = (
        each._replace(fields=tuple(one for one in each.fields if one.path[:length] == field))
        for each in explanation.objects
    )
    return explanation._replace(objects=tuple(each for each in objects if each.fields))


def meant(explanations: Sequence[Explanation], field: Path) -> str:
    """Return the hint for a field that no object has: fields of this name elsewhere, or else the nearest key at its place."""
    fields = (one.path for each in explanations for an_object in each.objects for one in an_object.fields)
    known = dict.fromkeys(path[:length] for path in fields for length in range(1, len(path) + 1))
    elsewhere = [path for path in known if str(path[-1]).casefold() == str(field[-1]).casefold()]
    if elsewhere:
        return f"did you mean {' or '.join(map(dotted, elsewhere[:_MOST]))}?"
    length = max(length for length in range(len(field)) if not length or field[:length] in known)
    beside = {dotted(path) for path in known if len(path) == length + 1 and path[:length] == field[:length]}
    return suggestion(dotted(field[: length + 1]), beside)
