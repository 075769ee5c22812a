"""Secrets and credentials that are in clear text in the command of the pods."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from pulsarfn.analysis.lint.jwt import is_jwt
from pulsarfn.analysis.lint.stream import Finding, finding
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy.credentials import credential_in
from pulsarfn.diagnostics.secrecy.names import is_credential_name
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.stream.json_reader import read_json
from pulsarfn.stream.texts import ReadError
from pulsarfn.values import Value
from pulsarfn.worker.secrets_providers import clear_text, kubernetes

_CHECKED_ELSEWHERE = "secrets"
_HINT: Final = f"in the worker config set secretsProviderConfiguratorClassName: {kubernetes.NAME}"
_REFERENCES = re.compile(r"\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|(?:file|env|secret|vault)(?::|://).*", re.DOTALL)


def check(component: ExpandedComponent) -> Iterator[Finding]:
    """Report the secrets of the default provider, and all values in a component's details that look like credentials."""
    if component.worker.secrets_provider.NAME == clear_text.NAME and component.objects.details.secrets_map:
        message = f"the secrets of {component} are in clear text in the command of its pods"
        yield finding(component.placed, codes.SECRETS_IN_CLEAR_TEXT, message, ("secrets",), _HINT, at_key=True)
    yield from _in_configs(component)


def _in_configs(component: ExpandedComponent) -> Iterator[Finding]:
    config = component.objects.config
    for key, declared in config.FIELDS.items():
        if not declared.secret or key == _CHECKED_ELSEWHERE:
            continue
        for path, what in _suspects(getattr(config, declared.name), (key,)):
            message = f"{what}, and it will be in clear text in the command of the pods"
            hint = "give it as one of the secrets, which the Kubernetes secrets provider takes from a Secret"
            yield finding(component.placed, codes.CREDENTIAL_IN_CONFIG, message, path, hint)


def _suspects(value: Value, path: Path) -> Iterator[tuple[Path, str]]:
    """Return the paths in a value that seem to hold a credential, each with the reason; never the value itself."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _suspects(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _suspects(member, (*path, index))
    elif isinstance(value, str):
        what = _why(str(path[-1]), value)
        if what:
            yield path, what
        elif value.lstrip().startswith("{"):
            inside = next(_suspects(_json(value), path), None)  # a path cannot point into the text
            if inside is not None:
                yield path, inside[1]


def _why(name: str, value: str) -> str:
    """Return why a value looks like a credential, empty if it does not; a reference to a credential is not one."""
    if not value.strip() or _REFERENCES.fullmatch(value.strip()):
        return ""
    what = "a token" if is_jwt(value) else credential_in(value)
    if what:
        return f"this looks like {what}"
    if is_credential_name(name):
        return f"{name} seems to be a credential"
    return ""


def _json(text: str) -> Value:
    with suppress(ReadError):
        return read_json(text)
    return None
