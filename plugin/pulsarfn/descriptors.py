"""Reading and writing file descriptors whole, without the buffers that Python would flush once more at its end."""

import os

STDIN, STDOUT = 0, 1

_CHUNK = 1 << 20


def read_all(descriptor: int) -> bytes:
    """All bytes up to the end of the input."""
    chunks = []
    while chunk := os.read(descriptor, _CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)


def write_all(descriptor: int, content: bytes) -> None:
    """Write all bytes, however few the system takes at once."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
