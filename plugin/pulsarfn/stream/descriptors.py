"""Writing to file descriptors, without the buffers that Python would flush once more at its end."""

import os

STDIN, STDOUT = 0, 1


def write_all(descriptor: int, content: bytes | bytearray) -> None:
    """Write all bytes, however few the system takes at once."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
