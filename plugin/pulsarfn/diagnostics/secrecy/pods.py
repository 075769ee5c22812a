"""The credentials in a pod, for output that shows its members one by one."""

from pulsarfn.diagnostics.secrecy.credentials import credentials_within
from pulsarfn.values import Value, sequence

_SHELL = ["sh", "-c"]


def credentials_in_pod(template: Value) -> frozenset[str]:
    """Return the words of the credentials in a pod template, except for commands of a shell: they are looked at word by word."""
    return credentials_within(_without_shells(template))


def _without_shells(value: Value) -> Value:
    if isinstance(value, dict):
        return {
            key: _without_shells(each)
            for key, each in value.items()
            if key != "command" or sequence(each)[:2] != _SHELL
        }
    return [*map(_without_shells, value)] if isinstance(value, list) else value
