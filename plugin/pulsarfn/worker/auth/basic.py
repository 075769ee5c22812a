"""User name and password from a Secret of the type kubernetes.io/basic-auth, for Pulsar's `AuthenticationBasic`.

The plugin reads them from its parameters only, which are an argument.
"""

from pulsarfn.annotations import AUTH_SECRET
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.auth.argument_files import of_json, with_arguments
from pulsarfn.worker.auth.base import AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import FOR_TOKENS, check_client, check_keys, refusal
from pulsarfn.worker.auth.secret_files import mounted_files

NAME = "org.apache.pulsar.client.impl.auth.AuthenticationBasic"
KEY = "username"

_PASSWORD = "password"  # noqa: S105 - a key


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount user name and password at /etc/auth, and write the plugin's parameters to a file in memory."""
    problem = (
        check_client(NAME, request, "NAME") or check_keys(NAME, request, (KEY, _PASSWORD)) or _check_runtime(request)
    )
    if problem is not None:
        return AuthPlan(), (problem,)
    plan = mounted_files(request, ((KEY, KEY), (_PASSWORD, _PASSWORD)), {})
    parameters = of_json("parameters", {"userId": KEY, "password": _PASSWORD})
    return with_arguments(plan, parameters)._replace(plugin=NAME, parameters=parameters.option), ()


def _check_runtime(request: AuthRequest) -> Problem | None:
    if request.runtime == "JAVA":
        return None
    message = (
        "Pulsar's Python instance takes the password of AuthenticationBasic as an argument only:"
        " whoever may list processes would see it"
    )
    return refusal(message, f"use OAuth2 or TLS; or {FOR_TOKENS}", AUTH_SECRET)
