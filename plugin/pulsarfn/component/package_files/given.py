"""The package files that a user gives, and which of them is the package of a component."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from pulsarfn.java.classes.archive import Archive, ArchiveError
from pulsarfn.java.classes.class_file import ClassFileError
from pulsarfn.java.classes.package import JavaPackage
from pulsarfn.named_tuples import NamedTuple


class PackageFile(NamedTuple):
    """A package file.

    Attributes:
        path: the path that the user gave.
        open: opens the file for reading.
    """

    path: str
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        """The name of the file without its folder."""
        return self.path.rpartition("/")[2]


class UnreadableError(Exception):
    """A package file that cannot be read; the message begins with its path."""


@contextmanager
def reading(file: PackageFile) -> Iterator[None]:
    """Name the file that cannot be read.

    Raises:
        UnreadableError: if that is so.
    """
    try:
        yield
    except ArchiveError as error:
        raise UnreadableError(f"{file.path} {error}") from error
    except ClassFileError as error:
        raise UnreadableError(f"{file.path} has a class that cannot be read: {error}") from error


class WantedPackage(NamedTuple):
    """The package of a component.

    Attributes:
        name: the name of its file in the pod.
        suffixes: the endings of the names of such files.
        fits: whether a file has what the config names of it, such as the class.
        is_known: whether the component does without the file, so that no file with another name is meant.
    """

    name: str
    suffixes: tuple[str, ...]
    fits: Callable[[PackageFile], bool]
    is_known: bool = False


class GivenPackages:
    """The package files of a run. It remembers what it has opened, and which files were the package of a component."""

    def __init__(
        self, files: Sequence[PackageFile], in_folders: Callable[[str], PackageFile | None] = lambda _: None
    ) -> None:
        """Take the files that may belong to any component, and a function that finds a file by the name that it must have."""
        self._files, self._in_folders = files, in_folders
        self._by_name: Mapping[str, PackageFile] = {each.name: each for each in reversed(files)}
        self._opened = dict[str, tuple[Archive, JavaPackage]]()
        self.used = set[str]()

    def choose(self, wanted: WantedPackage) -> PackageFile | None:
        """Return the package file of a component; None if none was given.

        This is the file with its name; else the first one that fits; else the only one of its kind, so that its faults are found.

        Raises:
            UnreadableError: if a file that may be the package is damaged.
        """
        found = self._by_name.get(wanted.name) or self._in_folders(wanted.name)
        if found is None:
            possible = [each for each in self._files if each.name.endswith(wanted.suffixes)]
            found = next((each for each in possible if _fits(each, wanted)), None)
            if found is None and len(possible) == 1 and not wanted.is_known:
                found = possible[0]
        if found is not None:
            self.used.add(found.path)
        return found

    def java(self, file: PackageFile) -> JavaPackage:
        """Return a file as a jar or NAR.

        Raises:
            ArchiveError: if it is none.
        """
        if file.path not in self._opened:
            archive = Archive(file.open())
            self._opened[file.path] = (archive, JavaPackage(archive))
        return self._opened[file.path][1]

    def close(self) -> None:
        """Close what was opened."""
        for archive, _ in self._opened.values():
            archive.close()


def _fits(file: PackageFile, wanted: WantedPackage) -> bool:
    with reading(file):
        return wanted.fits(file)
