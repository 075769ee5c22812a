"""Bytes that are kept until all of them are accepted: in memory while they are few, else in a private file.

The file has no name, or loses it before the first byte is written: no signal and no crash leaves anything behind.
What is read is copied even from a regular file: it may change meanwhile, and what is written must be what was accepted.
"""

import errno
import os

from pulsarfn.stream.descriptors import write_all

TYPE_CHECKING = False  # as in `typing`, which is not for the pass-through path
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


MEMORY = 1 << 21
"""How many bytes are kept in memory."""

_BLOCK = 1 << 16  # what a pipe gives at once, and what the processor's cache holds while it is looked at
_AHEAD = 1 << 20
_NOT_BY_SENDFILE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSOCK, errno.EOPNOTSUPP)  # a file opened for appending, macOS


class Spool:
    """Bytes to which more can be added, and of which parts can be taken out, as of `bytes`: by a slice."""

    __slots__ = ("_ahead", "_ahead_at", "_file", "_memory", "_size")

    def __init__(self) -> None:
        """Without any bytes."""
        self._memory = bytearray()  # the last bytes; a list of what is added would be long where that is short
        self._file: int | None = None
        self._size = 0
        self._ahead, self._ahead_at = b"", 0  # what was read last, for small parts that are read one after the other

    def __del__(self, close: "Callable[[int], None]" = os.close) -> None:  # `os` may be gone when Python ends
        if self._file is not None:
            close(self._file)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        """A copy of a part without a step.

        Raises:
            OSError: when the file cannot be read.
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
        """Keep these bytes behind the others.

        Raises:
            OSError: when there is no room for the file; it names the folder and says what to do.
        """
        self._size += len(content)
        if self._file is not None and not self._memory and len(content) >= _BLOCK:
            self._write(self._file, content)  # it need not be copied
            return
        self._memory += content
        if len(self._memory) > (MEMORY if self._file is None else _BLOCK):
            self._put_down()

    def take_in(self, descriptor: int) -> "Iterator[bytes]":
        """Add all that a descriptor gives; what was added comes by, block by block.

        Raises:
            OSError: when it cannot be read, without a file name; when there is no room for the file.
        """
        while block := os.read(descriptor, _BLOCK):
            self.add(block)
            yield block
        if self._file is not None and self._memory:
            self._put_down()  # a long part that lies in both would be copied

    def write_to(self, descriptor: int) -> None:
        """Write all bytes, those of a file without reading them where the system can do that.

        Raises:
            OSError: when they cannot be written.
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
        """Write what is in memory to the file."""
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
        """All bytes of a part of the file: one read gives 2 GB at most."""
        assert self._file is not None
        parts = [os.pread(self._file, end - start, start)]
        while parts[-1] and (start := start + len(parts[-1])) < end:
            parts.append(os.pread(self._file, end - start, start))
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _private_file() -> int:
    """A file in TMPDIR that nobody else can open and that goes with the process, however it ends."""
    folder = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - there is no file name to guess
    try:
        return _above_standard_streams(_open_private(folder))
    except OSError as error:
        raise _no_room(error) from None


def _open_private(folder: str) -> int:
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except (AttributeError, OSError):  # not Linux, or a file system that has no nameless files
        name = os.path.join(folder, f"pulsarfn-{os.urandom(8).hex()}")  # noqa: PTH118 - pathlib is slow to import
        file = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.unlink(name)  # noqa: PTH108
        return file


def _above_standard_streams(file: int) -> int:
    """The file under another number where it got that of a standard stream that is closed: output would go into it."""
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
