"""The masks for a change: they hide a secret, but show whether it changed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pulsarfn.analysis.diff.changes import ABSENT, Change, Side
from pulsarfn.diagnostics.problem import Text
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked as without_credentials
from pulsarfn.diagnostics.secrecy.credentials import masked_text, without, without_parts
from pulsarfn.diagnostics.secrecy.objects import is_flag, is_secret, may_be_of_a_secret
from pulsarfn.kubernetes.fields import Steps
from pulsarfn.pipeline.expanded import ExpandedComponent

BEFORE, AFTER = f"{MASK} (before)", f"{MASK} (after)"
"""The masks that kubectl diff shows for values of a Secret: for changed ones, and for those on one side only."""

_OF_ENVIRONMENT: Final = re.compile("Environment")
_OPTIONS: Final = "customRuntimeOptions"
_KEYED_BY_VALUES: Final = ("inputSpecs", "tolerations")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class FromSecrets:
    """The texts of a component that came from Secrets: its config, its worker config."""

    config: bool = False
    worker: bool = False


Secrecy = Mapping[str, FromSecrets]
"""The texts from Secrets, by fully qualified name of the component."""

PUBLIC: Final = FromSecrets()


def from_secrets(component: ExpandedComponent) -> Iterator[tuple[str, FromSecrets]]:
    """Return which texts of a component came from Secrets, with its fully qualified name; nothing if none did."""
    config, worker = (component.placed.places[text].secret for text in (Text.CONFIG, Text.WORKER_CONFIG))
    if config or worker:
        yield str(component.objects.fqfn), FromSecrets(config, worker)


def merged(found: Iterable[tuple[str, FromSecrets]]) -> Secrecy:
    """Return the texts from Secrets; what one of two streams has in a Secret is secret in both."""
    secrecy: dict[str, FromSecrets] = {}
    for fqfn, secret in found:
        known = secrecy.get(fqfn, PUBLIC)
        secrecy[fqfn] = FromSecrets(known.config or secret.config, known.worker or secret.worker)
    return secrecy


def masked(
    change: Change, kind: str, *, references: bool, secret: FromSecrets = PUBLIC, parts: frozenset[str] = frozenset()
) -> Change:
    """Return the change masked for output.

    `references`: the ``secretsMap`` of the component holds only names of Secrets. `parts`: the words of the credentials in
    the commands of the object, which are shown option by option.
    """
    shown = _masked(change, kind, references=references, secret=secret, parts=parts)
    return replace(shown, path=tuple(without(masked_text(each), parts) for each in shown.path))


def _masked(change: Change, kind: str, *, references: bool, secret: FromSecrets, parts: frozenset[str]) -> Change:
    if secret.config:
        change = replace(change, path=_without_values(change.path))
    sides = [each for each in (change.old, change.new) if each is not ABSENT]
    of_secret = secret != PUBLIC and may_be_of_a_secret(change.path, sides, worker=secret.worker)
    if of_secret or _is_patch(change.path) or is_secret(change.path, kind, sides, references=references):
        both = len(sides) > 1
        return replace(
            change,
            old=change.old if change.old is ABSENT else BEFORE if both else MASK,
            new=change.new if change.new is ABSENT else AFTER if both else MASK,
            masked=True,
        )
    if secret != PUBLIC and is_flag(change.path, sides):  # a part of runtimeFlags
        return replace(change, path=(*change.path[:-1], MASK), masked=True)
    old, new = _shown(change.old, parts), _shown(change.new, parts)
    if old == new != change.new:  # only the masked part differs
        old, new = BEFORE, AFTER
    return replace(change, old=old, new=new, masked=(old, new) != (change.old, change.new))


def _is_patch(path: Steps) -> bool:
    """Whether a change is within a patch of the options: the patched member shows it as well, under a name of its own."""
    return _OPTIONS in path and any(each.startswith("patches") for each in path[path.index(_OPTIONS) :])


def _without_values(path: Steps) -> Steps:
    """Return the path with masks for values of a config that are steps here: input topics, and keys of tolerations."""
    return tuple(MASK if before in _KEYED_BY_VALUES else step for before, step in zip(("", *path), path, strict=False))


def masked_answer(answer: str, kind: str, secret: FromSecrets) -> str:
    """Return the words of the API server about an object, without the secret values that they repeat."""
    return (
        _QUOTED.sub(f'"{MASK}"', answer) if kind == "Secret" or secret != PUBLIC else str(without_credentials(answer))
    )


def holds_references(found: Iterable[Change], provider: str) -> bool:
    """Whether a secretsMap holds names of Secrets: its secrets provider reads the environment, before and after."""
    providers = [provider]
    for change in found:
        if change.path[-1:] == ("--secrets_provider",):
            providers += [str(change.old), str(change.new)]
    return all(_OF_ENVIRONMENT.search(each) for each in providers)


def _shown(side: Side, parts: frozenset[str]) -> Side:
    if side is ABSENT:
        return side
    return without_parts(without_credentials(side), parts)
