"""The classes in a jar or NAR, including those in the jars that a NAR bundles. Nothing is unpacked to disk."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Self

from pulsarfn.java.classes.class_file import LONGEST

_BUNDLED = "META-INF/bundled-dependencies/"
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, IndexError, OSError, OverflowError, RuntimeError, ValueError),  # what zipfile raises for damaged files
)
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\5\6", 22, 0xFFFF
_LARGEST_DIRECTORY = 16 * 1024 * 1024
_LARGEST_JAR = _LARGEST_TOTAL = 512 * 1024 * 1024


class ArchiveError(Exception):
    """The file is not a zip file, or a damaged one, or there is too much in it. The message completes "FILE …"."""


class Archive:
    """An open jar or NAR, which closes its file. Entries are read by exact name only, so no entry can refer to a path outside.

    Everything that is read from it, unpacked, has at most 512 MiB.

    Raises:
        ArchiveError: if the file is not a zip file. Each method can raise it too.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._left, self._given = _LARGEST_TOTAL, file
        try:
            self._file = _opened(file)
        except ArchiveError:
            file.close()
            raise
        self._opened, self._waiting = list[zipfile.ZipFile](), self._bundled_jars()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        for each in (*self._opened, self._file):
            each.close()
        self._given.close()

    @property
    def names(self) -> list[str]:
        """The names of the entries of the archive itself."""
        return self._file.namelist()

    def find_class(self, name: str) -> bytes | None:
        """Return the class file of a class, named with slashes; None if there is none. Bundled jars are searched last."""
        path = f"{name}.class"
        for each in (self._file, *self._opened):
            found = self._entry(each, path, LONGEST)
            if found is not None:
                return found
        for each in self._waiting:
            self._opened.append(each)
            found = self._entry(each, path, LONGEST)
            if found is not None:
                return found
        return None

    def read(self, path: str) -> bytes | None:
        """Return a file of the archive itself; None if there is none."""
        return self._entry(self._file, path, LONGEST)

    def _bundled_jars(self) -> Iterator[zipfile.ZipFile]:
        for each in self.names:
            if each.startswith(_BUNDLED) and each.endswith(".jar"):
                data = self._entry(self._file, each, _LARGEST_JAR)
                if data is not None and zipfile.is_zipfile(io.BytesIO(data)):
                    yield _opened(io.BytesIO(data))

    def _entry(self, file: zipfile.ZipFile, path: str, most: int) -> bytes | None:
        most = min(most, self._left)
        try:
            with file.open(path) as entry:
                data = entry.read(most + 1)
        except KeyError:
            return None
        except _UNREADABLE as error:
            raise ArchiveError(f"is damaged: its entry {path} cannot be read") from error
        if len(data) > most:
            raise ArchiveError(f"is too large: pulsarfn does not read {path}")
        self._left -= len(data)
        return data


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        if _directory_size(file) > _LARGEST_DIRECTORY:
            raise ArchiveError("has too many entries")
        return zipfile.ZipFile(file)
    except _UNREADABLE as error:
        raise ArchiveError("is not a zip file, or a damaged one") from error


def _directory_size(file: BinaryIO) -> int:
    """Return the size that a zip file gives for its directory, all of which `zipfile` keeps in memory; 0 if it has none."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    return 0 if at < 0 else int(struct.unpack_from("<L", tail, at + 12)[0])
