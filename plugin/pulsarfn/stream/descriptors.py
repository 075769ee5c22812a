"""Writing to file descriptors, without Python's buffers, which it would flush again at exit."""

import os

STDIN, STDOUT = 0, 1


def write_all(descriptor: int, content: bytes | bytearray) -> None:
    """Write all bytes, in several calls if the system accepts only a part at once.

    Raises:
        OSError: if they cannot be written.
    """
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
