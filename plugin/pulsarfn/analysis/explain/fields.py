"""A field by its path, as people write it: ``spec.template.spec.containers[0].resources``."""

import re

from pulsarfn.analysis.explain.explanation import Explanation
from pulsarfn.diagnostics.problem import Path

_STEP = re.compile(
    r"""\[(?P<index>[0-9]+)\]|\[(?P<quote>["'])(?P<quoted>.*?)(?P=quote)\]|\.?(?P<key>(?:\\.|[^.\[\\])+)"""
)


def parse_field(text: str) -> Path | None:
    r"""The steps of a path, as kubectl's jsonpath or a diff writes them: dots in keys as ``\\.`` or in ``["…"]``; None for no path."""
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            return None
        if match["index"]:
            steps.append(int(match["index"]))
        else:
            steps.append(match["quoted"] if match["quote"] else re.sub(r"\\(.)", r"\1", match["key"]))
        position = match.end()
    return tuple(steps) or None


def only(explanation: Explanation, field: Path) -> Explanation:
    """The explanation of that field and what is below it, without objects that have no such field."""
    length = len(field)
    objects = (
        each._replace(fields=tuple(one for one in each.fields if one.path[:length] == field))
        for each in explanation.objects
    )
    return explanation._replace(objects=tuple(each for each in objects if each.fields))
