"""The shape of a component's secrets where Kubernetes keeps them (`KubernetesSecretsProviderConfigurator.doAdmissionChecks`)."""

import re
from collections.abc import Iterator, Mapping

from pulsarfn import codes
from pulsarfn.diagnostics import Path, Problem
from pulsarfn.manifest import Value

_ENVIRONMENT_NAME = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_SECRET_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_SECRET_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")
_HINT = "write {path: NAME OF A SECRET, key: KEY IN IT}"


def validate_kubernetes_secrets(secrets: Mapping[str, Value]) -> tuple[Problem, ...]:
    """What Pulsar refuses, and what Kubernetes would; a secret's own members beyond path and key have no meaning."""
    return tuple(problem for name, secret in secrets.items() for problem in _check(name, secret))


def _check(name: str, secret: Value) -> Iterator[Problem]:
    path: Path = ("secrets", name)
    yield from _check_name(name, path)
    if not isinstance(secret, dict):
        message = "Kubernetes Secret should be a Map containing id/key pairs"
        yield Problem(codes.SECRET_INVALID, message, path, _HINT)
        return
    given = {key: value for key, value in secret.items() if value is not None}
    if len(given) < 2:  # noqa: PLR2004 - path and key
        yield Problem(codes.SECRET_INVALID, "Kubernetes Secret should contain id and key", path, _HINT)
        return
    for key, message, pattern, what in (
        ("path", "Kubernetes Secret should contain id information", _SECRET_NAME, "name of a Secret"),
        ("key", "Kubernetes Secret should contain key information", _SECRET_KEY, "key of a Secret"),
    ):
        value = given.get(key)
        if value is None:
            yield Problem(codes.SECRET_INVALID, message, path, _HINT)
        elif not isinstance(value, str) or not pattern.fullmatch(value):
            message = f"the {key} of the secret {name} is not the {what}: the API server would refuse it"
            yield Problem(codes.SECRET_INVALID, message, (*path, key), "it is a reference, not the secret itself")


def _check_name(name: str, path: Path) -> Iterator[Problem]:
    if name == "POD_NAME":
        message = "a secret called POD_NAME would hide the pod's own name, by which instances are told apart"
        yield Problem(codes.SECRET_INVALID, message, path, "choose another name", at_key=True)
    elif not _ENVIRONMENT_NAME.fullmatch(name) or name in (".", "..") or name.startswith(".."):
        message = f"{name} is no name for an environment variable: the API server would refuse it"
        yield Problem(
            codes.SECRET_INVALID, message, path, "use letters, digits, '_', '-' and '.', no digit first", at_key=True
        )
