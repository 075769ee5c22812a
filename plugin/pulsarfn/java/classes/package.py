"""A jar or NAR as the function worker sees it: its classes, and what its ``META-INF/services/pulsar-io.yaml`` names."""

from pulsarfn.java.classes.archive import Archive, ArchiveError
from pulsarfn.java.classes.component_types import Classes
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import Value

_SERVICE = "META-INF/services/pulsar-io.yaml"
_CLASS = ".class"


class JavaPackage:
    """The classes of an open archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.classes = Classes(archive.find_class)

    def has(self, class_name: str) -> bool:
        """Whether it holds a class.

        Raises:
            ArchiveError: if the archive is damaged.
            ClassFileError: if the class file is damaged.
        """
        return self.classes.path.has(class_name.strip().replace(".", "/"))

    def service(self) -> dict[str, Value] | None:
        """Return what ``pulsar-io.yaml`` says, such as its ``sinkClass``; None if the archive has no such file.

        Raises:
            ArchiveError: if the file cannot be read.
        """
        data = self._archive.read(_SERVICE)
        if data is None:
            return None
        try:
            value = read_yaml(decode(data), "jackson")
        except ReadError as error:
            raise ArchiveError(f"is damaged: {_SERVICE}: {error.message}") from error
        return value if isinstance(value, dict) else {}

    def class_names(self) -> list[str]:
        """Return the names of the classes in the archive itself, for hints."""
        names = (each.removesuffix(_CLASS) for each in self._archive.names if each.endswith(_CLASS))
        return [each.replace("/", ".") for each in names if "$" not in each and not each.startswith("META-INF")]
