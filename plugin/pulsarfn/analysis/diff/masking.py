"""A change as it may be shown: a secret never is, but whether it changed is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pulsarfn.analysis.diff.changes import ABSENT, Change, Side
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked as without_credentials
from pulsarfn.diagnostics.secrecy.objects import is_flag, is_secret, may_be_of_a_secret

BEFORE, AFTER = f"{MASK} (before)", f"{MASK} (after)"
"""What kubectl diff shows in the place of a Secret's values: changed ones, and those that are on one side only."""

_OF_ENVIRONMENT: Final = re.compile("Environment")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class FromSecrets:
    """Which texts of a component came out of Secrets: its config, its worker config."""

    config: bool = False
    worker: bool = False


Secrecy = Mapping[str, FromSecrets]
"""By the fully qualified names of components."""

PUBLIC: Final = FromSecrets()


def masked(change: Change, kind: str, *, references: bool, secret: FromSecrets = PUBLIC) -> Change:
    """The change as it may be shown. `references`: the component's ``secretsMap`` names Secrets and holds none."""
    sides = [each for each in (change.old, change.new) if each is not ABSENT]
    of_secret = secret != PUBLIC and may_be_of_a_secret(change.path, sides, worker=secret.worker)
    if of_secret or is_secret(change.path, kind, sides, references=references):
        both = len(sides) > 1
        return replace(
            change,
            old=change.old if change.old is ABSENT else BEFORE if both else MASK,
            new=change.new if change.new is ABSENT else AFTER if both else MASK,
            masked=True,
        )
    if secret != PUBLIC and is_flag(change.path, sides):  # one of runtimeFlags
        return replace(change, path=(*change.path[:-1], MASK), masked=True)
    old, new = _shown(change.old), _shown(change.new)
    if old == new != change.new:  # only what is masked differs
        old, new = BEFORE, AFTER
    return replace(change, old=old, new=new, masked=(old, new) != (change.old, change.new))


def masked_answer(answer: str, kind: str, secret: FromSecrets) -> str:
    """What the API server says of an object, without the values that it repeats of a secret."""
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


def _shown(side: Side) -> Side:
    return side if side is ABSENT else without_credentials(side)
