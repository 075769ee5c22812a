"""The classes in a jar or NAR, including those in the jars that a NAR bundles. Nothing is unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pulsarfn.java.classes.class_file import LONGEST

_BUNDLED = "META-INF/bundled-dependencies/"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_LARGEST_JAR = 512 * 1024 * 1024


class Archive:
    """An open jar or NAR. Entries are read by exact name only, so no entry can refer to a path outside."""

    def __init__(self, path: Path) -> None:
        self._file = zipfile.ZipFile(path)
        self._bundled: list[zipfile.ZipFile] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in (*(self._bundled or ()), self._file):
            each.close()

    def find_class(self, name: str) -> bytes | None:
        """Return the class file of a class, named with slashes; None if there is none. Bundled jars are searched last."""
        path = f"{name}.class"
        found = read_entry(self._file, path)
        if found is not None:
            return found
        if self._bundled is None:
            self._bundled = list(self._bundled_jars())
        return next((data for each in self._bundled if (data := read_entry(each, path)) is not None), None)

    def read(self, path: str) -> bytes | None:
        """Return a file of the archive itself; None if there is none."""
        return read_entry(self._file, path)

    def _bundled_jars(self) -> Iterator[zipfile.ZipFile]:
        for each in self._file.namelist():
            if each.startswith(_BUNDLED) and each.endswith(".jar"):
                data = read_entry(self._file, each, most=_LARGEST_JAR)
                if data is not None and zipfile.is_zipfile(io.BytesIO(data)):
                    yield zipfile.ZipFile(io.BytesIO(data))


def read_entry(file: zipfile.ZipFile, path: str, *, most: int = LONGEST) -> bytes | None:
    """Return an entry of a zip file; None if it is missing, cannot be read, or has more than `most` bytes."""
    try:
        with file.open(path) as entry:
            data = entry.read(most + 1)
    except (KeyError, *_UNREADABLE):
        return None
    return data if len(data) <= most else None
