"""Pins: values of a component that a function worker has started. Each keeps its pods from a restart until a planned rollout."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, finding
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Text
from pulsarfn.pipeline.expanded import ExpandedComponent


def check(component: ExpandedComponent) -> Iterator[Finding]:
    """Report each pin: the next planned rollout of the component makes it unnecessary."""
    for key in component.surroundings.pins.given:
        message = f"{key} pins {component} to what a function worker started"
        hint = "remove it with the next change that restarts the pods anyway"
        path = ("metadata", "annotations", key)
        yield finding(component.placed, codes.PIN, message, path, hint, text=Text.CARRIER, at_key=True)
