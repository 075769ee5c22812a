"""Codes as people name them."""

from collections.abc import Iterable

import click

from pulsarfn.diagnostics.catalogue import CODES, is_suppressible
from pulsarfn.diagnostics.problem import Code


def code_called(given: str, option: str) -> Code:
    """The code of that name, in capitals or not.

    Raises:
        click.UsageError: where there is none; `option` is who names it.
    """
    if given.upper() not in CODES:
        raise click.UsageError(f"{option} {given}: no such code; see 'All messages' in the documentation for the list")
    return CODES[given.upper()]


def ignored_codes(given: Iterable[str], option: str) -> frozenset[Code]:
    """The codes that are not to be reported.

    Raises:
        click.UsageError: for no code, or one that nobody can ignore.
    """
    found = frozenset(code_called(each, option) for each in given)
    for each in found:
        if not is_suppressible(each):
            raise click.UsageError(f"{option} {each.id}: this is an error of the filter too: nothing would be expanded")
    return found
