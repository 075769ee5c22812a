"""JSON text in the form that LightProto writes; Pulsar uses it for its messages since 5.0.

Source: `LightProtoCodec.writeJsonString`. It escapes only the characters that JSON requires. A ``'`` is unchanged: the
caller must quote the text in a shell command.
"""

from pulsarfn.java.gson import SHORT_ESCAPES
from pulsarfn.patterns import pattern
from pulsarfn.typed import Final

_CONTROLS: Final = pattern("[\x00-\x1f]")
_ESCAPES: Final = str.maketrans({code: f"\\u{code:04x}" for code in range(0x20)} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    """Return `text` as a JSON string in double quotes; only quotes, backslashes and control characters are escaped."""
    if _CONTROLS.search(text):
        return f'"{text.translate(_ESCAPES)}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
