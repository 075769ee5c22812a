"""JSON text as Jackson writes it: the Go instance's ``-instance-conf`` (`RuntimeUtils.getGoInstanceCmd`)."""

import re
from typing import Final

from pulsarfn.patterns import pattern

_ESCAPED: Final = pattern('[\x00-\x1f"\\\\]')
_ESCAPES: Final = {
    **{chr(code): f"\\u{code:04X}" for code in range(0x20)},
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


def json_string(text: str) -> str:
    """`text` as a JSON string in double quotes; a single quote and all that is not ASCII stay as they are."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]
