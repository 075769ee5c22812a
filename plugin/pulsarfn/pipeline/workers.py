"""The function workers of a run: the worker config that each carrier uses, read and set up once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.pipeline.unrendered import in_text_of_others
from pulsarfn.stream.locate import Place
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.typed import TypeAlias
from pulsarfn.values import Manifest, Value
from pulsarfn.worker.auth.base import MountedSecrets
from pulsarfn.worker.overrides import Override, dotted
from pulsarfn.worker.parse import DEFAULTS
from pulsarfn.worker.providers import Worker, set_up
from pulsarfn.worker.sources import FILE_KEY, WorkerConfigSource, choose, not_found, read_environment
from pulsarfn.worker.worker_config import WorkerConfig

PlacedProblem = tuple[Problem, Place]
"""A problem and the text that its path points into."""


class PlacedSource(NamedTuple):
    """A worker config of the stream and the place of its document."""

    source: WorkerConfigSource
    document: Place

    @property
    def name(self) -> str:
        """Its ``metadata.name``."""
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
        """Its ``data``."""
        return self.source.data


class WorkerChoice(NamedTuple):
    """The function worker for a carrier.

    Attributes:
        worker: the function worker, None if none can be used.
        place: the text of the worker config; without one, the carrier that needs one.
        problems: the problems of the worker config.
        given: whether there is a worker config, and not only the defaults of Pulsar.
        mounted: the Secrets that the pods of Pulsar in the stream mount.
    """

    worker: Worker | None
    place: Place
    problems: tuple[Problem, ...] = ()
    given: bool = True
    mounted: MountedSecrets = MountedSecrets()

    @property
    def config_with_authentication(self) -> WorkerConfig | None:
        """The worker config if pods authenticate, None if they do not."""
        if self.worker is None or not self.worker.config.authentication_enabled:
            return None
        return self.worker.config


_OwnSettings: TypeAlias = tuple[tuple[Override, ...], int, Path] | None


class WorkerConfigRequest(NamedTuple):
    """What a carrier asks for.

    Attributes:
        name: the name of its worker config, None for the only one.
        carrier: the place of the carrier.
        path: its path in its document.
        overrides: the keys of the worker config that the carrier sets.
        config_map: the name of the ConfigMap that holds the URLs of Pulsar, empty for none, and the path that gives it.
    """

    name: str | None
    carrier: Place
    path: Path = ()
    overrides: tuple[Override, ...] = ()
    config_map: tuple[str, Path] = ("", ())

    @property
    def own_settings(self) -> _OwnSettings:
        """The keys of the worker config that the carrier sets, and where it is; nothing if it sets none."""
        return (self.overrides, self.carrier.order, self.path) if self.overrides else None


class Workers:
    """The function workers of a run. The first request for a worker config reads it and reports its problems."""

    def __init__(
        self,
        sources: Sequence[PlacedSource],
        settings: Settings,
        pods: Callable[[], Iterable[Manifest]] = tuple,
        config_map: Callable[[str], Manifest | None] = lambda _: None,
    ) -> None:
        """Take the worker configs of the stream, which the settings may replace.

        `pods` returns the pods of the stream's StatefulSets, `config_map` its ConfigMap of a name.
        """
        self._settings, self.pods, self._config_map = settings, pods, cache(config_map)
        self._sources = sources
        self._by_name: dict[str, list[PlacedSource]] = {}
        for source in sources:
            for name in {source.name, *source.former_names}:
                self._by_name.setdefault(name, []).append(source)
        self._names = sorted({source.name for source in sources})
        self._resolved: dict[tuple[str | None, _OwnSettings], WorkerChoice] = {}
        self._read: dict[tuple[int, _OwnSettings], WorkerChoice] = {}

    @property
    def resolved(self) -> tuple[WorkerChoice, ...]:
        """The function workers that were resolved so far."""
        return tuple(self._resolved.values())

    def resolve(self, wish: WorkerConfigRequest) -> tuple[WorkerChoice, list[PlacedProblem]]:
        """Return the function worker for a carrier, and the problems that are reported for the first time."""
        name, path = wish.config_map
        if name:
            from pulsarfn.pipeline.resource_urls import urls_of  # noqa: PLC0415 - for resources of Function Mesh only

            wish = wish._replace(overrides=(*wish.overrides, *urls_of(self._config_map(name), path)))
        known = self._resolved.get((wish.name, wish.own_settings))
        if known is not None:
            return known, []
        resolved, reported = self._resolve(wish)
        self._resolved[wish.name, wish.own_settings] = resolved
        return resolved, reported

    def _resolve(self, wish: WorkerConfigRequest) -> tuple[WorkerChoice, list[PlacedProblem]]:
        source, problems = (None, ()) if self._settings.worker_config else self._choose(wish.name)
        if problems:
            reported = [(each._replace(path=(*wish.path, *each.path)), wish.carrier) for each in problems]
            return WorkerChoice(None, wish.carrier), reported
        known = self._read.get((id(source), wish.own_settings))
        if known is not None:
            return known, []
        resolved = _read(source, wish, self._settings)
        config = resolved.config_with_authentication
        if config is not None:
            from pulsarfn.worker.auth.mounted import mounted_by  # noqa: PLC0415 - for authentication only

            config_map = "" if source is None else source.name
            resolved = resolved._replace(mounted=mounted_by(self.pods(), config, config_map))
        self._read[id(source), wish.own_settings] = resolved
        return resolved, [(each, resolved.place) for each in resolved.problems]

    def agrees_with(self, former: "Workers") -> bool:
        """Whether the same carriers get equal workers here and in a former run with equal settings, none with a problem."""
        if any(each.problems for each in former.resolved) or self.contents != former.contents:
            return False
        with_authentication = any(each.config_with_authentication for each in former.resolved)
        return not with_authentication or [*self.pods()] == [*former.pods()]

    @property
    def contents(self) -> list[tuple[object, ...]]:
        """What the worker configs of the stream are chosen by and made from."""
        return [
            (each.name, each.former_names, each.provided, each.data, each.document.secret) for each in self._sources
        ]

    def _choose(self, name: str | None) -> tuple[PlacedSource | None, tuple[Problem, ...]]:
        if name is None:
            return choose(name, self._sources, place=_words)
        named = self._by_name.get(name)
        return choose(name, named, place=_words) if named else (None, (not_found(name, self._names),))


def _giver(override: Override, wish: WorkerConfigRequest) -> str | tuple[Place, Path]:
    """Return the giver of an override: the carrier, another text, or an option."""
    if override.carrier is not None:
        return wish.carrier, (*wish.path, *override.carrier)
    return override.place or f"{override.option} {dotted(override.path)}"


def _words(source: PlacedSource) -> str:
    return f"document {source.document.document}, line {source.document.first_line}"


def _read(source: PlacedSource | None, wish: WorkerConfigRequest, settings: Settings) -> WorkerChoice:
    """Read the worker config of rank 1 to 5 (contract 3) and set up its function worker."""
    if settings.worker_config is not None:
        value, place, problems = _of_file(settings.worker_config)
    elif source is None:
        value, place, problems = DEFAULTS, wish.carrier, ()
    else:
        value, place, problems = _of_source(source)
    if problems and value is None:
        return WorkerChoice(None, place, problems)
    overrides = (*wish.overrides, *settings.overrides)
    elsewhere: dict[Path, str | tuple[Place, Path]] = {each.path: _giver(each, wish) for each in overrides}
    if value is DEFAULTS and wish.path:  # the place of what nobody gave is the carrier, not the list that it is in
        elsewhere = {(): (wish.carrier, wish.path), **elsewhere}
    place = place._replace(elsewhere=elsewhere)
    templates = (each for each in in_text_of_others(value, Text.WORKER_CONFIG) if not place.giver(each.path))
    template = next(templates, None)
    if template is not None:
        return WorkerChoice(None, place, (template,))
    worker, more = set_up(value, overrides)
    if place.keys and more:
        from pulsarfn.worker.refused_keys import of_variable  # noqa: PLC0415 - for problems only

        more = tuple(each if place.giver(each.path) else of_variable(each) for each in more)
    return WorkerChoice(worker, place, (*problems, *more), given=value is not DEFAULTS)


_ReadText = tuple[Value, Place, tuple[Problem, ...]]


def _of_file(file: InputText) -> _ReadText:
    try:
        text = decode(file.content[:])
    except ReadError as error:
        return None, Place(file.origin, "", secret=True), (_broken(error),)
    return _of_text(text, file.place or Place(file.origin, text))


def _of_text(text: str, place: Place) -> _ReadText:
    try:
        return read_yaml(text, "jackson"), place, ()
    except ReadError as error:
        return None, place, (_broken(error),)


def _of_source(source: PlacedSource) -> _ReadText:
    document, places = source.document, source.source.places
    if FILE_KEY in source.data:
        text = source.data[FILE_KEY]
        return _of_text(text, document._replace(text=text, key=FILE_KEY, within=(document, places[FILE_KEY])))
    environment = read_environment(source.data)
    keys = {path: places[key] for path, key in environment.origins.items()}
    return environment.value, document._replace(keys=keys), environment.problems


def _broken(error: ReadError) -> Problem:
    return Problem(error.code, error.message, hint=error.hint, text=Text.WORKER_CONFIG, at=(error.line, error.column))
