"""The plugin that a resource of Function Mesh names: both it and its parameters from a Secret, or written in the resource.

Function Mesh makes arguments of the parameters, whatever they hold. Here they are in an argument only if they name files.
"""

import json
import re

from pulsarfn.annotations import AUTH_SECRET
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy.shapes import is_token
from pulsarfn.patterns import pattern
from pulsarfn.values import mapping
from pulsarfn.worker.auth.argument_files import of_key, with_arguments
from pulsarfn.worker.auth.base import AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import refusal
from pulsarfn.worker.auth.secret_files import mounted_files

NAME = "pulsarfn.worker.auth.function_mesh"
KEY = "clientAuthenticationParameters"

_PLUGIN = "clientAuthenticationPlugin"
_PATH = r"(?:file:(?://)?)?/[^\s,;:]*"
_FILES = pattern(rf"(?:token:)?file:(?://)?/[^\s,;:]*|env:\w+|tlsCertFile:{_PATH},tlsKeyFile:{_PATH}", re.ASCII)
_FILE = pattern(_PATH)
_OF_FILES = frozenset(
    ("privateKey", "private_key", "credentials_url", "tlsCertFile", "tlsKeyFile", "trustCertsFilePath")
)
_PUBLIC = frozenset(("type", "issuerUrl", "issuer_url", "audience", "scope", "wellKnownMetadataPath"))


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Plan what the resource says; without a plugin the clients use TLS alone."""
    if request.auth_secret is not None:
        return _from_secret(request)
    plugin, parameters = request.worker.client_plugin, request.worker.client_parameters
    if parameters and not names_files(parameters):
        message = "the parameters of the authentication plugin hold more than names of files"
        return AuthPlan(), (refusal(message, f"annotate the carrier with {AUTH_SECRET}: NAME"),)
    return mounted_files(request, (), {})._replace(plugin=plugin, parameters=parameters), ()


def names_files(parameters: str) -> bool:
    """Whether parameters of a plugin name files and public values only, and so may be an argument."""
    if _FILES.fullmatch(parameters):
        return True
    try:
        found = mapping(json.loads(parameters))
    except (ValueError, RecursionError):
        return False
    files = all(isinstance(found[key], str) and _FILE.fullmatch(str(found[key])) for key in _OF_FILES & {*found})
    public = all(isinstance(found[key], str) and not _credential(str(found[key])) for key in _PUBLIC & {*found})
    return bool(found) and files and public and {*found} <= _OF_FILES | _PUBLIC


def _credential(value: str) -> bool:
    """Whether a public value is a credential after all, such as a URL with a password."""
    return "@" in value or is_token(value)


def _from_secret(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    if request.runtime != "JAVA":
        message = "Pulsar's Python and Go instances take what is in the Secret as an argument only: whoever may list processes would see it"
        return AuthPlan(), (
            refusal(message, "name a Secret with a token, a key file of OAuth2 or a certificate", AUTH_SECRET),
        )
    plan = mounted_files(request, ((_PLUGIN, _PLUGIN), (KEY, KEY)), {})
    plugin, parameters = of_key("plugin", _PLUGIN), of_key("parameters", KEY)
    return with_arguments(plan, plugin, parameters)._replace(plugin=plugin.option, parameters=parameters.option), ()
