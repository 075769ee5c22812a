"""Where the program starts: a plain filter call on a stream without carriers is answered here, at once.

All else goes to `cli`. Nothing is imported that such a call does not need: it runs in every `helm upgrade`, mostly to find
nothing to do.
"""

import os
import sys

from pulsarfn.stream.markers import is_candidate

_CHUNK = 1 << 20


def run() -> None:
    """The console script: never returns."""
    if len(sys.argv) > 1 or sys.stdin is None or sys.stdin.isatty():
        _command_line(None)
    try:
        content = _read_all(0)
    except OSError:
        _command_line(None)
    if _is_plain(content):
        _write_all(1, content)
        sys.exit(0)
    _command_line(content)


def _is_plain(content: bytes) -> bool:
    """Whether nothing in the stream concerns pulsarfn: no carrier, no worker config, and text that YAML tools can read."""
    return content[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in content and not is_candidate(content)


def _command_line(content: bytes | None) -> None:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than reading a config
    from pulsarfn.cli import main  # noqa: PLC0415 - click is not for the pass-through path

    sys.exit(main(sys.argv[1:], content))


def _read_all(descriptor: int) -> bytes:
    chunks = []
    while chunk := os.read(descriptor, _CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
