"""JSON text as Jackson writes it: the Go instance's ``-instance-conf`` (`RuntimeUtils.getGoInstanceCmd`)."""

from typing import Final

from pulsarfn.java.gson import SHORT_ESCAPES, UNPRINTABLE

_ESCAPES: Final = str.maketrans({code: f"\\u{code:04X}" for code in (*range(0x20), *UNPRINTABLE)} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    """`text` as a JSON string in double quotes; a single quote and letters that are not ASCII stay as they are."""
    return f'"{text.translate(_ESCAPES)}"'
