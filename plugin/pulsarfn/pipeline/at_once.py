"""A filter call without options on a short stream of plain documents, expanded without the command line.

The import of click takes longer than the expansion of a function. If there are diagnostics, the command line gets the
expansion and reports them.
"""

from pulsarfn.pipeline.inputs import resource_list
from pulsarfn.pipeline.run import Expansion, expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.spool import MEMORY, Spool


def expansion_at_once(content: Spool, plain: int, settings: Settings) -> Expansion | None:
    """Return the expansion of a short stream; None if the command line has to expand it. `plain` as in `InputText`."""
    if len(content) > MEMORY or resource_list(content) is not None:
        return None
    try:
        return expand([InputText("stdin", content, plain=plain)], settings)
    except Exception:  # noqa: BLE001 - a bug in pulsarfn: the command line meets it again, and reports it
        return None
