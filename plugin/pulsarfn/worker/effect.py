"""Settings that have no effect, or with which no pod works: overrides that nothing reads, and URLs of a wrong kind."""

from collections.abc import Iterator, Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.worker.overrides import Override, dotted
from pulsarfn.worker.worker_config import CONFIGS, WorkerConfig

_KEYS = frozenset(WorkerConfig.FIELDS)
_BROKER_SCHEMES, _ADMIN_SCHEMES = ("pulsar://", "pulsar+ssl://"), ("http://", "https://")


def check_overrides(overrides: Sequence[Override], configs_key: str | None) -> Iterator[Problem]:
    """Return problems for keys of ``--set`` that nothing reads. In a file they may be for other programs; here they are mistakes."""
    for override in overrides:
        top = str(override.path[0])
        if top == configs_key or (top in _KEYS and top not in CONFIGS):
            continue
        from pulsarfn.worker.java_keys import OTHER_KEYS  # noqa: PLC0415 - for problems only
        from pulsarfn.worker.meant_keys import meant  # noqa: PLC0415 - likewise

        message = f"{override.option} {dotted(override.path)} has no effect: no object depends on it"
        hint = "remove it" if top in OTHER_KEYS and top not in CONFIGS else meant(override.path, configs_key)
        yield Problem(codes.OVERRIDE_UNKNOWN, message, override.path, hint, text=Text.WORKER_CONFIG)


def check_urls(config: WorkerConfig, configs_key: str | None) -> Iterator[Problem]:
    """Check the schemes of the two URLs: pods cannot reach a broker by HTTP, or the admin API by Pulsar's protocol."""
    factory = config.factory
    key = configs_key or CONFIGS[0]
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
