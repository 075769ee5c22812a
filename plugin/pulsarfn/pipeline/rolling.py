"""The checksums of the Secrets and ConfigMaps of the stream on which pods roll: only these are read, and only checksums are kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pulsarfn.component.rolling import WatchedObject
from pulsarfn.diagnostics.problem import nearest
from pulsarfn.kubernetes.checksums import DataObject, checksum
from pulsarfn.kubernetes.lists import objects
from pulsarfn.pipeline.carriers.config_maps import FORMER_NAMES, names_of
from pulsarfn.pipeline.carriers.recognise import named
from pulsarfn.pipeline.collisions import Names
from pulsarfn.pipeline.inputs import Candidates, documents, read
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.markers import may_roll_pods
from pulsarfn.values import Manifest, Value, mapping


class Checksums:
    """The checksums of the objects that the carriers of a stream name. They may be anywhere in it, after their carriers too."""

    def __init__(self, inputs: Sequence[InputText], candidates: Candidates, kube_namespace: str) -> None:
        """Read the objects that the candidates name; `kube_namespace` is the namespace of those that give none."""
        self._inputs, self._names_of = inputs, dict[str, Sequence[str]]()
        self._found: dict[DataObject, dict[str, str]] = {each: {} for each in _wanted(candidates)}
        known = Names(each.name for each in self._found)
        for manifest in self._objects(known.may_stand_in, named(known)) if self._found else ():
            where = str(mapping(manifest.get("metadata")).get("namespace") or kube_namespace)
            for each in _identities(manifest):
                if each in self._found:
                    self._found[each][where] = checksum(manifest)

    def of(self, wanted: Iterable[DataObject]) -> tuple[WatchedObject, ...]:
        """Return the wanted objects with their checksums; with a hint those that are not in the stream."""
        found = ((each, self._found.get(each, {})) for each in wanted)
        return tuple(WatchedObject(each, checksums, "" if checksums else self._hint(each)) for each, checksums in found)

    def _objects(self, may_hold: Callable[[bytes], bool], item: Callable[[Value], Value] | None) -> Iterator[Manifest]:
        former = FORMER_NAMES.encode()
        for given in documents(self._inputs, lambda raw: may_hold(raw) or former in raw):
            found = read(given, item)
            yield from (manifest for manifest, _ in objects(found[0])) if found else ()

    def _hint(self, missing: DataObject) -> str:
        near = nearest(missing.name, self._names(missing.kind))
        other = "ConfigMap" if missing.kind == "Secret" else "Secret"
        if near or missing.name in self._names(other):
            return f"did you mean '{(missing.kind if near else other).lower()}/{near or missing.name}'?"
        return "add it to the stream, or remove it: pulsarfn cannot see when data changes that is elsewhere"

    def _names(self, kind: str) -> Sequence[str]:
        """Return the names of all objects of a kind in the stream, for a hint."""
        if kind not in self._names_of:
            manifests = self._objects(lambda raw: kind.encode() in raw, _without_data)
            found = {each.name for manifest in manifests for each in _identities(manifest) if each.kind == kind}
            self._names_of[kind] = sorted(found)
        return self._names_of[kind]


def _without_data(item: Value) -> Value:
    manifest = mapping(item)
    identity: Manifest = {key: manifest[key] for key in ("apiVersion", "kind", "metadata") if key in manifest}
    return item if "items" in manifest else identity


def _wanted(candidates: Candidates) -> Iterator[DataObject]:
    for given in candidates.holding(may_roll_pods):
        parsed, _ = candidates.parsed(given)
        if parsed is not None:
            yield from parsed.recognised.rolled_on


def _identities(manifest: Manifest) -> Iterator[DataObject]:
    if manifest.get("apiVersion") == "v1":
        yield from (DataObject(str(manifest.get("kind")), name) for name in names_of(manifest))
