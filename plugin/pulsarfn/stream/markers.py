"""Whether a text may concern pulsarfn at all: a look at its bytes before anything is parsed.

A hit proves nothing: the parsed annotations decide. No hit does: a document without these words has no carrier.
"""

MARKERS = (b"pulsarfn.io", b"PF_functionRuntimeFactoryClassName")
"""A carrier has an annotation of the first, the Pulsar chart's ConfigMap has a key that is the second."""


def is_candidate(raw: bytes) -> bool:
    """Whether the bytes hold a marker, or would once the escapes of YAML's double-quoted texts are decoded."""
    if any(marker in raw for marker in MARKERS):
        return True
    if not any(escape in raw for escape in (b"\\u", b"\\x", b"\\U", b"\\\n", b"\\\r")):
        return False
    import re  # noqa: PLC0415 - few streams get here

    def decoded(match: "re.Match[bytes]") -> bytes:
        code = int(match[1] or match[2] or match[3] or b"0", 16)
        return bytes((code,)) if 0 < code < 128 else b""  # noqa: PLR2004 - the markers are ASCII

    escapes = rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n[ \t]*)"
    return any(marker in re.sub(escapes, decoded, raw) for marker in MARKERS)
