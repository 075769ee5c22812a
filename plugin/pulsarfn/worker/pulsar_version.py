"""The version of Pulsar that the pods of a component run: as configured, otherwise from the tag of their image."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived
from pulsarfn.worker.versions import DEFAULT, NEWEST, VERSIONS
from pulsarfn.worker.versions.rules import Rules
from pulsarfn.worker.worker_config import VERSION_TEXT, WorkerConfig

_VERSION = pattern(VERSION_TEXT)
_TAG = pattern(rf"(?P<name>[^@]*?)(?::(?P<tag>{VERSION_TEXT}))(?:@.*)?")


class PulsarVersion(NamedTuple):
    """A version of Pulsar, and the text that gives it.

    Attributes:
        rules: the rules of the version, or of the nearest known version.
        given: the text that gives it: a version, or an image with a version as its tag; empty if nothing gives it.
        is_tag: whether the tag of an image gives it.
    """

    rules: Rules
    given: str = ""
    is_tag: bool = False

    def __str__(self) -> str:
        """Return ``Pulsar 5.0``, with the reason if no text gives exactly this version."""
        name = f"Pulsar {self.rules.name}"
        if self.is_tag:
            return f"{name} (the tag of {self.given})"
        return name if self.given else f"{name} (the default, as nothing tells the version)"


def pulsar_version(config: WorkerConfig, runtime: str, annotation: str = "") -> PulsarVersion:
    """Return a component's version, from: its carrier's annotation, pulsarVersion, the tag of the runtime's image, the default."""
    said = annotation or config.pulsar_version
    if said:
        return PulsarVersion(_known(said) or DEFAULT, said)
    image = config.factory.image(runtime)
    rules = rules_of_image(str(image))
    return PulsarVersion(DEFAULT) if rules is None else PulsarVersion(rules, derived(image, image), is_tag=True)


@lru_cache(256)
def rules_of_image(image: str) -> Rules | None:
    """Return the rules for an image's tag; None if the tag is not a version, or is a version of other software."""
    match = _TAG.fullmatch(image)
    if match is None:
        return None
    number, is_pulsar = _number(match["tag"]), "pulsar" in match["name"].rpartition("/")[2]
    return _nearest(number) if is_pulsar or number in _NUMBERS else None


def is_version(text: str) -> bool:
    """Whether a text is a version: it begins with numbers."""
    return _VERSION.fullmatch(text) is not None


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
        match = _TAG.fullmatch(image)
        if match and rules_of_image(image) and _number(match["tag"]) not in _NUMBERS:
            yield _not_known(_number(match["tag"]), (configs_key, *path), Text.WORKER_CONFIG)


_NUMBERS = {each.number: each for each in VERSIONS}


def _known(text: str) -> Rules | None:
    return _nearest(_number(text)) if is_version(text) else None


def _number(version: str) -> tuple[int, ...]:
    major, minor = version.removeprefix("v").split("-")[0].split(".")[:2]
    return int(major), int(minor)


def _nearest(number: tuple[int, ...]) -> Rules:
    """Return the newest known version that is not newer; for a version before all known ones, the oldest."""
    return next((each for each in reversed(VERSIONS) if each.number <= number), VERSIONS[0])


def _not_known(number: tuple[int, ...], path: Path, place: Text) -> Problem:
    name, read_as = ".".join(map(str, number)), _nearest(number)
    compared = "newer than" if number > NEWEST.number else "older than" if number < VERSIONS[0].number else "not one of"
    message = f"Pulsar {name} is {compared} the versions that pulsarfn knows: the rules of {read_as.name} are used"
    known = ", ".join(each.name for each in VERSIONS)
    hint = f"known are {known}; a newer pulsarfn may know it" if number > read_as.number else f"known are {known}"
    return Problem(codes.PULSAR_VERSION_NOT_KNOWN, message, path, hint, text=place)
