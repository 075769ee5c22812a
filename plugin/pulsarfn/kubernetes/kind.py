"""The rules of Kubernetes for the objects of one kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pulsarfn.kubernetes.identity import group_of
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.refusals import of_metadata
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import TYPE_CHECKING
from pulsarfn.values import Manifest

if TYPE_CHECKING:
    from pulsarfn.kubernetes.fields import Steps


class Update(NamedTuple):
    """An update: an object that is applied over another one of the same name.

    Attributes:
        name: the name of the object.
        old: its stored form before the update.
        new: its stored form after the update.
        paths: the paths at which the two differ.
    """

    name: str
    old: Manifest
    new: Manifest
    paths: "Sequence[Steps]"


def _as_it_is(manifest: Manifest) -> Manifest:
    return manifest


def _new(_old: Manifest, new: Manifest) -> Manifest:
    return new


def _nothing(_: object) -> tuple[()]:
    return ()


class Kind(NamedTuple):
    """A kind of object.

    Attributes:
        api_version: the `apiVersion` in manifests.
        name: the `kind` in manifests.
        stored: returns an object, given without empty fields, with the defaults of the API server.
        refusals: returns the faults for which the API server refuses the object, except those of its metadata.
        fixed: returns the reasons why the API server refuses an update: sentences without a full stop.
        settled: returns the new object with the values that the API server has chosen for the old one and keeps.
        runs_pods: whether the kind has a pod template; a change of the template replaces the pods.
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
        """The API group and the name of the kind."""
        return group_of(self.api_version), self.name


def refusals(manifest: Manifest, kind: Kind | None) -> Iterator[Refusal]:
    """Return all faults for which the API server would refuse an object."""
    yield from of_metadata(manifest)
    if kind is not None:
        yield from kind.refusals(manifest)
