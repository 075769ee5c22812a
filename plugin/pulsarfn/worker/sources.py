"""Which worker config a component uses, of those that its stream holds (contract 3), and how its keys are read.

A file given by ``--worker-config`` comes before all of these, and `parse.DEFAULTS` after them.
"""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, nearest, suggestion
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.worker.broker import hand_over, is_broker
from pulsarfn.worker.env_script import EnvConfig, from_env_keys, prefer_factory_configs
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY

FILE_KEY = "functions_worker.yml"
"""The data key under which a ConfigMap holds a whole worker config."""

CLASS_NAME_KEY = "PF_functionRuntimeFactoryClassName"
"""The data key by which the Apache Pulsar chart's ConfigMaps are known."""


class WorkerConfigMap(Protocol):
    """A ConfigMap of the stream that may be a worker config (`carriers.WorkerConfigSource`)."""

    @property
    def name(self) -> str:
        """metadata.name."""

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names that it had before kustomize renamed it."""

    @property
    def provided(self) -> bool:
        """Whether it is annotated ``pulsarfn.io/provide: worker-config`` (or ``…-keep``)."""

    @property
    def data(self) -> Mapping[str, str]:
        """Its data."""


_CONFIGS = "functionRuntimeFactoryConfigs"
_MOST_NAMES = 20

Source = TypeVar("Source", bound=WorkerConfigMap)


def choose(
    worker_config_name: str | None, sources: Sequence[Source], *, place: Callable[[Source], str]
) -> tuple[Source | None, tuple[Problem, ...]]:
    """The worker config among `sources` for a carrier that names one (None where it does not); None when there is none.

    `place` tells a person where a source stands, such as ``document 7, line 120``. Problems point into the carrier,
    whose decision it is.
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
    workers = [source for source in charts if not is_broker(source.data)]
    return _only(workers or charts, f"have {CLASS_NAME_KEY}", place)


def read_environment(data: Mapping[str, str]) -> EnvConfig:
    """The worker config of a ConfigMap with ``PF_`` keys, as the container makes it that gets them as environment."""
    config = prefer_factory_configs(from_env_keys(data))
    if _CONFIGS not in config.value:  # the file of the image, over which the keys are written, has an empty one
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
    """The problem of a carrier that names no worker config of the stream, which holds those of the sorted `names`.

    Of many names few are named: as many carriers may each name one that is not there.
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
        former_names: the names that it had before kustomize gave it a prefix or a suffix.
        provided: whether it is annotated as one; else it is a ConfigMap of the Apache Pulsar chart.
        consumed: whether only pulsarfn reads it, so that it does not come out again.
        data: its data.
        places: where in the document the value of each key of the data stands.
        path: where the object stands in its document.
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
