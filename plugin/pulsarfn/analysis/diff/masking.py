"""Secrets are never shown, but whether they changed is: by kind of object, by the names under which secrets stand, by their looks."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pulsarfn.analysis.diff.changes import ABSENT, Change, Side
from pulsarfn.analysis.masking import MASK, is_secret, without_passwords

BEFORE, AFTER = f"{MASK} (before)", f"{MASK} (after)"
"""What kubectl diff shows in the place of a Secret's values: changed ones, and those that are on one side only."""

_OF_ENVIRONMENT: Final = re.compile("Environment")


def masked(change: Change, kind: str, *, references: bool) -> Change:
    """The change as it may be shown. `references`: the component's ``secretsMap`` names Secrets and holds none."""
    sides = [each for each in (change.old, change.new) if each is not ABSENT]
    if is_secret(change.path, kind, sides, references=references):
        both = len(sides) > 1
        return replace(
            change,
            old=change.old if change.old is ABSENT else BEFORE if both else MASK,
            new=change.new if change.new is ABSENT else AFTER if both else MASK,
            masked=True,
        )
    old, new = _shown(change.old), _shown(change.new)
    if old == new != change.new:  # only what is masked differs
        old, new = BEFORE, AFTER
    return replace(change, old=old, new=new, masked=(old, new) != (change.old, change.new))


def holds_references(found: Iterable[Change], provider: str) -> bool:
    """Whether a secretsMap holds names of Secrets: its secrets provider reads the environment, before and after."""
    providers = [provider]
    for change in found:
        if change.path[-1:] == ("--secrets_provider",):
            providers += [str(change.old), str(change.new)]
    return all(_OF_ENVIRONMENT.search(each) for each in providers)


def _shown(side: Side) -> Side:
    return side if side is ABSENT else without_passwords(side)
