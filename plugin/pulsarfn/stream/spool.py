"""Input bytes that are kept until all of them are accepted: in memory if they are few, otherwise in a private file.

The file has no name, or loses it before the first byte is written, so neither a signal nor a crash leaves it on disk.
Even a regular file is copied: it may change, and the output must be the bytes that were accepted.
"""

import errno
import os

from pulsarfn.stream.descriptors import write_all

TYPE_CHECKING = False  # as in `typing`, which is too slow to import on the pass-through path
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


MEMORY = 1 << 21
"""The maximum number of bytes in memory."""

_BLOCK = 1 << 16  # the size of a pipe's buffer, which also fits into the processor's cache
_AHEAD = 1 << 18
_NOT_BY_SENDFILE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSOCK, errno.EOPNOTSUPP)  # files opened for appending, macOS


class Spool:
    """Bytes to which more can be added, and which can be sliced like `bytes`."""

    __slots__ = ("_ahead", "_ahead_at", "_file", "_memory", "_size")

    def __init__(self) -> None:
        """Start without any bytes."""
        self._memory = bytearray()  # the last bytes; a list of blocks would be long if they are short
        self._file: int | None = None
        self._size = 0
        self._ahead, self._ahead_at = b"", 0  # the last block that was read, for small consecutive slices

    def __del__(self, close: "Callable[[int], None]" = os.close) -> None:  # `os` may be gone when Python exits
        if self._file is not None:
            close(self._file)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        """Return a copy of a slice without a step.

        Raises:
            OSError: if the file cannot be read.
        """
        start, end, _ = part.indices(self._size)
        end = max(start, end)
        in_file = self._size - len(self._memory)
        if end > in_file:
            last = bytes(memoryview(self._memory)[max(start - in_file, 0) : end - in_file])
            return self[start:in_file] + last if start < in_file else last
        if end - start > _AHEAD:
            return self._read(start, end)
        if not self._ahead_at <= start <= end <= self._ahead_at + len(self._ahead):
            self._ahead, self._ahead_at = self._read(start, min(start + _AHEAD, in_file)), start
        return self._ahead[start - self._ahead_at : end - self._ahead_at]

    def add(self, content: bytes | bytearray) -> None:
        """Append these bytes.

        Raises:
            OSError: if the disk has no room for the file; the error names the folder and the fix.
        """
        self._size += len(content)
        if self._file is not None and not self._memory and len(content) >= _BLOCK:
            self._write(self._file, content)  # without a copy in memory
            return
        self._memory += content
        if len(self._memory) > (MEMORY if self._file is None else _BLOCK):
            self._put_down()

    def take_in(self, descriptor: int) -> "Iterator[bytes]":
        """Append all bytes of a descriptor, and yield them block by block.

        Raises:
            OSError: if it cannot be read, without a file name; if the disk has no room for the file.
        """
        while block := os.read(descriptor, _BLOCK):
            self.add(block)
            yield block
        if self._file is not None and self._memory:
            self._put_down()  # slices across memory and file would be copied

    def write_to(self, descriptor: int) -> None:
        """Write all bytes; those of the file without reading them, if the system supports that.

        Raises:
            OSError: if they cannot be written.
        """
        at, in_file = 0, self._size - len(self._memory)
        if self._file is not None:
            try:
                while at < in_file:
                    at += os.sendfile(descriptor, self._file, at, in_file - at)
            except OSError as error:
                if error.errno not in _NOT_BY_SENDFILE:
                    raise
            while at < in_file:
                block = os.pread(self._file, _BLOCK, at)
                write_all(descriptor, block)
                at += len(block)
        write_all(descriptor, self._memory)

    def _put_down(self) -> None:
        """Move the bytes in memory to the file."""
        if self._file is None:
            self._file = _private_file()
        content, self._memory = self._memory, bytearray()
        self._write(self._file, content)

    def _write(self, file: int, content: bytes | bytearray) -> None:
        try:
            write_all(file, content)
        except OSError as error:
            raise _no_room(error) from None

    def _read(self, start: int, end: int) -> bytes:
        """Read a part of the file; a single read returns 2 GB at most."""
        assert self._file is not None
        parts = [os.pread(self._file, end - start, start)]
        while parts[-1] and (start := start + len(parts[-1])) < end:
            parts.append(os.pread(self._file, end - start, start))
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _private_file() -> int:
    """Return a file in TMPDIR that nobody else can open and that is deleted when the process ends."""
    folder = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - the file has no name to guess
    try:
        return _above_standard_streams(_open_private(folder))
    except OSError as error:
        raise _no_room(error) from None


def _open_private(folder: str) -> int:
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except (AttributeError, OSError):  # not Linux, or a file system without nameless files
        name = os.path.join(folder, f"pulsarfn-{os.urandom(8).hex()}")  # noqa: PTH118 - pathlib is slow to import
        file = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.unlink(name)  # noqa: PTH108
        return file


def _above_standard_streams(file: int) -> int:
    """Return the file with another number if it got that of a closed standard stream: output would go into it."""
    if file > 2:  # noqa: PLR2004 - standard error
        return file
    try:
        return _above_standard_streams(os.dup(file))
    finally:
        os.close(file)


def _no_room(error: OSError) -> OSError:
    folder = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108
    hint = "what is long is kept there until all of it is accepted: set TMPDIR to a folder with room"
    return OSError(error.errno, f"{error.strerror} ({hint})", folder)
