"""The fixes that `lint --fix` makes, by code. A new fix needs a file with ``fix``, a line here, and a case folder in `tests/fixes`."""

from collections.abc import Callable, Mapping

from pulsarfn.component.config.fixes import amounts, json_texts, keys, lists, names
from pulsarfn.component.config.fixes.base import Refusal
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Fix

FIXES: Mapping[Code, tuple[Callable[[Refusal], Fix | None], ...]] = {
    codes.CONFIG_KEY_UNKNOWN: (keys.fix,),
    codes.CONFIG_VALUE_UNKNOWN: (names.fix,),
    codes.CONFIG_TYPE_WRONG: (amounts.fix, lists.fix, json_texts.fix),
}


def fix_of(code: Code, refusal: Refusal) -> Fix | None:
    """Return the certain fix of a refusal with this code; None if there is none."""
    found = (fix(refusal) for fix in FIXES.get(code, ()))
    return next(filter(None, found), None)
