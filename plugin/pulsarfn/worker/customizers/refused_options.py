"""The options of a component or of a worker config that the basic customizer refuses, with hints and certain fixes."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Fix
from pulsarfn.models.amounts import amount_hint, quantity_hint
from pulsarfn.models.faults import Fault, faults
from pulsarfn.models.fields import Model
from pulsarfn.models.fixes import fix_of, refusal_of, spelled
from pulsarfn.named_tuples import NamedTuple

OTHER_NAMES: Final = {
    "annotations": "extraAnnotations",
    "labels": "extraLabels",
    "nodeSelector": "nodeSelectorLabels",
    "resources": "resourceRequirements",
    "serviceAccount": "serviceAccountName",
}
"""Options by the names that Kubernetes gives them."""


class RefusedOption(NamedTuple):
    """A refused option: what is wrong with it, a hint, and the fix if one is certain."""

    code: Code
    fault: Fault
    hint: str
    fix: Fix | None


def refused_options(model: type[Model], value: object) -> Iterator[RefusedOption]:
    """Return the faults of options that `model` refuses."""
    for fault in faults(model, value):
        code = codes.CUSTOMIZER_OPTION_UNKNOWN if fault.unknown_key else codes.CUSTOMIZER_OPTION_INVALID
        meaning = _option(fault.known) if fault.unknown_key and len(fault.path) == 1 else None
        refusal = refusal_of(fault, value, meaning)
        fix = fix_of(code, refusal)
        hint = f"did you mean '{fix.key}'?" if fix and fix.key else fault.hint
        yield RefusedOption(code, fault, hint or _value_hint(fault, refusal.value), fix)


def _value_hint(fault: Fault, value: object) -> str:
    """Return what to write in place of a value of the wrong kind; empty if the message says enough."""
    if fault.unknown_key or not fault.path:
        return ""
    if fault.message.startswith("must be a list"):
        return "write it as a list"
    if not isinstance(value, str):
        return ""
    return quantity_hint(value) if fault.wanted == "Quantity" else amount_hint(str(fault.path[-1]), value)


@cache
def _option(known: tuple[str, ...]) -> Callable[[str], str | None]:
    """Return the function from the key of an option to the known one that it certainly means."""
    spelling, other = spelled(known), spelled(tuple(OTHER_NAMES))
    return lambda key: spelling(key) or OTHER_NAMES.get(other(key) or "")
