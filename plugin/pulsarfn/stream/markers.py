"""Whether a text may concern pulsarfn at all: a look at its bytes before anything is parsed.

A hit proves nothing: the parsed annotations decide. No hit does: a document without these words has no carrier.
"""

MARKERS = (b"pulsarfn.io", b"PF_functionRuntimeFactoryClassName")
"""A carrier has an annotation of the first, the Pulsar chart's ConfigMap has a key that is the second."""

_ESCAPED = frozenset(
    b"xuU\n\r\xc2\xe2"
)  # what follows the backslash of an escape below; the last two begin line breaks


def is_text(content: bytes) -> bool:
    """Whether the bytes can be UTF-8 text at all: UTF-16 and binary files are not for YAML readers."""
    return content[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in content


def is_candidate(raw: bytes) -> bool:
    """Whether the bytes hold a marker, or would once the escapes of YAML's double-quoted texts are decoded."""
    return _holds_marker(raw) or (_holds_escape(raw) and _holds_marker(_decoded(raw)))


def _holds_marker(raw: bytes) -> bool:
    return any(marker in raw for marker in MARKERS)


def _holds_escape(raw: bytes) -> bool:
    """From backslash to backslash: they are rare, and to look for each kind of escape by itself takes far longer."""
    at = raw.find(b"\\")
    while 0 <= at < len(raw) - 1:
        if raw[at + 1] in _ESCAPED:
            return True
        at = raw.find(b"\\", at + 1)
    return False


def _decoded(raw: bytes) -> bytes:
    """The bytes with the escapes decoded by which an ASCII character can be written, or nothing at all (YAML 1.2, 5.7)."""
    import re  # noqa: PLC0415 - few streams get here

    def decoded(match: "re.Match[bytes]") -> bytes:
        digits = match[1] or match[2] or match[3]
        if digits is None:
            return b""
        code = int(digits, 16)
        return bytes((code,)) if code < 128 else b"?"  # noqa: PLR2004 - the markers are ASCII

    line_break = rb"(?:\r\n?|\n|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*"
    escapes = rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|" + line_break + rb")"
    return re.sub(escapes, decoded, raw)
