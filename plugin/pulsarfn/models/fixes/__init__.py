"""The fixes that `lint --fix` makes, by code. A new fix needs a file with ``fix``, a line here, and a case folder in `tests/fixes`."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Fix, Path
from pulsarfn.models.faults import Fault
from pulsarfn.models.fixes import amounts, json_texts, keys, lists, mappings, names, quantities, scalars
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.models.spelling import one_spelling

FIXES: Mapping[Code, tuple[Callable[[Refusal], Fix | None], ...]] = {
    codes.CONFIG_KEY_UNKNOWN: (keys.fix,),
    codes.CONFIG_VALUE_UNKNOWN: (names.fix,),
    codes.CONFIG_TYPE_WRONG: (amounts.fix, lists.fix, json_texts.fix, mappings.fix),
    codes.WORKER_CONFIG_INVALID: (amounts.fix, lists.of_one_text, json_texts.fix, mappings.fix),
    codes.WORKER_CONFIG_KEY_UNKNOWN: (keys.fix,),
    codes.WORKER_CONFIG_KEY_MISSPELT: (keys.fix,),
    codes.CUSTOMIZER_OPTION_INVALID: (
        names.fix,
        amounts.fix,
        quantities.fix,
        lists.of_one_word,
        mappings.fix,
        scalars.fix,
    ),
    codes.CUSTOMIZER_OPTION_UNKNOWN: (keys.fix,),
    codes.API_REFUSAL: (names.fix,),
}


def fix_of(code: Code, refusal: Refusal) -> Fix | None:
    """Return the certain fix of a refusal with this code; None if there is none, as for all of a config."""
    found = (fix(refusal) for fix in FIXES.get(code, ()) if refusal.path)
    return next(filter(None, found), None)


def refusal_of(
    fault: Fault, config: object, meaning: Callable[[str], str | None] | None = None, *, takes_json: bool = False
) -> Refusal:
    """Return what a fix needs to know of a fault of `config`; without `meaning`, a word means the known one of its spelling."""
    siblings = parent if isinstance(parent := _at(config, fault.path[:-1]), dict) else ()
    value = _at(config, fault.path)
    return Refusal(fault.path, value, meaning or spelled(fault.known), tuple(siblings), fault.wanted, takes_json)


@cache
def spelled(known: tuple[str, ...]) -> Callable[[str], str | None]:
    """Return the function from a word to the only one of the known words that differs from it in its spelling alone."""
    return partial(one_spelling, known=known)


def _at(config: object, path: Path) -> object:
    value: Any = config
    for step in path:
        value = value[step]
    return value
