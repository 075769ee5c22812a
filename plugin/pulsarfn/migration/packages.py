"""Packages that only a function worker has: the lines that move them to Pulsar's package service, and their names there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulsarfn.annotations import Component
from pulsarfn.component.shell import option
from pulsarfn.component.worker_packages import upload_command
from pulsarfn.kubernetes.names import Fqfn, job_name
from pulsarfn.migration.details_to_config import Code
from pulsarfn.named_tuples import NamedTuple

KEYS: Final = ("jar", "py", "go", "archive")
"""The keys of a config that give the code."""

_EXTENSIONS: Final = {"jar": ".jar", "py": ".py", "go": "", "archive": ".nar"}
_MEANINGFUL: Final = (".jar", ".nar", ".py", ".zip", ".whl")
_BUILTIN: Final = "builtin://"
_VERSION: Final = "v1"


class WorkerPackage(NamedTuple):
    """A package that only a function worker has.

    Attributes:
        fqfn: the component that has it.
        transform_function: whether it is the transform function of a sink.
        url: its name in the package service, after the upload.
        file: the name of its file on the machine that moves it: no two packages have the same.
        location: the value for the config: the URL, and the name of the file in the pod if that matters.
    """

    fqfn: Fqfn
    transform_function: bool
    url: str
    file: str
    location: str

    def commands(self, folder: str) -> Iterator[str]:
        """Return the commands that move it; without the download if the file is in a folder already."""
        if not folder:
            words = ["pulsar-admin functions download", option("--tenant", self.fqfn.tenant)]
            words += [option("--namespace", self.fqfn.namespace), option("--name", self.fqfn.name)]
            words += [option("--destination-file", self.file)] + (
                ["--transform-function"] if self.transform_function else []
            )
            yield " ".join(words)
        yield upload_command(self.url, f"{folder}/{self.file}" if folder else self.file, self.fqfn.name)


def worker_packages(component: Component, config: Mapping[str, Any]) -> tuple[WorkerPackage, ...]:
    """Return the packages of a config that only the worker has."""
    fqfn = Fqfn(*(str(config.get(key, "")) for key in ("tenant", "namespace", "name")))
    found = []
    for key in (*KEYS, "transformFunction"):
        value = str(config.get(key) or "")
        if value and _is_of_worker(value):
            found.append(_package(component, fqfn, key, value))
    return tuple(found)


def moved(packages: tuple[WorkerPackage, ...], code: Code) -> Code:
    """Return the code of a component after its packages are uploaded; what is not moved stays."""
    locations = {each.transform_function: each.location for each in packages}
    return Code(locations.get(False, code.package), locations.get(True, code.transform_function))


def in_package_service(config: Mapping[str, Any], packages: tuple[WorkerPackage, ...]) -> dict[str, Any]:
    """Return a config that names its packages as they are called after the upload."""
    code, key = moved(packages, Code()), next((key for key in KEYS if config.get(key)), "jar")
    changed = {key: code.package, "transformFunction": code.transform_function}
    return {**config, **{name: value for name, value in changed.items() if value}}


def _is_of_worker(value: str) -> bool:
    return value.startswith(_BUILTIN) or "://" not in value


def _package(component: Component, fqfn: Fqfn, key: str, value: str) -> WorkerPackage:
    transforms = key == "transformFunction"
    given = value.rpartition("#")[2] if "#" in value else value.rpartition("/")[2]
    usual = ".jar" if transforms else _EXTENSIONS[key]
    if value.startswith(_BUILTIN) and "#" not in value:
        extension = ".nar"
    else:
        extension = next((each for each in _MEANINGFUL if given.endswith(each)), usual)
    scheme, suffix = ("function", "-transform") if transforms else (component, "")
    url = f"{scheme}://{fqfn}{suffix}@{_VERSION}"
    location = url if extension == usual else f"{url}#{fqfn.name}{suffix}{extension}"
    return WorkerPackage(fqfn, transforms, url, f"{job_name(fqfn)}{suffix}{extension}", location)


def as_lines(packages: tuple[WorkerPackage, ...], folder: str = "") -> list[str]:
    """Return the commands that move all packages."""
    return [command for each in packages for command in each.commands(folder)]
