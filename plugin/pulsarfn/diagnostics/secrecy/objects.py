"""Values of generated objects that are never shown, by kind of object and by the names that people choose."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from pulsarfn.diagnostics.secrecy.names import is_secret_name
from pulsarfn.diagnostics.secrecy.shapes import is_token

Steps: TypeAlias = tuple[str, ...]
"""A path into an object, with list indices as texts. Inside a command the step is the option, inside its JSON the key."""

_PARAMETERS: Final = frozenset({"--client_auth_params", "--auth-params", "clientAuthenticationParameters"})
_A_FILE: Final = re.compile(r"(?:token:)?file:/[^,;\s]*")
_HARMLESS: Final = frozenset({"--secrets_provider", "secretName", "serviceAccountToken", "secretsProviderClassName"})
_OPEN: Final = frozenset(
    {
        *(
            "apiVersion",
            "kind",
            "name",
            "namespace",
            "tenant",
            "fqfn",
            "component",
            "componentType",
            "runtime",
            "protocol",
        ),
        *("processingGuarantees", "subscriptionType", "subscriptionPosition", "imagePullPolicy", "serviceName", "-Xmx"),
        *("--function_id", "--function_version", "--transform_function_id", "funcID", "funcVersion", "--instance_id"),
    }
)
"""Last steps of paths whose values are fixed texts or names that everybody sees."""

_OF_WORKER: Final = frozenset(
    {"image", "--secrets_provider", "--cluster_name", "--pulsar_serviceurl", "--web_serviceurl"}
)
"""Last steps of paths whose values come from the worker config only."""

_FLAGS: Final = frozenset(
    {
        *("--expose_pulsaradmin", "--ignore_unknown_config_fields"),
        *("--tls-allow-insecure", "--tls-enable-hostname-verification"),
    }
)
"""Options of Pulsar that have no value."""

_AMOUNTS: Final = frozenset({"resources", "limits", "requests"})
_OF_FREE_NAMES: Final = (
    *("annotations", "labels", "matchLabels", "nodeSelector", "volumeAttributes", "flexVolume", "triggers", "data"),
)
"""Steps below which people or drivers choose the names."""

_FREE: Final = frozenset({"userConfig", "configs", "secretsMap", "cryptoKeyReaderConfig", "annotations", "env"})
"""Below these steps even a number may be a secret."""


def is_secret(path: Steps, kind: str, values: Sequence[object], *, references: bool) -> bool:
    """Whether the values at `path` of an object of that kind must not be shown; `values` are those before and after.

    `references` says that the component's ``secretsMap`` names Secrets and holds no secret values.
    """
    if kind == "Secret" and path[:1] == ("data",):
        return True
    if any(map(is_token, _texts(values))):
        return True
    if not _PARAMETERS.isdisjoint(path):
        return not all(isinstance(each, str) and _A_FILE.fullmatch(each) for each in values)
    names = _free_names(path)
    if "secretsMap" in names:
        return not references
    return any(is_secret_name(name) for name in names if name not in _HARMLESS)


def may_be_of_a_secret(path: Steps, values: Sequence[object], *, worker: bool) -> bool:
    """Whether values of a component's object may come from the Secret that carries its config.

    Every text may, except names and values that come from the worker config only. If `worker`, a Secret holds the worker
    config as well, and these may too.
    """
    if path[-1] in _OPEN or not _AMOUNTS.isdisjoint(path) or (path[-1] in _OF_WORKER and not worker):
        return False
    return not _FREE.isdisjoint(path) or not all(isinstance(each, bool | int | float) for each in values)


def is_flag(path: Steps, values: Sequence[object]) -> bool:
    """Whether `path` is an option of a command without a value that is not one of Pulsar's: then it is a text of the user."""
    if not path[-1].startswith("-") or path[-1] in _FLAGS:
        return False
    return all(each is True or (isinstance(each, list) and True in each) for each in values)


def _texts(values: Iterable[object]) -> Iterator[str]:
    for each in values:
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            yield from _texts(each)


def _free_names(path: Steps) -> Steps:
    """Return the steps of a path whose names people choose: variables, keys of data, options, configs; not Kubernetes' fields."""
    for part in ("command", "args"):
        if part in path:
            return path[path.index(part) + 1 :]
    if path[-1:] == ("value",) and "env" in path:
        return path[-2:-1]
    for part in _OF_FREE_NAMES:
        if part in path:
            return path[path.index(part) + 1 :]
    return ()
