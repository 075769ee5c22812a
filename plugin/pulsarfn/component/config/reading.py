"""Reading of a config into its model. What is wrong with it is looked into only if something is: that takes more imports."""

from collections.abc import Mapping
from contextlib import suppress

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.models.fields import Model, RefusedValueError
from pulsarfn.typed import TypeVar

_C = TypeVar("_C", bound=Model)


def read_model(model: type[_C], members: Mapping[str, object]) -> tuple[_C | None, tuple[Problem, ...]]:
    """Return the config in `members` and all its problems, as `refusals` finds them."""
    with suppress(RefusedValueError):
        return model.read(members), ()
    from pulsarfn.component.config.refusals import refusals  # noqa: PLC0415 - for problems only

    return refusals(model, members)
