"""A filter call without options, of a short stream that is just documents: expanded without the command line.

It takes longer to import click than to expand a function. What there is to report is for the command line, which gets the
expansion.
"""

from pulsarfn.pipeline.run import Expansion, expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.spool import MEMORY, Spool

_KRM = b"ResourceList"


def expansion_at_once(content: Spool, settings: Settings) -> Expansion | None:
    """The expansion of a short stream; None where the command line has to make it."""
    if len(content) > MEMORY or _KRM in content[:]:
        return None
    try:
        return expand([InputText("stdin", content)], settings)
    except Exception:  # noqa: BLE001 - a bug of ours: the command line meets it again, and reports it
        return None
