"""A search for the words of carriers in the bytes of a text, before anything is parsed.

A match proves nothing: the parsed annotations decide. No match is proof: a document without these words has no carrier.
"""

TYPE_CHECKING = False  # as in `typing`, which is too slow to import on the pass-through path
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKERS = (b"pulsarfn.io", b"PF_functionRuntimeFactoryClassName")
"""The first is in an annotation of every carrier, the second is a key in the ConfigMap of the Pulsar chart."""

_NEARLY = (b"pulsarfn", b"/expand", MARKERS[1])
"""Words of annotations that resemble those of carriers; a carrier's own annotations contain the first."""

_FUNCTION_MESH = b"functionmesh.io"
"""A part of the apiVersion of Function Mesh's resources."""

_OF_WORKERS = (b"provide", b"worker-config", MARKERS[1])
_ROLL_ON = b"roll-on"
_LONGEST = max(map(len, MARKERS))
_CHARACTERS = frozenset(b"".join((*MARKERS, *_OF_WORKERS, _ROLL_ON, _FUNCTION_MESH)))
_OVERLAP = 1024
"""The length of the end of a piece that is repeated at the start of the next one."""

_DIGITS = {ord("x"): 2, ord("u"): 4, ord("U"): 8}  # the number of digits in escapes
_BREAKS = frozenset(b"\n\r\xc2\xe2")  # the first bytes of escaped line breaks (YAML 1.1 has two of several bytes)


def is_text(content: bytes | bytearray) -> bool:
    """Whether the bytes can be UTF-8 text: UTF-16 and binary files cannot."""
    return content[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in content


def is_candidate(raw: bytes | bytearray) -> bool:
    """Whether the bytes contain a word like a marker, or a marker after the escapes of double-quoted texts are decoded."""
    return any(map(raw.__contains__, _NEARLY)) or _holds_only_escaped_marker(raw)


def may_be_carrier(raw: bytes | bytearray) -> bool:
    """Whether the bytes are a candidate, or may be a resource of Function Mesh."""
    return names_function_mesh(raw) or is_candidate(raw)


def names_function_mesh(raw: bytes | bytearray) -> bool:
    """Whether the bytes contain the API group of Function Mesh, or an escape with which it can be written."""
    return _FUNCTION_MESH in raw or _holds_escape(raw)


def names_us(raw: bytes | bytearray) -> bool:
    """Whether the bytes contain a marker, possibly after the escapes of YAML's double-quoted texts are decoded."""
    return _holds_marker(raw) or _holds_only_escaped_marker(raw)


def may_concern_others(raw: bytes) -> bool:
    """Whether a candidate may be a worker config, or a carrier that names one."""
    return any(map(raw.__contains__, _OF_WORKERS)) or _holds_escape(raw)


def may_roll_pods(raw: bytes) -> bool:
    """Whether a candidate may be a carrier that names objects on whose changes its pods roll."""
    return _ROLL_ON in raw or _holds_escape(raw)


def pieces(blocks: "Iterable[bytes]") -> "Iterator[bytes]":
    """Join the blocks of a text to pieces, each with the end of the one before: no marker and no name of an object lies across two."""
    piece = bytearray()
    for block in blocks:
        piece += block
        if _may_be_cut(piece):
            yield bytes(piece)
            del piece[:-_OVERLAP]
    yield bytes(piece)


def _may_be_cut(piece: bytearray) -> bool:
    """Whether nothing can be longer than the overlap: between two characters of a marker only escapes can be, and blanks."""
    end = piece[-_OVERLAP:]
    return len(end.translate(None, b" \t\r\n")) >= _OVERLAP // 2 and not _holds_escape(end)


def plain_length(blocks: "Iterable[bytes]") -> int:
    """Return the number of bytes at the start of a stream that are text without any candidate: all, or those up to a line break.

    It reads all blocks in any case. Blocks may be cut anywhere: the text across a cut is checked separately, from line
    break to line break.
    """
    length, plain, is_plain, across = 0, 0, True, bytearray()
    for block in blocks:
        length += len(block)
        if not is_plain:
            continue
        first, last = _first_break(block), _last_break(block)
        if first < 0:
            across += block
            if _may_be_cut(across):
                is_plain = _concerns_nobody(across)
                del across[:-_OVERLAP]
            continue
        across += block[:first]
        is_plain = _concerns_nobody(across) and _concerns_nobody(block)
        across = bytearray(block[last:])
        plain = length - len(across) if is_plain else plain
    return length if is_plain and _concerns_nobody(across) else plain


def _concerns_nobody(content: bytes | bytearray) -> bool:
    return is_text(content) and not is_candidate(content)


def _first_break(block: bytes) -> int:
    """Return the first line break that is certainly not escaped, -1 for none: no marker and no escape crosses it."""
    at = block.find(b"\n")
    while at >= 0 and not _is_break(block, at):
        at = block.find(b"\n", at + 1)
    return at


def _last_break(block: bytes) -> int:
    at = block.rfind(b"\n")
    while at >= 0 and not _is_break(block, at):
        at = block.rfind(b"\n", 0, at)
    return at


def _is_break(block: bytes, at: int) -> bool:
    before = block[max(at - 2, 0) : at].rstrip(b"\r")
    return at > 1 and not before.endswith(b"\\")


def _holds_only_escaped_marker(raw: bytes | bytearray) -> bool:
    return _holds_escape(raw) and _holds_escaped_marker(raw)


def _holds_marker(raw: bytes | bytearray) -> bool:
    return any(map(raw.__contains__, MARKERS))


def _holds_escape(raw: bytes | bytearray) -> bool:
    """Whether the bytes contain an escape with which a marker can be written.

    It goes from backslash to backslash: they are rare, and searching for each kind of escape takes far longer.
    """
    at = raw.find(b"\\")
    while 0 <= at < len(raw) - 1:
        kind = raw[at + 1]
        if kind in _BREAKS or (kind in _DIGITS and _code(raw[at + 2 : at + 2 + _DIGITS[kind]]) in _CHARACTERS):
            return True
        at = raw.find(b"\\", at + 1)
    return False


def _code(digits: bytes | bytearray) -> int:
    try:
        return int(digits, 16)
    except ValueError:
        return -1


def _holds_escaped_marker(raw: bytes | bytearray) -> bool:
    """Whether a marker is written with escapes for ASCII characters or escaped line breaks (YAML 1.2, 5.7).

    Only the text near an escape is decoded, as a text may be long.
    """
    import re  # noqa: PLC0415 - few streams get here

    line_break = rb"(?:\r\n?|\n|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*"
    escape = rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|" + line_break + rb")"
    decoded, at = b"", 0
    for match in re.finditer(escape, raw):
        digits = match[1] or match[2] or match[3]
        code = -1 if digits is None else int(digits, 16)
        character = b"" if digits is None else bytes((code,)) if code in _CHARACTERS else b"?"
        decoded = decoded[-_LONGEST:] + _ends(raw, at, match.start()) + character
        if _holds_marker(decoded):
            return True
        at = match.end()
    return _holds_marker(decoded[-_LONGEST:] + raw[at : at + _LONGEST])


def _ends(raw: bytes | bytearray, start: int, end: int) -> bytes | bytearray:
    """Return the text between two escapes, shortened to the parts into which a marker can reach from either side."""
    if end - start <= 2 * _LONGEST:
        return raw[start:end]
    return raw[start : start + _LONGEST] + b"?" + raw[end - _LONGEST : end]
