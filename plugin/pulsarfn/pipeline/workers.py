"""The function workers of a run: which worker config each carrier uses, read and set up once each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.locate import Place
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import Manifest, Value
from pulsarfn.worker.auth.base import Mounted
from pulsarfn.worker.auth.mounted import mounted_by
from pulsarfn.worker.parse import DEFAULTS
from pulsarfn.worker.providers import Worker, set_up
from pulsarfn.worker.sources import FILE_KEY, WorkerConfigSource, choose, not_found, read_environment

PlacedProblem = tuple[Problem, Place]
"""A problem and the text into which its path points."""


class PlacedSource(NamedTuple):
    """A worker config of the stream and the document in which it stands."""

    source: WorkerConfigSource
    document: Place

    @property
    def name(self) -> str:
        """metadata.name."""
        return self.source.name

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names that it had before kustomize renamed it."""
        return self.source.former_names

    @property
    def provided(self) -> bool:
        """Whether it is annotated as a worker config."""
        return self.source.provided

    @property
    def data(self) -> Mapping[str, str]:
        """Its data."""
        return self.source.data


class WorkerChoice(NamedTuple):
    """What a carrier gets.

    Attributes:
        worker: its function worker, None when there is none that can be used.
        place: the text of the worker config; where there is none, the carrier that would need one.
        problems: what is wrong with it.
        given: whether there is a worker config at all, and not only Pulsar's defaults.
        mounted: the Secrets of Pulsar's own pods in the stream.
    """

    worker: Worker | None
    place: Place
    problems: tuple[Problem, ...] = ()
    given: bool = True
    mounted: Mounted = Mounted()


class WorkerConfigRequest(NamedTuple):
    """A wish for a worker config: the name that a carrier gives, None for none, and where the carrier stands."""

    name: str | None
    carrier: Place
    path: Path = ()


class Workers:
    """The function workers of a run: each worker config is read when it is first asked for, and its problems told then."""

    def __init__(
        self, sources: Sequence[PlacedSource], settings: Settings, pods: Callable[[], Iterable[Manifest]] = tuple
    ) -> None:
        """The worker configs of the stream, of which the settings may need none; `pods` gives those of its StatefulSets."""
        self._settings, self._pods = settings, pods
        self._sources = sources
        self._by_name: dict[str, list[PlacedSource]] = {}
        for source in sources:
            for name in {source.name, *source.former_names}:
                self._by_name.setdefault(name, []).append(source)
        self._names = sorted({source.name for source in sources})
        self._resolved: dict[str | None, WorkerChoice] = {}
        self._read: dict[int, WorkerChoice] = {}

    @property
    def resolved(self) -> tuple[WorkerChoice, ...]:
        """What was resolved so far."""
        return tuple(self._resolved.values())

    def resolve(self, wish: WorkerConfigRequest) -> tuple[WorkerChoice, list[PlacedProblem]]:
        """The function worker for a carrier, and what there is to tell of it for the first time."""
        known = self._resolved.get(wish.name)
        if known is not None:
            return known, []
        resolved, reported = self._resolve(wish)
        self._resolved[wish.name] = resolved
        return resolved, reported

    def _resolve(self, wish: WorkerConfigRequest) -> tuple[WorkerChoice, list[PlacedProblem]]:
        source, problems = (None, ()) if self._settings.worker_config else self._choose(wish.name)
        if problems:
            reported = [(each._replace(path=(*wish.path, *each.path)), wish.carrier) for each in problems]
            return WorkerChoice(None, wish.carrier), reported
        known = self._read.get(id(source))
        if known is not None:
            return known, []
        resolved = _read(source, wish.carrier, self._settings)
        if resolved.worker is not None and resolved.worker.config.authentication_enabled:
            config_map = "" if source is None else source.name
            resolved = resolved._replace(mounted=mounted_by(self._pods(), resolved.worker.config, config_map))
        self._read[id(source)] = resolved
        return resolved, [(each, resolved.place) for each in resolved.problems]

    def _choose(self, name: str | None) -> tuple[PlacedSource | None, tuple[Problem, ...]]:
        if name is None:
            return choose(name, self._sources, place=_words)
        named = self._by_name.get(name)
        return choose(name, named, place=_words) if named else (None, (not_found(name, self._names),))


def _words(source: PlacedSource) -> str:
    return f"document {source.document.document}, line {source.document.first_line}"


def _read(source: PlacedSource | None, carrier: Place, settings: Settings) -> WorkerChoice:
    """Read the worker config of rank 1 to 5 (contract 3) and set up what it names."""
    if settings.worker_config is not None:
        value, place, problems = _of_file(settings.worker_config)
    elif source is None:
        value, place, problems = DEFAULTS, carrier, ()
    else:
        value, place, problems = _of_source(source)
    if problems and value is None:
        return WorkerChoice(None, place, problems)
    worker, more = set_up(value, settings.overrides)
    return WorkerChoice(worker, place, (*problems, *more), given=value is not DEFAULTS)


_Read = tuple[Value, Place, tuple[Problem, ...]]


def _of_file(file: InputText) -> _Read:
    try:
        text = decode(file.content[:])
    except ReadError as error:
        return None, Place(file.origin, "", secret=True), (_broken(error),)
    return _of_text(text, file.place or Place(file.origin, text))


def _of_text(text: str, place: Place) -> _Read:
    try:
        return read_yaml(text, "jackson"), place, ()
    except ReadError as error:
        return None, place, (_broken(error),)


def _of_source(source: PlacedSource) -> _Read:
    document, places = source.document, source.source.places
    if FILE_KEY in source.data:
        text = source.data[FILE_KEY]
        return _of_text(text, document._replace(text=text, key=FILE_KEY, within=(document, places[FILE_KEY])))
    environment = read_environment(source.data)
    keys = {path: places[key] for path, key in environment.origins.items()}
    return environment.value, document._replace(keys=keys), environment.problems


def _broken(error: ReadError) -> Problem:
    return Problem(error.code, error.message, hint=error.hint, text=Text.WORKER_CONFIG, at=(error.line, error.column))
