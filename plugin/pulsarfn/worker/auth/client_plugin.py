"""What the providers of Pulsar's client plugins have in common: they need a Secret, and a client that has the plugin."""

from pulsarfn.annotations import AUTH_SECRET, WHOLE
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.worker.auth.base import AuthRequest

_TOKENS = "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider"
FOR_TOKENS = f"set functionAuthProviderClassName: {_TOKENS} in the worker config, and name a Secret with a token"


def check_client(name: str, request: AuthRequest, form: str) -> Problem | None:
    """Return the problem if the component cannot use the plugin `name`; `form` is how the annotation names the Secret."""
    plugin = name.rpartition(".")[2]
    if request.auth_secret is None:
        message = f"the pods authenticate with {plugin}, and the carrier names no Secret with their credentials"
        return refusal(message, f"annotate the carrier with {AUTH_SECRET}: {form}")
    if request.auth_secret.key == WHOLE:
        message = f"{plugin} reads certain keys of a Secret, and {WHOLE} names all of them"
        return refusal(message, f"write {AUTH_SECRET}: {form}", AUTH_SECRET)
    if request.runtime == "GO":
        message = f"Pulsar's Go instance authenticates with tokens only, not with {plugin}"
        return refusal(message, FOR_TOKENS, AUTH_SECRET)
    return None


def check_keys(name: str, request: AuthRequest, keys: tuple[str, str]) -> Problem | None:
    """Return the problem if the carrier names another key than the first of those that the plugin `name` reads."""
    secret = request.auth_secret
    if secret is None or secret.key == keys[0]:
        return None
    plugin = name.rpartition(".")[2]
    message = f"{plugin} reads {' and '.join(keys)} of a Secret, not one key of it"
    return refusal(message, f"write {AUTH_SECRET}: {secret.name}", AUTH_SECRET)


def refusal(message: str, hint: str, annotation: str = "") -> Problem:
    """Return a problem at an annotation of the carrier, or at all of them."""
    path: Path = ("metadata", "annotations")
    path = (*path, annotation) if annotation else path
    return Problem(codes.AUTH_PLUGIN_UNUSABLE, message, path, hint, at_key=not annotation, text=Text.CARRIER)
