"""What Kubernetes makes of the objects of one kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pulsarfn.kubernetes.fields import Steps
from pulsarfn.kubernetes.identity import group_of
from pulsarfn.kubernetes.refusals import Refusal, of_metadata
from pulsarfn.values import Manifest


class Update(NamedTuple):
    """An object that is applied over another one of the same name.

    Attributes:
        name: of the object.
        old: its stored form before.
        new: its stored form after.
        paths: where the two differ.
    """

    name: str
    old: Manifest
    new: Manifest
    paths: Sequence[Steps]


def _as_it_is(manifest: Manifest) -> Manifest:
    return manifest


def _new(_old: Manifest, new: Manifest) -> Manifest:
    return new


def _nothing(_: object) -> tuple[()]:
    return ()


class Kind(NamedTuple):
    """A kind of objects.

    Attributes:
        api_version: as manifests have it.
        name: likewise, their `kind`.
        stored: the object with the API server's defaults; it comes without empty fields.
        refusals: what the API server refuses of the object, beside its metadata.
        fixed: why an update is refused: sentences without a full stop.
        settled: the new object with what it leaves to the API server, which has chosen it for the old one.
        runs_pods: whether it has a pod template, and a change of that replaces pods.
    """

    api_version: str
    name: str
    stored: Callable[[Manifest], Manifest] = _as_it_is
    refusals: Callable[[Manifest], Iterable[Refusal]] = _nothing
    fixed: Callable[[Update], Iterable[str]] = _nothing
    settled: Callable[[Manifest, Manifest], Manifest] = _new
    runs_pods: bool = False

    @property
    def id(self) -> tuple[str, str]:
        """The group of its API and its name."""
        return group_of(self.api_version), self.name


def refusals(manifest: Manifest, kind: Kind | None) -> Iterator[Refusal]:
    """Everything that the API server would refuse of an object."""
    yield from of_metadata(manifest)
    if kind is not None:
        yield from kind.refusals(manifest)
