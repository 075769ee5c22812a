"""Settings that have no effect, or with which no pod works: overrides that nothing reads, and URLs of a wrong kind."""

from collections.abc import Iterator, Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, nearest
from pulsarfn.models.fields import Model, NestedModel
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.overrides import Override, dotted
from pulsarfn.worker.worker_config import WorkerConfig

_CONFIGS = ("functionRuntimeFactoryConfigs", "kubernetesContainerFactory")
_KEYS = frozenset(WorkerConfig.FIELDS)
_BROKER_SCHEMES, _ADMIN_SCHEMES = ("pulsar://", "pulsar+ssl://"), ("http://", "https://")


def check_overrides(overrides: Sequence[Override], configs_key: str | None) -> Iterator[Problem]:
    """Return problems for keys of ``--set`` that nothing reads. In a file they may be for other programs; here they are mistakes."""
    for override in overrides:
        top = str(override.path[0])
        if top == configs_key or (top in _KEYS and top not in _CONFIGS):
            continue
        from pulsarfn.worker.java_keys import OTHER_KEYS  # noqa: PLC0415 - for problems only

        message = f"{override.option} {dotted(override.path)} has no effect: no object depends on it"
        hint = "remove it" if top in OTHER_KEYS and top not in _CONFIGS else _meant(override.path, configs_key)
        yield Problem(codes.OVERRIDE_UNKNOWN, message, override.path, hint, text=Text.WORKER_CONFIG)


def _meant(path: Path, configs_key: str | None) -> str:
    """Return the intended key: one of this name below another key, that of a ``PF_`` variable, or the most similar one."""
    if path[0] in _CONFIGS:
        keys = [str(each[-1]) for each in _paths(WorkerConfig, ()) if each[:-1] == _CONFIGS[:1]]
        key = nearest(str(path[1]), keys) if path[1:] else None
        return f"did you mean '{dotted((str(configs_key), key, *path[2:]))}'?" if key else "remove it"
    known = [*_paths(WorkerConfig, ()), *_paths(CustomizerOptions, ("runtimeCustomizerConfig",))]
    whole: Path = (*str(path[0]).removeprefix("PF_").split("_"), *path[1:])
    first, rest = str(whole[0]), whole[1:]
    for each in known:
        if each == whole:
            return f"did you mean '{dotted(each)}'?"
        if str(each[-1]).casefold() == first.casefold():
            return f"did you mean '{dotted((*each, *rest))}'?"
    near = nearest(first, [str(each[-1]) for each in known])
    meant = next((each for each in known if each[-1] == near), None)
    return "" if meant is None else f"did you mean '{dotted((*meant, *rest))}'?"


def _paths(model: type[Model], path: Path) -> Iterator[Path]:
    """Return all keys of a model; those of its parts come after its own."""
    yield from ((*path, key) for key in model.FIELDS)
    for key, field in model.FIELDS.items():
        if isinstance(field.kind, NestedModel):
            yield from _paths(field.kind.model, (*path, key))


def check_urls(config: WorkerConfig, configs_key: str | None) -> Iterator[Problem]:
    """Check the schemes of the two URLs: pods cannot reach a broker by HTTP, or the admin API by Pulsar's protocol."""
    factory = config.factory
    key = configs_key or _CONFIGS[0]
    broker_path = (key, "pulsarServiceUrl") if factory.pulsar_service_url else ("pulsarServiceUrl",)
    admin_path = (key, "pulsarAdminUrl") if factory.pulsar_admin_url else ("pulsarWebServiceUrl",)
    yield from _check_url("broker", config.broker_url, broker_path, _BROKER_SCHEMES)
    yield from _check_url("admin", config.admin_url, admin_path, _ADMIN_SCHEMES)


def _check_url(kind: str, url: str, path: Path, schemes: tuple[str, str]) -> Iterator[Problem]:
    """Check the scheme of one URL. It may hold a password, so the message does not repeat it."""
    if not url or url.lower().startswith(schemes):
        return
    others = _ADMIN_SCHEMES if schemes == _BROKER_SCHEMES else _BROKER_SCHEMES
    hint = f"write {schemes[0]}HOST:PORT or {schemes[1]}HOST:PORT"
    if url.lower().startswith(others):
        hint += f"; {others[0]} is for the {'admin' if kind == 'broker' else 'broker'} URL"
    message = f"the {kind} URL {dotted(path)} must start with {schemes[0]} or {schemes[1]}"
    yield Problem(codes.URL_SCHEME_WRONG, message, path, hint, text=Text.WORKER_CONFIG)
