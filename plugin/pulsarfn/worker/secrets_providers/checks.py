"""Checks of secrets for the Kubernetes secrets provider: each is an environment variable from a key of a Secret.

Sources: `KubernetesSecretsProviderConfigurator.doAdmissionChecks` (pulsar-runtime.md 13); Kubernetes' `ValidateEnv` and
`validateSecretKeySelector`: `IsRelaxedEnvVarName` (an API server of 1.36 accepts ``bad name!``, oracle: sec-k8s-12),
`IsDNS1123Subdomain`, `IsConfigMapKey`. No message holds a part of a secret's value.
"""

from collections.abc import Iterator, Mapping

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.patterns import pattern
from pulsarfn.values import Value

_ENVIRONMENT_NAME = pattern(r"[ -<>-~]+")
_SHELL_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_SUBDOMAIN = pattern(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_KEY = pattern(r"[-._a-zA-Z0-9]+")
_LONGEST = 253
_OWN = "POD_NAME"
_OVERWRITTEN = "SHARD_ID"
_SHAPE = "write it as {path: NAME-OF-SECRET, key: KEY-IN-SECRET}"
_MEMBERS = 2


def validate_kubernetes_secrets(secrets: Mapping[str, Value]) -> tuple[Problem, ...]:
    """Return all problems of `secrets`; members other than path and key are ignored, as in Pulsar.

    Secrets whose value is null are dropped before Pulsar checks them (oracle: sec-k8s-09).
    """
    problems: list[Problem] = []
    for name, secret in secrets.items():
        if secret is not None:
            problems += (*_check_name(name), *_check_secret(name, secret))
    return tuple(problems)


def _check_name(name: str) -> Iterator[Problem]:
    if name == _OWN:
        message = f"a secret cannot be called {_OWN}: the instance finds its number in that environment variable"
    elif _ENVIRONMENT_NAME.fullmatch(name) is None:
        message = "the name of a secret must be printable ASCII without '=': it is that of an environment variable"
    else:
        yield from _check_reaches_instance(name)
        return
    yield Problem(codes.SECRET_NAME_REFUSED, message, ("secrets", name), "rename the secret", at_key=True)


def _check_reaches_instance(name: str) -> Iterator[Problem]:
    """Check that the pod's ``sh`` passes the variable on: dash and BusyBox drop variables that they cannot have, bash does not."""
    if name == _OVERWRITTEN:
        message = f"the instance may not find this secret: the pod's command sets {_OVERWRITTEN} itself"
    elif _SHELL_NAME.fullmatch(name) is None:
        message = "the instance may not find this secret: most shells drop environment variables of such a name"
    else:
        return
    hint = (
        "rename the secret: letters, digits and _ only, no digit first" if name != _OVERWRITTEN else "rename the secret"
    )
    yield Problem(codes.SECRET_NAME_LOST, message, ("secrets", name), hint, at_key=True)


def _check_secret(name: str, secret: Value) -> Iterator[Problem]:
    """Check the shape of a secret; Gson drops null members before this check (oracle: sec-k8s-10)."""
    path: Path = ("secrets", name)
    if not isinstance(secret, dict):
        yield _invalid("Kubernetes Secret should be a Map containing id/key pairs", path)
        return
    given = {key: member for key, member in secret.items() if member is not None}
    if len(given) < _MEMBERS:
        yield _invalid("Kubernetes Secret should contain id and key", path)
        return
    if "path" not in given:
        yield _invalid("Kubernetes Secret should contain id information", path)
    if "key" not in given:
        yield _invalid("Kubernetes Secret should contain key information", path)
    for member in ("path", "key"):
        if member in given:
            yield from _check_member(member, given[member], path)


def _check_member(member: str, value: Value, path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):  # the reference fails with a ClassCastException (oracle: sec-k8s-06)
        yield _invalid(f"{member} of a Kubernetes Secret must be a text", (*path, member))
    elif member == "path" and (len(value) > _LONGEST or _SUBDOMAIN.fullmatch(value) is None):
        message = "path is not the name of a Secret: lower case letters, digits, '-' and '.' are allowed"
        yield _invalid(f"{message}, and letters and digits at both ends", (*path, member))
    elif member == "key" and not _is_key(value):
        message = "key is not a key that a Secret can have: letters, digits, '-', '_' and '.' are allowed"
        yield _invalid(message, (*path, member))


def _is_key(value: str) -> bool:
    return len(value) <= _LONGEST and _KEY.fullmatch(value) is not None and value != "." and not value.startswith("..")


def _invalid(message: str, path: Path) -> Problem:
    return Problem(codes.SECRET_INVALID, message, path, _SHAPE)
