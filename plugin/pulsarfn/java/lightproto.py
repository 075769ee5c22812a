"""JSON text as LightProto writes it, which Pulsar uses for its messages since 5.0 (`LightProtoCodec.writeJsonString`).

Only what JSON itself demands is escaped. A ``'`` stays one: whoever puts such a text into a shell command quotes it.
"""

from typing import Final

from pulsarfn.java.gson import SHORT_ESCAPES
from pulsarfn.patterns import pattern

_CONTROLS: Final = pattern("[\x00-\x1f]")
_ESCAPES: Final = str.maketrans({code: f"\\u{code:04x}" for code in range(0x20)} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    """`text` as a JSON string in double quotes; all beside quotes, backslashes and control characters stays as it is."""
    if _CONTROLS.search(text):
        return f'"{text.translate(_ESCAPES)}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
