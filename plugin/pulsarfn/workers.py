"""The function workers of a run: which worker config each carrier uses, read and set up once each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pulsarfn.carriers import WorkerConfigSource
from pulsarfn.diagnostics import Path, Problem, Text
from pulsarfn.locate import Place
from pulsarfn.manifest import Value
from pulsarfn.providers import Worker, worker_of
from pulsarfn.settings import InputText, Settings
from pulsarfn.stream.reader import ReadError, decode, read_yaml
from pulsarfn.worker.parse import DEFAULTS, parse_worker_config
from pulsarfn.worker.sources import FILE_KEY, choose, read_environment

Told = tuple[Problem, Place]
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
    def provided(self) -> bool:
        """Whether it is annotated as a worker config."""
        return self.source.provided

    @property
    def data(self) -> Mapping[str, str]:
        """Its data."""
        return self.source.data


class Resolved(NamedTuple):
    """What a carrier gets.

    Attributes:
        worker: its function worker, None when there is none that can be used.
        place: the text of the worker config; where there is none, the carrier that would need one.
        problems: what is wrong with it.
        given: whether there is a worker config at all, and not only Pulsar's defaults.
    """

    worker: Worker | None
    place: Place
    problems: tuple[Problem, ...] = ()
    given: bool = True


class Asked(NamedTuple):
    """A wish for a worker config: the name that a carrier gives, None for none, and where the carrier stands."""

    name: str | None
    carrier: Place
    path: Path = ()


def resolve_workers(
    asked: Iterable[Asked], sources: Sequence[PlacedSource], settings: Settings
) -> tuple[dict[str | None, Resolved], list[Told]]:
    """The function worker for each name that is asked for; every problem is told once, at the first who asked."""
    resolved: dict[str | None, Resolved] = {}
    by_source: dict[int, Resolved] = {}
    told: list[Told] = []
    for wish in asked:
        if wish.name in resolved:
            continue
        source, problems = (None, ()) if settings.worker_config else choose(wish.name, sources, place=_words)
        told += [(each._replace(path=(*wish.path, *each.path)), wish.carrier) for each in problems]
        if problems:
            resolved[wish.name] = Resolved(None, wish.carrier)
            continue
        known = by_source.get(id(source))
        if known is None:
            known = by_source[id(source)] = _read(source, wish.carrier, settings)
            told += [(each, known.place) for each in known.problems]
        resolved[wish.name] = known
    return resolved, told


def _words(source: PlacedSource) -> str:
    return f"document {source.document.document}, line {source.document.first_line}"


def _read(source: PlacedSource | None, carrier: Place, settings: Settings) -> Resolved:
    """Read the worker config of rank 1 to 5 (contract 3) and set up what it names."""
    if settings.worker_config is not None:
        value, place, problems = _of_file(settings.worker_config)
    elif source is None:
        value, place, problems = DEFAULTS, carrier, ()
    else:
        value, place, problems = _of_source(source)
    if problems and value is None:
        return Resolved(None, place, problems)
    config, more = parse_worker_config(value, overrides=settings.overrides)
    problems = (*problems, *more)
    if config is None:
        return Resolved(None, place, problems)
    worker, not_set_up = worker_of(config)
    return Resolved(worker, place, (*problems, *not_set_up), given=value is not DEFAULTS)


_Read = tuple[Value, Place, tuple[Problem, ...]]


def _of_file(file: InputText) -> _Read:
    try:
        text = decode(file.content)
    except ReadError as error:
        return None, Place(file.origin, "", secret=True), (_broken(error),)
    return _of_text(text, Place(file.origin, text))


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
