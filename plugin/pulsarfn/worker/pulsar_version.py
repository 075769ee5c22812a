"""The version of Pulsar that the pods of a component run: as configured, otherwise from the tag of their image."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from pulsarfn.annotations import PULSAR_VERSION
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived
from pulsarfn.worker.versions import DEFAULT, NEWEST, VERSIONS
from pulsarfn.worker.versions.rules import Rules
from pulsarfn.worker.worker_config import VERSION_TEXT, WorkerConfig

_VERSION = pattern(VERSION_TEXT)


class PulsarVersion(NamedTuple):
    """A version of Pulsar, and the text that gives it.

    Attributes:
        rules: the rules of the version, or of the nearest known version.
        given: the text that gives it: a version, or an image with a version as its tag; empty if nothing gives it.
        setting: the key or the annotation that gives it; empty if the tag of an image does, or nothing.
    """

    rules: Rules
    given: str = ""
    setting: str = ""

    @property
    def is_tag(self) -> bool:
        """Whether the tag of an image gives it."""
        return bool(self.given) and not self.setting

    def __str__(self) -> str:
        """Return ``Pulsar 5.0 (pulsarVersion)``: the version and where it comes from."""
        source = f"the tag of {self.given}" if self.is_tag else "the default, as nothing gives the version"
        return f"Pulsar {self.rules.name} ({self.setting or source})"

    def change_to(self, name: str) -> str:
        """Return what to change so that the version is another one, for a hint."""
        if not self.given:
            return f"set pulsarVersion: '{name}' where the pods run it"
        return f"use an image of Pulsar {name}" + (f" and set {self.setting}: '{name}'" if self.setting else "")


def pulsar_version(config: WorkerConfig, image: str, annotation: str = "") -> PulsarVersion:
    """Return a component's version, from: its carrier's annotation, pulsarVersion, the tag of its image, the default."""
    said = annotation or config.pulsar_version
    if said:
        return PulsarVersion(_known(said) or DEFAULT, said, PULSAR_VERSION if annotation else "pulsarVersion")
    rules = rules_of_image(str(image))
    return PulsarVersion(DEFAULT) if rules is None else PulsarVersion(rules, derived(image, image))


@lru_cache(256)
def rules_of_image(image: str) -> Rules | None:
    """Return the rules for an image's tag; None if the tag is not a version, or is a version of other software."""
    name = version_of_image(image)
    return _nearest(_number(name)) if name else None


def version_of_image(image: str) -> str:
    """Return the version in an image's tag, without the patch number; empty if there is none, or one of other software."""
    name, colon, tag = image.partition("@")[0].rpartition(":")
    if not (colon and is_version(tag)):
        return ""
    number, is_pulsar = _number(tag), "pulsar" in name.rpartition("/")[2]
    return _name(number) if is_pulsar or number in _NUMBERS else ""


def without_patch(version: str) -> str:
    """Return a version without its patch number."""
    return _name(_number(version))


def is_version(text: str) -> bool:
    """Whether a text is a version: it begins with numbers."""
    return bool(text) and _VERSION.fullmatch(text) is not None


def check_version(text: str, path: Path, place: Text) -> Iterator[Problem]:
    """Return a problem if the rules of a version are not known; those of the nearest version apply."""
    if is_version(text) and _number(text) not in _NUMBERS:
        yield _not_known(_number(text), path, place)


def check_images(config: WorkerConfig, configs_key: str) -> Iterator[Problem]:
    """Check the tags of Pulsar's own images, if no version is given."""
    if config.pulsar_version:
        return
    images, factory = config.factory.function_docker_images, config.factory
    for image, path in (
        (factory.pulsar_docker_image_name, ("pulsarDockerImageName",)),
        (images.java, ("functionDockerImages", "JAVA")),
        (images.python, ("functionDockerImages", "PYTHON")),
        (images.go, ("functionDockerImages", "GO")),
    ):
        name = version_of_image(image)
        if name and _number(name) not in _NUMBERS:
            yield _not_known(_number(name), (configs_key, *path), Text.WORKER_CONFIG)


_NUMBERS = {each.number: each for each in VERSIONS}


def _known(text: str) -> Rules | None:
    return _nearest(_number(text)) if is_version(text) else None


def _number(version: str) -> tuple[int, ...]:
    major, _, rest = version.removeprefix("v").partition(".")
    return int(major), int("".join(takewhile(str.isdigit, rest)))


def _name(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))


def _nearest(number: tuple[int, ...]) -> Rules:
    """Return the newest known version that is not newer; for a version before all known ones, the oldest."""
    return next((each for each in reversed(VERSIONS) if each.number <= number), VERSIONS[0])


def _not_known(number: tuple[int, ...], path: Path, place: Text) -> Problem:
    name, read_as = _name(number), _nearest(number)
    compared = "newer than" if number > NEWEST.number else "older than" if number < VERSIONS[0].number else "not one of"
    message = f"Pulsar {name} is {compared} the versions that pulsarfn knows: the rules of {read_as.name} are used"
    known = ", ".join(each.name for each in VERSIONS)
    hint = f"known are {known}; a newer pulsarfn may know it" if number > read_as.number else f"known are {known}"
    return Problem(codes.PULSAR_VERSION_NOT_KNOWN, message, path, hint, text=place)
