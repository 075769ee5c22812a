"""The client credentials of a Secret, for Pulsar's `AuthenticationOAuth2`."""

import json
import re
from collections.abc import Mapping
from functools import partial

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text
from pulsarfn.diagnostics.secrecy.shapes import is_token
from pulsarfn.patterns import pattern
from pulsarfn.values import mapping
from pulsarfn.worker.auth.base import DIRECTORY, AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import check_client
from pulsarfn.worker.auth.secret_files import mounted_files

NAME = "org.apache.pulsar.client.impl.auth.oauth2.AuthenticationOAuth2"
KEY = "credentials.json"

_FILE = f"file://{DIRECTORY}/{KEY}"
_ISSUER, _PRIVATE_KEY, _TYPE = "issuerUrl", "privateKey", "type"
_PUBLIC = (
    _ISSUER,
    *("audience", "scope", "wellKnownMetadataPath", "trustCertsFilePath"),
    *("connectTimeout", "readTimeout", "earlyTokenRefreshPercent"),
)
"""The parameters that pods get: all others may be credentials, or files of the worker."""

_PYTHON_NAMES = {_ISSUER: "issuer_url", _PRIVATE_KEY: "private_key"}
"""What the C++ client, and with it the Python instance, calls parameters (`ClientCredentialFlow`, `KeyFile::fromParamMap`)."""

_URL = pattern(r"https?://[^\s/?#@]+(?:/[^\s?#@]*)?", re.IGNORECASE)


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount the client's key file at /etc/auth; issuer, audience and scope are those of the worker."""
    problem = check_client(NAME, request, "NAME/KEY, a Secret with the client's key file")
    if problem is not None:
        return AuthPlan(), (problem,)
    given, problem = _of_worker(request)
    if problem is not None or request.auth_secret is None:
        return AuthPlan(), (problem,) if problem else ()
    parameters = {_TYPE: "client_credentials", _PRIVATE_KEY: _FILE, **given}
    if request.runtime == "PYTHON":  # pulsar-admin in the same pod is Java
        parameters |= {of_python: parameters[name] for name, of_python in _PYTHON_NAMES.items()}
    plan = mounted_files(request, ((request.auth_secret.key, KEY),), {})
    return plan._replace(plugin=NAME, parameters=json.dumps(parameters, separators=(",", ":"))), ()


def _of_worker(request: AuthRequest) -> tuple[Mapping[str, str], Problem | None]:
    """Return the public parameters in the worker config, and what is wrong with them; no message repeats any of it."""
    refusal = partial(_refusal, request)
    try:
        found = mapping(json.loads(request.worker.client_parameters or "{}"))
    except (ValueError, RecursionError):
        return {}, refusal("the parameters of AuthenticationOAuth2 in the worker config are not a JSON object")
    given = {name: str(found[name]) for name in _PUBLIC if type(found.get(name)) in (str, int, float)}
    if not _URL.fullmatch(given.get(_ISSUER, "")):
        what = "is not an http or https URL without a password" if _ISSUER in found else "is missing"
        return {}, refusal(f"{_ISSUER} in the parameters of AuthenticationOAuth2 {what}")
    if found.get(_TYPE, "client_credentials") != "client_credentials":
        return {}, refusal("AuthenticationOAuth2 has the type client_credentials only")
    if not {*found} <= {*_PUBLIC, _PRIVATE_KEY, _TYPE} or len(given) < len({*found} & {*_PUBLIC}):
        return {}, refusal("the parameters of AuthenticationOAuth2 hold more than pods can get")
    if any(map(is_token, given.values())):
        return {}, refusal("a public parameter of AuthenticationOAuth2 holds a credential")
    return given, None


def _refusal(request: AuthRequest, message: str) -> Problem:
    hint = (
        f"write brokerClientAuthenticationParameters as JSON with {', '.join(_PUBLIC[:3])}; pods get these,"
        f" and {_PRIVATE_KEY} from the Secret"
    )
    is_old = request.worker.broker_client_authentication_parameters is None and request.worker.client_parameters
    path = ("clientAuthenticationParameters" if is_old else "brokerClientAuthenticationParameters",)
    return Problem(codes.AUTH_PLUGIN_UNUSABLE, message, path, hint, text=Text.WORKER_CONFIG)
