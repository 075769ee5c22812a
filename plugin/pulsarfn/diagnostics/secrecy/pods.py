"""The credentials in a pod, for output that shows its members one by one."""

from collections.abc import Iterator
from typing import Final

from pulsarfn.diagnostics.secrecy.credentials import names_a_credential, parts_of_credentials, parts_of_words
from pulsarfn.diagnostics.secrecy.names import is_secret_name
from pulsarfn.values import Value, sequence

_SHELL: Final = ["sh", "-c"]
_FREE: Final = "annotations"
"""The member whose keys people choose; the other keys are Kubernetes' own, such as ``secret`` of a volume."""

_SHORTEST: Final = 4
"""A shorter text would mask parts of other words."""


def credentials_in_pod(template: Value) -> frozenset[str]:
    """Return the words of the credentials in a pod template, except for commands of a shell: they are looked at word by word."""
    return frozenset().union(*_within(template, is_free=False))


def _within(value: Value, *, is_free: bool) -> Iterator[frozenset[str]]:
    if isinstance(value, str):
        yield parts_of_credentials(value)
    elif isinstance(value, list):
        yield parts_of_words(value)
        for each in value:
            yield from _within(each, is_free=False)
    elif isinstance(value, dict):
        is_named = names_a_credential(value)
        for key, each in value.items():
            if (is_free and is_secret_name(key)) or (key == "value" and is_named):
                yield frozenset({each} if isinstance(each, str) and len(each) >= _SHORTEST else ())
            elif key != "command" or sequence(each)[:2] != _SHELL:
                yield from _within(each, is_free=key == _FREE)
