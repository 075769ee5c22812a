"""A filter call without options whose stream has carriers and no faults: answered without the command line.

Whatever is to be told, or is not just documents, is for the command line, which starts anew: it takes longer to import
click than to expand a function.
"""

from collections.abc import Iterable

from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.spool import MEMORY, Spool

_KRM = b"ResourceList"


def expanded(content: Spool) -> Iterable[bytes] | None:
    """The output for a short stream, None where the command line has to see to it."""
    if len(content) > MEMORY or _KRM in content[:]:
        return None
    try:
        expansion = expand([InputText("stdin", content)], Settings())
    except Exception:  # noqa: BLE001 - a bug of ours: the command line meets it again, and reports it
        return None
    return None if expansion.diagnostics else expansion.chunks
