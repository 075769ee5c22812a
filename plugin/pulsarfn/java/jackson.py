"""JSON text in the form that Jackson writes: the Go instance's ``-instance-conf`` (`RuntimeUtils.getGoInstanceCmd`)."""

from typing import Final

from pulsarfn.java.gson import SHORT_ESCAPES, UNPRINTABLE

_ESCAPES: Final = str.maketrans({code: f"\\u{code:04X}" for code in (*range(0x20), *UNPRINTABLE)} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    """Return `text` as a JSON string in double quotes; single quotes and letters outside ASCII are unchanged."""
    return f'"{text.translate(_ESCAPES)}"'
