"""The choice of a component's worker config among those in its stream (contract 3), and the reading of its keys.

A file given by ``--worker-config`` comes before all of these, and `parse.DEFAULTS` after them.
"""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, nearest, suggestion
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import TYPE_CHECKING, Protocol, TypeVar
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY

if TYPE_CHECKING:
    from pulsarfn.worker.env_script import EnvConfig

FILE_KEY = "functions_worker.yml"
"""The data key under which a ConfigMap holds a whole worker config."""

CLASS_NAME_KEY = "PF_functionRuntimeFactoryClassName"
"""The data key that identifies the ConfigMaps of the Apache Pulsar chart."""


class WorkerConfigMap(Protocol):
    """A ConfigMap of the stream that may be a worker config (`carriers.WorkerConfigSource`)."""

    @property
    def name(self) -> str:
        """metadata.name."""

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names of the ConfigMap before kustomize renamed it."""

    @property
    def provided(self) -> bool:
        """Whether the ConfigMap has the annotation ``pulsarfn.io/provide: worker-config`` (or ``…-keep``)."""

    @property
    def data(self) -> Mapping[str, str]:
        """The data of the ConfigMap."""


_CONFIGS = "functionRuntimeFactoryConfigs"
_MOST_NAMES = 20

Source = TypeVar("Source", bound=WorkerConfigMap)


def choose(
    worker_config_name: str | None, sources: Sequence[Source], *, place: Callable[[Source], str]
) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return the worker config among `sources` for a carrier that names `worker_config_name` or none; None if there is none.

    `place` returns where a source is, for a message, such as ``document 7, line 120``. Problems point into the carrier,
    because the carrier makes the choice.
    """
    if worker_config_name is not None:
        named = [source for source in sources if source.name == worker_config_name]
        named = named or [source for source in sources if worker_config_name in source.former_names]
        if not named:
            return None, (not_found(worker_config_name, sorted({source.name for source in sources})),)
        return _only(named, "are called so", place)
    provided = [source for source in sources if source.provided]
    if provided:
        return _only(provided, "are annotated pulsarfn.io/provide: worker-config", place)
    charts = [source for source in sources if source.data.get(CLASS_NAME_KEY) == KUBERNETES_RUNTIME_FACTORY]
    return _only(_without_brokers(charts) or charts, f"have {CLASS_NAME_KEY}", place)


def _without_brokers(charts: Sequence[Source]) -> Sequence[Source]:
    if len(charts) <= 1:
        return charts
    from pulsarfn.worker.broker import is_broker  # noqa: PLC0415 - for worker configs of the chart only

    return [source for source in charts if not is_broker(source.data)]


def read_environment(data: Mapping[str, str]) -> "EnvConfig":
    """Return the worker config of a ConfigMap with ``PF_`` keys, as a container builds it from its environment."""
    from pulsarfn.worker.broker import hand_over, is_broker  # noqa: PLC0415 - for worker configs of the chart only
    from pulsarfn.worker.env_script import from_env_keys, prefer_factory_configs  # noqa: PLC0415

    config = prefer_factory_configs(from_env_keys(data))
    if _CONFIGS not in config.value:  # the file in the image, which the keys override, has an empty one
        config = config._replace(value=config.value | {_CONFIGS: {}})
    return hand_over(config, data) if is_broker(data) else config


def _only(
    sources: Sequence[Source], why: str, place: Callable[[Source], str]
) -> tuple[Source | None, tuple[Problem, ...]]:
    if len(sources) <= 1:
        return (sources[0] if sources else None), ()
    *others, last = (f"{source.name} ({place(source)})" for source in sources)
    message = f"the worker config is ambiguous: the ConfigMaps {', '.join(others)} and {last} {why}"
    hint = "annotate the carrier with pulsarfn.io/worker-config: NAME, or pass --worker-config FILE"
    return None, (Problem(codes.WORKER_CONFIG_AMBIGUOUS, message, hint=hint, text=Text.CARRIER),)


def not_found(name: str, names: Sequence[str]) -> Problem:
    """Return the problem of a carrier that names a worker config which is not among the sorted `names` of the stream.

    The message lists only a few of many names, because many carriers may each have this problem.
    """
    path = ("metadata", "annotations", "pulsarfn.io/worker-config")
    held = f"; there are: {', '.join(names)}" if names else ""
    if len(names) > _MOST_NAMES:
        held = f"; there are {len(names)}, among them {', '.join(names[:_MOST_NAMES])}"
        place = bisect(names, name)
        near = nearest(name, names[max(0, place - _MOST_NAMES) : place + _MOST_NAMES])
        hint = suggestion(name, [near]) if near else "write the metadata.name of one of them"
    else:
        hint = suggestion(name, names) if names else f"the stream holds no ConfigMap with {FILE_KEY} or PF_ keys"
    message = f"the stream holds no worker config called '{name}'{held}"
    return Problem(codes.WORKER_CONFIG_NOT_FOUND, message, path, hint, text=Text.CARRIER)


class WorkerConfigSource(NamedTuple):
    """An object that is, or may be, a worker config.

    Attributes:
        name: metadata.name.
        former_names: the names of the object before kustomize added a prefix or a suffix.
        provided: whether an annotation marks it as one; otherwise it is a ConfigMap of the Apache Pulsar chart.
        consumed: whether only pulsarfn reads it, so that it is not in the output.
        data: its data.
        places: where in the document the value of each key of the data is.
        path: the path of the object in its document.
    """

    name: str
    former_names: tuple[str, ...]
    provided: bool
    consumed: bool
    data: Mapping[str, str]
    places: Mapping[str, Path]
    path: Path

    def __repr__(self) -> str:
        return hidden(self)
